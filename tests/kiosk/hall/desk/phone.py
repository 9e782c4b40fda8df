"""The desk as a person meets it: a phone-sized headless Chromium, the real server, and a kiosk that lives: its window offscreen,
its refresher the child process that it is, its loudspeaker a sound file.

    python -m tests.kiosk.hall.desk.phone OUT [AXE_MIN_JS]

walks: look without pairing, pair by the code on the kiosk's screen, write, attach a photo and a recording, preview, publish, see it
on the kiosk's screen (OUT/kios.png) and hear it (OUT/suara.wav), change, withdraw; all of it over TLS. It prints how long a notice
took to the screen, to the first sound and the first word (of the recording, which stands for the voice); the size of each page;
with the file axe.min.js of npm's axe-core also the violations of WCAG A and AA of each page. Needs Debian's chromium and
chromium-driver, and selenium. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import Select, WebDriverWait

from deploy.pictures.draw.poster import blt
from kiosk.pages.technician.view import DeskView
from tests.kiosk.hall.desk.test_front import family, memory_mb, pss_mb
from tests.kiosk.hall.desk.test_walk import tone
from tests.support.board import view_of
from tests.walks.noting import NotingInbox

PORT = 18_080
BASE = f"https://127.0.0.1:{PORT}"
PIN, SECOND, TECHNICIAN = "483920", "297164", "99887766"
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "1048576"}  # as the unit has them
WITHIN_S = 5.0
LINK = f"https://docs.contoh.go.id/forms/d/e/{'1FAIpQLSc9XkQmZ0a8vR7hT' * 3}/viewform"  # as offices send them: one long word
VIEW = (360, 740)


SIZE = (1280, 720)


class LivingKiosk:
    """The app in an offscreen window, in the main thread; others read `since` (by `time.monotonic`) and `shown`, and leave work."""

    def __init__(self, data: Path, config: Path) -> None:
        from kiosk.app.context import AppContext
        from kiosk.app.pictures.offscreen import Canvas
        from kiosk.app.window import KioskApp
        from kiosk.core.clock import Clock
        from kiosk.installation import Installation
        from kiosk.settings import load

        installation = Installation(load(config), config, data, print, print)
        clock = Clock(installation.zone, believed=lambda: True)
        self.since: dict[str, float] = {}
        context = AppContext(installation.settings, data, installation.repository(), clock, config, refresh=True)
        self.app = KioskApp(context, make_inbox=partial(NotingInbox, note=self._hear))
        self._canvas = Canvas(SIZE)
        self._canvas.show_widget(self.app.build(), SIZE)
        self.app.open_rest()
        self.shown: frozenset[str] = frozenset()
        self.work: queue.Queue[Callable[[], object]] = queue.Queue()

    def _hear(self, message: Any) -> None:
        from kiosk.core.messages import SentenceStarted, SpeechStarted

        if isinstance(message, SpeechStarted):
            self.since.setdefault("first sound", time.monotonic())
        if isinstance(message, SentenceStarted):
            self.since.setdefault("first word", time.monotonic())

    def live(self, over: threading.Event) -> None:
        """Run the app as Kivy's main loop does, with a glance every quarter of a second, until *over* is set."""
        from kiosk.app.window import GLANCE_S

        glance = 0.0
        while not over.is_set():
            now = time.monotonic()
            while not self.work.empty():
                self.work.get()()
            if now >= glance:
                glance = now + GLANCE_S
                self.app.glance(GLANCE_S)
            self._canvas.frames(1)
            labels = (getattr(widget, "text", "") for widget in self.app.shell.screen.walk())
            self.shown = frozenset(text for text in labels if isinstance(text, str))
            time.sleep(max(0.0, 1 / 30 - (time.monotonic() - now)))
        self.app.on_stop()

    def do(self, act: Callable[[], object]) -> None:
        """In the main thread, and done when this returns."""
        done = threading.Event()

        def acted() -> None:
            act()
            done.set()

        self.work.put(acted)
        done.wait(60)

    def picture(self, path: Path) -> None:
        """Save the screen's picture as a file."""
        self.do(lambda: self._canvas.save_png(path))


class Walk:
    def __init__(self, out: Path, axe: str) -> None:
        self.out = out
        self.axe = axe
        self.faults: list[str] = []
        self.data = Path(tempfile.mkdtemp(prefix="meja-"))
        self.config = self.data / "kiosk.toml"
        self.config.write_text(
            f'[place]\nname = "Balai Desa Bunga"\n[technician]\npin = "{TECHNICIAN}"\n'
            f'[desk]\nenabled = true\nport = {PORT}\naddress = "{BASE}/"\nmicrophone = "wav:{(out / "mikrofon.wav").resolve()}"\n'
            f'[speech]\nvoice = "id"\ndevice = "wav:{(out / "suara.wav").resolve()}"\n'
            "quiet_hours = []\nquiet_at_prayer = false\n"
        )
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync"):  # fmt: skip
            options.add_argument(flag)
        options.accept_insecure_certs = True  # as the owner does, who has compared the fingerprint
        options.add_experimental_option(
            "mobileEmulation", {"deviceMetrics": {"width": 360, "height": 740, "pixelRatio": 2.0}}
        )
        # no script of the page's own runs on such a phone; axe is put in from outside
        self.browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.wait = WebDriverWait(self.browser, 20)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "kiosk", "--config", str(self.config), "--data", str(self.data), *words]

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        with (self.out / f"{words[0]}.log").open("wb") as log:
            process = subprocess.Popen(self.command(*words), stdout=log, stderr=log, env=os.environ | MEMORY)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)

    def add(self, name: str, pin: str) -> None:
        subprocess.run(self.command("desk", "--add", name), input=f"{pin}\n", text=True, check=True)

    def ask(self, *words: str) -> str:
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=False, timeout=120).stdout

    def see(self, name: str) -> None:
        """A picture of the page, its size, and what axe says of it."""
        size = len(self.browser.page_source.encode())
        height = self.browser.execute_script("return document.documentElement.scrollHeight")
        wide = self.browser.execute_script("return document.documentElement.scrollWidth")
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": VIEW[0], "height": height, "deviceScaleFactor": 2, "mobile": True},
        )
        self.browser.save_screenshot(str(self.out / f"{name}.png"))
        violations: list[str] = []
        if self.axe:
            self.browser.execute_script(self.axe)
            result = self.browser.execute_async_script(
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(arguments[0])"
            )
            violations = [f"{each['id']} ({len(each['nodes'])})" for each in result["violations"]]
        print(f"{name}: {size} bytes, {len(violations)} violations {violations or ''}")
        if size > 60_000 or violations or wide > VIEW[0]:
            self.faults.append(f"{name}: {size} bytes, {violations}, {wide} wide")

    def tap(self, words: str) -> None:
        found = self.browser.find_elements(By.XPATH, f"//a[contains(., '{words}')] | //button[contains(., '{words}')]")
        before = self.browser.find_element(By.TAG_NAME, "html")
        found[0].click()
        self.wait.until(expected_conditions.staleness_of(before))

    def type(self, field: str, text: str) -> None:
        element = self.browser.find_element(By.ID, field)
        element.clear()
        element.send_keys(text)

    def check(self, holds: bool, what: str) -> None:
        print(("ok   " if holds else "FAIL ") + what)
        if not holds:
            self.faults.append(what)

    def titles(self) -> list[str]:
        return [item["title"] for item in json.loads(self.ask("items", "--json"))["items"]]

    def until(self, holds: object) -> float:
        """Seconds until `holds()` is true; a minute at most."""
        begun = time.monotonic()
        while time.monotonic() - begun < 60 and not holds():  # type: ignore[operator]
            time.sleep(0.05)
        return time.monotonic() - begun


def walk(out: Path, axe: str) -> int:
    from kiosk.ui.runtime.environment import kivy_home, prepare

    out.mkdir(parents=True, exist_ok=True)
    (out / "suara.wav").unlink(missing_ok=True)
    prepare(size=SIZE, offscreen=True, home=kivy_home(Path(tempfile.mkdtemp())))
    phone = Walk(out, axe)
    photo, sound = out / "foto.jpg", out / "rekaman.m4a"
    blt().picture.save(photo, quality=80)
    sound.write_bytes(tone("ipod", "aac"))
    (out / "mikrofon.wav").write_bytes(tone("wav"))
    for name, pin in (("Ibu Sari", PIN), ("Pak Budi", SECOND)):
        phone.add(name, pin)
    over, kiosk = threading.Event(), LivingKiosk(phone.data, phone.config)

    def steps() -> None:
        try:
            with phone.running("desk") as desk:
                _steps(phone, kiosk, photo, sound, desk)
        except Exception as error:  # noqa: BLE001 -- told below, and the kiosk is closed
            phone.check(False, f"the walk went to its end: {type(error).__name__}: {error}")
        finally:
            over.set()

    thread = threading.Thread(target=steps)
    thread.start()
    kiosk.live(over)
    thread.join()
    phone.browser.quit()
    for fault in phone.faults:
        print("FAIL", fault)
    return 1 if phone.faults else 0


def _steps(phone: Walk, kiosk: LivingKiosk, photo: Path, sound: Path, desk: subprocess.Popen[bytes]) -> None:
    base, out, controller = BASE, phone.out, kiosk.app.controller
    phone.until(lambda: desk_answers(phone, base))
    phone.browser.get(f"http://127.0.0.1:{PORT}/")
    phone.see("0-tanpa-tls")
    phone.browser.get(base)
    phone.see("1-hanya-melihat")
    behind_the_pin(kiosk)
    kiosk.do(controller.page("status").notices.open)
    phone.until(lambda: getattr(kiosk.app.board.view, "address", ""))
    kiosk.picture(out / "kios-kode.png")
    phone.browser.get(view_of(kiosk.app.board, DeskView).address)
    phone.see("2-pasangkan")
    phone.type("nama", "Ibu Sari")
    phone.type("pin", "999888")
    phone.tap("Pasangkan")
    phone.see("2b-pin-salah")
    phone.type("pin", PIN)
    phone.tap("Pasangkan")
    phone.see("3-awal")
    phone.tap("Keluar")
    phone.see("3b-masuk")
    phone.type("nama", "ibu sari")
    phone.type("pin", "999888")
    phone.tap("Masuk")
    phone.see("3c-salah")
    phone.type("nama", "ibu sari")
    phone.type("pin", PIN)
    phone.tap("Masuk")
    phone.check("Halo, Ibu Sari" in phone.browser.page_source, "logged in again on a phone that is known")
    key = phone.browser.find_element(By.XPATH, "//button[contains(., 'Keluar')]").size
    phone.check(key["height"] >= 48, f"the key Keluar is {key['height']} px high")
    kiosk.do(controller.home)
    phone.tap("Tulis pengumuman")
    phone.see("4-tulis")
    phone.type("judul", "Rapat desa malam ini")
    phone.type("isi", f"Kita bicarakan jalan tani. Pukul 19.30 di balai desa. Semua warga diundang. Daftar: {LINK}")
    phone.browser.find_element(By.NAME, "penting").click()
    phone.browser.find_element(By.ID, "foto").send_keys(str(photo.resolve()))
    phone.browser.find_element(By.ID, "suara").send_keys(str(sound.resolve()))
    phone.tap("Lihat dulu")
    if "Mencari tulisan" in phone.browser.page_source:
        phone.see("4b-tunggu")

    def found_or_asked_again() -> bool:
        if not phone.browser.find_elements(By.ID, "teks0"):
            phone.tap("Lihat apakah sudah ada")
        return bool(phone.browser.find_elements(By.ID, "teks0"))

    waited = phone.until(found_or_asked_again)
    found = phone.browser.find_element(By.ID, "teks0").get_attribute("value") or ""
    phone.check("PEMERINTAH DESA BUNGA" in found, f"the text of the poster was found after {waited:.1f} s")
    phone.see("4c-periksa")
    phone.type("kata0", "Poster bantuan")
    for ticked in phone.browser.find_elements(By.NAME, "cocok0"):
        ticked.click()
    phone.tap("Lihat dulu")
    phone.see("5-lihat")
    phone.tap("Lihat gambar layarnya")
    phone.browser.save_screenshot(str(out / "6-layar.png"))
    phone.browser.back()
    kiosk.do(controller.home)
    kiosk.do(lambda: controller.navigation.open_category("pengumuman"))
    kiosk.since.clear()
    begun = time.monotonic()
    phone.tap("Terbitkan")
    phone.until(lambda: "Rapat desa malam ini" in kiosk.shown)
    shown = time.monotonic() - begun
    phone.until(lambda: "first word" in kiosk.since)
    times = {name: at - begun for name, at in kiosk.since.items()}
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times.items())
    print(f"from the tap on Terbitkan: on the kiosk's screen {shown:.1f} s, {told}")
    phone.check(shown < WITHIN_S, f"on the kiosk's screen within {WITHIN_S:g} s")
    phone.check(times.get("first word", 99.0) < WITHIN_S, f"spoken within {WITHIN_S:g} s")
    kiosk.picture(out / "kios.png")
    phone.see("7-tampil")
    phone.tap("Ubah")
    phone.type("judul", "Rapat desa besok malam")
    phone.tap("Lihat dulu")
    phone.tap("Terbitkan")
    phone.until(lambda: "Rapat desa besok malam" in kiosk.shown)
    phone.check("Rapat desa besok malam" in kiosk.shown, "changed on the screen")
    phone.browser.get(f"{base}/tulis?jenis=kegiatan")
    phone.see("8-kegiatan")
    phone.browser.get(f"{base}/tulis?jenis=darurat")
    phone.see("9-darurat")
    Select(phone.browser.find_element(By.ID, "saksi")).select_by_visible_text("Pak Budi")
    phone.type("judul", "")
    phone.type("pin_saksi", "000000")
    phone.browser.execute_script("document.getElementById('judul').required = false")
    phone.tap("Lihat dulu")
    phone.see("10-salah")
    phone.browser.get(base)
    phone.see("11-lanjutkan")
    phone.browser.get(f"{base}/hitungan")
    phone.see("12-hitungan")
    phone.browser.get(base)
    phone.tap("Tarik")
    phone.see("13-tarik")
    begun = time.monotonic()
    phone.tap("Ya, tarik sekarang")
    phone.until(lambda: "Rapat desa besok malam" not in kiosk.shown)
    gone = time.monotonic() - begun
    phone.check(gone < WITHIN_S, f"withdrawn from the screen after {gone:.1f} s")
    front = next(pid for pid in family(desk.pid) if Path(f"/proc/{pid}/comm").read_text() == "nginx\n")
    pss = pss_mb(desk.pid) + memory_mb(front)
    phone.check(pss <= 80, f"the memory of the desk and its nginx: {pss:.0f} MB PSS of 80")
    desk.kill()
    desk.wait()
    kiosk.do(lambda: controller.home())
    phone.check("Pengumuman" in " ".join(kiosk.shown) or phone.until(lambda: "Pengumuman" in " ".join(kiosk.shown)) < 60,
                "the kiosk runs on when the desk is killed")  # fmt: skip
    _at_the_kiosk(phone, kiosk)
    with wave.open(str(out / "suara.wav")) as voice:
        loud = any(voice.readframes(voice.getnframes()))
    phone.check(loud, "and its loudspeaker's file has the voice")


def _at_the_kiosk(phone: Walk, kiosk: LivingKiosk) -> None:
    """Behind the PIN, by a microphone that a sound file stands for: held, let go of, used, published."""
    controller, board = kiosk.app.controller, kiosk.app.board
    behind_the_pin(kiosk)
    for act in (
        controller.page("status").notices.open,
        controller.page("status").notices.speak,
        controller.page("status").notices.record,
    ):
        kiosk.do(act)
    phone.until(lambda: view_of(board, DeskView).seconds > 1.5)
    kiosk.do(controller.page("status").notices.end_record)
    phone.until(lambda: view_of(board, DeskView).take == "made")
    phone.check(
        view_of(board, DeskView).take == "made", f"recorded at the kiosk: {view_of(board, DeskView).seconds:.1f} s"
    )
    for act in (
        controller.page("status").notices.confirm_recording,
        controller.page("status").notices.publish,
        controller.home,
    ):
        kiosk.do(act)
    begun = time.monotonic()
    kiosk.do(lambda: controller.navigation.open_category("pengumuman"))
    phone.until(lambda: "Pesan suara dari balai desa" in kiosk.shown)
    shown = time.monotonic() - begun
    phone.check(shown < WITHIN_S, f"a voice notice made at the kiosk is on its screen after {shown:.1f} s")
    kiosk.picture(phone.out / "kios-suara.png")


def behind_the_pin(kiosk: LivingKiosk) -> None:
    kiosk.do(kiosk.app.controller.navigation.knock)
    pad = kiosk.app.controller.page("status")
    for digit in TECHNICIAN:
        kiosk.do(partial(pad.digit, digit))
    kiosk.do(pad.try_pin)


def desk_answers(phone: Walk, base: str) -> bool:
    from selenium.common.exceptions import WebDriverException

    try:
        phone.browser.get(base)
    except WebDriverException:
        return False
    return "Yang sedang tampil" in phone.browser.page_source


if __name__ == "__main__":
    sys.exit(walk(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""))
