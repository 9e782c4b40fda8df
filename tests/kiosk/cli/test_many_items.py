"""`kiosk items` of a store with more items than a small machine could hold at once."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import NewsItem
from content_cache.model.records import SourceRecord
from content_cache.store.store import Store

MANY = 9_000
MOST_KB = 90_000  # with all of them held it was 130,000; 50,000 took 700 MB
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("banyak")
    text = "kata " * 300
    with Store.open(folder) as store:
        items = tuple(
            NewsItem(id=str(n), source="s", title=f"Butir {n}", text=text, published=NOW - timedelta(minutes=n))
            for n in range(MANY)
        )
        store.apply("s", Changes(added=items), SourceRecord(name="s"), NOW)
    return folder


def printed(data: Path, *options: str) -> tuple[str, int]:
    """Return what `kiosk items` prints, and its peak memory in kB."""
    command = [sys.executable, "-m", "kiosk", "--data", str(data), "items", *options]
    said: list[str] = []
    most_kb = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while piece := process.stdout.read(100_000):
            said.append(piece)
            most_kb = max(most_kb, _high_water_kb(process.pid))
    assert process.returncode == 0
    return "".join(said), most_kb


def _high_water_kb(pid: int) -> int:
    """VmHWM (proc_pid_status(5)); what wait4 tells counts from before the program was loaded."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    return int(found[1]) if found else 0


@pytest.mark.slow(cases=0)
def test_a_document_of_all_items_is_printed_one_after_the_other(data: Path) -> None:
    said, most_kb = printed(data, "--json")
    document = json.loads(said)
    assert [item["id"] for item in document["items"]] == [str(n) for n in range(MANY)]
    assert said == json.dumps(document, ensure_ascii=False, indent=1) + "\n", "as it would be printed as a whole"
    assert 10_000 < most_kb < MOST_KB


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("options", "count"), [(("--limit", "3"), 3), (("--limit", "0"), 0), (("--search", "xyzzy"), 0)]
)
def test_a_document_of_few_or_none(data: Path, options: tuple[str, ...], count: int) -> None:
    said, _ = printed(data, "--json", *options)
    document = json.loads(said)
    assert len(document["items"]) == count
    assert said == json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.slow(cases=0)
def test_a_search_of_many_pages_ends_where_it_should(data: Path) -> None:
    """No word is in all: any of them does, on each page alike."""
    said, _ = printed(data, "--search", "butir xyzzy", "--json")
    assert len(json.loads(said)["items"]) == MANY
    said, _ = printed(data, "--search", "kata")
    assert said.count("\n") == MANY


def test_a_list_by_other_settings_than_were_written_is_none(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[place\nname = "Bunga"\n')
    command = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(tmp_path / "data"), "items"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stdout, len(ran.stderr.splitlines())) == (2, "", 1)
