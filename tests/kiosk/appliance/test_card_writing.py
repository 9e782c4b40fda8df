"""The card's unit does what the marks ask for, each although the other fails, and not again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.appliance.boot_settings import WIPE, Settling
from kiosk.appliance.card_writing import write_card
from kiosk.appliance.root_files.trust_files import ON_CARD, REMEMBER, is_mirrored
from kiosk.appliance.trust import remember_on_card
from kiosk.core.paths import Folders
from tests.support.machine import Machine

SETTINGS = '[place]\nname = "Bunga"\n[wifi]\nname = "Balai"\npassword = "rahasia sekali"\n'


@pytest.fixture
def folders(tmp_path: Path, machine: Machine) -> Folders:  # noqa: ARG001 -- its programs are on PATH
    """A card after its settings were read for the first time: a password on it, the kiosk's own key not yet."""
    folders = Folders(tmp_path / "root")
    for folder in (folders.card, folders.data, folders.system):
        folder.mkdir(parents=True)
    (folders.card / "kiosk.toml").write_text(SETTINGS)
    Settling(folders, lasting=lambda: True).settle_settings()
    return folders


def mark(folders: Folders, name: str) -> Path:
    return folders.config.parent / name


def test_secrets_go_and_what_must_not_be_forgotten_comes_and_no_mark_is_left(
    folders: Folders, machine: Machine
) -> None:
    remember_on_card(folders)
    assert machine.has("kiosk-card.service")
    assert mark(folders, WIPE).exists()
    assert mark(folders, REMEMBER).exists(), "the unit's condition"
    write_card(folders)
    assert "rahasia" not in (folders.card / "kiosk.toml").read_text()
    assert is_mirrored(folders)
    assert not mark(folders, WIPE).exists()
    assert not mark(folders, REMEMBER).exists()
    before = (folders.card / ON_CARD).read_bytes()
    write_card(folders)
    assert (folders.card / ON_CARD).read_bytes() == before


def test_secrets_that_cannot_be_wiped_do_not_keep_the_key_off_the_card(folders: Folders) -> None:
    mark(folders, WIPE).unlink()
    mark(folders, WIPE).mkdir()
    write_card(folders)
    assert is_mirrored(folders)


def test_the_unit_waits_for_the_marks_that_are_left() -> None:
    unit = (Path(__file__).parents[3] / "systemd/kiosk-card.service").read_text("utf-8")
    asked = {line.partition("=|/run/kiosk-settings/")[2] for line in unit.splitlines() if line.startswith("Condition")}
    assert asked == {WIPE, REMEMBER}
