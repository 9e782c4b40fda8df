"""Stand-ins for the programs that need a radio, a service manager or a clock: little scripts on PATH that keep their state in a
folder, note their calls, and say what the real ones say."""

from __future__ import annotations

from pathlib import Path

NMCLI = r"""
fail() { echo "Error: Connection activation failed: $*" >&2; exit 4; }
case "$*" in
*"device wifi list"*) cat "$STATE/list" 2>/dev/null || true ;;
*"TYPE device status") cat "$STATE/devices" 2>/dev/null || true ;;
*"IP4.ADDRESS device show") echo 'IP4.ADDRESS[1]:127.0.0.1/8'; cat "$STATE/addresses" 2>/dev/null || true ;;
"networking connectivity check") cat "$STATE/reach" ;;
"connection load "*) cp "$3" "$STATE/loaded" ;;
*"connection up kiosk-wifi")
    ssid=$(sed -n 's/^ssid=//p' "$STATE/loaded")
    psk=$(sed -n 's/^psk=//p' "$STATE/loaded")
    [ -e "$STATE/devices" ] || fail No suitable device found for this connection.
    grep -q "^$ssid|" "$STATE/air" || fail The Wi-Fi network could not be found
    grep -qF "$ssid|$psk" "$STATE/air" || fail Secrets were required, but not provided
    echo "$ssid" >"$STATE/joined" ;;
*"NAME connection show --active") [ ! -e "$STATE/hotspot" ] || echo kiosk-hotspot ;;
"connection up kiosk-hotspot") touch "$STATE/hotspot" ;;
"connection down kiosk-hotspot") [ -e "$STATE/hotspot" ] && rm "$STATE/hotspot" || exit 10 ;;
"connection down "*) rm -f "$STATE/joined" ;;
"general reload conf") : ;;
"connection reload") [ -e "$STATE/loaded" ] && rm "$STATE/loaded" || true ;;
*) echo "Error: argument '$*' not understood." >&2; exit 2 ;;
esac
"""
TIMEDATECTL = """
[ ! -e "$STATE/systemd-timesyncd.service" ] || { echo "Failed to set time: Automatic time synchronization is enabled" >&2; exit 1; }
echo "$2" >"$STATE/time"
"""
SYSTEMCTL = """
case "$1" in
stop) rm -f "$STATE/$2" ;;
clean) [ ! -e "$STATE/$3" ] && rm -f "$STATE/$3.state" ;;
start)
    for unit; do :; done
    touch "$STATE/$unit"
    [ ! -e "$STATE/$unit.state" ] || cp "$STATE/$unit.state" "$STATE/time"
    [ ! -x "$STATE/on-start" ] || "$STATE/on-start" "$unit" ;;
reboot) touch "$STATE/rebooted" ;;
esac
"""
HOSTNAMECTL = 'echo "$3" >"$STATE/hostname"'
JOURNALCTL = 'cat "$STATE/journal"'
SCRIPTS = {
    "nmcli": NMCLI,
    "timedatectl": TIMEDATECTL,
    "systemctl": SYSTEMCTL,
    "hostnamectl": HOSTNAMECTL,
    "journalctl": JOURNALCTL,
}


class Machine:
    """The stand-ins' state: files by their names; `calls` is what was run, a line each."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.programs = folder / "bin"
        self.state.mkdir()
        self.programs.mkdir()
        for name, script in SCRIPTS.items():
            self.install(name, script)

    def install(self, name: str, script: str) -> None:
        path = self.programs / name
        path.write_text(f'#!/bin/sh\nset -e\nSTATE={self.state}\necho "{name} $*" >>"$STATE/calls"\n{script}\n')
        path.chmod(0o755)

    def put(self, name: str, text: str = "") -> None:
        (self.state / name).write_text(text)

    def has(self, name: str) -> bool:
        return (self.state / name).exists()

    def get(self, name: str) -> str:
        return (self.state / name).read_text().strip()

    @property
    def calls(self) -> list[str]:
        return self.get("calls").splitlines() if self.has("calls") else []
