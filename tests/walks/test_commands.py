"""The commands as a technician calls them, on real feeds from a real server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.cli.main import main
from kiosk.cli.screen import screen_name
from kiosk.demo.server import serve
from kiosk.demo.village import build_village, demo_settings_toml

FEEDS = Path(__file__).parents[1] / "feeds"
SOURCES = {
    "WordPress": ("wordpress.xml", "rss", "berita"),
    "Atom": ("atom.xml", "rss", "berita"),
    "JSON": ("central.json", "json", "pengumuman"),
    "Kalender": ("libur_dan_posyandu.ics", "ical", "kegiatan"),
}


class Technician:
    """Calls commands on one settings file and one data folder; keeps what they printed."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.config = folder / "kiosk.toml"
        self.data = folder / "data"
        self._capture = capture
        self.out = self.err = ""

    def calls(self, *words: str) -> int:
        code = main(["--config", str(self.config), "--data", str(self.data), *words])
        self.out, self.err = self._capture.readouterr()
        return code

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def statuses(self) -> dict[str, tuple[str, int]]:
        return {source["name"]: (source["status"], source["http_status"]) for source in self.json["sources"]}


@pytest.fixture
def technician(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Technician:
    return Technician(tmp_path, capsys)


@pytest.fixture
def served(tmp_path: Path, technician: Technician) -> Iterator[str]:
    """The four feeds on a server, and settings that name them."""
    site = tmp_path / "site"
    site.mkdir()
    for name, _, _ in SOURCES.values():
        shutil.copy(FEEDS / name, site)
    with serve(site) as address:
        technician.config.write_text(
            '[place]\nname = "Desa Bunga"\n[speech]\ndevice = "hw:99,9"\n'
            + "".join(
                f'[[source]]\nname = "{name}"\nurl = "{address}/{file}"\nformat = "{kind}"\ncategory = "{category}"\n'
                for name, (file, kind, category) in SOURCES.items()
            ),
            "utf-8",
        )
        yield address


@pytest.mark.slow(cases=0)
@pytest.mark.usefixtures("served")
def test_four_formats_are_taken_in_and_then_reported_unchanged_by_304(technician: Technician) -> None:
    assert technician.calls("refresh", "--json") == 0
    assert technician.statuses() == dict.fromkeys(SOURCES, ("updated", 200))
    assert technician.json["items"] > len(SOURCES)
    for source in technician.json["sources"]:
        assert source["added"] > 0
        assert source["error"] is None
        assert datetime.fromisoformat(source["next_check"]) > datetime.now(UTC)

    assert technician.calls("refresh", "--json") == 0
    assert {status for status, _ in technician.statuses().values()} == {"not_due"}
    assert technician.calls("refresh", "--json", "--force") == 0
    assert technician.statuses() == dict.fromkeys(SOURCES, ("unchanged", 304))


def test_three_days_without_a_line_everything_is_still_shown_and_says_so(
    tmp_path: Path, technician: Technician
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copy(FEEDS / "wordpress.xml", site)
    with serve(site) as address:
        technician.config.write_text(f'[[source]]\nname = "WordPress"\nurl = "{address}/wordpress.xml"\n', "utf-8")
        assert technician.calls("refresh") == 0
    assert technician.calls("items", "--json") == 0
    before = [item["id"] for item in technician.json["items"]]
    assert before

    def three_days_later(*words: str) -> subprocess.CompletedProcess[str]:
        command = ["faketime", "-f", "+3d", sys.executable, "-m", "kiosk"]
        where = ["--config", str(technician.config), "--data", str(technician.data)]
        environment = os.environ | {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        return subprocess.run([*command, *where, *words], capture_output=True, text=True, check=True, env=environment)

    later = json.loads(three_days_later("items", "--json").stdout)
    assert [item["id"] for item in later["items"]] == before
    assert datetime.fromisoformat(later["now"]) - datetime.now(UTC) > timedelta(days=2, hours=23)
    three_days_later("screenshot", "home", "--out", str(tmp_path / "later.png"))
    with Image.open(tmp_path / "later.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").crop((640, 0, 1140, 75)).getcolors(100_000) or []}
    assert (0xFF, 0xE6, 0xB8) in colours  # the amber ground of "Diperbarui 3 hari lalu · tanpa internet"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["items", "--now", "kemarin"], 2, "bukan waktu"),
        (["refresh"], 2, "belum ada [[source]]"),
        (["screenshot", "nowhere", "--out", "x.png"], 2, "pilihannya"),
        (["screenshot", "home"], 2, "--out"),
        (["screenshot", "home", "--out", "x.png", "--size", "big"], 2, "bukan ukuran"),
        (["say"], 2, "beri sebuah teks"),
        (["say", "--item", "nowhere"], 1, "tidak ada isi"),
        (["say", "halo", "--voice", "budi", "--out", "x.wav"], 1, "budi"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_code(
    technician: Technician, words: list[str], code: int, says: str
) -> None:
    technician.config.write_text("", "utf-8")
    assert technician.calls(*words) == code
    assert says in technician.err
    assert len(technician.err.strip().splitlines()) == 1
    assert technician.out == ""


@pytest.mark.slow(cases=0)
@pytest.mark.parametrize(
    ("command", "there"), [("say halo", "folder"), ("say halo", "pipe"), ("screenshot home", "folder")]
)
def test_nothing_takes_the_place_of_what_is_no_file(
    technician: Technician, tmp_path: Path, command: str, there: str
) -> None:
    """Show that `--out` replaces no device, pipe or folder.

    As root, `--out /dev/null` put a recording in the device's place; a folder's name for a picture caused a traceback.
    """
    technician.config.write_text("", "utf-8")
    out = tmp_path / "out"
    out.mkdir() if there == "folder" else os.mkfifo(out)
    words = ["-m", "kiosk", "--config", str(technician.config), "--data", str(technician.data), *command.split()]
    done = subprocess.run(
        [sys.executable, *words, "--out", str(out)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(out) in done.stderr
    assert out.is_dir() or out.is_fifo()


def test_settings_with_three_mistakes_are_told_and_the_rest_works(technician: Technician) -> None:
    technician.config.write_text('[place]\nnama = "x"\n[speech]\nrate = "cepat"\n[bottons]\n', "utf-8")
    assert technician.calls("items", "--json") == 0
    assert len(technician.err.strip().splitlines()) == 3
    assert technician.json["items"] == []


def test_a_missing_settings_file_is_told(tmp_path: Path, technician: Technician) -> None:
    technician.config = tmp_path / "nowhere.toml"
    assert technician.calls("items") == 2
    assert "nowhere.toml" in technician.err


@pytest.mark.usefixtures("served")
def test_check_has_a_line_for_each_part_and_says_what_to_do(technician: Technician) -> None:
    technician.calls("refresh")
    assert technician.calls("check", "--json") == 1  # there is no such loudspeaker
    checks = {check["part"]: check for check in technician.json["checks"]}
    assert set(checks) == {
        "settings",
        "content",
        "readers",
        "storage",
        "clock",
        "source",
        "schedule",
        "voice",
        "loudspeaker",
        "GPIO",
        "screen",
        "pictures",
    }
    assert checks["content"]["ok"]
    assert checks["source"]["ok"]
    assert not checks["loudspeaker"]["ok"]
    assert "periksa kabel" in checks["loudspeaker"]["text"]


def test_words_are_printed_as_they_will_be_spoken(technician: Technician) -> None:
    technician.config.write_text("", "utf-8")
    assert technician.calls("say", "Rapat pukul 19.30 WITA.", "--words") == 0
    assert technician.out.strip().rstrip(".").lower().startswith("rapat pukul tujuh lewat tiga puluh menit malam")


@pytest.mark.usefixtures("served")
def test_an_item_is_spoken_into_a_sound_file(technician: Technician, tmp_path: Path) -> None:
    technician.calls("refresh")
    technician.calls("items", "--json", "--category", "berita", "--limit", "1")
    item = technician.json["items"][0]["id"]
    assert technician.calls("say", "--item", item, "--voice", "id", "--out", str(tmp_path / "isi.wav")) == 0
    assert (tmp_path / "isi.wav").stat().st_size > 50_000


@pytest.mark.slow(cases=0)
@pytest.mark.usefixtures("served")
def test_events_of_a_span_of_days_are_listed_as_they_take_place(technician: Technician) -> None:
    technician.calls("refresh")
    now = datetime.now(UTC)
    span = ["--from", f"{now:%Y-%m-%d}", "--to", f"{now + timedelta(days=70):%Y-%m-%d}"]
    assert technician.calls("items", "--json", *span) == 0
    starts = [item["starts"] for item in technician.json["items"] if item["title"].startswith("Posyandu")]
    assert len(starts) >= 2  # monthly
    assert starts == sorted(starts)


def test_what_is_drawn_on_is_asked_before_a_window_is_opened(tmp_path: Path) -> None:
    assert screen_name({}, tmp_path) == ""
    assert screen_name({"DISPLAY": ":0"}, tmp_path) == ":0"
    (tmp_path / "card1").touch()
    assert screen_name({}, tmp_path) == str(tmp_path / "card1")


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("command", ["items --json", "check"])
def test_a_full_disk_is_one_line(technician: Technician, command: str) -> None:
    technician.config.write_text("")
    words = ["-m", "kiosk", "--config", str(technician.config), "--data", str(technician.data), *command.split()]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, *words], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kiosk {command.split()[0]}: keluarannya tidak dapat ditulis (No space left on device); ")


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize(
    ("command", "code"), [("items --json", 0), ("refresh", 2), ("check --json", 1), ("screenshot --list", 0)]
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_whose_streams_are_closed_ends_as_with_them(
    technician: Technician, command: str, code: int, closed: str
) -> None:
    technician.config.write_text("")
    words = f"-m kiosk --config {technician.config} --data {technician.data} {command}"
    done = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} {words} {closed}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_no_kiosk_runs_where_its_display_does_not_answer(technician: Technician) -> None:
    """SDL goes on to the driver that draws into memory: the kiosk ran, answered its watchdog, and nobody saw anything."""
    technician.config.write_text("")
    environment = {key: value for key, value in os.environ.items() if key not in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY")}
    command = ["-m", "kiosk", "--config", str(technician.config), "--data", str(technician.data), "run", "--no-refresh"]
    done = subprocess.run(
        [sys.executable, *command],
        env=environment | {"DISPLAY": ":7777"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("kiosk run: layar tidak dapat dibuka; periksa DISPLAY")


@pytest.mark.slow(cases=0)
def test_without_a_home_the_kiosk_still_works(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "screenshot", "home", "--out", str(tmp_path / "home.png")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "home.png").stat().st_size > 5_000


@pytest.mark.slow(cases=0)
def test_a_feed_in_a_folder_brings_its_pictures_and_its_recording(tmp_path: Path, technician: Technician) -> None:
    build_village(tmp_path / "village", datetime.now(UTC))
    unread = "[[source]]\ntexts_from_pictures = false"  # what a machine reads in them takes longer than all else
    technician.config.write_text(demo_settings_toml(str(tmp_path / "village")).replace("[[source]]", unread), "utf-8")
    assert technician.calls("refresh") == 0
    assert technician.calls("items", "--json") == 0
    stored = [attachment for item in technician.json["items"] for attachment in item["attachments"]]
    assert len(stored) > 10
    assert sum(attachment["page"] > 0 for attachment in stored) == 4, "the pages of the village's budget"
    for attachment in (each for each in stored if each["type"].startswith(("image/", "audio/"))):
        assert (technician.data / attachment["path"]).stat().st_size > 5_000
    provenances = {item["provenance"] for item in technician.json["items"]}
    assert provenances == {"terverifikasi", "kim", "belum_diperiksa"} or provenances == {"terverifikasi", "kim"}
