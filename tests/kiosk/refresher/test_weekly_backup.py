"""A kiosk's backup on its way to the office: once a week, part by part, and never before a question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.json_file import JsonFile
from kiosk.hall.backup.kiosk_head import open_as_office, read_head
from kiosk.hall.backup.parts import PART_BYTES, read_part
from kiosk.hall.backup.stick_orders import LAST, LastBackup
from kiosk.hall.notices.store import NoticeStore
from kiosk.post.envelope import EnvelopeKind, read_header, split
from kiosk.post.sending import DAY_S
from kiosk.refresher.post_sender import EVERY_S
from kiosk.refresher.weekly_backup import FOLDER, BackupProgress
from tests.kiosk.hall.notices.test_store import NOW, notice
from tests.support.post_kiosk import Kiosk
from tests.support.post_office import PostOffice

pytestmark = pytest.mark.attack(
    "what goes back",
    "a backup of hundreds of parts goes to an office that is slow, full, an older program, or a forger of receipts",
    "one part waits at a time, and goes alone, last and within half of the day's bytes; a refused one holds up no other post",
)
PROMPT = "desk/prompts/bgz"


@pytest.fixture
def kiosk(tmp_path: Path, office: PostOffice) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path / "data", office)
    NoticeStore(made.data, "Bunga").publish_notice(notice(), NOW)
    record(made, "a", 400_000)
    yield made
    made.close()


def record(kiosk: Kiosk, letter: str, size: int) -> None:
    folder = kiosk.data / PROMPT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{letter * 64}.wav").write_bytes(b"RIFF" + bytes(size))


def whole_backups(kiosk: Kiosk, office: PostOffice) -> list[bytes]:
    """Return the backups of which the office has all parts, in their order."""
    files: dict[str, dict[int, bytes]] = {}
    sizes: dict[str, int] = {}
    for content in office.opened(kiosk.id, EnvelopeKind.BACKUP).values():
        head, piece = read_part(content)
        files.setdefault(head.backup, {})[head.part] = piece
        sizes[head.backup] = head.size
    joined = {name: b"".join(parts[n] for n in sorted(parts)) for name, parts in files.items()}
    return [whole for name, whole in joined.items() if hashlib.sha256(whole).hexdigest() == name]


def state_of(kiosk: Kiosk) -> BackupProgress:
    return JsonFile(kiosk.data / FOLDER / "state.json", BackupProgress).read()


def test_it_goes_to_the_office_once_a_week_sealed_to_it(kiosk: Kiosk, office: PostOffice, tmp_path: Path) -> None:
    kiosk.run(3_600)
    (whole,) = whole_backups(kiosk, office)
    path = tmp_path / "x.cadangan"
    path.write_bytes(whole)
    with path.open("rb") as file:
        head = read_head(file)
        open_as_office(head, [bytes(office.secret)])
    assert (head.label.kiosk, head.locks.words) == (kiosk.id, None)
    assert EnvelopeKind.BACKUP not in kiosk.waiting, "its receipt is enough"
    assert sorted(path.name for path in (kiosk.data / FOLDER).iterdir()) == ["state.json"]
    last = JsonFile(kiosk.data / LAST, LastBackup).read_value()
    assert last.size == len(whole)
    kiosk.run(5 * DAY_S, 3_600)
    assert len(whole_backups(kiosk, office)) == 1
    kiosk.run(2 * DAY_S, 3_600)
    kiosk.run(3_600)
    assert len(whole_backups(kiosk, office)) == 2
    assert office.copies == []


def test_a_new_recording_makes_one_more_a_day_later(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.run(3_600)
    record(kiosk, "b", 1_000)
    kiosk.run(3_600)
    assert len(whole_backups(kiosk, office)) == 1
    kiosk.run(DAY_S, 3_600)
    kiosk.run(3_600)
    assert len(whole_backups(kiosk, office)) == 2


def test_each_part_goes_once_over_a_line_that_breaks_and_restarts(kiosk: Kiosk, office: PostOffice) -> None:
    for _ in range(30):
        kiosk.line = True
        kiosk.run(30)
        kiosk.line = False
        kiosk.run(60)
        kiosk.begin()
    kiosk.line = True
    kiosk.run(600)
    (whole,) = whole_backups(kiosk, office)
    sent = [read_header(each) for body in office.bodies for each in split(body)]
    parts = [head.n for head in sent if head.kind is EnvelopeKind.BACKUP]
    assert len(parts) == len(set(parts)) == -(-len(whole) // PART_BYTES)


def test_a_question_goes_before_the_next_part(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.run(90)
    assert state_of(kiosk).part < 5
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.run(2 * EVERY_S)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 1
    for body in office.bodies:
        kinds = [read_header(each).kind for each in split(body)]
        assert EnvelopeKind.BACKUP not in kinds or len(kinds) == 1, "a part goes alone"


@pytest.mark.parametrize("status", [400, 403, 429, 507])
def test_a_refused_part_holds_up_no_other_post(kiosk: Kiosk, office: PostOffice, status: int) -> None:
    real = office.receive

    def refusing(body: bytes) -> tuple[int, bytes]:
        if b'"kind":"backup"' in body:
            office.bodies.append(body)
            return status, b'{"fault": "too_much"}'
        return real(body)

    office.receive = refusing  # type: ignore[method-assign]
    kiosk.run(600)
    tried = sum(b'"kind":"backup"' in body for body in office.bodies)
    assert tried == 1
    kiosk.spool.put_question(lambda n: b"%d" % n)
    kiosk.run(2 * EVERY_S)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 1
    office.receive = real  # type: ignore[method-assign]
    kiosk.run(DAY_S / 2, 600)
    kiosk.run(600)
    assert len(whole_backups(kiosk, office)) == (0 if status == 400 else 1)
    assert (EnvelopeKind.BACKUP in kiosk.waiting) is False


def test_parts_take_half_of_the_days_bytes_at_most(tmp_path: Path, office: PostOffice) -> None:
    kiosk = Kiosk(tmp_path / "data", office, megabytes=5)
    record(kiosk, "a", 900_000)
    kiosk.run(3_600)
    assert sum(map(len, office.bodies)) < 250_000
    for _ in range(3):
        kiosk.spool.put_question(lambda _: b"x" * 70_000)
    kiosk.run(60)
    assert len(office.opened(kiosk.id, EnvelopeKind.QUESTION)) == 3
    kiosk.run(6 * DAY_S, DAY_S / 48)
    assert len(whole_backups(kiosk, office)) == 1
    kiosk.close()


def test_a_forged_receipt_costs_one_backup_and_no_acknowledgement(kiosk: Kiosk, office: PostOffice) -> None:
    kiosk.run(60)
    real = office.receive

    def forging(body: bytes) -> tuple[int, bytes]:
        if b'"kind":"backup"' in body:
            n = read_header(body).n
            return 200, b'{"taken": [%d]}' % n
        return real(body)

    office.receive = forging  # type: ignore[method-assign]
    kiosk.run(300)
    office.receive = real  # type: ignore[method-assign]
    kiosk.run(2 * DAY_S, 3_600)
    kiosk.acknowledge()
    assert kiosk.waiting == [], "the office was told that these numbers come no more"
    kiosk.run(7 * DAY_S, 3_600)
    assert len(whole_backups(kiosk, office)) == 1


def test_what_is_too_large_for_the_line_is_told(kiosk: Kiosk, office: PostOffice) -> None:
    record(kiosk, "c", 41_000_000)
    kiosk.run(600)
    assert whole_backups(kiosk, office) == []
    kiosk.run(1.2 * DAY_S, 3_600)
    newest = list(office.opened(kiosk.id, EnvelopeKind.HEALTH).values())[-1]
    assert b'"backup_too_large":41' in newest


def test_a_file_that_is_gone_or_exchanged_sends_nothing_strange(
    kiosk: Kiosk, office: PostOffice, tmp_path: Path
) -> None:
    kiosk.run(60)
    file = kiosk.data / FOLDER / "backup.cadangan"
    assert file.is_file()
    secret = tmp_path / "rahasia"
    secret.write_bytes(b"s" * 2_000_000)
    file.unlink()
    file.symlink_to(secret)
    kiosk.run(600)
    assert whole_backups(kiosk, office) == []
    assert not any(b"s" * 100 in each for each in office.opened(kiosk.id, EnvelopeKind.BACKUP).values())
    kiosk.run(7 * DAY_S, 3_600)
    kiosk.run(3_600)
    assert len(whole_backups(kiosk, office)) == 1
