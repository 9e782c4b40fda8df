"""A kiosk's backup and its restoration: what comes back, on which kiosk, and what a full stick or a kill leaves."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from content_cache.model.errors import StoreReadOnlyError
from content_cache.store.lock import writer_lock
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_files import BEFORE, STAGE
from kiosk.hall.backup.kiosk_head import open_file_key, read_head
from kiosk.hall.backup.kiosk_restore import complete_restoration
from kiosk.hall.backup.kiosk_snapshot import read_through
from kiosk.hall.backup.stream import SealedReader
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.notices.store import NoticeStore
from kiosk.settings import load
from kiosk.state.memory import Memory
from kiosk.state.recorded_prompts import RecordedPrompts
from kiosk.state.request_kinds import RequestKind
from tests.faults.mounts import make_ext4, mounted, why_not
from tests.kiosk.hall.backup.village import DAY, NOW, WORDS, Village
from tests.kiosk.hall.notices.test_store import notice
from tests.support.full_disk import full_disk


@pytest.fixture
def bunga(tmp_path: Path) -> Village:
    return Village(tmp_path / "bunga", "Bunga").lived_in()


@pytest.fixture
def fresh(tmp_path: Path) -> Village:
    """Return a new card: its own key, nothing written."""
    return Village(tmp_path / "baru", "Bunga")


def refusal(village: Village, backup: Path, words: str = "", *, other: bool = False, older: bool = False) -> str:
    """Return why *backup* is not restored; nothing of the village has changed."""
    before = village.contents()
    with pytest.raises(BackupError) as refused:
        village.restore(backup, words, other=other, older=older)
    assert village.contents() == before
    return refused.value.problem.code


def test_a_new_card_has_what_the_village_had(bunga: Village, fresh: Village) -> None:
    backup = bunga.back_up()
    assert b"Rapat" not in backup.path.read_bytes()
    done = fresh.restore(backup.path, WORDS.replace(" ", " - ").title())
    assert (done.label.place, done.before) == ("Bunga", None)
    assert [each.title for each in NoticeStore(fresh.data, "Bunga").up(NOW)] == ["Rapat"]
    assert [each.name for each in ClerkAccounts(fresh.data / "desk").list_clerks()] == ["Sari"]
    assert fresh.key != bunga.key, "a card keeps its own key"
    assert RecordedPrompts(fresh.data).find_prompt("bgz", "a" * 64) is not None
    assert load(fresh.config, fresh.data).place.language == "bgz"
    with Memory(fresh.data) as memory:
        assert memory.counts.counts_on(DAY) == {"said": 3}
        assert memory.requests.pending(RequestKind.NOTICES)


def test_the_kiosk_itself_needs_no_words(bunga: Village) -> None:
    backup = bunga.back_up(words="")
    (bunga.data / "desk" / "notices.json").unlink()
    bunga.restore(backup.path)
    assert NoticeStore(bunga.data, "Bunga").up(NOW)


def test_what_is_sealed_to_an_office_opens_nowhere_else(bunga: Village, fresh: Village) -> None:
    office = bytes(PrivateKey.generate().public_key)
    backup = bunga.back_up(words="", office=office)
    assert refusal(fresh, backup.path) == BackupCode.SEALED_TO_OFFICE
    bunga.restore(backup.path)


def test_wrong_words_open_nothing(bunga: Village, fresh: Village) -> None:
    backup = bunga.back_up()
    assert refusal(fresh, backup.path, "api air batu kayu emas hujan") == BackupCode.WORDS_WRONG


def test_the_words_of_another_villages_backup_open_nothing(bunga: Village, fresh: Village, tmp_path: Path) -> None:
    theirs = "sawah danau garam pohon kapal tikar"
    kilo = Village(tmp_path / "kilo", "Kilo").lived_in().back_up(theirs)
    assert refusal(fresh, bunga.back_up().path, theirs) == BackupCode.WORDS_WRONG
    assert refusal(fresh, kilo.path, WORDS) == BackupCode.WORDS_WRONG
    fresh.restore(kilo.path, theirs)


@pytest.mark.skipif(bool(why_not()), reason=f"no file system can be made here: {why_not()}")
def test_a_stick_and_a_card_that_can_only_be_read_are_told_as_that(bunga: Village, tmp_path: Path) -> None:
    backup = bunga.back_up()
    image = make_ext4(tmp_path / "disk.img", 16)
    with mounted(image, tmp_path / "disk") as disk:
        locked = Village(disk / "desa", "Bunga")
    with mounted(image, tmp_path / "disk", options="ro,noload"):
        assert refusal(locked, backup.path, WORDS) == BackupCode.CARD_READ_ONLY
        bunga.stick = locked.stick
        with pytest.raises(BackupError) as refused:
            bunga.back_up()
        assert refused.value.problem.code == BackupCode.TARGET_READ_ONLY
        with pytest.raises(StoreReadOnlyError, match="store_read_only"), writer_lock(locked.data):
            pass


def test_another_villages_backup_is_refused_where_something_is(bunga: Village, tmp_path: Path) -> None:
    backup = bunga.back_up()
    kilo = Village(tmp_path / "kilo", "Kilo").lived_in()
    assert refusal(kilo, backup.path, WORDS) == BackupCode.OTHER_KIOSK
    kilo.restore(backup.path, WORDS, other=True, older=True)


def test_an_older_backup_is_refused_where_something_newer_is(bunga: Village) -> None:
    backup = bunga.back_up()
    NoticeStore(bunga.data, "Bunga").publish_notice(notice(title="Kerja bakti"), NOW)
    assert refusal(bunga, backup.path) == BackupCode.HERE_NEWER
    done = bunga.restore(backup.path, older=True)
    assert [each.title for each in NoticeStore(bunga.data, "Bunga").up(NOW)] == ["Rapat"]
    assert done.before == bunga.data / BEFORE
    assert "Kerja bakti" in (bunga.data / BEFORE / "desk" / "notices.json").read_text("utf-8")


def test_what_was_sounded_since_is_not_sounded_again_and_nothing_is_asked_for(bunga: Village) -> None:
    with Memory(bunga.data) as memory:
        memory.requests.leave_request(RequestKind.REFRESH, NOW)
        backup = bunga.back_up()
        assert memory.orders.note_begun("sirene-1", NOW)
        bunga.restore(backup.path, older=True)
        assert memory.orders.begun("sirene-1"), "a window that has the file open sees it too"
        assert not memory.requests.pending(RequestKind.REFRESH)
        assert memory.counts.counts_on(DAY) == {"said": 3}


def test_a_full_stick_leaves_the_older_backup(bunga: Village) -> None:
    older = bunga.back_up().path.read_bytes()
    (bunga.data / "desk/media" / f"{'b' * 32}.wav").write_bytes(os.urandom(3_000_000))
    with full_disk(1_000_000), pytest.raises(BackupError) as refused:
        bunga.back_up()
    assert refused.value.problem.code == BackupCode.TARGET_UNFIT
    assert [path.read_bytes() for path in bunga.stick.iterdir()] == [older]


def test_a_full_card_changes_nothing(bunga: Village, fresh: Village) -> None:
    (bunga.data / "desk/media" / f"{'b' * 32}.wav").write_bytes(os.urandom(3_000_000))
    backup = bunga.back_up()
    with full_disk(1_000_000):
        assert refusal(fresh, backup.path, WORDS) == BackupCode.RESTORE_FAILED


@pytest.mark.attack(
    "root and keys",
    "a folder or the memory of the hall is a link when root makes a backup: another user's files would be in it",
    "files are opened folder by folder, and no link is followed",
)
def test_a_folder_that_is_a_link_brings_no_file_of_another(bunga: Village, tmp_path: Path) -> None:
    elsewhere = tmp_path / "rahasia"
    elsewhere.mkdir()
    (elsewhere / "host.conf").write_text("rahasia", "utf-8")
    before = bunga.back_up().files
    for folder in ("media", "questions"):
        if (bunga.data / "desk" / folder).exists():
            (bunga.data / "desk" / folder).rename(bunga.data / "desk" / f"{folder}-lama")
        (bunga.data / "desk" / folder).symlink_to(elsewhere)
    (bunga.data / "kiosk.sqlite").rename(bunga.data / "lama.sqlite")
    (bunga.data / "kiosk.sqlite").symlink_to(bunga.data / "lama.sqlite")
    backup = bunga.back_up()
    assert backup.files < before
    with backup.path.open("rb") as file:
        head = read_head(file)
        names = read_through(SealedReader(file, open_file_key(head, bunga.key, None, lambda: ""), head.bound)).files
    assert "desk/media/host.conf" not in names
    assert "kiosk.sqlite" not in names


@pytest.mark.attack(
    "root and keys",
    "a restoration that was never begun lies in the data folder, to be completed by the next command",
    "only what root or the same user unpacked is completed; the rest is set aside",
)
@pytest.mark.parametrize("strange", ["a link", "somebody's"])
def test_a_stage_that_nobody_checked_is_not_completed(bunga: Village, tmp_path: Path, strange: str) -> None:
    if strange == "somebody's" and os.geteuid():
        pytest.skip("only root can give a folder to another user")
    stage = bunga.data / STAGE if strange == "somebody's" else tmp_path / "siasat"
    (stage / "baru/desk").mkdir(parents=True)
    (stage / "baru/desk/people.json").write_text("[]", "utf-8")
    (stage / "lengkap").touch()
    (stage / "dipindah").touch()
    if strange == "somebody's":
        os.chown(stage, 12_345, 12_345)
    else:
        (bunga.data / STAGE).symlink_to(stage)
    people = (bunga.data / "desk/people.json").read_bytes()
    complete_restoration(bunga.data)
    assert (bunga.data / "desk/people.json").read_bytes() == people
    assert not (bunga.data / STAGE).exists()
    assert bunga.restore(bunga.back_up().path, older=True).files


def test_what_may_not_be_read_is_told_and_not_left_out(bunga: Village) -> None:
    people = bunga.data / "desk/people.json"
    people.unlink()
    people.symlink_to("/etc/hostname")
    backup = bunga.back_up()
    done = bunga.restore(backup.path, older=True)
    assert not (bunga.data / "desk/people.json").exists(), "no link is followed"
    assert done.files == backup.files
    if os.geteuid():
        (bunga.data / "desk/notices.json").chmod(0)
        with pytest.raises(BackupError) as refused:
            bunga.back_up()
        assert refused.value.problem.code == BackupCode.FORBIDDEN


@pytest.mark.parametrize("renames", [0, 2, 5, 9, 12, 16, 30])
def test_a_restoration_that_is_killed_is_all_or_nothing(bunga: Village, renames: int) -> None:
    backup = bunga.back_up()
    NoticeStore(bunga.data, "Bunga").publish_notice(notice(title="Kerja bakti"), NOW)
    child = os.fork()
    if not child:
        left = [renames]

        def hook(event: str, _arguments: tuple[object, ...]) -> None:
            if event == "os.rename":
                if not left[0]:
                    os._exit(9)
                left[0] -= 1

        sys.addaudithook(hook)
        with suppress(BaseException):
            bunga.restore(backup.path, older=True)
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in (0, 9)
    complete_restoration(bunga.data)
    assert not (bunga.data / STAGE).exists()
    titles = [each.title for each in NoticeStore(bunga.data, "Bunga").up(NOW)]
    assert titles in (["Rapat"], ["Kerja bakti", "Rapat"])
    assert (bunga.data / "desk/people.json").exists()
    with Memory(bunga.data) as memory:
        assert memory.counts.counts_on(DAY) == {"said": 3}


def test_the_commands_save_to_a_stick_and_restore(
    bunga: Village, fresh: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bunga.run("backup", str(bunga.stick)) == 0
    *_, words = capsys.readouterr().out.splitlines()
    assert len(words.split()) == 6
    (path,) = bunga.stick.iterdir()
    os.environ["KIOSK_BACKUP_PASSWORD"] = words
    try:
        assert fresh.run("restore", str(path)) == 0
    finally:
        del os.environ["KIOSK_BACKUP_PASSWORD"]
    assert "Bunga" in capsys.readouterr().out
    assert bunga.run("backup", str(bunga.stick / "tidak" / "ada.cadangan")) == 1
    assert bunga.run("restore", str(bunga.config)) == 1
    assert "bukan cadangan kios" in capsys.readouterr().err
