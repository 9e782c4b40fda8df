"""A file of JSON is one value or none: what is damaged, too long or no plain file reads as the empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.core.json_file import JsonFile


def test_what_was_written_is_read_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    file = JsonFile(path, dict[str, list[str]])
    file.write({"1": ["kilongan"]})

    assert file.read() == {"1": ["kilongan"]}
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["told.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"1": "kilongan"}', b'{"1": []}' + b" " * 100, b"[" * 90])
def test_a_damaged_or_long_file_reads_as_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "told.json").write_bytes(content)

    assert JsonFile(tmp_path / "told.json", dict[str, list[str]], most=99).read() == {}


def test_a_missing_file_and_a_link_read_as_empty(tmp_path: Path) -> None:
    file = JsonFile(tmp_path / "told.json", dict[str, int])
    assert file.read() == {}

    (tmp_path / "other.json").write_text('{"a": 1}')
    (tmp_path / "told.json").symlink_to(tmp_path / "other.json")
    assert file.read() == {}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        JsonFile(tmp_path / "none" / "told.json", int).write(1)
