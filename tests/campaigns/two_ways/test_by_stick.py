"""A sample of the long way (`python -m tests.campaigns.two_ways`): a real voice, sealed, to the desk and back by sticks, to
two kiosks."""

from __future__ import annotations

import io
import json
import queue
import zipfile
from pathlib import Path

import pytest

from content_cache.signing.keyring import KeyRole
from content_cache.signing.sealed_answers import AnswerError
from kiosk.cli.main import main
from kiosk.content.sealed_answers import SealedAnswers
from kiosk.core.messages import AnswerOpened, Message, QuestionTaken, RecordingHeard
from kiosk.hall.recording.question_take import QuestionTake
from kiosk.installation import Installation
from kiosk.office.editions.previous import in_folder
from kiosk.post.enrolment import enrolment
from kiosk.post.envelope import EnvelopeKind
from kiosk.post.identity import own_key, public_of
from kiosk.settings import load
from kiosk.state.memory import Memory
from tests.campaigns.two_ways.kiosk_process import WHOM, Kiosk, settings_of
from tests.campaigns.two_ways.sounds import heard, tone
from tests.support.newsroom import KEY_PASSWORD, Newsroom, make_shared_keys
from tests.support.posting import code_for
from tests.support.present import present
from tests.support.questions import syllables

pytestmark = pytest.mark.attack(
    "people",
    "whoever fetches an edition, carries its stick or reads a card looks for what a private answer says; "
    "boxes are cut, swapped, of another question or an older recording",
)


ANSWER_HZ = 1_200.0
VILLAGE = "72.01.05.2004"


def spoken(microphone: Path) -> bytes:
    """Opus of the recorder, a process of its own."""
    told: queue.Queue[Message] = queue.Queue()
    take = QuestionTake(f"wav:{microphone}", 1, told.put)
    while isinstance(message := told.get(timeout=60), RecordingHeard):
        if message.seconds >= 1.6:
            take.finish()
    take.discard()
    assert isinstance(message, QuestionTaken)
    assert message.opus.startswith(b"OggS"), message.why
    return message.opus


def holding(folder: Path, *secrets: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and any(each in path.read_bytes() for each in secrets)]


def do(kiosk: Kiosk, *words: str) -> int:
    return main(["--config", str(kiosk.config), "--data", str(kiosk.data), *words])


@pytest.mark.slow(cases=0)
def test_a_voice_goes_to_the_office_and_its_answer_comes_back(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "kantor")
    make_shared_keys(room.office.cabinet)
    codes = [code_for(room.office, area=VILLAGE) for _ in "AB"]
    a, b = (
        Kiosk(tmp_path, name, settings_of(room.office, VILLAGE, "http://127.0.0.1:9/", code))
        for name, code in zip("AB", codes, strict=True)
    )
    syllables(a.microphone, 2.0)
    opus = spoken(a.microphone)
    installation = Installation(load(a.config), a.config, a.data, print, print)
    spool = installation.spool()
    spool.put(EnvelopeKind.ENROL, enrolment(public_of(own_key(a.data)), codes[0]))
    head = {"for": WHOM, "asked": room.now.isoformat(), "language": "id", "type": "audio/ogg", "seconds": 2}
    spool.put_question(lambda number: json.dumps({"number": number, **head}).encode() + b"\n" + opus)
    with Memory(a.data) as memory:
        memory.questions.note_asked(1, room.now)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert do(a, "post", "export", str(stick)) == 0
    for folder in (stick, a.data):
        assert holding(folder, b"OggS", b"OpusHead", WHOM.encode(), opus[100:140]) == []

    rahma = room.browser("Rahma Lasaeo")
    rahma.get("/tanya")
    rahma.submit("/tanya/buka", sandi=KEY_PASSWORD)
    rahma.get("/tanya")
    letters = [(path.open("rb"), path.name) for path in (stick / "laporan-kios/post").iterdir()]
    rahma.post("/tanya/bawa", {"tanda": rahma.token, "berkas": letters}, content_type="multipart/form-data")
    (asked,) = room.office.post.store.questions("waiting")
    page = f"/tanya/{asked.who}/{asked.n}"
    seconds, pitch = heard(rahma.get(f"{page}/suara").data)
    assert seconds > 1.0
    assert pitch == pytest.approx(220, abs=25)
    rahma.get(page)
    recorded = {**rahma.form(page), "rekaman": (io.BytesIO(tone(ANSWER_HZ, 2.0)), "jawaban.wav")}
    rahma.post(page, recorded, content_type="multipart/form-data")
    key = room.office.cabinet.unlock_key(KeyRole.NEWS, KEY_PASSWORD)
    edition = room.office.editions.begin_edition("Rahma", key, [], room.now, sure=True, done=lambda _edition: None)
    room.office.editions.wait_until_done(60)
    feed = in_folder(room.office.editions.out).feed
    assert feed["_kiosk"]["acks"] == {a.id: 2}
    back = tmp_path / "back"
    zipfile.ZipFile(room.office.zip.pack(edition.number)).extractall(back)

    found = {}
    for kiosk in (a, b):
        assert do(kiosk, "import", str(back)) == 0
        own = Installation(load(kiosk.config), kiosk.config, kiosk.data, print, print)
        repository = own.repository()
        with Memory(kiosk.data) as memory:
            repository.answer_book.know(kiosk.id, memory.questions)
            found[kiosk.name] = repository.answer_book.list_answers(own.clock(room.now).read())
        repository.close()
    assert [each.number for each in found["A"]] == [1]
    assert found["B"] == []
    for folder in (back, a.data / "media", b.data / "media"):
        assert holding(folder, b"RIFF", b"OggS", b"WAVEfmt") == [], "nobody hears it but its kiosk"
    with pytest.raises(AnswerError):
        SealedAnswers(b.data, own.spool()).open(found["A"][0])
    told: queue.Queue[Message] = queue.Queue()
    answers = SealedAnswers(a.data, spool, told.put)
    answers.open(found["A"][0])
    assert told.get(timeout=60) == AnswerOpened()
    (sound,) = present(answers.opened_answer()).attachments
    assert heard(Path(sound.path).read_bytes())[1] == pytest.approx(ANSWER_HZ, abs=5)
    answers.close()
    assert not Path(sound.path).exists()
