"""A guest's phone in the guest's namespace: `python -m tests.campaigns.public.guest OUT ZIP [AXE_MIN_JS]`; prints what was
seen as JSON."""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

VIEW = (360, 740)
PATIENCE_S = 60


class Phone:
    def __init__(self, out: Path, axe: str) -> None:
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--mute-audio", f"--window-size={VIEW[0]},{VIEW[1]}",
                     "--autoplay-policy=no-user-gesture-required", "--disable-dev-shm-usage"):  # fmt: skip
            options.add_argument(word)
        metrics = {"width": VIEW[0], "height": VIEW[1], "pixelRatio": 2.0}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        self.driver = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
        self.out, self.axe = out, axe
        self.seen: dict[str, Any] = {"pages": {}, "violations": {}}

    def look(self, name: str) -> None:
        self.driver.save_screenshot(str(self.out / f"{name}.png"))
        width = self.driver.execute_script("return document.documentElement.scrollWidth")
        self.seen["pages"][name] = {"words": self.words[:400], "width": width}
        if self.axe:
            self.driver.execute_script(self.axe)
            found = self.driver.execute_async_script(
                "const done = arguments[0]; axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 80)).join(' | '))))"
            )
            if found:
                self.seen["violations"][name] = found

    @property
    def words(self) -> str:
        return " ".join(self.driver.find_element(By.TAG_NAME, "main").text.split())

    def at(self, address: str) -> None:
        self.driver.get(address)

    def tap(self, css: str) -> None:
        found = WebDriverWait(self.driver, PATIENCE_S).until(lambda driver: driver.find_element(By.CSS_SELECTOR, css))
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def until(self, words: str) -> None:
        changing = (StaleElementReferenceException, NoSuchElementException)  # one page goes, the next comes
        WebDriverWait(self.driver, PATIENCE_S, ignored_exceptions=changing).until(lambda _: words in self.words)


def walk(phone: Phone, packed: Path) -> None:
    phone.at("http://connectivitycheck.gstatic.com/generate_204")
    phone.seen["portal"] = phone.driver.current_url
    phone.look("1-selamat-datang")
    phone.tap("a.t[href='/index.html']")
    phone.look("2-beranda")
    phone.at("http://info.desa/berita.html")
    phone.look("3-berita")
    box = "form.cari input"
    phone.at("http://info.desa/cari.html")
    phone.look("4-cari")
    word = phone.driver.find_element(By.CSS_SELECTOR, ".kata a").text
    phone.driver.find_element(By.CSS_SELECTOR, box).send_keys(f"{word} sekarang")
    phone.tap("form.cari button")
    phone.seen["searched"] = word
    phone.look("5-ditemukan")
    phone.seen["found"] = len(phone.driver.find_elements(By.CSS_SELECTOR, "main a.kartu"))
    phone.tap("main a.kartu")
    phone.look("6-kabar")
    _play(phone)
    phone.at("http://info.desa/darurat.html")
    phone.look("8-darurat")
    phone.at("http://info.desa/kirim.html")
    phone.look("9-kirim")
    phone.driver.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(packed))
    begun = time.monotonic()
    phone.tap("form[action='/kirim'] button")
    phone.until("Terima kasih, sampai!")
    phone.seen["sent_s"] = round(time.monotonic() - begun, 1)
    phone.look("10-terima-kasih")
    _keep(phone)


def _play(phone: Phone) -> None:
    """The first item that can be heard."""
    for page in ("berita", "pengumuman", "layanan", "hoaks"):
        phone.at(f"http://info.desa/{page}.html")
        for link in [
            each.get_attribute("href") for each in phone.driver.find_elements(By.CSS_SELECTOR, "main a.kartu")
        ]:
            phone.at(str(link))
            if phone.driver.find_elements(By.TAG_NAME, "audio"):
                phone.look("7-dengarkan")
                phone.seen["heard"] = phone.driver.execute_async_script(
                    "const done = arguments[0], a = document.querySelector('audio');"
                    "a.onerror = () => done({error: 'no sound'}); a.play().catch(e => done({error: String(e)}));"
                    "setTimeout(() => done({at: a.currentTime, seconds: a.duration, source: a.currentSrc}), 2500)"
                )
                return


def _keep(phone: Phone) -> None:
    """The document that came with the courier, once its page is there."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        phone.at("http://info.desa/pengumuman.html")
        for link in [
            each.get_attribute("href") for each in phone.driver.find_elements(By.CSS_SELECTOR, "main a.kartu")
        ]:
            phone.at(str(link))
            found = phone.driver.find_elements(By.CSS_SELECTOR, "a[download][href$='.pdf']")
            if found:
                phone.look("11-dokumen")
                with urllib.request.urlopen(str(found[0].get_attribute("href"))) as answer:
                    phone.seen["kept"] = answer.read(5).decode("ascii", "replace")
                return
        time.sleep(1)


def main(argv: list[str]) -> int:
    out = Path(argv[0])
    phone = Phone(out, Path(argv[2]).read_text("utf-8") if argv[2:] else "")
    try:
        walk(phone, Path(argv[1]))
    finally:
        phone.driver.quit()
        print(json.dumps(phone.seen))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
