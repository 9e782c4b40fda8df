"""The kiosk's own Wi-Fi for phones: a profile of NetworkManager (nm-settings-keyfile(5)) and its firewall.

Both are written at each boot, before NetworkManager starts, and when the screen joins or leaves the hall's network. If
the only radio joins the hall's network, that has precedence. The kiosk's own Wi-Fi then stays off, which is told, and
neither breaks the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from content_cache.model.problems import Problem, problem
from kiosk.appliance.faults import CardCode
from kiosk.appliance.programs import ProgramError, run
from kiosk.appliance.root_files.held_folder import OwnFolder, write_own
from kiosk.appliance.wifi_profile import FILE as CLIENT
from kiosk.appliance.wifi_profile import escaped, fault_of, ssid_of
from kiosk.core.network import OWN_WIFI
from kiosk.core.paths import Folders
from kiosk.settings import Settings

FILE = "kiosk-hotspot.nmconnection"
RULES = "hotspot.nft"
_NAME = "kiosk-hotspot"
_UUID = "8d1c2a64-3b0e-4f7a-a7b5-0f6f2c1d9b42"  # the profile's id, the same on every kiosk
_TEMPLATE = Path("usr/lib/kiosk/publik/hotspot.nft")
_NO_RADIO = "kiosk-none"
_MOST = 10_000  # bytes


def rearrange(folders: Folders, settings: Settings) -> None:
    """Arrange the hotspot for the radios as they are used now.

    It is turned off first. Otherwise it would stay on its radio while the firewall moves to another one. It starts
    again once NetworkManager has read it again. Raise ProgramError and OSError."""
    if not (settings.public.enabled and settings.public.hotspot):
        return
    run("nmcli", "connection", "down", _NAME)  # it fails if the hotspot is not up
    active = run("nmcli", "-t", "-f", "NAME", "connection", "show", "--active")
    if not active.ok or _NAME in active.out.splitlines():
        raise ProgramError(f"{_NAME} does not go down: its firewall stays where it is")
    devices = run("nmcli", "-t", "-f", "DEVICE,TYPE", "device", "status").out.splitlines()
    arrange(folders, settings, sorted(line.removesuffix(":wifi") for line in devices if line.endswith(":wifi")))
    if not run("systemctl", "reload", "kiosk-hotspot.service").ok:
        with OwnFolder(folders.network) as folder:
            folder.remove(FILE)  # no hotspot is better than one without its firewall
    read = run("nmcli", "connection", "reload")
    if not read.ok:
        raise ProgramError(
            f"{_NAME} stays down: {read.last_line}"
        )  # what NetworkManager remembers may be of the other radio
    if (folders.network / FILE).exists():
        run("nmcli", "connection", "up", _NAME)


def arrange(folders: Folders, settings: Settings, radios: Sequence[str] = ()) -> Problem | None:
    """Write or remove the hotspot's profile, for NetworkManager's next start. Return why there is none if one is wanted.

    *radios* are their names where /sys does not show them. Raise OSError."""
    public = settings.public
    wanted = public.enabled and public.hotspot
    fault = fault_of(public.name, public.password) if wanted else None
    radio = "" if fault or not wanted else _radio(folders, radios)
    if wanted and not fault and not radio:
        fault = problem(CardCode.ONE_RADIO)
    if radio:
        write_own(folders.network / FILE, profile(public.name, public.password, radio).encode(), make=0o700)
    elif (folders.network / FILE).exists():
        with OwnFolder(folders.network) as folder:
            folder.remove(FILE)
    if public.enabled:
        rules = (folders.root / _TEMPLATE).read_text("utf-8").replace("@RADIO@", radio or _NO_RADIO)
        write_own(folders.config.parent / RULES, rules.encode(), 0o640)
    return fault


def _radio(folders: Folders, radios: Sequence[str]) -> str:
    """Return the name of the free radio: the last of several, for the first joins the hall's network. Return "" where
    that network takes the only one."""
    radios = radios or sorted(path.parent.name for path in (folders.root / "sys/class/net").glob("*/phy80211"))
    try:
        joins = "autoconnect=true" in (folders.network / CLIENT).read_text("utf-8", "replace")[:_MOST]
    except OSError:
        joins = False
    if joins:
        return radios[-1] if len(radios) > 1 else ""
    return radios[-1] if radios else "wlan0"  # its firmware may still be on its way


def profile(name: str, password: str, radio: str) -> str:
    """Return the text of the hotspot's profile. Phones do not reach each other, and our dnsmasq tells them that every
    name is the kiosk (deploy/publik/dnsmasq.conf)."""
    # without management frames' protection: the Pi's radio has none as an access point
    security = (
        f"\n[wifi-security]\nkey-mgmt=wpa-psk\nproto=rsn\npairwise=ccmp\ngroup=ccmp\npmf=1\npsk={escaped(password)}\n"
        if password
        else ""
    )
    return (
        f"[connection]\nid={_NAME}\nuuid={_UUID}\ntype=wifi\ninterface-name={radio}\nautoconnect=true\n"
        f"autoconnect-priority=10\nautoconnect-retries=0\n\n[wifi]\nmode=ap\nband=bg\nap-isolation=1\nssid={ssid_of(name)}\n"
        f"{security}\n[ipv4]\nmethod=shared\naddress1={OWN_WIFI}/24\n\n[ipv6]\nmethod=disabled\n"
    )
