"""An office hands the backup of a dead kiosk on to the one in its place, and nobody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from kiosk.cli.main import main
from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.notices.store import NoticeStore
from kiosk.office.keys.cabinet import POST
from kiosk.office.post.inbox import post_public
from kiosk.post.identity import public_of
from tests.kiosk.hall.backup.village import NOW, Village
from tests.support.newsroom import KEY_PASSWORD, Newsroom
from tests.support.posting import code_for

pytestmark = pytest.mark.attack(
    "root and keys",
    "a backup of another office, of a stranger under a kiosk's name, cut: the office is asked to hand it on",
    "the office opens what is sealed to it, and hands on what a kiosk of its own has signed, to that one kiosk",
)


class District:
    """Office with a dead kiosk and a new one, both enrolled."""

    def __init__(self, folder: Path, room: Newsroom) -> None:
        self.folder, self.room = folder, room
        room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
        public = room.office.cabinet.public(POST)
        assert public is not None
        self.public = post_public(public)
        self.dead = Village(folder / "mati", "Bunga").lived_in()
        self.new = Village(folder / "baru", "Bunga")
        for each in (self.dead, self.new):
            self.enrol(each)
        room.office.post.store.register.withdraw_kiosk(self.dead.key.kiosk, room.now)

    def enrol(self, village: Village) -> None:
        office = self.room.office
        office.post.store.register.enrol(village.key.kiosk, public_of(village.key), code_for(office), office.clock())

    def hand_on(self, backup: Path, to: str = "", password: str = KEY_PASSWORD) -> tuple[int, Path]:
        out = self.folder / "untuk-baru.cadangan"
        os.environ["KIOSK_BACKUP_PASSWORD"] = password
        try:
            code = main(
                ["--data", str(self.folder), "office", "--folder", str(self.room.folder), "hand-on", str(backup),
                 "--kiosk", to or self.new.key.kiosk, "--out", str(out)]
            )  # fmt: skip
        finally:
            del os.environ["KIOSK_BACKUP_PASSWORD"]
        return code, out


@pytest.fixture
def district(tmp_path: Path, room: Newsroom) -> District:
    return District(tmp_path, room)


def test_the_new_kiosk_has_what_the_dead_one_had(district: District) -> None:
    backup = district.dead.back_up(words="", office=district.public)
    code, out = district.hand_on(backup.path)
    assert code == 0
    district.new.restore(out, office=district.public)
    assert [each.title for each in NoticeStore(district.new.data, "Bunga").up(NOW)] == ["Rapat"]
    third = Village(district.folder / "lain", "Bunga")
    with pytest.raises(BackupError) as refused:
        third.restore(out, office=district.public)
    assert refused.value.problem.code == BackupCode.SEALED_TO_OFFICE
    with pytest.raises(BackupError) as refused:
        Village(district.folder / "tanpa", "Bunga").restore(out, office=bytes(PrivateKey.generate().public_key))
    assert refused.value.problem.code == BackupCode.SEALED_TO_OFFICE


@pytest.mark.parametrize("case", ["other office", "stranger", "cut", "password", "unknown"])
def test_nothing_else_is_handed_on(district: District, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    office = bytes(PrivateKey.generate().public_key) if case == "other office" else district.public
    stranger = Village(district.folder / "asing", "Bunga").lived_in()
    stranger.key = type(stranger.key)(district.dead.key.kiosk, stranger.key.seed)
    village = stranger if case == "stranger" else district.dead
    backup = village.back_up(words="", office=office).path
    if case == "cut":
        backup.write_bytes(backup.read_bytes()[:-20])
    code, out = district.hand_on(
        backup, to="x" * 12 if case == "unknown" else "", password="salah" if case == "password" else KEY_PASSWORD
    )
    told = {
        "other office": "tidak disegel untuk kantor ini",
        "stranger": "tidak dibuat oleh kios yang dikenal",
        "cut": "terpotong atau rusak",
        "password": "Sandi kunci kotak pos salah",
        "unknown": "tidak mengenal kios itu",
    }
    assert code == 1
    assert told[case] in capsys.readouterr().err
    assert not out.exists()
    assert not list(district.folder.glob(".untuk*"))
