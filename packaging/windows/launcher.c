/* python.exe: hands its arguments to Py_Main of the python3xx.dll beside it. */
#include <windows.h>
#include <wchar.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int argc, wchar_t **argv) {
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, 32000);
    while (length && path[length - 1] != L'\\') length--;
    path[length] = 0;
    wcscat(path, PYTHON_DLL);
    HMODULE library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    py_main run = library ? (py_main)(void *)GetProcAddress(library, "Py_Main") : NULL;
    return run ? run(argc, argv) : 127;
}
