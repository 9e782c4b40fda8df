"""A machine with little memory is found by root at the start, and leaves off what takes most of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.appliance.boot_settings import Settling
from kiosk.core.paths import Folders
from kiosk.settings import Settings, load
from kiosk.settings.loader import settings_from_tables

WRITTEN = """[speech]
voice = "kokoro/ef_dora"
[[source]]
name = "Kabar"
url = "https://example.org/feed.json"
[machine]
memory = "{memory}"
"""


def start(root: Path, memory: str, kb: int | None) -> Settings:
    folders = Folders(root)
    for folder in (folders.card, folders.data, folders.system, root / "proc"):
        folder.mkdir(parents=True, exist_ok=True)
    if kb is not None:
        (root / "proc/meminfo").write_text(f"MemTotal:         {kb} kB\nMemFree:           61000 kB\n")
    (folders.card / "kiosk.toml").write_text(WRITTEN.format(memory=memory))
    Settling(folders, lasting=lambda: True).settle_settings()
    return load(folders.config)


def is_small(settings: Settings) -> bool:
    """All that is left off, or nothing of it."""
    voice = settings.speech.voice == "auto"
    assert voice == (not settings.loop.posters) == (not any(source.texts_from_pictures for source in settings.sources))
    return voice


@pytest.mark.parametrize(
    ("memory", "kb", "small"),
    [
        ("auto", 430_000, True),  # a Zero 2 W
        ("auto", 900_000, False),  # a Pi 3
        ("auto", None, False),
        ("full", 430_000, False),
        ("small", 8_000_000, True),
    ],
)
def test_what_is_written_wins_over_what_is_measured(tmp_path: Path, memory: str, kb: int | None, small: bool) -> None:
    assert is_small(start(tmp_path, memory, kb)) == small


def test_what_was_handed_out_before_does_not_hold_against_new_settings(tmp_path: Path) -> None:
    assert [is_small(start(tmp_path, memory, 430_000)) for memory in ("auto", "auto", "full", "auto")] == [
        True,
        True,
        False,
        True,
    ]


def test_another_voice_stays() -> None:
    assert settings_from_tables({"speech": {"voice": "id"}, "machine": {"memory": "small"}}).speech.voice == "id"


def test_on_a_debian_that_the_package_made_a_kiosk_settings_and_wifi_lie_where_a_debian_has_them(
    tmp_path: Path,
) -> None:
    assert Folders.found(tmp_path).card == tmp_path / "boot/firmware"
    mark = tmp_path / "usr/share/kiosk/package"
    mark.parent.mkdir(parents=True)
    mark.write_text("0.1.0+1\n")
    found = Folders.found(tmp_path)
    assert (found.card, found.network) == (tmp_path / "etc/kiosk", tmp_path / "etc/NetworkManager/system-connections")


@pytest.mark.parametrize(("kind", "lasting"), [("ext4", True), ("btrfs", True), ("tmpfs", False), ("overlay", False)])
def test_secrets_are_wiped_from_where_they_were_written_only_if_what_root_keeps_outlives_a_boot(
    tmp_path: Path, kind: str, lasting: bool
) -> None:
    folders = Folders(tmp_path, packaged=True)
    folders.system.mkdir(parents=True)
    (tmp_path / "proc/self").mkdir(parents=True)
    device = folders.system.stat().st_dev
    line = f"22 1 {device >> 8 & 0xFFF}:{device & 0xFF | device >> 12 & 0xFFF00} / / rw - {kind} /dev/sda1 rw\n"
    (tmp_path / "proc/self/mountinfo").write_text(f"21 1 0:9999 / /run rw - tmpfs tmpfs rw\n{line}")
    folders.card.mkdir(parents=True)
    (folders.card / "kiosk.toml").write_text('[technician]\npin = "135790"\n')
    Settling(folders).settle_settings()
    assert (folders.run / "kiosk-settings/wipe").exists() == lasting
