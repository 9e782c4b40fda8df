"""What is typed at the office's desk outlives log-outs, weeks, a line that is down and a power cut: headless Chromium.

    python -m tests.kiosk.office.walk_writing OUT

A page stays open while the session ends for good, in another tab; the desk does not answer when a new notice for one village
is handed in; the machine goes off before it does, and another writer sits down at it. Needs what `walk` needs. Exit 1 for anything
that does not hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from kiosk.demo.district import PASSWORD, write_sample
from kiosk.office.app import MOST_REQUEST
from tests.kiosk.office.walk import Visitor
from tests.kiosk.office.walk_recording import BASE, Desk

VILLAGE = "72.01.05.2003"
_BOX = f"input[name=daerah][value='{VILLAGE}']"
SAVE = "button.besar"
_OVER = "Sesi berakhir"


def main(out: Path) -> int:
    out.mkdir(parents=True, exist_ok=True)
    folder = write_sample(out / "contoh", datetime.now(UTC), notices=False).folder
    desk, visitor = Desk(folder), Visitor(out, "", BASE)
    try:
        seen = [
            *_too_large(desk, visitor),
            *_logged_out(desk, visitor),
            *_no_line(desk, visitor),
            *_power_cut(desk, visitor),
        ]
    finally:
        visitor.driver.quit()
        desk.end()
    for line, right in (*seen, *((fault, False) for fault in visitor.faults)):
        sys.stdout.write(f"{'ok  ' if right else 'FAIL'} {line}\n")
    return 0 if all(right for _, right in seen) and not visitor.faults else 1


def _too_large(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """A film as it comes from the camera: the desk reads nothing of it, and answers with a page."""
    film = desk.folder.parent / "film.mp4"
    film.write_bytes(bytes(MOST_REQUEST + 1))
    _log_in(visitor, "anton")
    visitor.at("/tulis")
    visitor.driver.find_element("css selector", "#f").send_keys(str(film.resolve()))
    visitor.wait_for(lambda: visitor.see("#muat").text not in ("", "film.mp4 …"))
    yield "a file that is too large is told to be", visitor.see("#muat").text == "film.mp4: Berkasnya terlalu besar."
    held = "return document.getElementById('tulis').elements.lampiran.files.length"
    yield "it is not sent again and again", visitor.driver.execute_script(held) == 0
    _log_out(visitor)


def _logged_out(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """In another tab; the token of this one's form is worth nothing from then on."""
    driver = visitor.driver
    _log_in(visitor, "anton")
    visitor.at("/tulis")
    first = driver.current_window_handle
    driver.switch_to.new_window("tab")
    other = driver.current_window_handle
    visitor.at("/")
    visitor.tap(".siapa button")
    driver.switch_to.window(first)
    visitor.fill("#j", "Senin pagi")
    visitor.fill("#x", "Kerja bakti di saluran air.")
    visitor.wait_for(lambda: _OVER in visitor.see("#keadaan").text)
    yield "whoever is logged out is told so, and not that the line is down", not _is_shown(visitor, "luring")
    visitor.tap(SAVE)
    visitor.wait_for(lambda: _OVER in visitor.see("#keadaan").text)
    yield "the page stays, with what was typed", _typed(visitor) == "Senin pagi"
    picture = desk.folder.parent / "jadwal.png"
    Image.new("RGB", (640, 480), "teal").save(picture)
    driver.find_element("css selector", "#f").send_keys(str(picture.resolve()))
    visitor.wait_for(lambda: visitor.see("#muat").text)
    visitor.wait_for(lambda: _OVER in visitor.see("#muat").text)
    yield "a file is told why it waits", True
    visitor.look("sesi-berakhir")
    driver.switch_to.window(other)
    _log_in(visitor, "rahma")
    driver.switch_to.window(first)
    visitor.tap(SAVE)
    visitor.wait_for(lambda: _OVER in visitor.see("#keadaan").text)
    yield "nobody else who logs in has it as theirs", not _drafts(desk)
    driver.switch_to.window(other)
    visitor.tap(".siapa button")
    _log_in(visitor, "anton")
    driver.switch_to.window(first)
    visitor.wait_for(lambda: any("Senin pagi" in each and "lampiran/jadwal" in each for each in _drafts(desk)))
    yield "once the same person has logged in again it is at the desk, with its file", True
    driver.switch_to.window(other)
    driver.close()
    driver.switch_to.window(first)


def _no_line(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """A text that was never saved is handed in while the desk does not answer."""
    visitor.at("/tulis")
    desk.end()
    visitor.fill("#j", "Air mati di Melati")
    visitor.fill("#x", "Besok pukul delapan.")
    visitor.tap(_BOX)
    visitor.tap("input[name=jenis][value=berita]")
    visitor.tap(SAVE)
    visitor.wait_for(lambda: _is_shown(visitor, "luring"))
    yield "without a line the page stays, with what was typed", _typed(visitor) == "Air mati di Melati"
    visitor.look("tanpa-sambungan")


def _power_cut(desk: Desk, visitor: Visitor) -> Iterator[tuple[str, bool]]:
    """That page is gone; the desk answers again."""
    driver = visitor.driver
    driver.execute_cdp_cmd("Page.navigate", {"url": "about:blank"})
    visitor.wait_for(lambda: _answered(visitor))
    desk.begin()
    _log_out(visitor)
    _log_in(visitor, "rahma")
    visitor.at("/tulis")
    visitor.see("#j")
    yield "another writer is not offered it", not _is_shown(visitor, "sisa")
    _log_out(visitor)
    _log_in(visitor, "anton")
    visitor.at("/tulis")
    visitor.see("#sisa")
    visitor.look("tulisan-sisa")
    visitor.tap("#sisa-ambil")
    visitor.wait_for(lambda: any("Air mati di Melati" in each for each in _drafts(desk)))
    (draft,) = (each for each in _drafts(desk) if "Air mati di Melati" in each)
    yield "its writer takes it up", "Besok pukul delapan." in draft
    yield "for the village that was chosen, and no other", VILLAGE in draft
    yield "of the kind that was chosen", "category: berita" in draft
    visitor.at("/tulis")
    visitor.see("#j")
    yield "it is offered once", not _is_shown(visitor, "sisa")


def _answered(visitor: Visitor) -> bool:
    """Chromium asks before it leaves what is not saved: yes."""
    driver = visitor.driver
    try:
        driver.switch_to.alert.accept()
    except Exception:  # noqa: BLE001 - there was no question
        return bool(driver.current_url == "about:blank")
    return False


def _drafts(desk: Desk) -> list[str]:
    return [path.read_text("utf-8") for path in desk.folder.glob("_*.md")]


def _typed(visitor: Visitor) -> str:
    return str(visitor.driver.execute_script("const j = document.getElementById('j'); return j ? j.value : ''"))


def _is_shown(visitor: Visitor, of: str) -> bool:
    return bool(visitor.driver.execute_script(f"return !document.getElementById('{of}').hidden"))


def _log_in(visitor: Visitor, name: str) -> None:
    visitor.at("/masuk")
    visitor.fill("input[name=nama]", name)
    visitor.fill("input[name=sandi]", PASSWORD)
    visitor.tap("main button")
    visitor.see(".siapa")


def _log_out(visitor: Visitor) -> None:
    visitor.at("/")
    visitor.tap(".siapa button")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
