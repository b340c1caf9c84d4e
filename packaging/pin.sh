#!/usr/bin/env bash
# Pin every requirement of pyproject.toml anew, with hashes, for Linux and Windows alike. Needs uv.
#   packaging/pin.sh             keep what is pinned, add what is missing
#   packaging/pin.sh --upgrade   take the newest of everything
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pin() {
    local target=$1
    shift
    uv pip compile pyproject.toml "$@" --output-file "packaging/$target" --quiet \
        --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url
}

pin requirements.txt "$@"
pin requirements-postgres.txt --extra postgres --constraints packaging/requirements.txt "$@"
pin requirements-dev.txt --group dev --constraints packaging/requirements.txt "$@"
pin requirements-build.txt --group build --constraints packaging/requirements.txt "$@"
