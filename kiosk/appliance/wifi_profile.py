"""Wi-Fi network in the file format of NetworkManager (nm-settings-keyfile(5)). Pure."""

from __future__ import annotations

import re

from content_cache.model.problems import Problem, problem
from kiosk.state.request_kinds import AnswerCode

FILE = "kiosk-wifi.nmconnection"
NAME = "kiosk-wifi"
_UUID = "1f0ad3f6-5f8e-4c0b-9d7e-2b6a1c9e7a11"  # the profile's id, the same on every kiosk
_HEX_KEY = re.compile(r"[0-9a-fA-F]{64}")


def fault_of(name: str, password: str) -> Problem | None:
    """Return why name and password cannot be a network's, None if they can. A name has 1 to 32 bytes, a passphrase 8 to
    63 characters (IEEE 802.11). An empty password means an open network."""
    if not 1 <= len(name.encode()) <= 32:
        return problem(AnswerCode.WIFI_NAME_LENGTH)
    if "\0" in name or "\n" in name:
        return problem(AnswerCode.WIFI_NAME_CHARACTERS)
    if not password or _HEX_KEY.fullmatch(password):
        return None
    if not 8 <= len(password) <= 63 or not password.isascii() or not password.isprintable():
        return problem(AnswerCode.WIFI_PASSWORD_LENGTH)
    return None


def keyfile(name: str, password: str, *, used: bool = True) -> str:
    """Return the text of the profile. *used* says whether it is joined automatically. The name is written as bytes,
    which may be anything."""
    security = f"\n[wifi-security]\nkey-mgmt=wpa-psk\npsk={escaped(password)}\n" if password else ""
    return (
        f"[connection]\nid={NAME}\nuuid={_UUID}\ntype=wifi\nautoconnect={'true' if used else 'false'}\n"
        f"autoconnect-retries=0\n\n[wifi]\nmode=infrastructure\nssid={ssid_of(name)}\n{security}"
        "\n[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n"
    )


def ssid_of(name: str) -> str:
    """Return the network's name as NetworkManager writes it: its bytes as numbers, because they may be anything."""
    return "".join(f"{byte};" for byte in name.encode())


def name_in(text: str) -> str:
    """Return the network's name in the profile *text*; "" if there is none."""
    found = re.search(r"^ssid=((?:\d{1,3};)+)$", text, re.MULTILINE)
    if found is None:
        return ""
    try:
        return bytes(int(number) for number in found[1].split(";")[:-1]).decode("utf-8", "replace")
    except ValueError:
        return ""


def with_use(text: str, *, used: bool) -> str:
    """Return the profile *text*, joined automatically or not."""
    return re.sub(r"^autoconnect=.*$", f"autoconnect={'true' if used else 'false'}", text, flags=re.MULTILINE)


def escaped(value: str) -> str:
    """Return *value* escaped for GLib's key files: backslashes, and blanks at the beginning."""
    escaped = value.replace("\\", "\\\\")
    blanks = len(escaped) - len(escaped.lstrip(" "))
    return "\\s" * blanks + escaped[blanks:]
