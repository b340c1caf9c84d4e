#!/usr/bin/env bash
# A PostgreSQL of one's own, on a scratch folder, for as long as a command runs; nothing outside this machine reaches it.
#   packaging/postgres.sh COMMAND…   the command finds its address in ANSINH_POSTGRES
# Sourced by test.sh: start_postgres, stop_postgres.
set -euo pipefail

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

postgres_folder=

# PostgreSQL refuses to run as root: there, the user that its Debian package brought runs it.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

find_postgres() {
    local each found=
    for each in /usr/lib/postgresql/*/bin; do
        [ -x "$each/initdb" ] && found=$each
    done
    [ -n "$found" ] || found=$(dirname "$(command -v initdb)" 2>/dev/null || true)
    [ -x "$found/initdb" ] && echo "$found"
}

start_postgres() {
    local programs
    programs=$(find_postgres) || true
    if [ -z "$programs" ]; then
        install_packages "$(package_of initdb)"
        programs=$(find_postgres) || stop "Không thấy PostgreSQL / there is no PostgreSQL."
    fi
    postgres_folder=$(mktemp -d)
    [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"
    as_server "$programs/initdb" --pgdata="$postgres_folder/data" --username=ansinh --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    # What is here is worth nothing when it is over: no write waits for the disk.
    as_server "$programs/pg_ctl" --pgdata="$postgres_folder/data" --log="$postgres_folder/log" --silent --wait \
        --options="-c listen_addresses='' -k $postgres_folder -c fsync=off -c full_page_writes=off -c max_connections=60" \
        start
    export ANSINH_POSTGRES="postgresql+psycopg://ansinh@/postgres?host=$postgres_folder"
}

stop_postgres() {
    [ -n "$postgres_folder" ] || return 0
    as_server "$(find_postgres)/pg_ctl" --pgdata="$postgres_folder/data" --silent --mode=immediate stop || true
    rm -rf "$postgres_folder"
    postgres_folder=
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    trap stop_postgres EXIT
    start_postgres
    "$@"
fi
