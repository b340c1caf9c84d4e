#!/usr/bin/env bash
# Start the program; the first time, set up what it needs. All arguments are the program's own.
#   packaging/run.sh             the window
#   packaging/run.sh demo DIR    a whole round with invented people, without a window: entry, print, send, receive
#   packaging/run.sh --help      every command
set -euo pipefail

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    if [ $# -eq 0 ] || { [ "$1" = --data ] && [ $# -le 2 ]; }; then
        echo "Máy này không có màn hình để mở cửa sổ; hãy chạy \"packaging/run.sh demo THƯ_MỤC\" để xem chương trình làm việc." \
            "· There is no display to open the window on; run \"packaging/run.sh demo FOLDER\" to see the program at work." >&2
        exit 2
    fi
    export QT_QPA_PLATFORM=offscreen # what a command draws, it draws in memory
fi

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
case " $* " in
    *" --db"*) prepare requirements-postgres.txt ;;
    *) prepare requirements.txt ;;
esac
export PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH}
unset PYTHONDONTWRITEBYTECODE # compiled once and kept, whatever the shell says: anew, every start would take six times as long
exec "$environment/bin/python" -P -m ansinh_desktop "$@"
