/* What Wine 8 lacks and Rust's standard library asks for; the randomness is real. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T count) {
    while (count) {
        ULONG part = count > 0x10000 ? 0x10000 : (ULONG)count;
        if (!SystemFunction036(to, part)) return FALSE;
        to += part;
        count -= part;
    }
    return TRUE;
}
