"""A kiosk without a clock module, without a network: it wakes up in 1970."""

from __future__ import annotations

from tests.campaigns.appliance.lab import Lab, check


def in_1970(lab: Lab) -> None:
    card = lab.used_card("clock")
    with lab.machine(card, rtc="base=1970-01-01T00:00:00,clock=vm") as machine:
        lab.until(machine, "home")
        machine.shell.wait(lab.patience)
        machine.shell.run("systemctl is-system-running --wait", patience=lab.patience)
        year = machine.shell.run("date +%Y")
        lab.note("year after a start in 1970", year)
        check(int(year) >= int(lab.now[:4]), f"the kiosk believes {year}")
        machine.look().save(lab.folder / "clock-1970.png")
        check(not lab.failed_units(machine), "failed units")
        check(lab.items(machine) > 0, "no items are shown")
    card.remove()
