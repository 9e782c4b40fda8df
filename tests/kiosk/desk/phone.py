"""The desk as a person meets it: a phone-sized headless Chromium, the real server, the real refresher, the real voice.

    python -m tests.kiosk.desk.phone OUT [AXE_MIN_JS]

walks: log in, write, attach a photo and a recording, preview, publish, see it on the kiosk's screen (OUT/kios.png) and hear it
(OUT/suara.wav), change, withdraw. It prints how long a notice took to the store, and to the first word; the size of each page;
with the file axe.min.js of npm's axe-core also the violations of WCAG A and AA of each page. Needs Debian's chromium and
chromium-driver, and selenium. Exit 1 for anything that does not hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.kiosk.desk.test_walk import tone

PORT = 18_080
PIN, SECOND, TECHNICIAN = "246810", "135791", "99887766"
WITHIN_S = 5.0
VIEW = (360, 740)


class Walk:
    def __init__(self, out: Path, axe: str) -> None:
        self.out = out
        self.axe = axe
        self.faults: list[str] = []
        self.data = Path(tempfile.mkdtemp(prefix="meja-"))
        self.config = self.data / "kiosk.toml"
        self.config.write_text(
            f'[place]\nname = "Balai Desa Bunga"\n[desk]\nenabled = true\nport = {PORT}\n[technician]\npin = "{TECHNICIAN}"\n'
            "[speech]\nquiet_hours = []\nquiet_at_prayer = false\n"
        )
        options = webdriver.ChromeOptions()
        for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync"):  # fmt: skip
            options.add_argument(flag)
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
            process = subprocess.Popen(self.command(*words), stdout=log, stderr=log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait(20)

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
    out.mkdir(parents=True, exist_ok=True)
    phone = Walk(out, axe)
    photo, sound = out / "foto.jpg", out / "rekaman.m4a"
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(photo)
    sound.write_bytes(tone("ipod", "aac"))
    base = f"http://127.0.0.1:{PORT}"
    for name, pin in (("Ibu Sari", PIN), ("Pak Budi", SECOND)):
        subprocess.run(phone.command("desk", "--add", name), input=f"{pin}\n", text=True, check=True)
    with phone.running("desk") as desk:
        phone.until(lambda: _answers(phone, base))
        with phone.running("refresh", "--keep-going"):
            phone.browser.get(base)
            phone.see("1-siapa")
            phone.tap("Ibu Sari")
            phone.see("2-pin")
            phone.type("pin", PIN)
            phone.tap("Masuk")
            phone.see("3-awal")
            phone.tap("Tulis pengumuman")
            phone.see("4-tulis")
            phone.type("judul", "Rapat desa malam ini")
            phone.type("isi", "Kita bicarakan jalan tani. Pukul 19.30 di balai desa. Semua warga diundang.")
            phone.browser.find_element(By.NAME, "penting").click()
            phone.browser.find_element(By.ID, "foto").send_keys(str(photo.resolve()))
            phone.type("gambar_kata", "Balai desa")
            phone.tap("Lihat dulu")
            phone.see("5-lihat")
            phone.browser.get(f"{base}/lihat/layar.png")
            phone.browser.save_screenshot(str(out / "6-layar.png"))
            phone.browser.back()
            begun = time.monotonic()
            phone.tap("Terbitkan")
            phone.until(lambda: "Rapat desa malam ini" in phone.titles())
            stored = time.monotonic() - begun
            (item,) = [
                each for each in json.loads(phone.ask("items", "--json"))["items"] if each["title"].startswith("Rapat")
            ]
            phone.ask("say", "--item", item["id"], "--out", str(out / "suara.wav"))
            spoken = time.monotonic() - begun
            print(
                f"published to stored and seen by a command: {stored:.1f} s; to a spoken file, by commands: {spoken:.1f} s"
            )
            phone.check(stored < WITHIN_S, f"in the store within {WITHIN_S:g} s")
            phone.ask("screenshot", "item", "--item", item["id"], "--out", str(out / "kios.png"), "--size", "1280x720")
            phone.check((out / "kios.png").exists(), "on the rendered screen")
            with wave.open(str(out / "suara.wav")) as voice:
                phone.check(voice.getnframes() / voice.getframerate() > 3, "spoken")
            phone.see("7-tampil")
            phone.tap("Ubah ")
            phone.type("judul", "Rapat desa besok malam")
            phone.browser.find_element(By.ID, "suara").send_keys(str(sound.resolve()))
            phone.tap("Lihat dulu")
            phone.tap("Terbitkan")
            phone.until(lambda: phone.titles() == ["Rapat desa besok malam"])
            phone.check(phone.titles() == ["Rapat desa besok malam"], "changed")
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
            phone.browser.get(f"{base}/orang")
            phone.see("11-orang")
            phone.browser.get(f"{base}/hitungan")
            phone.see("12-hitungan")
            phone.browser.get(base)
            phone.tap("Tarik dari kios")
            phone.until(lambda: phone.titles() == [])
            phone.check(phone.titles() == [], "withdrawn")
            pss = _pss_mb(desk.pid)
            print(f"the desk's memory: {pss:.0f} MB PSS")
            phone.check(pss <= 80, "80 MB at most")
    phone.browser.quit()
    for fault in phone.faults:
        print("FAIL", fault)
    return 1 if phone.faults else 0


def _answers(phone: Walk, base: str) -> bool:
    from selenium.common.exceptions import WebDriverException

    try:
        phone.browser.get(base)
    except WebDriverException:
        return False
    return "Siapa Anda?" in phone.browser.page_source


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


if __name__ == "__main__":
    sys.exit(walk(Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8") if len(sys.argv) > 2 else ""))
