"""A resident's question to the office and back: `python -m tests.campaigns.two_ways OUT [search] [stick] [line]`.

Real processes throughout: kiosks in windows that nothing shows, each with its refresher (`living`), `kiosk office`, nginx, and the
kiosk's commands. A WAV file is the microphone, and what a loudspeaker plays is a WAV file that is measured: a tone stands for the
recorded answer, and what the voice says is compared with what `kiosk say` makes of the same words.

`search`: kiosk D is asked on its search, answers by itself, and sends what nobody has checked. `stick`: kiosk A is asked by its
four buttons and on its screen; a stick takes that to the office and the answers back. Kiosk B of the same village takes the
same stick. `line`: kiosk C, over https on loopback by a line that is up for 30 s and then down. In place of the other 3,570 s
of an hour it is down for DOWN_S: tests.kiosk.refresher.test_post_sender has the hours, by a clock set by hand.
OUT gets the sounds, the sticks, the kiosks' folders and pictures. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from content_cache.model.changes import Changes
from content_cache.model.items import Clarification, Event, Item, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Verdict
from content_cache.store.store import Store
from kiosk.content.views.questions import CODE_DIGITS
from kiosk.core.children import OWN_MODULES
from kiosk.demo.district import KEY_PASSWORDS, PASSWORD, write_sample
from kiosk.installation import Installation
from kiosk.office.editions.previous import in_folder
from kiosk.office.keys.cabinet import POST
from kiosk.office.opening import open_office
from kiosk.settings import load
from tests.campaigns.two_ways.desk_visitor import Visitor
from tests.campaigns.two_ways.kiosk_process import ROOT, WHOM, Kiosk, settings_of
from tests.campaigns.two_ways.line import Line, served_over_tls
from tests.campaigns.two_ways.sounds import heard, tone
from tests.support.questions import syllables
from tests.walks.hearing import RATE_HZ, hear

PORT = 18_096
VILLAGE, PLACE = "72.01.05.2003", "Balai Desa Melati"
ASKED_S, ASKED_HZ = 6.0, 220.0
ANSWER_HZ, SECOND_HZ = 1_200.0, 1_500.0
TYPED = "Kapan imunisasi polio untuk anak saya Zulkarnain?"
QUESTION, RUMOUR = "kapan posyandu di dusun 2", "benarkah gunung colo meletus tadi malam"
DOWN_S, UP_S = 100.0, 30.0


class Proof:
    """What was looked at; `rest` is printed at the end."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.failed = 0

    def check(self, holds: object, what: str) -> None:
        sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {'ok  ' if holds else 'FAIL'} {what}\n")
        sys.stdout.flush()
        self.failed += not holds


def main(out: Path, parts: list[str]) -> int:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    proof = Proof(out.resolve())
    office = write_sample(proof.out / "contoh", datetime.now(UTC), notices=False).folder
    with _office(office, proof.out):
        editor = Visitor(f"http://127.0.0.1:{PORT}")
        editor.log_in("rahma", PASSWORD)
        for part, walk in (("search", by_search), ("stick", by_stick), ("line", by_line)):
            if part in parts or not parts:
                walk(proof, office, editor)
    return 1 if proof.failed else 0


@contextmanager
def _office(folder: Path, out: Path) -> Iterator[None]:
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", "office", "--folder", str(folder), "--port", str(PORT)]
    with (out / "office.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 60
            while not _answers():
                assert time.monotonic() < end, "the desk does not answer"
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _answers() -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{PORT}/masuk", timeout=2).ok
    except requests.ConnectionError:
        return False


def settings(office: Path, url: str, code: str, post: str = "") -> str:
    return settings_of(open_office(office), VILLAGE, url, code, post)


# the way of each kiosk


def by_search(proof: Proof, office: Path, editor: Visitor) -> None:
    """Ask by the four buttons and by ear, but for the letters; hear the answer and the next one, and send what has none."""
    d = Kiosk(proof.out, "D", settings(office, "http://127.0.0.1:9/", editor.code(PLACE, VILLAGE)))
    with Store.open(d.data) as store:
        store.apply("uji", Changes(added=(*_posyandu(), *_checks())), SourceRecord(name="uji"), datetime.now(UTC))
    d.start()
    try:
        d.press("home")
        there = d.seek("Cari")
        d.press("listen")
        proof.check(there and d.state["screen"] == "search", "D: by the buttons to the search")
        d.look_for(QUESTION)
        d.press("next")
        proof.check("Posyandu Mawar" in d.said[-1], f"the right one first: {d.said[-1]!r}")
        d.press("next")
        proof.check("dua dari dua" in d.said[-1].casefold(), f"and the next one: {d.said[-1]!r}")
        d.press("previous")
        d.press("listen")
        d.quiet()
        alike = d.hears_itself_say("Bawa buku KIA.")
        proof.check(alike > 0.9, f"its answer is read in its loudspeaker: {alike:.3f} alike")
        d.press("home")
        d.seek("Cari")
        d.press("listen")
        d.look_for(RUMOUR)
        d.press("next")
        proof.check("Belum ada yang memeriksa kabar ini" in d.said[-1], f"a rumour has no verdict: {d.said[-1]!r}")
        d.picture(proof.out / "D-rumour.png")
        d.press("listen")
        proof.check(d.state["screen"] == "ask", "its row leads to those who are asked")
        d.seek(WHOM)
        d.press("listen")
        d.seek("Kirim")
        d.press("listen")
        proof.check(d.until(lambda: d.state["number"] == 1), f"sealed; it says: {d.said[-1]!r}")
        holds_nothing(proof, "kiosk D's data folder", d.data, [RUMOUR.encode(), b"colo meletus"])
        stick = proof.out / "stick-D"
        stick.mkdir()
        done = d.command("post", "export", str(stick))
        proof.check(sorted((stick / "laporan-kios/post").glob("*.amplop")), f"post on the stick: {done.stdout.strip()}")
        takes_the_post(proof, editor, stick)
        editor.get(asked_by(office, d)[1])
        proof.check(RUMOUR in editor.words, f"the desk shows what nobody has checked: {RUMOUR!r}")
    finally:
        d.stop()


def _posyandu() -> Iterator[Item]:
    yield NewsItem(id="berita", source="uji", title="Posyandu Mawar buka lagi", text="Di Dusun 2. Bawa buku KIA.")
    for days, name, place in (
        (1, "Melati", "Balai Dusun 1"),
        (2, "Mawar", "Balai Dusun 2"),
        (3, "Anggrek", "Balai Dusun 3"),
    ):
        starts = datetime.now(UTC) + timedelta(days=days)
        yield Event(
            id=name,
            source="uji",
            title=f"Posyandu {name}",
            text="Bawa buku KIA.",
            place=place,
            starts=starts,
            ends=starts + timedelta(hours=2),
        )


def _checks() -> Iterator[Clarification]:
    yield Clarification(
        id="gempa",
        source="uji",
        title="Gempa tidak dapat diramalkan",
        claim="Besok gempa besar.",
        verdict=Verdict.FALSE,
    )


def by_stick(proof: Proof, office: Path, editor: Visitor) -> None:
    nowhere = "http://127.0.0.1:9/"
    a = Kiosk(proof.out, "A", settings(office, nowhere, editor.code(PLACE, VILLAGE)))
    b = Kiosk(proof.out, "B", settings(office, nowhere, editor.code(PLACE, VILLAGE)))
    syllables(a.microphone, ASKED_S)
    a.start()
    try:
        asks_by_buttons(proof, a)
        asks_in_writing(proof, a)
        secrets = [b"OggS", b"OpusHead", WHOM.encode(), TYPED.encode(), b"Zulkarnain", b"imunisasi"]
        holds_nothing(proof, "kiosk A's data folder", a.data, secrets)
        stick = proof.out / "stick-1"
        stick.mkdir()
        done = a.command("post", "export", str(stick))
        proof.check(sorted((stick / "laporan-kios/post").glob("*.amplop")), f"post on the stick: {done.stdout.strip()}")
        holds_nothing(proof, "the stick", stick, secrets)
        takes_the_post(proof, editor, stick)
        answers(proof, editor, office, a, 1, ANSWER_HZ)
        answers(proof, editor, office, a, 2, SECOND_HZ)
        back = published(proof, editor, office, a)
        for kiosk in (a, b):
            copy = proof.out / f"stick-2-{kiosk.name}"
            shutil.copytree(back, copy)
            done = kiosk.command("import", str(copy))
            proof.check(done.returncode == 0, f"{kiosk.name} takes it in: {done.stdout.strip()}")
        proof.check(a.until(lambda: not a.waiting), f"A has forgotten what was acknowledged: {a.waiting}")
        hears_the_answer(proof, a, 1, ANSWER_HZ, (SECOND_HZ,))
        a.stop()
        b.start()
        says_nothing_of_it(proof, b)
    finally:
        a.stop()
        b.stop()


def by_line(proof: Proof, office: Path, editor: Visitor) -> None:
    with served_over_tls(proof.out / "nginx", proof.out / "contoh/terbit", PORT) as host, Line(host.port) as line:
        url = f"https://localhost:{line.port}"
        code = editor.code(PLACE, VILLAGE)
        c = Kiosk(proof.out, "C", settings(office, f"{url}/", code, url), host.environment)
        syllables(c.microphone, ASKED_S)
        editor.get("/tanya")
        if "Buka kotak pos" in editor.words:
            editor.submit("/tanya/buka", sandi=KEY_PASSWORDS[POST])
        c.start()
        try:
            asks_by_buttons(proof, c)
            waits = len(c.waiting)
            line.goes(UP_S, DOWN_S)
            came = c.until(lambda: asked_by(office, c), 3 * (UP_S + DOWN_S))
            proof.check(came, f"{waits} envelopes wait; the question came by the line in its part {line.times} up")
            answers(proof, editor, office, c, 1, ANSWER_HZ)
            published(proof, editor, office, c)
            asks_in_writing(
                proof, c
            )  # where something is sent, the source is asked too: else its turn may miss the half minute
            seen = line.times
            got = c.until(lambda: len(c.waiting) == 1, 3 * (UP_S + DOWN_S))
            proof.check(
                got, f"the edition came and was heeded after {line.times - seen} more times up; {c.waiting} waits"
            )
            proof.check(line.carried, f"{line.carried} connections went through in {line.times} times of {UP_S:.0f} s")
            hears_the_answer(proof, c, 1, ANSWER_HZ, (SECOND_HZ,))
        finally:
            c.stop()


# steps


def to_the_services(kiosk: Kiosk) -> bool:
    kiosk.press("home")
    if kiosk.state.get("screen") != "home":
        kiosk.press("home")
    if not kiosk.seek("Layanan"):
        return False
    kiosk.press("listen")
    return kiosk.until(lambda: kiosk.state.get("screen") == "news", 10)


def asks_by_buttons(proof: Proof, kiosk: Kiosk) -> None:
    """Ask, hear back, keep."""
    there = to_the_services(kiosk) and kiosk.seek("Tanya petugas desa")
    kiosk.press("listen")
    proof.check(there and kiosk.state["screen"] == "ask", f"{kiosk.name}: by the buttons to the page of questions")
    kiosk.seek("Pertanyaan: ")
    kiosk.press("listen")
    kiosk.seek(WHOM)
    kiosk.press("listen")
    proof.check(any("paling lama" in each for each in kiosk.said[-3:]), "it says how long a voice is kept")
    kiosk.quiet()
    kiosk.tap("listen")
    kiosk.until(lambda: kiosk.state["opened"])
    lamp = kiosk.until(lambda: kiosk.state["lamp"])
    spoke = kiosk.until(lambda: kiosk.state["seconds"] >= ASKED_S - 1)
    proof.check(spoke and lamp, f"it records {kiosk.state['seconds']} s, and its lamp is on")
    kiosk.tap("listen")
    proof.check(kiosk.until(lambda: kiosk.state["step"] == "review"), "what was said is to be heard back")
    kiosk.quiet()
    before = len(kiosk.said)
    kiosk.press("listen")
    proof.check(any(each.startswith("<") for each in kiosk.said[before:]), "what was said is played back")
    proof.check(hear(kiosk.sound).tones(ASKED_HZ), "and is heard in its loudspeaker")
    kiosk.seek("Kirim")
    kiosk.press("listen")
    proof.check(kiosk.until(lambda: kiosk.state["number"] > 0), f"sealed; it says: {kiosk.said[-1]!r}")
    kiosk.quiet()
    alike = kiosk.hears_itself_say("Pertanyaan nomor 1.")
    proof.check(alike > 0.9, f"“Pertanyaan nomor satu” in its loudspeaker: {alike:.3f} alike")
    kiosk.picture(proof.out / f"{kiosk.name}-asked.png")


def asks_in_writing(proof: Proof, kiosk: Kiosk) -> None:
    to_the_services(kiosk)
    kiosk.seek("Tanya petugas desa")
    kiosk.press("listen")
    kiosk.type(TYPED)
    proof.check(kiosk.state["step"] == "review", f"a second question, in writing: {kiosk.said[-1]!r}")
    kiosk.seek("Kirim")
    kiosk.press("listen")
    proof.check(kiosk.until(lambda: kiosk.state["number"] == 2), "sealed as number 2")
    alike = kiosk.hears_itself_say(TYPED)
    proof.check(alike > 0.9, f"it was read back to who typed it: {alike:.3f} alike")
    alike = spoken_files_like(kiosk, TYPED)
    proof.check(alike < 0.85, f"no sound file on the card says what was typed: {alike:.3f} alike")
    kiosk.press("home")


def spoken_files_like(kiosk: Kiosk, words: str) -> float:
    """The largest likeness of any sound in its data folder to a sentence."""
    from tests.campaigns.two_ways.kiosk_process import likeness

    made = kiosk.folder / "typed.wav"
    kiosk.command("say", words, "--out", str(made))
    return max((likeness(path, made) for path in kiosk.data.rglob("*.wav")), default=0.0)


def holds_nothing(proof: Proof, what: str, folder: Path, secrets: list[bytes]) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = [f"{secret!r} in {path}" for path in files for secret in secrets if secret in path.read_bytes()]
    proof.check(files and not found, f"{what}: {len(files)} files, no readable word of it {found or ''}")


def takes_the_post(proof: Proof, editor: Visitor, stick: Path) -> None:
    files = [("berkas", (path.name, path.read_bytes())) for path in sorted((stick / "laporan-kios/post").iterdir())]
    editor.get("/tanya")
    proof.check("Buka kotak pos" in editor.words, "at the office the post is shut")
    editor.submit("/tanya/buka", sandi=KEY_PASSWORDS[POST])
    editor.get("/tanya")
    editor.submit("/tanya/bawa", files)
    proof.check(
        f"{len(files)} surat kios diterima" in editor.words, f"{len(files)} letters are taken in from the stick"
    )


def asked_by(office: Path, kiosk: Kiosk) -> dict[int, str]:
    """The pages of its questions that wait, by number."""
    store = open_office(office).post.store
    found = (each for each in store.questions("waiting") if each.kiosk == kiosk.id)
    return {each.number: f"/tanya/{each.who}/{each.n}" for each in found}


def answers(proof: Proof, editor: Visitor, office: Path, kiosk: Kiosk, number: int, hertz: float) -> None:
    editor.get("/tanya")
    page = asked_by(office, kiosk)[number]
    editor.get(page)
    if number == 1:
        proof.check(WHOM in editor.words, f"the desk shows whom question 1 is for: {WHOM}")
        sound = editor.get(f"{page}/suara")
        seconds, pitch = heard(sound.content)
        proof.check(
            sound.content.startswith(b"OggS") and abs(seconds - ASKED_S) < 1.5 and abs(pitch - ASKED_HZ) < 25,
            f"the editor hears it: {len(sound.content)} bytes of Opus, {seconds:.1f} s, {pitch:.0f} Hz",
        )
        editor.get(page)
    else:
        proof.check(TYPED in editor.words, f"the desk shows what was typed: {TYPED!r}")
    recorded = [("rekaman", ("jawaban.wav", tone(hertz)))]
    editor.submit(page, recorded, siapa="penanya", isi_singkat="", jawaban="")
    proof.check(f"terkirim={number}" in editor.page.url, f"question {number} is answered by a recording, in private")


def published(proof: Proof, editor: Visitor, office: Path, kiosk: Kiosk) -> Path:
    """The stick with the edition."""
    page = editor.publish(PASSWORD)
    feed = in_folder(open_office(office).editions.out).feed
    made = [int(name.split("-")[0]) for name in kiosk.waiting]
    acks = feed["_kiosk"].get("acks", {}).get(kiosk.id)
    proof.check(acks == max(made), f"edition {feed['_kiosk']['seq']} acknowledges {acks}; {made} wait at the kiosk")
    named = [item["_kiosk"]["answers"] for item in feed["items"] if "answers" in item["_kiosk"]]
    sealed = [
        each for each in named if each["private"] and each["box"] and (each["kiosk"], each["number"]) == (kiosk.id, 1)
    ]
    proof.check(len(sealed) == 1, f"it has answers: {[(each['kiosk'], each['number']) for each in named]}, sealed")
    stick = proof.out / f"stick-2-of-{kiosk.name}"
    archive = editor.get(f"/terbitkan/{page}/flash-disk.zip").content
    zipfile.ZipFile(io.BytesIO(archive)).extractall(stick)
    readable = [
        path.name for path in stick.rglob("*") if path.is_file() and re.search(rb"RIFF|OggS", path.read_bytes())
    ]
    proof.check(readable == [], f"no sound on {stick.name} can be heard by others: {readable}")
    return stick


def hears_the_answer(proof: Proof, kiosk: Kiosk, number: int, hertz: float, others: tuple[float, ...]) -> None:
    """Check by the buttons that home announces the answer, that its page lists it, and that its sound is played."""
    kiosk.press("home")
    before = len(kiosk.said)
    there = to_the_services(kiosk) and kiosk.seek("sudah dijawab")
    told = next((each for each in kiosk.said[before:] if "dijawab" in each), "")
    proof.check(there, f"{kiosk.name} says: {told!r}")
    kiosk.picture(proof.out / f"{kiosk.name}-answered.png")
    kiosk.press("listen")
    proof.check(kiosk.state["screen"] == "answers", f"the page of answers has {kiosk.state['answers']}")
    row = kiosk.seek(f"nomor {'satu' if number == 1 else 'dua'}") or kiosk.said[-1]
    played = len(hearable(kiosk))
    kiosk.press("listen")
    proof.check(kiosk.state["screen"] == "answers", f"{kiosk.name} asks for the code: {kiosk.said[-1]!r}")
    types_the_code(kiosk, number)
    kiosk.until(lambda: kiosk.state["screen"] == "item", 10)
    kiosk.press("listen")  # while the recording is being opened it says so, and plays it then
    kiosk.until(lambda: hear_after(kiosk, played, hertz), 30)
    kiosk.quiet()
    heard_tones = hear_after(kiosk, played, hertz, *others)
    proof.check(
        heard_tones == (hertz,), f"{kiosk.name} plays answer {number} ({row}): tones {heard_tones} Hz of {hertz}"
    )
    kiosk.picture(proof.out / f"{kiosk.name}-plays.png")


def types_the_code(kiosk: Kiosk, number: int) -> None:
    """Type the code of question *number* by the buttons, as the kiosk gave it when the question was sent."""
    spool = Installation(load(kiosk.config), kiosk.config, kiosk.data, print, print).spool()
    for digit in spool.code(number, CODE_DIGITS):
        for _ in range(12):
            if kiosk.state["focus"] == f"digit:{digit}":
                break
            kiosk.press("next")
        kiosk.press("listen")


def hearable(kiosk: Kiosk) -> array[int]:
    from kiosk.speech.wav import read_mono

    return read_mono(kiosk.sound, RATE_HZ)


def hear_after(kiosk: Kiosk, start: int, *hertz: float) -> tuple[float, ...]:
    try:
        return hear(kiosk.sound, start).tones(*hertz)
    except AssertionError:
        return ()


def says_nothing_of_it(proof: Proof, kiosk: Kiosk) -> None:
    """All that the buttons reach: home, the services, their rows; the commands; the store."""
    to_the_services(kiosk)
    kiosk.press("next", "next", "next", "next")
    kiosk.press("home", "next", "next", "next", "next", "next", "next", "next")
    told = [each for each in kiosk.said if "dijawab" in each or "awaban" in each]
    proof.check(
        len(kiosk.said) > 10 and not told, f"{kiosk.name} says nothing of it in {len(kiosk.said)} utterances {told}"
    )
    tones = hear(kiosk.sound).tones(ANSWER_HZ, SECOND_HZ)
    proof.check(not tones, f"{kiosk.name} does not play it: {tones}")
    items = json.loads(kiosk.command("items", "--json", "--limit", "200").stdout)["items"]
    proof.check(
        not [each for each in items if "awaban" in each["title"]], f"{kiosk.name} lists {len(items)} items, no answer"
    )
    sounds = [path for path in (kiosk.data / "media").rglob("*") if path.is_file()]
    proof.check(not sounds, f"{kiosk.name} keeps no recording of it: {sounds}")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
