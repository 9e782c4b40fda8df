"""The office's guide, followed: its files are written, its commands are typed, and the kiosk shows what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.signing.keys import SecretKey
from kiosk.cli.main import main
from kiosk.office.editions.folder import FIELDS, Office
from tests.content_cache.central.village import web

GUIDE = Path(__file__).parents[2] / "deploy" / "panduan-kantor.md"
TEXT = GUIDE.read_text("utf-8")
PASSWORD = "bunga melati tujuh"
CHEAP = 2**24  # bytes for scrypt: enough to want the password


def files() -> dict[str, str]:
    """Return the content that the guide gives for each file: the block after the line that names it."""
    return dict(re.findall(r"`(kantor/[\w.-]+)`[^\n]*:\n\n```\w+\n(.*?)```", TEXT, re.DOTALL))


def typed(section: int | None = None, kind: str = "console") -> list[list[str]]:
    """The commands of the guide, or of one of its sections, each without the word `kiosk`; Windows' paths as this machine's."""
    text = (
        TEXT if section is None else re.findall(rf"^## {section}\. .*?(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)[0]
    )
    blocks = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("kiosk ")]
    return [line.replace("E:\\", "lemari/").replace("\\", "/").split()[1:] for line in lines]


class Follower:
    """An office and a kiosk that have nothing but this folder, and do what the guide says."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.config = place / "kiosk.toml"
        self.config.write_text("", "utf-8")
        for name, text in files().items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_text(text.replace("2026-", "2099-"), "utf-8")  # what has ended is not published

    def type(self, words: list[str], code: int = 0) -> str:
        """Run `kiosk` with *words* in a process of its own, and return its output. Asserts exit status *code*."""
        environment = os.environ | {"KIOSK_KEY_PASSWORD": PASSWORD, "PYTHONPATH": str(GUIDE.parents[1])}
        done = subprocess.run(
            [sys.executable, "-m", "kiosk", *self.given(words)],
            cwd=self.place,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout

    def given(self, words: list[str]) -> list[str]:
        return ["--config", str(self.config), "--data", str(self.place / "data"), *words]

    def pin(self, told: str) -> None:
        """Write the settings lines in *told*, which the technician is sent, into the kiosk's settings."""
        pins = [line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys"))]
        source = ["[[source]]", 'name = "Diskominfo Banggai"', 'url = "https://kabar.invalid/kios/"', *pins]
        self.config.write_text("\n".join(source), "utf-8")

    def titles(self) -> set[str]:
        shown = json.loads(self.type(["items", "--json", "--now", "2099-09-03T10:00"]))
        return {item["title"] for item in shown["items"]}

    def follow(self) -> str:
        """All that the guide has in its `console` blocks; what the last command said."""
        told = ""
        for words in typed():
            told = self.type(words)
            if words[0] == "keys":
                self.pin(told)
        return told


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    return Follower(tmp_path)


@pytest.mark.slow(cases=0)
def test_followed_step_by_step_on_an_empty_folder(follower: Follower) -> None:
    assert [words[0] for words in typed()] == ["keys", "publish", "publish", "publish", "import"]
    assert follower.follow() == "Diskominfo Banggai: berhasil, edisi 1 (2 baru, 0 berubah, 0 ditarik)\n"
    assert follower.titles() == {"Harga cakalang turun", "Air PDAM mati besok pagi"}


@pytest.mark.slow(cases=0)
def test_what_happens_later_followed_too(
    follower: Follower, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sections 7 to 9: news are withdrawn, an emergency comes and goes, the folder and then the key are lost."""
    place, publish, take = follower.place, typed(4)[-1], typed(6)[-1]
    monkeypatch.chdir(place)
    monkeypatch.setenv("KIOSK_KEY_PASSWORD", PASSWORD)

    def type_(words: list[str], code: int = 0) -> str:
        """In this process, which is quicker."""
        assert main(follower.given(words)) == code, capsys.readouterr()
        return capsys.readouterr().out

    def titles(*when: str) -> set[str]:
        shown = json.loads(type_(["items", "--json", *(when or ("--now", "2099-09-03T10:00"))]))
        return {item["title"] for item in shown["items"]}

    def make_keys(words: list[str]) -> str:
        """Make the keys as the guide does, but with a password that is cheap to check: a real one takes a second for each act."""
        told = type_([*words, "--no-password"])
        for file in (place / words[-1]).glob("*.key"):
            file.write_text(SecretKey.parse(file.read_text("utf-8")).file(PASSWORD, memory=CHEAP), "utf-8")
        return told

    follower.pin(make_keys(typed(2)[0]))
    type_(publish)
    assert "edisi 1 (2 baru" in type_(take)
    (place / "lemari").mkdir()
    (place / "kunci/spare.key").rename(place / "lemari/spare.key")
    (place / "kantor/kabar-pasar.md").unlink()
    type_(publish)
    assert "1 ditarik" in type_(take)
    assert titles() == {"Air PDAM mati besok pagi"}

    flood = place / "kantor/banjir.md"
    now = datetime.now(UTC).replace(microsecond=0)  # a warning lasts days, so this part is seen today
    until, today = f"{now + timedelta(hours=10):%Y-%m-%d %H:%M%z}", ("--now", (now + timedelta(hours=1)).isoformat())
    flood.write_text(f"---\ntitle: Banjir\ncategory: darurat\nexpires: {until}\n---\nNaiklah.\n", "utf-8")
    type_(publish, 1)
    (alarm,) = typed(8, "powershell")
    type_(alarm)
    type_(take)
    assert "Banjir" in titles(*today)
    flood.unlink()
    type_(publish)
    type_(take)
    assert "Banjir" not in titles(*today)
    assert titles() == {"Air PDAM mati besok pagi"}

    lost, new_keys, replace, republish = typed(9, "powershell")
    (place / "terbit").rename(place / "situs")
    (place / "kantor/lagi.md").write_text("---\ntitle: Lagi\n---\nIsi.\n", "utf-8")
    with web(place / "situs") as (address, _):
        type_([f"{address}/" if word.startswith("https://") else word for word in lost])
    assert "edisi 5" in type_(take)

    make_keys(new_keys)
    for words in (replace, republish):
        type_(words)
    assert "edisi 6" in type_(take)
    (place / "kantor/palsu.md").write_text("---\ntitle: Palsu\n---\nIsi.\n", "utf-8")
    type_(publish)  # whoever has the old key still signs with it
    assert "sudah dicabut" in type_(take, 1)
    assert titles() == {"Air PDAM mati besok pagi", "Lagi"}


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"id", "language", "author", "provenance", "link", "all_day"}))
def test_the_guide_explains_every_field_that_an_office_needs(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_guide_names_no_field_of_feed_toml_that_is_not_there() -> None:
    named = re.findall(r"^(\w+) = ", files()["kantor/feed.toml"], re.MULTILINE)
    assert named
    assert set(named) <= set(Office.__slots__)
