# shellcheck shell=bash
# Sourced by windows.sh: a Windows Python with the pinned wheels under Wine, made once.
#
#   prepare_bench         sets $bench; packages, interpreter, wheels, a Wine prefix
#   prepare_test_wheels   what the tests need besides, in $bench/test-wheels
#
# The interpreter is put together from what a Debian machine gets by its ordinary clients: python311.dll and the .pyd
# files of the standard library come in the panda3d wheel, the pure Python part in Debian's own packages, python.exe
# is compiled here. It is for building and testing; docs and limits: packaging/windows.md.

here=$root/packaging/windows
bench_packages=(wine wine64 xvfb gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 nsis unzip imagemagick xdotool
    openssl osslsigncode libnss-wrapper poppler-utils fonts-dejavu-core python3 python3-venv)

unset TMPDIR # where Wine's server would meet its clients, and another command may take it away

in_wine() { WINEPREFIX=$1 "$here/run.py" "${@:2}" >/dev/null; }

bench_key() {
    cat "$here"/{bench.sh,run.py,launcher.c,launcher.manifest,bcryptprimitives.c,icuuc.c,requirements-*.txt} \
        "$root/packaging/requirements-build.txt" | sha256sum
}

missing_bench_packages() {
    local each
    for each in "${bench_packages[@]}"; do
        dpkg-query -W -f '${Status}' "$each" 2>/dev/null | grep -q 'ok installed' || echo "$each"
    done
}

windows_wheels() {
    "$bench/host/bin/uv" --quiet pip install --python "$bench/host/bin/python" --no-deps --require-hashes \
        --python-platform x86_64-pc-windows-msvc --python-version 3.11 --only-binary :all: --target "$@"
}

make_python() {
    local python=$bench/py parts=$bench/src/panda/deploy_libs each
    "$bench/host/bin/python" -m pip -qq download --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
        --platform win_amd64 --python-version 3.11 --implementation cp -d "$bench/src" -r "$here/requirements-python.txt"
    mkdir -p "$python"/{DLLs,Lib}
    unzip -q "$bench"/src/panda3d-*.whl 'deploy_libs/*' -d "$bench/src/panda"
    cp "$parts/python311.dll" "$python/"
    for each in "$parts"/*.pyd "$parts"/lib{ffi,crypto,ssl}*.dll "$parts/sqlite3.dll" "$parts/zlib1.dll"; do
        case $each in *_tkinter* | *cp313t*) ;; *) [ ! -f "$each" ] || cp "$each" "$python/DLLs/" ;; esac
    done
    (
        cd "$bench/src"
        apt-get -qq download libpython3.11-minimal libpython3.11-stdlib python3-distutils python3-lib2to3
        for each in *.deb; do dpkg-deb -x "$each" debian; done
        cp -rL debian/usr/lib/python3.11/. "$python/Lib/" 2>/dev/null || true # sitecustomize leads nowhere
    )
    rm -rf "$python"/Lib/{lib-dynload,site-packages,dist-packages,EXTERNALLY-MANAGED,sitecustomize.py,_sysconfigdata*}
    find "$python/Lib" -name __pycache__ -prune -exec rm -rf {} +
}

compile_parts() {
    local compiler=x86_64-w64-mingw32-gcc python=$bench/py
    cd "$bench/src"
    echo "1 24 \"$here/launcher.manifest\"" >manifest.rc
    x86_64-w64-mingw32-windres manifest.rc -O coff -o manifest.o
    $compiler -O2 -municode -s -DPYTHON_DLL='L"python311.dll"' -o "$python/python.exe" "$here/launcher.c" manifest.o
    # python3.dll, to which the wheels of the stable interface link: hands everything on to python311.dll
    {
        printf 'LIBRARY python3.dll\nEXPORTS\n'
        x86_64-w64-mingw32-objdump -p "$python/python311.dll" |
            awk '/\[Ordinal\/Name Pointer\] Table/{f=1;next} f&&/^\t\[/{print $NF} f&&/^$/{f=0}' |
            grep -E '^_?Py' | sed 's/.*/  &=python311.&/'
    } >python3.def
    echo 'int __stdcall DllMain(void *h, unsigned r, void *p) { (void)h; (void)r; (void)p; return 1; }' >empty.c
    $compiler -shared -nostdlib -s -e DllMain -o "$python/python3.dll" empty.c python3.def
    $compiler -O2 -shared -s -o bcryptprimitives.dll "$here/bcryptprimitives.c" -ladvapi32
    $compiler -O2 -shared -s -o icuuc.dll "$here/icuuc.c"
    cd "$root"
}

# A prefix with what Wine 8 lacks. Wine calls its user as the system does: here by the name of an officer, so that every
# path to the folder of that user holds Vietnamese letters.
dress_prefix() {
    local prefix=$1 system=$1/drive_c/windows/system32 each
    printf 'Nguyễn Văn Ấn:x:%s:%s::%s:/bin/sh\n' "$(id -u)" "$(id -g)" "$bench" >"$prefix.passwd"
    in_wine "$prefix" wineboot -i
    in_wine "$prefix" winecfg -v win10
    cp "$bench/src/bcryptprimitives.dll" "$bench/src/icuuc.dll" "$system/"
    rm -f "$system"/spool/drivers/color/*.icm # mscms.WcsCreateIccProfile is missing; without a profile nobody calls it
    for each in "MS Shell Dlg" "MS Shell Dlg 2" "Segoe UI" "Tahoma"; do
        in_wine "$prefix" reg add 'HKCU\Software\Wine\Fonts\Replacements' /v "$each" /d "DejaVu Sans" /f
    done
    for each in TEMP TMP; do
        in_wine "$prefix" reg add 'HKCU\Environment' /v $each /t REG_EXPAND_SZ /d '%USERPROFILE%\AppData\Local\Temp' /f
    done
    mkdir -p "$prefix/drive_c/users/Nguyễn Văn Ấn/AppData/Local/Temp"
    WINEPREFIX=$prefix wineserver -w
}

make_bench() {
    local missing
    missing=$(missing_bench_packages)
    # shellcheck disable=SC2086  # a list of names
    [ -z "$missing" ] || install_packages $missing
    say "Dựng bàn thử Windows, một lần / setting up the Windows bench, once …"
    rm -rf "$bench"
    mkdir -p "$bench/src"
    /usr/bin/python3 -m venv "$bench/host"
    "$bench/host/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
        -r "$here/requirements-host.txt"
    make_python
    compile_parts
    windows_wheels "$bench/py/Lib/site-packages" -r "$root/packaging/requirements-build.txt"
    # Qt wants Microsoft's newer run-time, which comes in the shiboken6 wheel; panda3d's is of 2015
    cp "$bench"/py/Lib/site-packages/shiboken6/{vcruntime140,vcruntime140_1,msvcp140,msvcp140_1,msvcp140_2}.dll "$bench/py/"
    dress_prefix "$bench/prefix"
    rm -rf "$bench/src/panda" "$bench/src/debian" "$bench"/src/*.{whl,deb}
    WINEPREFIX=$bench/prefix "$here/run.py" "$bench/py/python.exe" -c \
        'import sys, PySide6.QtWidgets, PySide6.QtPdf, sqlcipher3, pyrage, cryptography.fernet, reportlab; print(sys.version)' >&2
    touch "$bench/ready"
}

prepare_bench() {
    local key
    key=$(bench_key)
    bench=${ANSINH_ENVIRONMENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/ansinh-desktop}/windows-${key:0:16}
    [ -f "$bench/ready" ] && return
    mkdir -p "$(dirname "$bench")"
    (
        flock 9
        [ -f "$bench/ready" ] || make_bench
    ) 9>"$bench.lock"
}

prepare_test_wheels() {
    local key
    key=$(sha256sum "$root/packaging/requirements-dev.txt")
    test_wheels=$bench/test-wheels-${key:0:16}
    [ -f "$test_wheels/ready" ] && return
    rm -rf "$test_wheels"
    windows_wheels "$test_wheels" -r "$root/packaging/requirements-dev.txt"
    touch "$test_wheels/ready"
}
