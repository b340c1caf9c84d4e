#!/usr/bin/env bash
# The Windows program on a Debian machine: builds it under Wine, packs it, and proves it as an officer would meet it.
#   packaging/windows.sh            builds, packs, proves
#   packaging/windows.sh --proof    proves what was built before
#   packaging/windows.sh --tests    runs the tests with the Windows Python; arguments after it go to pytest
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

# What was built, under another number: only the two programs differ.
under_number() {
    local version=$1 folder
    folder=$(cat "$dist/work/ansinh/folder-$version")
    rm -rf "${dist:?}/$version"
    mkdir -p "$dist/$version/AnSinhXa"
    cp -al "$dist"/AnSinhXa/ban-* "$dist/$version/AnSinhXa/$folder"
    cp "$dist/work/ansinh/AnSinhXa-$version.exe" "$dist/$version/AnSinhXa/AnSinhXa.exe"
    cp "$dist/work/ansinh/ansinh-$version.exe" "$dist/$version/AnSinhXa/ansinh.exe"
    QUICK=1 python3 "$source/packaging/build.py" --only-pack --dist "$dist/$version"
}

build() {
    local time
    time=$(git -C "$root" log -1 --format=%ct)
    snapshot
    rm -rf "$dist"
    SOURCE_DATE_EPOCH=$time ALSO_VERSIONS=$other_versions SECONDS_AT_MOST=1800 WINEPREFIX=$bench/prefix \
        "$here/run.py" "$bench/py/python.exe" "Z:$source/packaging/build.py" --no-self-test --dist "Z:$dist"
    if grep -rlE 'Wine (builtin|placeholder) DLL' "$dist/AnSinhXa"; then
        stop "Tệp của Wine lọt vào bản dựng / files of Wine slipped into the build."
    fi
    export TEST_BENCH=1
    python3 "$source/packaging/build.py" --only-pack --dist "$dist"
    local each
    for each in $other_versions; do under_number "$each"; done
}

run_tests() {
    local each not_run=() start base log failed=0
    source=$bench/tests # of its own: a build may go on beside it
    snapshot
    prepare_test_wheels
    while read -r each; do not_run+=("--deselect=$each" "--ignore=$each"); done < <(sed -n 's/^\(tests[^ ]*\) .*/\1/p' "$here/not-run.txt")
    start="import sys; sys.path[:0] = [r'Z:$source', r'Z:$test_wheels']; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    base=$(mktemp -d -p /dev/shm)
    log=$bench/tests.log
    : >"$log"
    cd "$source"
    # in parts: one that hangs or ends the interpreter leaves the others
    [ $# -gt 0 ] || set -- tests/*/ tests/test_*.py
    for each in "$@"; do
        echo "== $each" | tee -a "$log"
        SECONDS_AT_MOST=7200 WINEPREFIX=$bench/prefix "$here/run.py" "$bench/py/python.exe" -c "$start" \
            -p no:cacheprovider --quiet --basetemp="Z:$base/Nguyễn Văn Ấn" "${not_run[@]}" "$each" 2>&1 | tee -a "$log" || failed=1
    done
    rm -rf "$base"
    grep -hoE '[0-9]+ (passed|failed|errors?|skipped|xfailed)' "$log" |
        awk '{ sum[$2] += $1 } END { for (each in sum) print sum[each], each }'
    return $failed
}

setup_in() { echo "$1"/AnSinhXa-*-setup.exe; }

prove() {
    # shellcheck disable=SC2086  # two words
    set -- $other_versions
    BENCH=$bench "$here/proof.py" "$bench/proof" "$(setup_in "$dist/$1")" "$(setup_in "$dist")" "$(setup_in "$dist/$2")"
}

prepare_bench
source=$bench/source
dist=$bench/dist
case ${1:-} in
    "") build && prove ;;
    --build) build ;;
    --proof) prove ;;
    --tests) shift && run_tests "$@" ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
esac
