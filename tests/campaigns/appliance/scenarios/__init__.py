"""What may happen to a kiosk, each as a function that is handed a Lab and raises Failed. Order is that of the list."""

from __future__ import annotations

from collections.abc import Callable

from tests.campaigns.appliance.lab import Lab
from tests.campaigns.appliance.scenarios import (
    board,
    clock,
    data,
    keyboard,
    mishaps,
    overlays,
    power,
    quiet,
    service,
    settings,
    small,
    start,
    stick,
    system,
    system_writes,
    turned,
    update,
    wanted,
    web,
)

Scenario = Callable[[Lab], None]

# of a card with two systems
SYSTEMS: dict[str, Scenario] = {
    "system": system.refused_and_good,
    "system-black": system.black,
    "system-unwritable": system.unwritable,
    "system-slow": system.slow,
    "system-cuts": system.cuts,
    "system-writes": system_writes.at_each_write,
    "system-web": web.in_nights,
}
SCENARIOS: dict[str, Scenario] = {
    "start": start.first_start,
    "turned": turned.in_four,
    "keyboard": keyboard.combinations,
    "frozen": mishaps.frozen,
    "killed": mishaps.killed,
    "memory": mishaps.eats_memory,
    "panic": mishaps.kernel_crash,
    "hang": mishaps.kernel_hangs,
    "quiet": quiet.bytes_an_hour,
    "settings": settings.written_on_windows,
    "broken-settings": settings.broken,
    "overlays": overlays.tried_and_kept,
    "wanted": wanted.begun_by_the_settings,
    "one-gigabyte": small.one_gigabyte,
    "half-gigabyte": small.half_gigabyte,
    "stick": stick.signed_and_forged,
    "service": service.requests,
    "update": update.good_bad_cut_off_forged,
    "data-overwritten": data.overwritten,
    "data-gone": data.gone,
    "data-full": data.full,
    "data-read-only": data.read_only,
    "clock": clock.in_1970,
    "power": power.cuts,
    "raspi3b": board.raspi3b,
}
