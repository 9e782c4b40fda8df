"""Turns of hosts whose warnings wait to be sounded. Pure.

A host that sends hundreds of warnings would bury another's. So while a host waits, each other one is sounded at most
once: then it has had its turn, until the waiting one was sounded. Turns are counted in warnings begun, for a clock may
be set.
"""

from __future__ import annotations

from collections.abc import Collection


class Turns:
    """State of the turns: since when each host waits, and when its warning last sounded. Time is counted in warnings begun."""

    def __init__(self) -> None:
        self._begun = 0
        self._waits: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._saying: tuple[str, int, int] | None = None  # the sounding host, and its state before

    def note_waiting(self, hosts: Collection[str], *, saying: bool) -> None:
        """Note that *hosts* have a warning due now; other hosts wait no longer.

        *saying*: the last warning is still being said, and its turn comes before hosts that come meanwhile.
        """
        now = self._begun - saying
        self._waits = {host: self._waits.get(host, now) for host in hosts}

    def had(self, *, saying: bool) -> frozenset[str]:
        """Return the hosts that sounded while another waited.

        *saying*: the last warning is still being said and may be cut off, so its host counts as waiting.
        """
        waits = dict(self._waits)
        if saying and self._saying is not None:
            host, since, _ = self._saying
            waits[host] = since
        return frozenset(
            host
            for host, last in self._last.items()
            if any(last > since for other, since in waits.items() if other != host)
        )

    def may_cut(self, host: str) -> bool:
        """Return whether *host* may cut off the current warning.

        While others wait, neither the host of the current warning may, nor one that has had its turn.
        """
        if self._saying is not None and self._saying[0] == host:
            return not any(other != host for other in self._waits)
        return host not in self.had(saying=True)

    def note_begun(self, host: str) -> None:
        """Note that a warning of *host* begins to be said."""
        self._saying = host, self._waits.get(host, self._begun), self._last.get(host, 0)
        self._begun += 1
        self._last[host] = self._waits[host] = self._begun

    def cut(self) -> None:
        """Note that the current warning was cut off. Its host waits as before and keeps its turn."""
        if self._saying is not None:
            host, self._waits[host], self._last[host] = self._saying
            self._saying = None
