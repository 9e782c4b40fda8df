"""What is wrong with the card's settings is the first thing on the screen; a visitor goes home from it, or time does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.model.problems import problem
from kiosk.app.first_screen import first_screen
from kiosk.appliance.faults import CardCode
from kiosk.pages.faults.view import FaultsView
from kiosk.settings import load
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.file_text import faults_path, read_faults, write_faults
from tests.support.board import view_of
from tests.support.hall import Hall
from tests.told import setting_fault


@pytest.fixture
def mistaken(hall: Hall, tmp_path: Path) -> Iterator[Hall]:
    config = tmp_path / "kiosk.toml"
    config.write_bytes(b"\xef\xbb\xbf[speech]\r\nrat = 110\r\nvolume = 300\r\n")
    made = type(hall)(tmp_path, load(config, tmp_path), screen="faults")
    yield made
    made.close()


def test_each_mistake_is_shown_with_its_line_and_in_the_code(mistaken: Hall) -> None:
    assert mistaken.board.screen == "faults"
    told = view_of(mistaken.board, FaultsView).lines
    assert [line.partition(":")[0] for line in told] == ["baris 2", "baris 3"]
    assert all(line in view_of(mistaken.board, FaultsView).code for line in told)


def test_home_is_one_press_away_and_listen_says_what_it_is(mistaken: Hall) -> None:
    mistaken.controller.listen()
    mistaken.controller.home()
    assert mistaken.board.screen == "home"


def test_nobody_there_leaves_it_to_time(mistaken: Hall) -> None:
    for _ in range(4):
        mistaken.wait(60)
    assert mistaken.board.screen in ("home", "idle")


def test_a_code_that_no_phone_could_read_is_cut(hall: Hall, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("[speech]\n" + "".join(f"kunci{n} = {n}\n" for n in range(60)), "utf-8")
    made = type(hall)(tmp_path, load(config, tmp_path), screen="faults")
    assert len(view_of(made.board, FaultsView).lines) == 60
    assert len(view_of(made.board, FaultsView).code.encode()) <= 700
    made.close()


def shown_first(hall: Hall, folder: Path, *, set_up: bool = False) -> str:
    settings = load(folder / "kiosk.toml", folder)
    made = type(hall)(folder, settings, screen=first_screen(settings, set_up=set_up))
    shown: str = made.board.screen
    made.close()
    return shown


def test_a_mistake_is_told_at_the_very_first_start_too(hall: Hall, tmp_path: Path) -> None:
    """A file that cannot be read at all names no source, as no file does: it is not taken for a kiosk to be set up by hand."""
    (tmp_path / "kiosk.toml").write_text('[speech]\nrate = "cepat\n', "utf-8")
    assert shown_first(hall, tmp_path) == "faults"


def test_without_a_file_or_with_an_empty_one_the_kiosk_is_set_up_on_its_screen(hall: Hall, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.touch()
    faults_path(config).write_text(write_faults([Fault(0, "", (problem(CardCode.NO_SETTINGS),))]), "utf-8")
    assert shown_first(hall, tmp_path) == "first-run"
    assert shown_first(hall, tmp_path, set_up=True) == "faults"


def test_what_the_boot_found_wrong_is_told_to_who_knows_the_copy_by_a_link(hall: Hall, tmp_path: Path) -> None:
    """Show that faults of the boot are reported though kiosk.toml is a link to the boot's copy, as in the image."""
    copy = tmp_path / "run/kiosk.toml"
    copy.parent.mkdir()
    copy.touch()
    faults_path(copy).write_text(write_faults([Fault(26, "", (problem(SettingCode.NO_TOML, reason="x"),))]), "utf-8")
    (tmp_path / "kiosk.toml").symlink_to(copy)
    assert shown_first(hall, tmp_path) == "faults"


def test_what_an_older_boot_left_as_sentences_is_told(tmp_path: Path) -> None:
    """The program was updated, and the card's faults are of the one before."""
    config = tmp_path / "kiosk.toml"
    faults_path(config).write_text('[[26, "", "tulisan TOML salah"], [3, "speech.rat", "tidak dikenal"]]', "utf-8")
    assert [setting_fault(fault) for fault in read_faults(config)] == [
        "baris 26: tulisan TOML salah",
        "baris 3: speech.rat: tidak dikenal",
    ]
    for broken in ("", "7", '[[1, "", {"code": 1}]]', '[["x", "", []]]'):
        faults_path(config).write_text(broken, "utf-8")
        assert read_faults(config) == ()
