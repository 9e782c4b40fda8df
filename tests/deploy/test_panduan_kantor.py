"""The office's guide, followed: its files are written, its commands are typed, and the kiosk shows what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from content_cache.central.office import FIELDS, Office

GUIDE = Path(__file__).parents[2] / "deploy" / "panduan-kantor.md"
TEXT = GUIDE.read_text("utf-8")
PASSWORD = "bunga melati tujuh"


def files() -> dict[str, str]:
    """What the guide says is in a file: the block after the line that names it."""
    return dict(re.findall(r"`(kantor/[\w.-]+)`[^\n]*:\n\n```\w+\n(.*?)```", TEXT, re.DOTALL))


def typed() -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
    return [line.split()[1:] for block in blocks for line in block.splitlines()]


def test_followed_step_by_step_on_an_empty_folder(tmp_path: Path) -> None:
    for name, text in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace("2026-", "2099-"), "utf-8")  # what has ended is not published
    config = tmp_path / "kiosk.toml"
    config.write_text("", "utf-8")
    environment = os.environ | {"KIOSK_KEY_PASSWORD": PASSWORD, "PYTHONPATH": str(GUIDE.parents[1])}
    told = ""
    assert [words[0] for words in typed()] == ["keys", "publish", "publish", "publish", "import"]
    for words in typed():
        call = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(tmp_path / "data"), *words]
        done = subprocess.run(
            call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        told = done.stdout
        if words[0] == "keys":
            pins = [line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys"))]
            source = ["[[source]]", 'name = "Diskominfo Banggai"', 'url = "https://kabar.invalid/kios/"', *pins]
            config.write_text("\n".join(source), "utf-8")
    assert told == "Diskominfo Banggai: berhasil, edisi 1 (2 baru, 0 berubah, 0 ditarik)\n"
    call = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(tmp_path / "data"), "items", "--json"]
    call += ["--now", "2099-09-03T10:00"]
    shown = subprocess.run(call, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    titles = {item["title"] for item in json.loads(shown)["items"]}
    assert titles == {"Harga cakalang turun", "Air PDAM mati besok pagi"}


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"id", "language", "author", "provenance", "link", "all_day"}))
def test_the_guide_explains_every_field_that_an_office_needs(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_the_guide_names_no_field_of_feed_toml_that_is_not_there() -> None:
    named = re.findall(r"^(\w+) = ", files()["kantor/feed.toml"], re.MULTILINE)
    assert named
    assert set(named) <= set(Office.__slots__)
