"""Folders of a kiosk and of an office as version 0.1.0 left them (commit 7d43b8e0): they open, and nothing in them is lost.

0.1.0.tar.xz was made by that commit's `keys new`, `publish`, `import`, `refresh` and `run`. `{place}` in its kiosk.toml stands for
the folder that it lies in. 0.1.0-hall.tar.xz is what a village has of its own, written by that commit's Shelf, People, Memory and
overrides.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.notices.notice import Attached
from kiosk.hall.notices.store import NoticeStore
from kiosk.settings import load
from kiosk.settings.overrides import was_set_up
from kiosk.state.memory import Memory

_ARCHIVE = Path(__file__).with_name("0.1.0.tar.xz")
_HALL = Path(__file__).with_name("0.1.0-hall.tar.xz")
_DAY = date(2026, 11, 26)
_TITLES = {"Air mati besok", "Surat pindah"}


class Left:
    """What 0.1.0 left, and this version's commands on it."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with tarfile.open(_ARCHIVE) as archive:
            archive.extractall(place, filter="data")
        self.place, self._capsys = place, capsys
        config = place / "kiosk.toml"
        config.write_text(config.read_text("utf-8").replace("{place}", str(place)), "utf-8")

    def run(self, *words: str | Path) -> tuple[int, str]:
        code = main(["--config", str(self.place / "kiosk.toml"), "--data", str(self.place / "data"), *map(str, words)])
        return code, self._capsys.readouterr().out

    def items(self) -> dict[str, str]:
        """Return title and id of each item."""
        return {item["title"]: item["id"] for item in json.loads(self.run("items", "--json")[1])["items"]}

    def publish(self) -> int:
        key = self.place / "kunci/news.key"
        return self.run("publish", self.place / "kantor", "--to", self.place / "terbit", "--key", key)[0]


@pytest.fixture
def left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Left:
    return Left(tmp_path, capsys)


@pytest.mark.slow(cases=1)
def test_a_kiosk_of_0_1_0_shows_what_it_had(left: Left) -> None:
    name = (left.place / "data/kiosk-id").read_text()
    assert left.items().keys() == _TITLES
    assert left.run("refresh")[0] == 0
    assert left.items().keys() == _TITLES
    assert (left.place / "data/kiosk-id").read_text() == name
    with Memory(left.place / "data"):
        pass
    with closing(sqlite3.connect(left.place / "data/kiosk.sqlite")) as opened:
        assert "import:" in opened.execute("SELECT * FROM requests").fetchone()[1]
    for database in ("content.sqlite", "kiosk.sqlite"):
        with closing(sqlite3.connect(left.place / "data" / database)) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow(cases=1)
def test_an_office_of_0_1_0_publishes_on_with_its_key_and_the_kiosk_follows(left: Left) -> None:
    before = left.items()
    (left.place / "kantor/pasar.md").write_text(
        "---\ntitle: Pasar malam\ncategory: pengumuman\n---\nDi lapangan.\n", "utf-8"
    )
    assert left.publish() == 0
    assert left.run("import", left.place / "terbit")[0] == 0
    after = left.items()
    assert after.keys() == _TITLES | {"Pasar malam"}
    assert {title: after[title] for title in before} == before


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    with tarfile.open(_HALL) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "data"


def test_notices_pictures_and_recordings_of_a_hall_of_0_1_0_are_there_and_go_on(hall: Path) -> None:
    store = NoticeStore(hall, "Balai Bunga")
    photo = (hall / "desk/media/foto-1.jpg").read_bytes()
    for _ in range(2):  # as it was read, and as it was written anew
        notices = {each.id: each for each in store.notices()}
        assert {key: each.title for key, each in notices.items() if key in "a1b2c3"} == {
            "a1": "Posyandu pindah",
            "b2": "Rapat desa",
            "c3": "Jembatan putus",
        }
        assert notices["a1"].attached == (Attached("foto-1.jpg", "Peta ke balai"),)
        assert (notices["a1"].voice, notices["a1"].text) == ("suara-1.ogg", "Ke balai dusun.")
        assert (notices["c3"].author, notices["c3"].second) == ("Bu Ani", "Pak Budi")
        assert [key for key, each in notices.items() if each.withdrawn] == ["b2"]
        store.publish_notice(notices["a1"], datetime(2026, 12, 1, tzinfo=UTC))
    assert (hall / "desk/media/foto-1.jpg").read_bytes() == photo
    assert (hall / "desk/media/suara-1.ogg").read_bytes().startswith(b"OggS")
    assert [(each["what"], each["who"]) for each in store.audit()][-4:] == [
        ("tarik", "Pak Budi"),
        ("terbit", "Bu Ani"),
        ("terbit", "Bu Ani"),
        ("terbit", "Bu Ani"),
    ]


def test_people_of_a_hall_of_0_1_0_log_in_with_the_pins_they_have(hall: Path) -> None:
    accounts = ClerkAccounts(hall / "desk")
    clerks = {each.name: each for each in accounts.list_clerks()}
    assert clerks.keys() == {"Bu Ani", "Pak Budi"}
    assert accounts.matches(clerks["Bu Ani"], "730462")
    assert accounts.matches(clerks["Pak Budi"], "918375")
    assert not accounts.matches(clerks["Pak Budi"], "730462")


def test_counts_alarms_and_what_was_read_out_by_0_1_0_are_remembered(hall: Path) -> None:
    with Memory(hall) as memory:
        counts = memory.counts.counts_on(_DAY)
        assert (counts["read"], counts["heard"]) == (3, 1)
        assert memory.readouts.was_announced("x1", "v1")
        assert memory.readouts.was_read_out("pagi", _DAY)
        sounded = memory.alerts.by_alert()["gempa-1"]
        assert (sounded.times, sounded.severity, sounded.end_told, sounded.understood) == (
            3,
            "Extreme",
            True,
            datetime(2026, 11, 26, 8, 5, tzinfo=UTC),
        )


def test_choices_made_on_the_screen_of_0_1_0_hold(hall: Path) -> None:
    settings = load(hall.parent / "kiosk.toml", hall)
    assert (settings.place.name, settings.place.area, settings.speech.volume) == (
        "Balai Bunga Baru",
        "72.01.05.2001",
        70,
    )
    assert settings.faults == ()
    assert was_set_up(hall)
