"""What was chosen on the screen, kept in the data folder until kiosk.toml is edited anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings.overrides import NAME, change, merged, read_local, was_set_up


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text('[place]\nname = "Balai Desa Lama"\narea = "72.01"\n', "utf-8")
    return path


def test_choices_are_kept_one_on_top_of_the_other(tmp_path: Path, config: Path) -> None:
    change(tmp_path, config, {"place": {"name": 'Désa "Bunga" \\ ʼ\x7f\n', "language": "en"}})
    change(tmp_path, config, {"place": {"language": "id"}, "speech": {"volume": 60}}, set_up=True)
    assert read_local(tmp_path, config) == {
        "place": {"name": 'Désa "Bunga" \\ ʼ\x7f\n', "language": "id"},
        "speech": {"volume": 60},
    }
    assert was_set_up(tmp_path)


def test_kiosk_toml_that_was_edited_anew_wins_again(tmp_path: Path, config: Path) -> None:
    change(tmp_path, config, {"place": {"name": "Bunga"}}, set_up=True)
    config.write_text('[place]\nname = "Balai Desa Baru"\n', "utf-8")
    assert read_local(tmp_path, config) == {}
    change(tmp_path, config, {"speech": {"rate": 110}})
    assert read_local(tmp_path, config) == {"speech": {"rate": 110}}
    assert was_set_up(tmp_path)  # the installer is not asked a second time


def test_without_any_kiosk_toml_the_choices_hold(tmp_path: Path) -> None:
    change(tmp_path, None, {"place": {"name": "Bunga"}})
    assert read_local(tmp_path, None) == {"place": {"name": "Bunga"}}
    assert not was_set_up(tmp_path)


@pytest.mark.parametrize(
    "written", ["[place", "local = 3", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), ""]
)
def test_damaged_file_is_as_none_and_is_written_anew(tmp_path: Path, config: Path, written: str) -> None:
    (tmp_path / NAME).write_text(written, "latin-1")
    assert read_local(tmp_path, config) == {}
    change(tmp_path, config, {"place": {"name": "Bunga"}})
    assert read_local(tmp_path, config) == {"place": {"name": "Bunga"}}


def test_local_keys_lie_on_top_and_the_others_stay() -> None:
    assert merged({"place": {"name": "A", "area": "72"}, "source": [1]}, {"place": {"name": "B"}}) == {
        "place": {"name": "B", "area": "72"},
        "source": [1],
    }
