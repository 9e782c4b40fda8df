"""From the air to the bell by real processes, a few of each kind; `python -m tests.campaigns.sms` sends a thousand."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.speech.utterance import Prelude
from kiosk.state.sms_state import FAULTS, SmsFault, faults_of
from tests.campaigns.sms.deliveries import deliver
from tests.campaigns.sms.hall import NAMED, OFFICE, Hall
from tests.campaigns.sms.modem_manager import LOCKED, ModemManager

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with ModemManager(tmp_path) as manager, Hall(tmp_path, manager) as made:
        yield made


def test_from_the_air_to_the_bell(hall: Hall) -> None:
    """Pulled out, locked, plugged in; twelve deliveries; what nobody signed; a question of the office's."""
    told = hall.data / "sms"
    assert hall.bell.wait(lambda: hall.is_ready() and faults_of(told) == [FAULTS[SmsFault.NO_MODEM]])
    hall.manager.plug_in(LOCKED)
    assert hall.bell.wait(lambda: faults_of(told) == [FAULTS[SmsFault.PIN]])
    hall.manager.pull_out()
    hall.manager.plug_in()
    assert hall.bell.wait(lambda: faults_of(told) == [])

    dice = random.Random(26)
    for number in range(1, 13):
        delivery = deliver(hall, dice, number)
        assert hall.bell.wait(delivery.is_settled), delivery
    assert delivered_right(hall)

    hall.text("Gempa besar, tsunami! AWAS", NAMED)
    assert hall.bell.wait(lambda: any("sms-unchecked" in name for name in hall.bell.heard))
    assert [p for name, (_, p) in hall.bell.heard.items() if "sms-unchecked" in name] == [Prelude.TWO_CHIMES]

    hall.manager.run(setattr, hall.modem, "credit", False)
    hall.text("STATUS", OFFICE)
    assert hall.bell.wait(lambda: faults_of(told) == [FAULTS[SmsFault.UNSENT]])
    hall.manager.run(setattr, hall.modem, "credit", True)
    hall.text("STATUS", OFFICE)
    assert hall.bell.wait(lambda: hall.modem.sent)
    assert hall.modem.sent[0][0] == OFFICE
    assert "Kilongan" in hall.modem.sent[0][1]


def delivered_right(hall: Hall) -> bool:
    return all(prelude in (Prelude.SIREN, Prelude.TWO_CHIMES, Prelude.CHIME) for _, prelude in hall.bell.heard.values())
