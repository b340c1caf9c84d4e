# shellcheck shell=bash
# Sourced by run.sh and test.sh: gives them a Python environment with the pinned requirements, made once.
#
#   prepare REQUIREMENTS COMMAND…   sets $environment; COMMANDs are programs that Debian packages must bring
#
# Everything is looked for before it is fetched, so that a second start costs one hash and one look.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What Qt's wheels link against and do not bring: library → Debian package.
libraries="
    libEGL.so.1             libegl1
    libGL.so.1              libgl1
    libX11-xcb.so.1         libx11-xcb1
    libX11.so.6             libx11-6
    libbrotlidec.so.1       libbrotli1
    libcups.so.2            libcups2
    libdbus-1.so.3          libdbus-1-3
    libfontconfig.so.1      libfontconfig1
    libfreetype.so.6        libfreetype6
    libglib-2.0.so.0        libglib2.0-0
    libgssapi_krb5.so.2     libgssapi-krb5-2
    libxcb-cursor.so.0      libxcb-cursor0
    libxcb-icccm.so.4       libxcb-icccm4
    libxcb-image.so.0       libxcb-image0
    libxcb-keysyms.so.1     libxcb-keysyms1
    libxcb-randr.so.0       libxcb-randr0
    libxcb-render-util.so.0 libxcb-render-util0
    libxcb-render.so.0      libxcb-render0
    libxcb-shape.so.0       libxcb-shape0
    libxcb-shm.so.0         libxcb-shm0
    libxcb-sync.so.1        libxcb-sync1
    libxcb-util.so.1        libxcb-util1
    libxcb-xfixes.so.0      libxcb-xfixes0
    libxcb-xkb.so.1         libxcb-xkb1
    libxcb.so.1             libxcb1
    libxkbcommon-x11.so.0   libxkbcommon-x11-0
    libxkbcommon.so.0       libxkbcommon0
"

# What brings a program: program → Debian package.
package_of() {
    case $1 in
        pdftotext) echo poppler-utils ;;
        Xvfb) echo xvfb ;;
        initdb) echo postgresql ;;
        *) echo "$1" ;;
    esac
}

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# The system's own first: it is built with optimizations, which those that somebody compiled often are not.
find_python() {
    local each
    for each in ${PYTHON:-/usr/bin/python3 python3 python3.13 python3.12 python3.11}; do
        if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$each"
            break
        fi
    done
}

install_packages() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    if ! command -v apt-get >/dev/null; then
        stop "Cần cài thêm / please install what your system calls: $*"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "Cần quyền quản trị / as root, please run: apt-get install $*"
        apt=(sudo "${apt[@]}")
    fi
    say "Cài các gói hệ thống còn thiếu / installing missing system packages: $*"
    # the package lists are fetched only where they are missing or too old to serve
    "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null 2>&1 && return
    "${apt[@]}" update >&2
    "${apt[@]}" install -y --no-install-recommends "$@" >&2
}

missing_packages() {
    local known library package each
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    while read -r library package; do
        [ -z "$library" ] || grep -qF "$library " <<<"$known" || echo "$package"
    done <<<"$libraries"
    for each in "$@"; do
        command -v "$each" >/dev/null || package_of "$each"
    done
}

make_environment() {
    local requirements=$1 python version missing
    shift
    missing=$(missing_packages "$@")
    python=$(find_python)
    if [ -z "$python" ]; then
        missing+=" python3 python3-venv"
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
        missing+=" python$version-venv"
    fi
    # shellcheck disable=SC2086  # a list of names
    [ -z "${missing// /}" ] || install_packages $missing
    python=$(find_python)
    [ -n "$python" ] || stop "Cần Python 3.11 trở lên / Python 3.11 or newer is needed."

    say "Chuẩn bị lần đầu, khoảng một phút / setting up, once, about a minute …"
    rm -rf "$environment"
    "$python" -m venv "$environment"
    # Everything is pinned, so nothing is resolved: older pips would look for a newer release of "coverage[toml]"
    # beside the pinned coverage, and refuse it for having no hash.
    "$environment/bin/python" -m pip install -qq --disable-pip-version-check --no-input --no-deps \
        --require-hashes --requirement "$requirements" >&2
    touch "$environment/ready"
}

is_ready() { [ -f "$environment/ready" ] && [ -x "$environment/bin/python" ]; }

prepare() {
    local requirements=$root/packaging/$1 key
    shift
    # Where nothing compiled may be kept, every process compiles all of the program anew: six times a cold start.
    unset PYTHONDONTWRITEBYTECODE
    key=$(sha256sum "$requirements")
    environment=${ANSINH_ENVIRONMENTS:-${XDG_CACHE_HOME:-${HOME:-$root/.venv}/.cache}/ansinh-desktop}/${key:0:16}
    is_ready && return
    mkdir -p "$(dirname "$environment")"
    (
        flock 9 # two first starts at once: the second waits, and finds it ready
        is_ready || make_environment "$requirements" "$@"
    ) 9>"$environment.lock"
}
