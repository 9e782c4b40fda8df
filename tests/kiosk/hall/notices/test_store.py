from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import MOST_DRAFTS, MOST_KEPT, TEMPORARY, NoticeStore, new_id

NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


def notice(**fields: object) -> Notice:
    said = {
        "id": new_id(),
        "kind": NoticeKind.ANNOUNCEMENT,
        "title": "Rapat",
        "ends": NOW + timedelta(days=1),
        "author": "Sari",
        "written": NOW,
    }
    return Notice(**(said | fields))  # type: ignore[arg-type]


def test_who_writes_at_one_time_writes_one_after_the_other(tmp_path: Path) -> None:
    """Two shelves on one folder, as the desk and the screen are."""

    def write(number: int) -> None:
        notice_store = NoticeStore(tmp_path, "Bunga")
        for each in range(5):
            notice_store.publish_notice(notice(title=f"{number}-{each}"), NOW)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(NoticeStore(tmp_path, "Bunga").up(NOW)) == 20


def test_a_damaged_file_is_set_aside_and_the_desk_goes_on(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    notice_store.publish_notice(notice(), NOW)
    (notice_store.folder / "notices.json").write_text("[{]", "utf-8")
    assert len(notice_store.notices()) == 1, "its copy is read"
    (notice_store.folder / "notices.copy.json").write_text("[{]", "utf-8")
    assert notice_store.notices() == []
    assert (notice_store.folder / "notices.damaged").exists()
    notice_store.publish_notice(notice(title="Baru"), NOW)
    assert [each.title for each in notice_store.up(NOW)] == ["Baru"]


def test_a_darurat_of_one_alone_is_refused(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    for second in ("", "Sari"):
        with pytest.raises(ValueError, match="second person"):
            notice_store.publish_notice(notice(kind=NoticeKind.EMERGENCY, second=second), NOW)
    assert notice_store.notices() == []


def test_a_name_leads_to_no_file_of_another_folder(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    assert notice_store.find_file("../people.json") is None
    assert notice_store.find_file("") is None
    assert notice_store.withdraw_notice("nothing", "Sari", NOW) is False


def test_drafts_do_not_fill_the_card(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    for number in range(MOST_DRAFTS + 5):
        path = notice_store.drafts / f"{number:03}.jpg"
        path.write_bytes(b"x")
        os.utime(path, (number, number))
    notice_store.make_room()
    assert min(path.name for path in notice_store.drafts.iterdir()) == "005.jpg"
    (notice_store.drafts / ".rekaman.a.wav").write_bytes(b"x")
    notice_store.clear_drafts()
    assert [path.name for path in notice_store.drafts.iterdir()] == [".rekaman.a.wav"], (
        "the screen's own is the screen's"
    )


def test_who_writes_first_shuts_nobody_out(tmp_path: Path) -> None:
    """The screen's unit has a umask of 0077; desk and refresher are other users of its group."""
    tmp_path.chmod(0o2770)
    before = os.umask(0o077)
    try:
        NoticeStore(tmp_path, "Bunga").publish_notice(notice(), NOW)
    finally:
        os.umask(before)
    for folder in ("desk", "desk/media", "desk/drafts"):
        assert (tmp_path / folder).stat().st_mode & 0o7777 == 0o2770, folder
    for name in ("notices.json", "feed.json", "alerts.xml", "audit.log", ".lock"):
        assert (tmp_path / "desk" / name).stat().st_mode & 0o777 == 0o660, name


def test_the_units_forbid_what_the_shelf_does_not_do(tmp_path: Path) -> None:
    """RestrictSUIDSGID lets no call name the set-group-id bit: it is to come from the data folder alone."""
    code = (
        "import sys, pathlib\n"
        "def seen(event, args):\n"
        "    if event in ('os.chmod', 'os.mkdir'): print(args[1])\n"
        "sys.addaudithook(seen)\n"
        "from kiosk.hall.notices.store import NoticeStore\n"
        "from kiosk.hall.notices.usb_staging import stage\n"
        "shelf = NoticeStore(pathlib.Path(sys.argv[1]), 'Bunga')\n"
        "stage(pathlib.Path(sys.argv[2]), shelf.folder, 0)\n"
    )
    (tmp_path / "stick" / "pengumuman").mkdir(parents=True)
    (tmp_path / "stick" / "pengumuman" / "a.txt").write_text("Rapat")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(tmp_path / "stick")], capture_output=True, text=True, check=True
    )
    named = [int(line) for line in done.stdout.split()]
    assert named
    assert [oct(mode) for mode in named if mode & 0o6000] == []


@pytest.mark.slow(cases=0)
def test_one_that_is_up_is_never_forgotten_for_newer_ones_that_are_over(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    first = notice(title="Yang lama")
    notice_store.publish_notice(first, NOW)
    for _ in range(MOST_KEPT + 20):
        notice_store.publish_notice(notice(withdrawn=NOW), NOW)
    assert [each.title for each in notice_store.up(NOW)] == ["Yang lama"]
    assert len(notice_store.notices()) == MOST_KEPT


def test_what_a_power_cut_left_of_uploads_goes_at_the_start(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    notice_store.clear_temporary()
    (tmp_path / "desk" / TEMPORARY / "kiosk-desk-x").mkdir()
    (tmp_path / "desk" / TEMPORARY / "part").write_bytes(b"x")
    notice_store.clear_temporary()
    assert list((tmp_path / "desk" / TEMPORARY).iterdir()) == []
    unit = (Path(__file__).parents[4] / "systemd" / "kiosk-desk.service").read_text("utf-8")
    assert f"TMPDIR=/var/lib/kiosk/desk/{TEMPORARY}\n" in unit
