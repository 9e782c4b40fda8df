"""A bundle of the system that comes over https by the kiosk's own fetcher: what comes down, and what of it comes down again after
a line that broke off and a day whose bytes were used up. Of an emulated kiosk (scenarios/web.py) and of a bare Debian
(tests/campaigns/package/nights.py)."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import trustme

from tests.campaigns.appliance.lab import check
from tests.campaigns.appliance.shell import Shell, ShellError
from tests.campaigns.appliance.web import Host

NEW = 5_000 * 4096  # bytes of the new system that no block of the old one has
DAILY_MB = 30  # of which half is for systems
BREAKS = 8_000_000
NIGHTS = 5
AGAIN = 1.25  # at most so much of what is new comes down in all the nights together
SETTINGS = '\n[update]\nurl = "{url}"\n\n[network]\ndaily_megabytes = {daily}\n'
SLOT = "/usr/lib/kiosk/boot-slot"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_SPENT = re.compile(r'\["([0-9-]+)", ?([0-9]+)\]')


class Nights:
    """`patience` in seconds for one night; `note` and `tell` are a Lab's."""

    def __init__(
        self,
        shell: Shell,
        host: Host,
        patience: float,
        *,
        note: Callable[[str, object], None],
        tell: Callable[[str], None],
    ) -> None:
        self._shell, self._host, self._patience = shell, host, patience
        self._note, self._tell = note, tell

    def believe(self, authority: trustme.CA) -> None:
        """RAUC takes the host's certificate."""
        self._shell.run(f"cp {CERTIFICATES} /run/known.crt")
        for line in authority.cert_pem.bytes().decode("ascii").splitlines():
            self._shell.run(f"echo '{line}' >>/run/known.crt")
        self._shell.run(f"chmod 644 /run/known.crt; mount --bind /run/known.crt {CERTIFICATES}")

    def whole(self, number: int, what: str) -> int:
        """In one night; bytes that came down."""
        self._host.sent = self._host.answers = 0
        before = self._spent()
        self._fetch(number)
        check(self._state() == (number, "ready"), f"then {self._state()}")
        self.sum_up(what, spent := self._spent() - before)
        return spent

    def interrupted(self, number: int) -> None:
        """The line breaks off in the first night, the day's bytes are used up in the second."""
        host, told, total = self._host, list[str](), 0
        host.sent = host.answers = 0
        for night in range(NIGHTS):
            host.breaks_after = BREAKS if night == 0 else None
            before, sent = self._spent(), host.sent
            self._fetch(number)
            total += (spent := self._spent() - before)
            result = self._state()
            told.append(f"{spent} bytes, {result[1]}")
            self._note(f"night {night + 1}", told[-1])
            check(result[0] == number, f"told of {result}")
            check(self._spent() <= DAILY_MB * 500_000 + 200_000, f"{self._spent()} bytes in one day")
            if result[1] == "ready":
                break
            check(result[1] == "cut", f"night {night + 1}: {result}")
            check(night > 0 or host.sent - sent >= BREAKS, "it did not break off")
            if night > 0:
                self.next_day()
        check(result[1] == "ready", f"not within {NIGHTS} nights: {told}")
        check(len(told) > 2, f"it was not interrupted twice: {told}")
        self.sum_up(f"a system with {NEW} new bytes, in {len(told)} nights", total)
        check(total <= AGAIN * NEW + 8_000_000, f"{total} bytes came down for {NEW} that are new")
        check(self._shell.run(f"{SLOT} waits && echo so") == "so", "it does not wait for a restart")

    def allow(self, daily_mb: int) -> None:
        """Set the daily allowance to *daily_mb* MB and go on to the next day, from which it holds."""
        self._shell.run(
            f"sed -i 's/^daily_megabytes = .*/daily_megabytes = {daily_mb}/' /run/kiosk-settings/kiosk.toml"
        )
        self.next_day()

    def next_day(self) -> None:
        self._shell.run(
            "systemctl stop kiosk-system-line.service; date -s '+1 day'; systemctl start kiosk-system-line.socket"
        )

    def sum_up(self, what: str, spent: int) -> None:
        self._note(what, f"{spent} bytes came down; {self._host.sent} of bodies, in {self._host.answers} answers")

    def _fetch(self, number: int) -> None:
        """Start the download of system *number* as root does on the refresher's request, and wait until it is over."""
        began = time.monotonic()
        self._shell.run(
            f"printf {number} >/var/lib/kiosk-system/system-wanted; systemctl start --no-block kiosk-system-fetch.service"
        )
        while not self._over():
            check(time.monotonic() - began < self._patience, f"it goes on after {self._patience:.0f} s")
            time.sleep(2.0)
        # what came down is written where its way ends, or with a million bytes more
        self._shell.run("systemctl stop rauc.service kiosk-system-line.service")
        said = self._shell.run("journalctl -b -u kiosk-system-fetch -o cat -n 3")
        self._tell(f"    {time.monotonic() - began:.0f} s; it says: {said}")

    def _over(self) -> bool:
        try:
            return self._shell.run("systemctl is-active kiosk-system-fetch.service", patience=60) == "inactive"
        except ShellError:
            return False

    def _state(self) -> tuple[int, str]:
        told = json.loads(self._shell.run("cat /run/kiosk-slot/system"))
        return told.get("number", 0), told.get("result", "")

    def _spent(self) -> int:
        """Bytes that came down on the metered line, TLS among them, on the machine's day."""
        told = self._shell.run("date +%F; cat /var/lib/kiosk/system-bytes.json 2>/dev/null")
        found = _SPENT.search(told)
        return int(found[2]) if found and told.startswith(found[1]) else 0


def with_news(root: Path) -> None:
    """Blocks behind the root's own that no other system has. It is written and not started."""
    with root.open("ab") as file:
        file.write(random.Random(25).randbytes(NEW))
