"""What is said of prices: read as it sounds."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from content_cache.model.sheets import Price
from kiosk.content.views.day import Prices
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.prices.words import PricesWords
from kiosk.speech.script.normaliser import say_words
from kiosk.speech.utterance import NOWHERE

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
MOMENT = Moment(NOW, Trust.TRUSTED)
SIX = NOW.replace(hour=6, minute=0)


def test_prices_row_by_row() -> None:
    rows = (
        Price("Cabai rawit", "1 kg", 65_000, 58_000),
        Price("Bawang", "1 kg", 35_000, 38_000),
        Price("Tomat", "", 12_000),
    )
    prices = Prices("Pasar Simpong", "Dinas Perdagangan", SIX, (*rows, Price("Beras", "1 kg", 14_500, 14_500)))
    told = PricesWords(Phrases(Translation("id"))).reading(prices, "", MOMENT)
    assert [row for row, _ in told] == [NOWHERE, 0, 1, 2, 3, NOWHERE]
    assert " ".join(say_words(line) for _, line in told) == (
        "Harga bahan pokok, Pasar Simpong, hari ini. "
        "Cabai rawit, satu kilogram, enam puluh lima ribu rupiah, naik tujuh ribu rupiah. "
        "Bawang, satu kilogram, tiga puluh lima ribu rupiah, turun tiga ribu rupiah. "
        "Tomat, dua belas ribu rupiah, harga lalu belum ada. "
        "Beras, satu kilogram, empat belas ribu lima ratus rupiah, tetap. "
        "Sumber: Dinas Perdagangan."
    )


def test_rupiah_in_english() -> None:
    assert PricesWords(Phrases(Translation("en"))).rupiah(14_500) == "14,500"
