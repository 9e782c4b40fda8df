"""Wi-Fi by NetworkManager: networks in reach, joining and leaving one. A failed attempt to join never costs the former network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from content_cache.model.problems import problem
from kiosk.appliance.programs import Ran, run
from kiosk.appliance.root_files.held_folder import OwnFolder, read_own, write_own
from kiosk.appliance.wifi_profile import FILE, NAME, fault_of, keyfile, name_in, with_use
from kiosk.state.request_kinds import AnswerCode, RequestAnswer, RequestResult, program_problem, read_wifi_argument

_JOIN_S = 45
_MOST_NETWORKS = 20
_MOST = 10_000  # bytes
_FAILURES = {
    "secrets were required": RequestResult.WRONG_PASSWORD,
    "could not be found": RequestResult.NOT_FOUND,
    "no suitable device": RequestResult.NO_DEVICE,
    "wi-fi is disabled": RequestResult.NO_DEVICE,
    "no wi-fi device": RequestResult.NO_DEVICE,
    "timeout expired": RequestResult.NO_ANSWER,
    "ip configuration could not be reserved": RequestResult.NO_ANSWER,
}
"""Phrases of nmcli's output, in lower case, and the result that each means for the person at the screen."""


class WifiControl:
    """Wi-Fi of this machine. *folder* is where NetworkManager keeps its connections. Methods raise ProgramError and OSError."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def scan(self, _argument: str = "") -> RequestAnswer:
        """Return the networks in reach, the strongest first: [{"name", "signal" in percent, "secured", "joinable", "used"}]."""
        fields = "IN-USE,SIGNAL,SECURITY,SSID"
        listed = run("nmcli", "-t", "-e", "yes", "-f", fields, "device", "wifi", "list", "--rescan", "yes")
        if not listed.ok:
            return _failure(listed)
        best: dict[str, dict[str, Any]] = {}
        for line in listed.out.splitlines():
            network = _network(line)
            if network is not None and network["signal"] > best.get(network["name"], {"signal": -1})["signal"]:
                best[network["name"]] = network
        networks = sorted(best.values(), key=lambda network: (not network["used"], -network["signal"]))
        if not networks and not _has_device():
            return RequestAnswer(RequestResult.NO_DEVICE)
        return RequestAnswer(RequestResult.DONE, data={"networks": networks[:_MOST_NETWORKS]})

    def join(self, argument: str) -> RequestAnswer:
        """Join the network of `wifi_argument`, now and at every start. If that fails, join the former network again."""
        try:
            name, password = read_wifi_argument(argument)
        except ValueError:
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.NO_WIFI_ARGUMENT))
        if fault := fault_of(name, password):
            return RequestAnswer(RequestResult.REFUSED, fault)
        before = self._read_keyfile()
        self.store_network(name, password)
        joined = self._up()
        if joined.ok:
            return RequestAnswer(RequestResult.DONE, data={"name": name})
        if before is None:
            self.delete_network()
        else:
            write_own(self._path, before)
            if b"autoconnect=true" in before:
                self._up()
            else:
                self._load()
        return _failure(joined)

    def store_network(self, name: str, password: str) -> None:
        """Write the network's profile for NetworkManager's next start, or the next `join`. Nothing is tried now."""
        write_own(self._path, keyfile(name, password).encode(), make=0o700)

    def known(self) -> str:
        """Return the name of the stored network, "" for none."""
        return name_in((self._read_keyfile() or b"").decode("utf-8", "replace"))

    def _read_keyfile(self) -> bytes | None:
        """Return the content of the stored profile, None where no network is stored."""
        try:
            return read_own(self._path, _MOST)
        except FileNotFoundError:
            return None

    def delete_network(self) -> None:
        if self._read_keyfile() is not None:
            run("nmcli", "connection", "down", NAME)
            with OwnFolder(self._path.parent) as folder:
                folder.remove(FILE)
            run("nmcli", "connection", "reload")

    def switch(self, way: str) -> RequestAnswer:
        """Join the stored network for *way* "wifi", leave it for "usb" and "none", now and at every start."""
        if way not in ("wifi", "usb", "none"):
            return RequestAnswer(RequestResult.REFUSED, problem(AnswerCode.UNKNOWN_WAY, way=way[:40]))
        kept = self._read_keyfile()
        if kept is None:
            return RequestAnswer(RequestResult.SAME if way != "wifi" else RequestResult.NOT_FOUND)
        used = way == "wifi"
        write_own(self._path, with_use(kept.decode("utf-8", "replace"), used=used).encode())
        if used:
            joined = self._up()
            return RequestAnswer(RequestResult.DONE) if joined.ok else _failure(joined)
        self._load()
        run("nmcli", "connection", "down", NAME)
        return RequestAnswer(RequestResult.DONE)

    def state(self, _argument: str = "") -> RequestAnswer:
        """Return the state: {"wifi": the joined name or "", "signal" in percent, "addresses": [...], "internet":
        "full", "limited", "none", …}."""
        devices = run("nmcli", "-t", "-e", "yes", "-f", "IP4.ADDRESS", "device", "show")
        if not devices.ok:
            return _failure(devices)
        found = re.findall(r"^IP4\.ADDRESS\[\d+\]:([\d.]+)/", devices.out, re.MULTILINE)
        listed = run(
            "nmcli", "-t", "-e", "yes", "-f", "IN-USE,SIGNAL,SECURITY,SSID", "device", "wifi", "list", "--rescan", "no"
        )
        used = next(
            (network for network in map(_network, listed.out.splitlines()) if network and network["used"]), None
        )
        reach = run("nmcli", "networking", "connectivity", "check", timeout_s=40)
        data = {
            "wifi": used["name"] if used else "",
            "signal": used["signal"] if used else 0,
            "addresses": [address for address in found if not address.startswith("127.")],
            "internet": reach.out.strip() if reach.ok else "unknown",
        }
        return RequestAnswer(RequestResult.DONE, data=data)

    def _load(self) -> None:
        run("nmcli", "connection", "load", str(self._path))

    def _up(self) -> Ran:
        self._load()
        return run("nmcli", "--wait", str(_JOIN_S), "connection", "up", NAME, timeout_s=_JOIN_S + 15)


def _has_device() -> bool:
    return "wifi" in run("nmcli", "-t", "-f", "TYPE", "device", "status").out.split()


def _network(line: str) -> dict[str, Any] | None:
    """Parse a line of nmcli's list, such as "*:72:WPA2:Balai Desa"; return None for a network without a name."""
    parts = re.split(r"(?<!\\):", line, maxsplit=3)
    if len(parts) != 4 or not parts[3] or not parts[1].isdigit():
        return None
    security = parts[2]
    return {
        "name": re.sub(r"\\(.)", r"\1", parts[3]),
        "signal": int(parts[1]),
        "secured": bool(security) and security != "--",
        "joinable": "802.1X" not in security and "WEP" not in security,
        "used": parts[0] == "*",
    }


def _failure(ran: Ran) -> RequestAnswer:
    output = f"{ran.err} {ran.out}".lower()
    result = next((result for words, result in _FAILURES.items() if words in output), RequestResult.FAILED)
    return RequestAnswer(result, program_problem(ran.last_line))
