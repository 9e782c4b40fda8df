"""Folders of a kiosk and of an office as version 0.1.0 left them (commit 7d43b8e0): they open, and nothing in them is lost.

0.1.0.tar.xz was made by that commit's `keys new`, `publish`, `import`, `refresh` and `run`. `{place}` in its kiosk.toml stands for
the folder that it lies in.
"""

from __future__ import annotations

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.state.memory import Memory

_ARCHIVE = Path(__file__).with_name("0.1.0.tar.xz")
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
