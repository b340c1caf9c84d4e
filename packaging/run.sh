#!/usr/bin/env bash
# Start the program; the first time, set up what it needs. All arguments are the program's own.
#   packaging/run.sh             the window
#   packaging/run.sh demo        a tour with invented people, without a window
#   packaging/run.sh --help      every command
set -euo pipefail

if [ $# -eq 0 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    echo "Máy này không có màn hình để mở cửa sổ; hãy chạy \"packaging/run.sh demo\" để xem chương trình làm việc." \
        "· There is no display to open the window on; run \"packaging/run.sh demo\" to see the program at work." >&2
    exit 2
fi

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
prepare requirements.txt
export PYTHONPATH=$root${PYTHONPATH:+:$PYTHONPATH}
exec "$environment/bin/python" -P -m ansinh_desktop "$@"
