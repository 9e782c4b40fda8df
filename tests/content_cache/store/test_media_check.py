"""Files of media that are not what their names say are found and got again."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from content_cache.model.errors import Code
from content_cache.model.problems import problem
from content_cache.model.records import MediaRecord
from content_cache.store.media_check import REST, MediaCheck
from tests.content_cache.media_files import write


def stored(folder: Path, *contents: bytes) -> dict[str, MediaRecord]:
    return {
        f"https://x/{n}": MediaRecord(url=f"https://x/{n}", path=write(content, ".jpg", folder), bytes=len(content))
        for n, content in enumerate(contents)
    }


def test_what_is_whole_is_left_alone(tmp_path: Path) -> None:
    records = stored(tmp_path, b"one", b"two") | {
        "https://x/none": MediaRecord(url="https://x/none", error=problem(Code.NOT_FOUND, status=404))
    }
    assert MediaCheck(tmp_path).broken(records) == []


def test_missing_torn_and_flipped_files_are_to_be_got_again(tmp_path: Path) -> None:
    records = stored(tmp_path, b"one", b"two", b"three", b"whole")
    missing, torn, flipped, _ = (tmp_path / record.path for record in records.values())
    missing.unlink()
    torn.write_bytes(b"tw")
    flipped.write_bytes(b"thrEe")
    broken = MediaCheck(tmp_path).broken(records)
    assert broken == [replace(record, path="", bytes=0) for record in list(records.values())[:3]]
    assert not torn.exists()
    assert not flipped.exists()


def test_each_look_reads_so_many_bytes_until_all_were_read(tmp_path: Path) -> None:
    records = stored(tmp_path, *(bytes([n]) * 1000 for n in range(6)))
    last = tmp_path / list(records.values())[-1].path
    last.write_bytes(b"x" * 1000)
    check = MediaCheck(tmp_path, bytes_a_look=2000)
    assert [len(check.broken(records)) for _ in range(3)] == [0, 0, 1]


def test_a_day_later_all_are_read_again(tmp_path: Path) -> None:
    records, seconds = stored(tmp_path, b"one"), [0.0]
    check = MediaCheck(tmp_path, monotonic=lambda: seconds[0])
    assert check.broken(records) == []
    (tmp_path / records["https://x/0"].path).write_bytes(b"onE")
    assert check.broken(records) == []
    seconds[0] = REST + 1
    assert len(check.broken(records)) == 1
