"""A first notice by the guide, step by step: what it tells to tap is on the page, and taps and fields are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import lxml.html

from tests.support.desk import PINS, Hall, Phone

GUIDE = Path(__file__).parents[4] / "deploy" / "panduan-meja.md"
MOST_TAPS, MOST_FIELDS = 5, 3


@dataclass
class Finger:
    """Sees a page as its HTML says it: taps links and buttons by their words, types into fields by their label."""

    phone: Phone
    taps: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    fields: int = 0

    @property
    def page(self) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(self.phone.page)

    def tap(self, words: str) -> None:
        """Raises AssertionError where there is nothing of these words to tap."""
        self.taps += 1
        for link in self.page.iter("a"):
            if words in link.text_content():
                self.phone.get(link.attrib["href"])
                return
        for form in self.page.forms:
            button = next((each for each in form.iter("button") if words in each.text_content()), None)
            if button is not None:
                sent = {name: value for name, value in form.fields.items() if value is not None} | self.typed
                self.typed = {}
                self.phone.send(form.action or "", **{name: value for name, value in sent.items() if name != "tanda"})
                return
        raise AssertionError(f"nothing to tap: {words}")

    def type(self, label: str, words: str) -> None:
        self.fields += 1
        found = next(each for each in self.page.iter("label") if label.casefold() in each.text_content().casefold())
        self.typed[self.page.get_element_by_id(found.attrib["for"]).attrib["name"]] = words


def finger_of(hall: Hall) -> Finger:
    """Return a finger on a paired phone, at the start page."""
    finger = Finger(hall.phone())
    finger.phone.be_paired()
    finger.phone.get("/")
    return finger


def test_a_first_notice_takes_few_taps_and_fields(hall: Hall) -> None:
    finger = finger_of(hall)
    finger.type("Nama", "Sari")
    finger.type("PIN", PINS["Sari"])
    finger.tap("Masuk")
    finger.tap("Tulis pengumuman")
    finger.type("judul", "Rapat desa malam ini")
    finger.tap("Lihat dulu")
    finger.tap("Terbitkan")
    assert [notice.title for notice in hall.notice_store.up(hall.now)] == ["Rapat desa malam ini"]
    assert finger.taps <= MOST_TAPS
    assert finger.fields <= MOST_FIELDS


def test_the_guide_tells_just_that(hall: Hall) -> None:
    """Show that the guide's bold words, in order, can be tapped where they are a link or button and typed where they
    are a field."""
    text = GUIDE.read_text("utf-8")
    section = text.split("## Pengumuman pertama")[1].split("\n## ")[0]
    numbered = [line for line in section.splitlines() if re.match(r"\d\. ", line)]
    steps = re.findall(r"\*\*([^*]+)\*\*", "\n".join(numbered))
    finger = finger_of(hall)
    answers = {"nama": "Sari", "PIN": PINS["Sari"], "judul": "Rapat desa malam ini"}
    for step in steps:
        if step in answers:
            finger.type(step, answers[step])
        else:
            finger.tap(step)
    assert len(hall.notice_store.up(hall.now)) == 1, steps
    assert (finger.taps, finger.fields) == (4, 3), "as its heading says"
    assert "empat ketukan, tiga isian" in text
