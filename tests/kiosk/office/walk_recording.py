"""Recordings made in the browser outlive faults, pages that are left, ended sessions and a line that is down: headless Chromium.

    python -m tests.kiosk.office.walk_recording OUT

An editor records an answer to a resident's question (Chromium's own microphone, a tone), leaves the page and comes back, hands the
form in with a fault, loses the session while the form is open; records for a notice, and chooses a file, while the desk does
not answer; and hands a notice in while its recording is still being sent. Needs what `walk` needs. Exit 1 for anything that does
not hold.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import requests
from PIL import Image

from kiosk.core.children import OWN_MODULES
from kiosk.demo.district import PASSWORD, write_sample
from kiosk.office.opening import open_office
from tests.kiosk.office.walk import Visitor, waits_until
from tests.kiosk.office.walk_post import MICROPHONE
from tests.support.posting import enrolled

PORT = 18_096
BASE = f"http://127.0.0.1:{PORT}"
WORDS = "Air mengalir lagi hari Kamis."


class Desk:
    """`kiosk office` on a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._command = [
            sys.executable,
            *OWN_MODULES,
            "-m",
            "kiosk",
            "office",
            "--folder",
            str(folder),
            "--port",
            str(PORT),
        ]
        self.begin()

    def begin(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        if not waits_until(_answers, 60):
            raise SystemExit("the desk does not answer")

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def let_sessions_fade(self) -> None:
        """Age all sessions by 3000 s, as if no page had been touched for that long."""
        self.end()
        with open_office(self.folder).people.file.together() as db:
            db.execute("UPDATE session SET begun = begun - 3000, seen = seen - 3000")
        self.begin()


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    folder = write_sample(out / "contoh", datetime.now(UTC), notices=False).folder
    desk, visitor = Desk(folder), Visitor(out, "", BASE, *MICROPHONE)
    try:
        seen = [
            *_answer(desk, visitor),
            *_notice(desk, visitor),
            *_hasty(desk, visitor),
            *((fault, False) for fault in visitor.faults),
        ]
    finally:
        visitor.driver.quit()
        desk.end()
    for line, right in seen:
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) else 1


def _answers() -> bool:
    try:
        return requests.get(f"{BASE}/masuk", timeout=2).ok
    except requests.RequestException:
        return False


def _answer(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """Answer a question with a recording, and yield each check with its result."""
    _log_in(visitor, "/masuk")
    page = _asked(desk.folder)
    visitor.at("/tanya")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.tap("form[action='/tanya/buka'] button")
    visitor.at(page)
    _record(visitor)
    visitor.wait_for(lambda: _file(visitor))
    file = _file(visitor)
    yield (
        "a recording is at the desk before the form is sent",
        (desk.folder / file).stat().st_size > 2_000,
    )  # Opus, of 3 s
    visitor.look("rekaman-ada")
    visitor.at("/")
    visitor.at(page)
    yield "it is there after the page was left", _file(visitor) == file
    visitor.tap("input[name=siapa][value=semua]")
    visitor.tap("#jawab button.besar:not(.suara)")
    visitor.see("#ringkasan")
    yield "it is there beside a fault", _file(visitor) == file
    visitor.look("rekaman-dengan-kesalahan")
    visitor.fill("#jw", WORDS)
    desk.let_sessions_fade()
    visitor.tap("#jawab button.besar:not(.suara)")
    visitor.wait_for(lambda: "/masuk" in visitor.driver.current_url)
    _log_in(visitor)
    visitor.wait_for(lambda: visitor.driver.current_url.endswith(page))
    there = visitor.see("#jw").get_attribute("value")
    yield (
        "it is there, and the words, after the session had ended",
        (_file(visitor), there) == (file, WORDS),
    )
    visitor.fill("#cat", "Kapan air mengalir lagi?")
    visitor.tap("#jawab button.besar:not(.suara)")
    visitor.wait_for(lambda: "terkirim=" in visitor.driver.current_url)
    (answer,) = desk.folder.glob("jawaban-*.md")
    yield "it goes with the answer", file in answer.read_text("utf-8")


def _notice(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """While the desk does not answer; then it does."""
    visitor.at("/tulis")
    visitor.fill("#j", "Posyandu pindah ke balai desa")
    visitor.fill("textarea[name=isi]", "Mulai hari Senin.")
    visitor.wait_for(lambda: "/kabar/" in visitor.driver.current_url)
    desk.end()
    _record(visitor)
    held = "return document.getElementById('tulis').elements.lampiran.files.length"
    visitor.wait_for(lambda: visitor.driver.execute_script(held) == 1)
    yield "a recording stays on the page while the desk does not answer", True
    picture = desk.folder.parent / "jadwal.png"
    Image.new("RGB", (640, 480), "teal").save(picture)
    visitor.driver.find_element("css selector", "#f").send_keys(str(picture.resolve()))
    visitor.wait_for(lambda: visitor.driver.execute_script(held) == 2)
    yield "a file that is chosen after it waits beside it", True
    desk.begin()
    visitor.wait_for(lambda: "rekaman" in visitor.see("#b-gambar").text and not visitor.driver.execute_script(held))
    drafts = [path.read_text("utf-8") for path in desk.folder.glob("_*.md")]
    yield (
        "both come to the notice when it does",
        any(all(part in each for part in ("lampiran/rekaman", "lampiran/jadwal", "Posyandu")) for each in drafts),
    )


def _hasty(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """Somebody hands the notice in while its recording is still being sent."""
    long = desk.folder.parent / "panjang.wav"
    with wave.open(str(long), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(random.Random(1).randbytes(2 * 16_000 * 170))
    visitor.at("/tulis")
    visitor.fill("#j", "Arisan dimulai pukul tiga")
    visitor.fill("textarea[name=isi]", "Di rumah Ibu Sri.")
    visitor.wait_for(lambda: "/kabar/" in visitor.driver.current_url)
    visitor.driver.find_element("css selector", "#f").send_keys(str(long.resolve()))
    visitor.tap("button[form=tulis][value=minta]")
    visitor.wait_for(lambda: "lihat=rancangan" in visitor.driver.current_url)
    drafts = [path.read_text("utf-8") for path in desk.folder.glob("_*.md")]
    yield (
        "what is handed in while its recording is sent is handed in, with it",
        any("lampiran/panjang" in each and "Arisan" in each for each in drafts),
    )


def _record(visitor: Visitor) -> None:
    visitor.tap("#rekam")
    time.sleep(3)
    visitor.tap("#rekam")


def _file(visitor: Visitor) -> str:
    return str(visitor.driver.execute_script("return document.querySelector('input[name=rekaman_ada]').value"))


def _log_in(visitor: Visitor, path: str = "") -> None:
    if path:
        visitor.at(path)
    visitor.fill("input[name=nama]", "rahma")
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.tap("main button")


def _asked(folder: Path) -> str:
    """A kiosk asks, by a typed question; the address of its page."""
    kiosk = enrolled(open_office(folder))
    sent = kiosk.question(12, b"Kapan air mengalir?", {"type": "text/plain", "seconds": 0})
    assert requests.post(f"{BASE}/post", data=sent, timeout=30).ok
    return f"/tanya/1/{kiosk.number}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
