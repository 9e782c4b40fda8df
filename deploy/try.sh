#!/bin/sh
# Shows the kiosk on the sample village, Desa Bunga: sh deploy/try.sh [--window 1280x720]
# Installs what is missing first (asks for sudo's password then). Without a display it renders the screens to pictures and
# speaks an announcement into a sound file.
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

has_display() {
    [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 0
    # without a desktop, the text console can be drawn on: of this machine, with a monitor, by who may open the card
    case $(tty 2>/dev/null) in /dev/tty[0-9]*) ;; *) return 1 ;; esac
    grep -qsx connected /sys/class/drm/card*/status || return 1
    for card in /dev/dri/card*; do
        [ -w "$card" ] && return 0
    done
    return 1
}

tell_voice() {
    if [ -e /usr/share/mbrola/id1/id1 ]; then
        say "Voice: mb-id1 (MBROLA), the better of the two Indonesian voices."
    else
        say "Voice: espeak-ng's Indonesian voice. MBROLA's mb-id1 is easier to understand, but is not in Debian's free part:" \
            "add contrib and non-free to the apt sources, then apt install mbrola mbrola-id1."
    fi
}

render_without_display() {
    out=out/demo
    rm -rf "$out"
    mkdir -p "$out"
    say "There is no display here: rendering the screens to $out"
    .venv/bin/python -m kiosk.demo "$out/village"
    export KIOSK_CONFIG="$PWD/$out/village/kiosk.toml" KIOSK_DATA="$PWD/$out/data"
    .venv/bin/kiosk refresh
    # here the machine's clock is believed, whether or not anybody keeps it
    now=$(date -Iseconds)
    for screen in home news events announcements idle; do
        .venv/bin/kiosk screenshot "$screen" --now "$now" --out "$out/$screen.png"
    done
    .venv/bin/kiosk screenshot --item pengumuman-air-mati --now "$now" --out "$out/item.png"
    .venv/bin/kiosk say --item pengumuman-air-mati --out "$out/pengumuman.wav"
    say "Screens: $PWD/$out/*.png"
    say "Announcement: $PWD/$out/pengumuman.wav"
}

set_up
tell_voice
if has_display; then
    exec .venv/bin/kiosk demo "$@"
fi
render_without_display
