"""Programs of an office's monitor on this server, and whether they run: VictoriaMetrics, vmauth, vmalert, Alertmanager."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from content_cache.http.messages import Fetch, Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, ports_of
from kiosk.core.build import USER_AGENT

METRICS, REPORTS, RULES, ALERTS = (f"http://127.0.0.1:{port}" for port in (8428, 8427, 8880, 9093))
"""Addresses of the programs, as their units start them (deploy/kantor)."""
PROGRAMS = MappingProxyType(
    {
        "victoria-metrics": f"{METRICS}/health",
        "vmauth": f"{REPORTS}/health",
        "vmalert": f"{RULES}/health",
        "prometheus-alertmanager": f"{ALERTS}/-/healthy",
    }
)
"""Programs by their names in Debian, each with the address that tells that it runs."""
_DEADLINE_S = 1.0


class ProgramState(StrEnum):
    """States of a program of the monitor."""

    RUNS = "runs"
    STOPPED = "stopped"
    MISSING = "missing"


class MonitorProgram(Struct, frozen=True):
    """Program of the monitor, by its name in Debian."""

    name: str
    state: ProgramState


def monitor_programs(fetch: Fetch, find: Callable[[str], str | None] = shutil.which) -> list[MonitorProgram]:
    """Return the programs and their states. *find* returns the path of an installed program, None for a missing one."""
    return [MonitorProgram(name, _state(name, url, fetch, find)) for name, url in PROGRAMS.items()]


def _state(name: str, url: str, fetch: Fetch, find: Callable[[str], str | None]) -> ProgramState:
    request = Request(
        url=url,
        deadline=_DEADLINE_S,
        max_bytes=1_000,
        user_agent=f"{USER_AGENT} office",
        private_host=host_of(url),
        private_ports=ports_of(url),
    )
    try:
        fetch(request)
    except CacheError:
        return ProgramState.STOPPED if find(name) else ProgramState.MISSING
    return ProgramState.RUNS
