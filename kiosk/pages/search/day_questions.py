"""Questions about the day that a page answers without a search, by their words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.items import Service
from content_cache.text.search_terms import COMMON, words
from kiosk.core.clock import Moment
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.day_words import DayWords
from kiosk.shell.day_doors import Doors, door, prayers_row
from kiosk.shell.page import DOOR, Kiosk

LONGEST = 120
"""Letters of a question that is so plain."""


class Intent(Struct, frozen=True):
    """Words of a question: one of *keys* and, where there are *things*, one of these. Others only name a day, or ask."""

    keys: frozenset[str]
    things: frozenset[str] = frozenset()


def _intent(keys: str, things: str = "") -> Intent:
    return Intent(frozenset(keys.split()), frozenset(things.split()))


_ASKING = frozenset(
    """begitu berapa bagaimana gimana kapan mana dimana tanya lihat cek info tahu ada nya kah ya sih dong tolong minta sekarang hari
    ini besok lusa nanti tadi pagi siang sore malam minggu pekan desa sini kita daerah akan bakal
    """.split()  # noqa: SIM905 - a list of so many would hide what it says
)

INTENTS: Mapping[str, tuple[Intent, ...]] = MappingProxyType(
    {
        "clock": (
            _intent("jam pukul", "berapa sekarang brp"),
            _intent("tanggal tgl", "berapa sekarang ini hari brp"),
            _intent("hari", "apa"),
        ),
        "weather": (
            _intent("cuaca hujan panas prakiraan ramalan mendung suhu angin"),
            _intent("ombak gelombang laut melaut"),
        ),
        "prices": (
            _intent(
                "harga",
                "beras cabai cabe rica bawang merah putih minyak goreng gula telur ayam daging sapi ikan cakalang sembako pangan"
                " pasar tomat jagung tepung terigu kedelai bahan pokok",
            ),
        ),
        "prayers": (
            _intent("salat sholat shalat solat", "jadwal waktu jam"),
            _intent("subuh zuhur dzuhur dhuhur asar ashar magrib maghrib isya imsak", "jadwal waktu jam azan adzan"),
            _intent("azan adzan", "jadwal waktu jam"),
            _intent("imsakiyah"),
        ),
        "staff": (_intent("petugas piket pegawai staf", "siapa hari jaga piket ini jadwal"),),
        "emergency": (
            _intent("nomor telepon telpon nomer no", "darurat ambulans ambulan polisi pemadam damkar"),
            _intent("darurat ambulans ambulan damkar"),
        ),
    }
)
"""The intents of each page that answers them."""


def page_for(query: str, place: str = "") -> str:
    """Return the name of the page that answers *query*; "" where it asks anything else. The words of *place* may stand in it."""
    every = frozenset(words(query[:LONGEST]))
    if not every or len(query) > LONGEST:
        return ""
    for page, intents in INTENTS.items():
        known = (
            {word for intent in intents for word in intent.keys | intent.things} | _ASKING | COMMON | {*words(place)}
        )
        if every <= known and any(_fits(every, intent) for intent in intents):
            return page
    return ""


def _fits(every: frozenset[str], intent: Intent) -> bool:
    return bool(every & intent.keys) and (not intent.things or bool(every & intent.things))


class DayAnswers:
    """Rows by which a search leads to the page that answers a question about the day; *doors* are those of the services' list."""

    def __init__(self, kiosk: Kiosk, doors: Doors) -> None:
        self._board = kiosk.board
        self._day_sheets = kiosk.repository.day_sheets
        self._doors = doors

    def row(self, query: str, moment: Moment) -> Service | None:
        """Return the row for *query*; `None` where it is no such question, or the page has nothing to show."""
        board = self._board
        page = page_for(query, board.place)
        phrases = Phrases(Translation(board.language))
        _ = phrases.translation.gettext
        match page:
            case "":
                return None
            case "clock" if moment.relative:
                told = _("It is {time}").format(time=phrases.time(moment.now))
                return door("home", told, phrases.long_date(moment.now.date()), board.language)
            case "emergency":
                return door(page, _("Emergency numbers"), "", board.language)
            case "prayers" if (prayers := self._day_sheets.day(moment).prayers) is not None:
                return prayers_row([*DayWords(phrases).prayers(prayers, moment)], board.language)
        return next((row for row in self._doors.rows(moment) if row.id == f"{DOOR}{page}"), None)
