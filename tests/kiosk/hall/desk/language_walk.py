"""A language that no voice speaks, from the desk to the ear: a phone-sized headless Chromium and a kiosk that lives.

    python -m tests.kiosk.hall.desk.language_walk OUT [AXE_MIN_JS]

walks: pair, record twenty sentences in Saluan, each played back before the next (a tone of its own stands for each); the kiosk
offers Saluan; a visitor chooses it by the four buttons alone and walks through home and the news. What the voice was asked to say
is printed; what was recorded is heard as its tone in OUT/suara.wav, the rest is said in Indonesian. Exit 1 for anything that does
not hold. Needs what `tests.kiosk.hall.desk.phone` needs.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
from selenium.webdriver.common.by import By

from kiosk.core.messages import ButtonPressed, ButtonReleased
from kiosk.narration.recordable import recordable
from kiosk.pages.technician.view import DeskView
from kiosk.speech.utterance import HUMAN, Utterance
from kiosk.speech.wav import write_wav
from tests.kiosk.hall.desk.phone import BASE, PIN, SIZE, LivingKiosk, Walk, behind_the_pin, desk_answers
from tests.support.board import view_of
from tests.walks.hearing import hear

LANGUAGE, NAME = "loe", "Saluan"
SENTENCES = 20
RATE_HZ = 48_000
FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": [
 {"id": "1", "title": "Panen padi di Saluan", "content_text": "Panen dimulai.", "date_published": "2026-11-27T08:00:00+08:00"}]}"""


def hertz(number: int) -> float:
    """Return the frequency of the tone that stands for sentence *number*."""
    return 500.0 + 60.0 * number


def tone(path: Path, number: int) -> None:
    from array import array

    wave = 9_000 * np.sin(np.arange(RATE_HZ * 6 // 10) * hertz(number) * 2 * np.pi / RATE_HZ)
    write_wav(path, array("h", wave.astype(np.int16).tobytes()), RATE_HZ)


def walk(out: Path, axe: str) -> int:
    from kiosk.ui.runtime.environment import kivy_home, prepare

    out.mkdir(parents=True, exist_ok=True)
    (out / "suara.wav").unlink(missing_ok=True)
    prepare(size=SIZE, offscreen=True, home=kivy_home(Path(tempfile.mkdtemp())))
    phone = Walk(out, axe)
    (out / "kabar.json").write_text(FEED, "utf-8")
    keys = 'previous = "4"\nlisten = "5"\nnext = "6"\nhome = "0"\n'
    source = f'[[source]]\nname = "Kabar"\nurl = "{(out / "kabar.json").resolve()}"\nformat = "json"\nevery = "1s"\n'
    phone.config.write_text(f"{phone.config.read_text()}[keyboard]\n{keys}{source}")
    phone.add("Ibu Sari", PIN)
    over, kiosk = threading.Event(), LivingKiosk(phone.data, phone.config)
    said: list[Utterance] = []
    voice = kiosk.app.services.voice
    whole = voice.say

    def say(utterance: Utterance, *more: object, **named: object) -> None:
        said.append(utterance)
        whole(utterance, *more, **named)  # type: ignore[arg-type]  # as it was called

    setattr(voice, "say", say)  # noqa: B010 - a method of one object

    def steps() -> None:
        try:
            with phone.running("desk"):
                _session(phone, kiosk)
                _visit(phone, kiosk, said)
        except Exception as error:  # noqa: BLE001 -- told below, and the kiosk is closed
            phone.check(False, f"the walk went to its end: {type(error).__name__}: {error}")
        finally:
            over.set()

    thread = threading.Thread(target=steps)
    thread.start()
    kiosk.live(over)
    thread.join()
    phone.browser.quit()
    _heard(phone, said)
    for fault in phone.faults:
        print("FAIL", fault)
    return 1 if phone.faults else 0


def _session(phone: Walk, kiosk: LivingKiosk) -> None:
    phone.until(lambda: desk_answers(phone, BASE))
    behind_the_pin(kiosk)
    kiosk.do(kiosk.app.controller.page("status").notices.open)
    phone.until(lambda: getattr(kiosk.app.board.view, "address", ""))
    phone.browser.get(view_of(kiosk.app.board, DeskView).address)
    phone.type("nama", "Ibu Sari")
    phone.type("pin", PIN)
    phone.tap("Pasangkan")
    kiosk.do(kiosk.app.controller.home)
    phone.tap("Kios dalam bahasa kita")
    phone.see("bahasa-1")
    phone.browser.find_element(By.CSS_SELECTOR, f"a[href='/bahasa/{LANGUAGE}']").click()
    sentences, shown, played = recordable(LANGUAGE), 0, 0
    file = phone.out / "kalimat.wav"
    for number in range(SENTENCES):
        shown += f"“{sentences[number].words}”" in phone.browser.page_source
        tone(file, number)
        phone.browser.find_element(By.ID, "suara").send_keys(str(file.resolve()))
        if number == 0:
            phone.see("bahasa-2")
        phone.tap("Simpan")
        played += bool(phone.browser.find_elements(By.TAG_NAME, "audio"))
        if number == 0:
            phone.see("bahasa-3")
        phone.tap("Benar, lanjut")
    phone.check(shown == SENTENCES, f"{shown} of {SENTENCES} sentences were shown")
    phone.check(played == SENTENCES, f"{played} of {SENTENCES} recordings were played back")
    phone.browser.get(f"{BASE}/bahasa")
    phone.see("bahasa-4")
    phone.check(f"{len(sentences) - SENTENCES} belum" in phone.browser.page_source, "what is missing is counted")


def _visit(phone: Walk, kiosk: LivingKiosk, said: list[Utterance]) -> None:
    """Choose the language by the buttons, from the idle screen on."""
    board = kiosk.app.board
    phone.until(lambda: LANGUAGE in board.languages)
    phone.check(LANGUAGE in board.languages, f"the kiosk offers {NAME}")
    _press(phone, kiosk, "home", "home", "previous", "listen")
    for _ in range(len(board.languages)):
        if board.focus == f"option:{LANGUAGE}":
            break
        _press(phone, kiosk, "next")
    _press(phone, kiosk, "listen", "home")
    phone.check(board.language == LANGUAGE, f"the visitor has chosen {NAME} by the buttons")
    said.clear()
    _press(phone, kiosk, "home", "next", "next", "next", "listen")
    kiosk.picture(phone.out / "kios-saluan.png")
    time.sleep(12)


def _press(phone: Walk, kiosk: LivingKiosk, *names: str) -> None:
    for name in names:
        for message in (ButtonPressed(name), ButtonReleased(name)):
            kiosk.do(partial(kiosk.app.controller.handle, message))
        time.sleep(0.6)
        phone.until(lambda: not kiosk.app.services.voice.speeches)


def _heard(phone: Walk, said: list[Utterance]) -> None:
    numbers = {each.key: number for number, each in enumerate(recordable(LANGUAGE))}
    wanted: list[float] = []
    for utterance in said:
        for sentence in utterance.sentences:
            recorded = sentence.sound is not None and sentence.sound.voice == HUMAN
            print(f"  {NAME if recorded else 'Indonesia':9} {sentence.spoken}")
            if recorded and sentence.sound is not None:
                wanted.append(hertz(numbers[sentence.sound.path.stem]))
    phone.check(len(wanted) >= 4, f"{len(wanted)} of what was said is in {NAME}")
    tones = list(hear(phone.out / "suara.wav").tones(*map(hertz, range(SENTENCES))))
    heard = iter(tones)
    phone.check(all(tone in heard for tone in wanted), f"the recordings are heard in their order: {wanted} of {tones}")


if __name__ == "__main__":
    sys.exit(walk(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""))
