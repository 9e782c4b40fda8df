"""Paths and folders on the command line that nobody meant, in the order in which a technician meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content_cache.store.store import Store
from kiosk.cli.main import main


def test_an_empty_data_folder_is_refused_and_nothing_is_written_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["--data", "", "items"])
    assert ended.value.code == 2
    assert "--data" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_device_is_no_file_for_a_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "say", "--out", "/dev/full", "halo"]) == 1
    assert "bukan berkas biasa" in capsys.readouterr().err


def test_a_folder_without_content_is_left_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "unduhan"
    folder.mkdir()
    assert main(["--data", str(tmp_path / "data"), "import", str(folder)]) == 1
    assert "tidak ada isi" in capsys.readouterr().out
    assert not list(folder.iterdir())


def test_content_for_other_villages_alone_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = {"id": "1", "title": "Rapat", "date_published": "2026-11-20T08:00:00+08:00", "content_text": "Rapat desa."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Kantor", "items": [item]}
    feed["items"] = [item | {"_kiosk": {"areas": ["72.01.02.2001"]}}]
    (tmp_path / "feed.json").write_text(json.dumps(feed), "utf-8")
    config = tmp_path / "kiosk.toml"
    config.write_text('[place]\narea = "72.01.01.2001"\n[[source]]\nname = "Kantor"\nurl = "feed.json"\n', "utf-8")
    words = ["--config", str(config), "--data", str(tmp_path / "data")]
    assert main([*words, "refresh"]) == 0
    with Store.open(tmp_path / "data", read_only=True) as store:
        assert store.reader.count() == 1
    capsys.readouterr()
    assert main([*words, "items"]) == 0
    assert "ada 1 isi di sini" in capsys.readouterr().err
