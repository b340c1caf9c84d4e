#!/usr/bin/env bash
# The Windows program on a Debian machine: builds it under Wine, packs it, and proves it as an officer would meet it.
#   packaging/windows.sh            builds, packs, proves, and breaks it
#   packaging/windows.sh --proof    proves what was built before
#   packaging/windows.sh --breaks   kills updates of it, and takes its files away one by one
#   packaging/windows.sh --speed    measures its start and its memory beside a bare window
#   packaging/windows.sh --twice    builds twice, in two folders, and holds the two against each other
#   packaging/windows.sh --tests    runs the tests with the Windows Python; arguments after it are what to run
set -euo pipefail

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
# shellcheck source=packaging/windows/bench.sh
source "$root/packaging/windows/bench.sh"

other_versions="0.0.9 9.0.0" # what the proof installs over the one that was built, and over which it installs it

snapshot() {
    rm -rf "$source"
    mkdir -p "$source"
    (cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 -r ls -d 2>/dev/null | tar -c -T - -f -) |
        tar -x -C "$source"
}

# What signs updates on the bench, and nothing else: invented here, once.
make_maker() {
    [ -f "$bench/maker/makers.toml" ] && return
    rm -rf "$bench/maker"
    mkdir -p "$bench/maker"
    windows_python "Z:$source/packaging/maker.py" key "Bàn thử" "Z:$bench/maker/maker.key" "Z:$bench/maker/makers.toml"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=An Sinh Xa (ban thu)" \
        -addext extendedKeyUsage=codeSigning -keyout "$bench/maker/sign.key" -out "$bench/maker/sign.pem" 2>/dev/null
}

windows_python() { SECONDS_AT_MOST=1800 WINEPREFIX=$bench/prefix "$here/run.py" "$bench/py/python.exe" "$@"; }

# Builds the folder below DIR from sources that lie there as well.
build_in() {
    local dist=$1 source=$1/source
    rm -rf "$dist"
    snapshot
    make_maker
    SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct) ALSO_VERSIONS=$other_versions \
        windows_python "Z:$source/packaging/build.py" --no-self-test --makers "Z:$bench/maker/makers.toml" --dist "Z:$dist"
    if grep -rlE 'Wine (builtin|placeholder) DLL' "$dist/AnSinhXa"; then
        stop "Tệp của Wine lọt vào bản dựng / files of Wine slipped into the build."
    fi
}

setup_in() { echo "$1"/AnSinhXa-*-setup.exe; }

pack() { python3 "$dist/source/packaging/build.py" --only-pack "$@"; }

# The same content in another folder, where only the two programs may become different.
copy_to() {
    rm -rf "${dist:?}/$1"
    mkdir -p "$dist/$1/AnSinhXa"
    cp -al "$dist"/AnSinhXa/ban-* "$dist/$1/AnSinhXa/${2:-}"
}

# What was built, under another number.
under_number() {
    copy_to "$1" "$(cat "$dist/work/ansinh/folder-$1")"
    cp "$dist/work/ansinh/AnSinhXa-$1.exe" "$dist/$1/AnSinhXa/AnSinhXa.exe"
    cp "$dist/work/ansinh/ansinh-$1.exe" "$dist/$1/AnSinhXa/ansinh.exe"
    QUICK=1 pack --dist "$dist/$1"
    windows_python "Z:$dist/source/packaging/maker.py" sign "Z:$(setup_in "$dist/$1")" "Z:$bench/maker/maker.key" \
        "Z:$bench/maker/makers.toml" "Danh sách in nhanh hơn."
}

build() {
    local each
    build_in "$dist"
    export TEST_BENCH=1
    pack --portable --dist "$dist"
    for each in $other_versions; do under_number "$each"; done
    copy_to signed
    cp "$dist"/AnSinhXa/*.exe "$dist/signed/AnSinhXa/"
    SIGN_COMMAND="$here/sign.sh $bench/maker {}" QUICK=1 pack --dist "$dist/signed"
    # As it is handed out: it starts on a Windows of 32 bits as well, to say a sentence.
    copy_to handed-out
    cp "$dist"/AnSinhXa/*.exe "$dist/handed-out/AnSinhXa/"
    TEST_BENCH='' QUICK=1 pack --dist "$dist/handed-out"
}

# Builds twice, in two folders: folder, installer and what goes on a stick are the same to the last bit.
build_twice() {
    local again=$bench/once-more each same=()
    build
    build_in "$again"
    TEST_BENCH=1 pack --portable --dist "$again"
    for each in AnSinhXa "$(basename "$(setup_in "$dist")")" "$(basename "$dist"/*-portable.zip)"; do
        if ! diff -rq "$dist/$each" "$again/$each"; then
            stop "Hai lần dựng khác nhau / the two builds differ: $each"
        fi
        same+=("$each")
    done
    say "Hai lần dựng giống nhau đến từng bit / the two builds are the same to the last bit: ${same[*]}"
    (cd "$dist" && sha256sum "${same[@]:1}")
    rm -rf "$again"
}

run_tests() {
    local each not_run=() start base log failed=0
    source=$bench/tests # of its own: a build may go on beside it
    snapshot
    prepare_test_wheels
    while read -r each; do not_run+=("--deselect=$each" "--ignore=$each"); done < <(sed -n 's/^\(tests[^ ]*\) .*/\1/p' "$here/not-run.txt")
    # what a test starts finds them as well
    start="import os, sys; sys.path[:0] = [r'Z:$source', r'Z:$test_wheels']; os.environ['PYTHONPATH'] = ';'.join(sys.path[:2]); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    base=$(mktemp -d -p /dev/shm)
    log=$bench/tests.log
    : >"$log"
    cd "$source"
    # in parts: one that hangs or ends the interpreter leaves the others
    [ $# -gt 0 ] || set -- tests/*/ tests/test_*.py
    for each in "$@"; do
        echo "== $each" | tee -a "$log"
        SECONDS_AT_MOST=7200 WINEPREFIX=$bench/prefix "$here/run.py" "$bench/py/python.exe" -c "$start" \
            -p no:cacheprovider -o timeout=1800 --quiet --basetemp="Z:$base/Nguyễn Văn Ấn" "${not_run[@]}" "$each" 2>&1 | tee -a "$log" ||
            [ $? -eq 5 ] || failed=1 # 5: nothing of it is run here
    done
    rm -rf "$base"
    grep -hoE '[0-9]+ (passed|failed|errors?|skipped|xfailed)' "$log" |
        awk '{ sum[$2] += $1 } END { for (each in sum) print sum[each], each }'
    return $failed
}

prove() {
    BENCH=$bench DIST=$dist "$here/proof.py" "$bench/proof" "$@"
}

prepare_bench
dist=$bench/dist
case ${1:-} in
    "") build && prove usual installers+breaks ;;
    --build) build ;;
    --proof) prove usual installers ;;
    --breaks) prove breaks ;;
    --speed) prove speed ;;
    --twice) build_twice ;;
    --tests) shift && run_tests "$@" ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
esac
