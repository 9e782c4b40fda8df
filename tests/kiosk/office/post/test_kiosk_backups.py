"""Backups of kiosks that come to the office part by part: kept whole, the last two, and nobody else's."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.hall.backup.faults import BackupCode, BackupError
from kiosk.hall.backup.kiosk_head import FORMAT, BackupLabel
from kiosk.hall.backup.kiosk_snapshot import write_backup
from kiosk.hall.backup.parts import MOST_BY_LINE, PART_BYTES, PartHead, part_content, part_count, read_part
from kiosk.hall.notices.store import NoticeStore
from kiosk.office.backup.key import BackupKey
from kiosk.office.backup.restore import restore
from kiosk.office.backup.snapshot import SHELF
from kiosk.office.backup.snapshot import write_backup as write_office_backup
from kiosk.office.keys.cabinet import POST
from kiosk.office.opening import open_office
from kiosk.office.post.inbox import post_public, post_secret
from kiosk.office.post.kiosk_backups import FOLDER, KioskBackups
from kiosk.post.envelope import EnvelopeKind
from tests.kiosk.hall.backup.village import NOW, Village
from tests.support.newsroom import KEY_PASSWORD, Newsroom
from tests.support.posting import PostingKiosk, enrolled

pytestmark = pytest.mark.attack(
    "what goes back",
    "parts of a backup without end, of another kiosk, older, cut, forged; links lie in the office's folder",
    "one is kept when it is whole, sealed to this office and signed by that kiosk; the last two of each, all bounded",
)


class Archive:
    """Office whose post is open, and a kiosk that has something to save."""

    def __init__(self, folder: Path, room: Newsroom) -> None:
        self.room = room
        room.office.cabinet.make_post(KEY_PASSWORD, KEY_PASSWORD)
        room.office.cabinet.open_post(KEY_PASSWORD)
        public = room.office.cabinet.public(POST)
        assert public is not None
        self.public = post_public(public)
        self.village = Village(folder / "desa", "Bunga").lived_in()
        self.kiosk = self.posting(self.village)
        self.place = room.folder / ".kantor" / FOLDER / self.kiosk.id

    def posting(self, village: Village) -> PostingKiosk:
        return enrolled(self.room.office, id=village.key.kiosk, key=SigningKey(bytes.fromhex(village.key.seed)))

    def backup(self, village: Village | None = None, *, office: bytes = b"", days: int = 0) -> bytes:
        village = village or self.village
        label = BackupLabel(FORMAT, village.key.kiosk, village.name, self.room.now - timedelta(days=days))
        return write_backup(
            village.data, village.stick / "kios.cadangan", label, village.key, office=office or self.public, words=""
        ).path.read_bytes()

    def send(self, whole: bytes, *, by: PostingKiosk | None = None, only: Iterator[int] | None = None) -> None:
        for content in parts_of(whole, only):
            self.post((by or self.kiosk).envelope(EnvelopeKind.BACKUP, content))

    def post(self, envelope: bytes) -> None:
        self.room.office.post.receive(envelope, self.room.now)

    @property
    def kept(self) -> list[datetime]:
        return [each.made for each in self.room.office.post.backups.backups_of(self.kiosk.id)]


def parts_of(whole: bytes, only: Iterator[int] | None = None) -> Iterator[bytes]:
    digest = hashlib.sha256(whole).hexdigest()
    for part in range(part_count(len(whole))) if only is None else only:
        head = PartHead(digest, part, len(whole))
        yield part_content(head, whole[part * PART_BYTES :][: head.length])


@pytest.fixture
def archive(tmp_path: Path, room: Newsroom) -> Archive:
    return Archive(tmp_path, room)


def test_the_page_of_the_kiosk_tells_its_day_and_size(archive: Archive) -> None:
    fatma = archive.room.browser("Fatma Adam")
    fatma.get(f"/kios/{archive.kiosk.id}")
    assert "Belum ada cadangan" in fatma.words
    whole = archive.backup()
    archive.send(whole, only=iter([0]))
    fatma.get(f"/kios/{archive.kiosk.id}")
    assert f"Cadangan sedang datang: 1 dari {part_count(len(whole))} bagian" in fatma.words
    archive.send(whole, only=iter(range(part_count(len(whole)))))
    fatma.get(f"/kios/{archive.kiosk.id}")
    assert f"Cadangan dari 27 November 2026, {round(len(whole) / 1000)} KB" in fatma.words
    (kept,) = archive.room.office.post.backups.backups_of(archive.kiosk.id)
    with kept.open() as file:
        assert file.read() == whole


def test_parts_wait_while_the_post_is_shut_and_may_come_in_any_order(archive: Archive) -> None:
    archive.room.office.cabinet.close()
    whole = archive.backup()
    archive.send(whole, only=iter(reversed(range(part_count(len(whole))))))
    assert archive.kept == []
    archive.room.office.post.open(KEY_PASSWORD, archive.room.now)
    assert len(archive.kept) == 1
    assert archive.room.office.post.store.unread_bytes("backup") == {}


def test_the_last_two_stay_and_the_newest_is_in_the_offices_own_backup(archive: Archive) -> None:
    for days in (14, 7, 0):
        archive.send(archive.backup(days=days))
    assert [each.date() for each in archive.kept] == [
        archive.room.now.date(),
        (archive.room.now - timedelta(days=7)).date(),
    ]
    assert sorted(path.suffix for path in archive.place.iterdir()) == [".cadangan", ".cadangan"]
    archive.room.office.shelf.set_password("laut biru tua sekali", "laut biru tua sekali")
    made = archive.room.office.shelf.make_backup(archive.room.now)[1]
    newest = archive.room.office.post.backups.backups_of(archive.kiosk.id)[0]
    assert [name for name in made.files if FOLDER in name] == [f".kantor/{FOLDER}/{archive.kiosk.id}/{newest.name}"]
    assert made.kiosks_left == 0


def test_after_the_servers_loss_a_dead_kiosks_backup_is_handed_on(archive: Archive, tmp_path: Path) -> None:
    archive.send(archive.backup())
    shelf = archive.room.office.shelf
    shelf.set_password(KEY_PASSWORD, KEY_PASSWORD)
    backup, _ = shelf.make_backup(archive.room.now)
    with backup.open("rb") as file:
        restore(tmp_path / "server-baru", file, KEY_PASSWORD)
    room = Newsroom.over(open_office(tmp_path / "server-baru", clock=lambda: Newsroom.now))
    new = Village(tmp_path / "baru", "Bunga")
    enrolled(room.office, id=new.key.kiosk, key=SigningKey(bytes.fromhex(new.key.seed)))
    room.office.post.open(KEY_PASSWORD, room.now)
    to = room.office.post.store.register.find_kiosk(new.key.kiosk)
    assert to is not None
    handed = room.office.post.hand_on(archive.kiosk.id, to)
    assert handed is not None
    out = tmp_path / "serahan.cadangan"
    with room.office.post.backups.open_handed(to.id, handed.sha256) as file:  # type: ignore[union-attr]
        out.write_bytes(file.read())
    new.restore(out, office=archive.public)
    assert [each.title for each in NoticeStore(new.data, "Bunga").up(NOW)] == ["Rapat"]


@pytest.mark.attack(
    "what goes back",
    "backups of many kiosks are larger than the office's own may be",
    "the smallest go into it up to a bound, and the others are counted",
)
@pytest.mark.parametrize(("most", "there"), [(-1, []), (29, [10]), (30, [10, 20]), (99, [10, 20]), (100, [10, 20, 70])])
def test_kiosks_backups_are_bounded_in_the_offices_own(room: Newsroom, most: int, there: list[int]) -> None:
    for size in (70, 10, 20):
        place = room.folder / ".kantor" / FOLDER / f"{size:012}"
        place.mkdir(parents=True)
        (place / f"{1:016}.cadangan").write_bytes(bytes(size * 2))
        (place / f"{2:016}.cadangan").write_bytes(bytes(size))
        (place / f"{3:016}.cadangan").symlink_to("/etc/passwd")
    (room.folder / ".kantor" / SHELF).mkdir()
    key = BackupKey.new_key(KEY_PASSWORD, memory=2**16)
    made = write_office_backup(room.folder, key, io.BytesIO(), room.now, most_of_kiosks=most)
    assert [size for name, (size, _) in made.files.items() if FOLDER in name] == there
    assert made.kiosks_left == 3 - len(there)


def test_an_unfinished_backup_gives_way_to_a_newer_one(archive: Archive) -> None:
    first = archive.backup(days=7)
    late = archive.kiosk.envelope(EnvelopeKind.BACKUP, list(parts_of(first))[1])
    archive.send(first, only=iter([0]))
    archive.send(archive.backup(), only=iter([0]))
    archive.post(late)
    assert archive.room.office.post.backups.coming(archive.kiosk.id) is not None
    (folder,) = (path for path in archive.place.iterdir() if path.is_dir())
    assert hashlib.sha256(first).hexdigest() not in folder.name


@pytest.mark.parametrize("case", ["other kiosk", "forged", "other office", "cut", "exchanged", "replayed"])
def test_what_is_not_that_kiosks_backup_is_not_kept(archive: Archive, tmp_path: Path, case: str) -> None:
    other = Village(tmp_path / "lain", "Hunduhon").lived_in()
    match case:
        case "other kiosk":  # its own key and name, posted by this one
            archive.posting(other)
            archive.send(archive.backup(other))
        case "forged":  # this kiosk's name, signed by another key
            other.key = type(other.key)(archive.village.key.kiosk, other.key.seed)
            archive.send(archive.backup(other))
        case "other office":
            archive.send(archive.backup(office=bytes(PrivateKey.generate().public_key)))
        case "cut":
            archive.send(archive.backup()[:-100])
        case "exchanged":
            whole = archive.backup()
            first, *rest = parts_of(whole)
            for content in (first[:-1] + bytes([first[-1] ^ 1]), *rest):
                archive.post(archive.kiosk.envelope(EnvelopeKind.BACKUP, content))
        case "replayed":
            envelopes = [archive.kiosk.envelope(EnvelopeKind.BACKUP, each) for each in parts_of(archive.backup(days=7))]
            archive.send(archive.backup())
            for each in envelopes:
                archive.post(each)
            assert [each.date() for each in archive.kept] == [archive.room.now.date()]
            return
    assert archive.kept == []
    assert list(archive.place.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"backup":"%s","part":0,"size":600000001}' % (b"a" * 64),
        b'{"backup":"%s","part":10000,"size":120000}' % (b"a" * 64),
        b'{"backup":"%s","part":-1,"size":120000}' % (b"a" * 64),
        b'{"backup":"../../etc/passwd","part":0,"size":60000}',
        b'{"backup":"%s","part":0,"size":60000,"more":1}' % (b"a" * 64),
        b"[" * 5_000,
        b"",
    ],
)
def test_what_is_no_part_is_refused(line: bytes) -> None:
    with pytest.raises(BackupError):
        read_part(line + b"\n" + bytes(PART_BYTES))


def test_a_part_of_another_length_is_refused() -> None:
    for more in (-1, 1):
        with pytest.raises(BackupError):
            read_part(part_content(PartHead("a" * 64, 0, MOST_BY_LINE), bytes(PART_BYTES + more)))


def test_ten_thousand_parts_take_no_more_than_one_backup(archive: Archive) -> None:
    backups = archive.room.office.post.backups
    for n in range(1, 40):
        whole = bytes([n]) * (2 * PART_BYTES)
        backups.take_part(archive.kiosk.id, n, next(parts_of(whole)), [], [])
    assert sum(path.stat().st_size for path in archive.place.rglob("*") if path.is_file()) == PART_BYTES


def test_parts_that_wait_are_bounded_by_kiosk(archive: Archive) -> None:
    archive.room.office.cabinet.close()
    content = next(parts_of(bytes(MOST_BY_LINE)))
    told = []
    for _ in range(760):
        receipt = archive.room.office.post.receive(
            archive.kiosk.envelope(EnvelopeKind.BACKUP, content), archive.room.now
        )
        told += [each.code for each in receipt.refused]
    assert set(told) == {"too_much"}
    assert archive.room.office.post.store.unread_bytes("backup")[1] <= 45_000_000
    asked = archive.room.office.post.receive(archive.kiosk.question(1), archive.room.now)
    assert asked.refused == (), "a question finds room"


def test_all_backups_are_bounded_and_the_older_of_two_goes_first(archive: Archive, tmp_path: Path) -> None:
    village, other = archive.village, Village(tmp_path / "lain", "Hunduhon").lived_in()
    office = archive.room.office
    keys = [post_secret(key) for key in office.cabinet.post_keys()]
    archive.posting(other)
    known = [(each.id, each.key) for each in office.post.store.register.kiosks()]
    shelf = KioskBackups(archive.room.folder / ".kantor", most=1_000_000)

    def take(whose: Village, n: int) -> None:
        for at, content in enumerate(parts_of(archive.backup(whose))):
            shelf.take_part(whose.key.kiosk, n + at, content, keys, known)

    for n in (1, 11):
        take(village, n)
    for n in (1, 11):
        take(other, n)
    assert [len(shelf.backups_of(each.key.kiosk)) for each in (village, other)] == [1, 2]
    small = KioskBackups(archive.room.folder / ".kantor", most=300_000)
    with pytest.raises(BackupError) as refused:
        small.take_part(village.key.kiosk, 30, next(parts_of(bytes(MOST_BY_LINE))), keys, known)
    assert refused.value.problem.code == BackupCode.SHELF_FULL
    assert [len(shelf.backups_of(each.key.kiosk)) for each in (village, other)] == [1, 1]


def test_links_in_the_offices_folder_lead_nowhere(archive: Archive, tmp_path: Path) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    archive.place.parent.mkdir(mode=0o700)
    archive.place.symlink_to(outside)
    archive.send(archive.backup())
    assert len(archive.kept) == 1
    assert list(outside.iterdir()) == []
    secret = tmp_path / "rahasia"
    secret.write_bytes(archive.backup())
    (archive.place / f"{99:016d}.cadangan").symlink_to(secret)
    os.mkfifo(archive.place / f"{98:016d}.cadangan")
    assert len(archive.kept) == 1
    whole = archive.backup()
    coming = archive.place / f"{hashlib.sha256(whole).hexdigest()}-{len(whole)}"
    coming.symlink_to(outside)
    archive.send(whole)
    assert list(outside.iterdir()) == []
    assert len(archive.kept) == 2
