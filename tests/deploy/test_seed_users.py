"""The edition of the image, laid into a card by the window's user; the refresher goes on with it, or was there before."""

from __future__ import annotations

import pytest

from tests.support.users import NUMBERS, REPOSITORY, Appliance, appliance, may_be_others

OTHERS = may_be_others()
SEED, REFRESHER = "kiosk-seed.service", "kiosk-refresher.service"
LOOKS = """
from kiosk.installation import Installation
from kiosk.settings import Settings
print(Installation(Settings(), None, Path.cwd(), print, print).clock().read().trust)
"""
GOES_ON = """
content = Path("content.sqlite")
with content.open("r+b") as file: file.write(b"later")
Path("media/later.jpg").write_bytes(b"")
Path("media/satu.jpg").unlink()
print(content.read_bytes().decode())
"""


def seeded(card: Appliance) -> None:
    edition = card.folders.image / "edition"
    (edition / "media").mkdir(parents=True)
    for name in ("content.sqlite", "media/satu.jpg"):
        (edition / name).write_bytes(b"baked")
        (edition / name).chmod(0o444)  # as in the image, which nobody writes
    card.unit(
        SEED, "sh", str(REPOSITORY / "deploy/image/root/usr/lib/kiosk/seed"), str(edition), str(card.folders.data)
    )


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_the_refresher_goes_on_with_what_was_laid_into_an_empty_card() -> None:
    with appliance() as card:
        seeded(card)
        assert (card.folders.data / "content.sqlite").stat().st_uid == NUMBERS["kiosk"]
        assert card.says(REFRESHER, GOES_ON) == ["later"]


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
def test_pictures_of_the_refresher_are_in_nobodys_way_where_the_store_was_lost() -> None:
    with appliance() as card:
        card.says(REFRESHER, 'Path("media").mkdir(); Path("media/dua.jpg").write_bytes(b"fetched")')
        seeded(card)
        assert (card.folders.data / "media/dua.jpg").read_bytes() == b"fetched"
        assert card.says(REFRESHER, GOES_ON) == ["later"]


@pytest.mark.skipif(bool(OTHERS), reason=OTHERS)
@pytest.mark.parametrize("unit", ["kiosk-floor.service", "kiosk-desk.service"])
def test_who_is_up_before_it_and_asks_the_time_makes_no_empty_store_in_its_place(unit: str) -> None:
    """kiosk-seed.service is left out where there is one, and a power cut may come before its own is there."""
    assert "\nConditionPathExists=!/var/lib/kiosk/content.sqlite\n" in (REPOSITORY / "systemd" / SEED).read_text()
    with appliance() as card:
        assert card.says(unit, LOOKS)
        assert not any(card.folders.data.iterdir())
