#!/usr/bin/env bash
# Every check there is, in one command; says all that failed, not only the first.
#   packaging/test.sh                 style, types, layers, tests
#   packaging/test.sh --slow          also the tests that take long
#   packaging/test.sh --coverage      also count what the tests reach
#   packaging/test.sh -- ARGUMENTS    hand the rest to pytest, and run nothing else
set -euo pipefail

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
# shellcheck source=packaging/postgres.sh
source "$root/packaging/postgres.sh"
cd "$root"

pytest=(pytest)
alone=false
while [ $# -gt 0 ]; do
    case $1 in
        --slow) pytest+=(--run-slow) ;;
        --coverage) pytest+=(--cov --cov-report=term) ;;
        --) shift && alone=true && pytest+=("$@") && break ;;
        *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    esac
    shift
done

prepare requirements-dev.txt Xvfb pdftotext age
PATH=$environment/bin:$PATH
export PATH PYTHONPATH=$root

failed=()
check() {
    local began=$SECONDS
    printf '\n== %s\n' "$*"
    "$@" || failed+=("${*:1:2}")
    printf '   %s s\n' $((SECONDS - began))
}

# What fails is tried once more by itself: among thousands of windows on a busy machine one may come too late, and Qt
# itself may fall. More than three are no chance, and what needed its second try is named: it is to be looked into.
run_tests() {
    local status=0 failed each memory=$root/.pytest_cache/v/cache/lastfailed
    rm -f "$memory"
    "${pytest[@]}" --quiet --numprocesses=logical --maxprocesses=4 --dist=worksteal || status=$?
    [ $status -eq 1 ] || return $status
    failed=$(python -c 'import json, sys; print(*json.load(open(sys.argv[1])), sep="\n")' "$memory")
    [ "$(wc -l <<<"$failed")" -le 3 ] || return 1
    printf '\n== once more: what failed\n%s\n' "$failed"
    mapfile -t each <<<"$failed"
    "${pytest[@]}" --quiet --randomly-seed=last "${each[@]}" || return 1
    printf '\nPassed at the second try only:\n%s\n' "$failed"
}

if $alone; then
    trap stop_postgres EXIT
    start_postgres
    status=0
    "${pytest[@]}" || status=$?
    exit $status
fi

# Thousands of small data files are written as if each mattered: in memory, none of them waits for a disk.
in_memory=/dev/shm
if [ -w $in_memory ] && [ "$(df -Pk $in_memory | awk 'NR == 2 { print $4 }')" -gt 3000000 ]; then
    export TMPDIR=$in_memory
fi
scratch=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; stop_postgres; rm -rf "$scratch"' EXIT
start_postgres
export TMPDIR=$scratch

check ruff format --check
check ruff check
check lint-imports --no-logo
# The types take one processor for half a minute where nothing is known of them yet: the tests begin beside them.
mypy --no-error-summary --cache-dir="$environment.types" >"$scratch/types" 2>&1 &
types=$!
check run_tests
printf '\n== mypy --no-error-summary\n'
wait "$types" || failed+=("mypy")
cat "$scratch/types"

if [ ${#failed[@]} -gt 0 ]; then
    printf '\nFAILED after %s s: %s\n' "$SECONDS" "$(printf '%s; ' "${failed[@]}")" >&2
    exit 1
fi
printf '\nAll is well, after %s s.\n' "$SECONDS"
