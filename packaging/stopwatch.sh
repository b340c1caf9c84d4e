#!/usr/bin/env bash
# Types with a real input method (ibus with Unikey's Telex) into the real window, under an X server without a screen:
# a thousand words without a wrong letter, and from nothing to the first list. Takes some minutes; prints the figures.
#   packaging/stopwatch.sh            both
#   packaging/stopwatch.sh words      only one: words, first-list
set -euo pipefail

# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
for each in ibus-daemon xdotool Xvfb dbus-run-session; do
    command -v "$each" >/dev/null && continue
    echo "$each is missing; on Debian: apt-get install ibus ibus-unikey xdotool xvfb dbus" >&2
    exit 2
done
prepare requirements-dev.txt Xvfb
export PATH=$environment/bin:$PATH PYTHONPATH=$root
export HOME; HOME=$(mktemp -d)
trap 'rm -rf "$HOME"' EXIT
export XDG_RUNTIME_DIR=$HOME XDG_CONFIG_HOME=$HOME/config XDG_CACHE_HOME=$HOME/cache XDG_DATA_HOME=$HOME/data
export GSETTINGS_BACKEND=memory QT_QPA_PLATFORM=xcb QT_IM_MODULE=ibus XMODIFIERS=@im=ibus
unset WAYLAND_DISPLAY

# shellcheck disable=SC2016 # read by the inner shell
dbus-run-session -- xvfb-run -a -s "-screen 0 1366x768x24" bash -c '
    ibus-daemon --daemonize --panel disable --config disable --xim >/dev/null 2>&1
    for _ in $(seq 50); do ibus engine Unikey >/dev/null 2>&1 && break; sleep 0.1; done
    echo "input method: $(ibus engine)"
    python -X faulthandler "$0" "$@"
' "$root/packaging/stopwatch.py" "$@"
