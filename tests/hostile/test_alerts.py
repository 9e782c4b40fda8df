"""Alerts that were spoiled on the way: each is read or refused with a reason, and what is read can be told on screen and aloud."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache.alerts import Place, standing
from content_cache.formats import read_feed
from content_cache.model.errors import FormatError
from content_cache.model.items import Alert
from content_cache.model.sources import Source
from content_cache.model.trust import secured
from kiosk.alerts.spoken import alert_lines
from kiosk.alerts.text import AlertWords
from kiosk.content.local_alerts import view_of
from kiosk.core.clock import Moment, Trust
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from tests.support.present import present

pytestmark = pytest.mark.attack(
    "what comes in",
    "a warning that was spoiled on its way",
    "read or refused with a reason; what is read can be told on screen and aloud",
)


NOW = datetime(2026, 9, 24, 15, 20, tzinfo=ZoneInfo("Asia/Makassar"))
SAMPLES = sorted((Path(__file__).parents[1] / "feeds/bmkg").glob("*.[xj]*"))
GORONTALO = Place(0.6, 122.0, "75.01")
SPOILERS = (
    b"", b"<", b">", b"&", b"&amp;", b"\x00", b"\xff", b"-", b"9", b"nan", b"inf", b"1e999", b" ", b",", b'"', b"]]>", b"<info>",
    b"</info>", b"<!--", b"\xe2\x80\xae", b"[b]", b"{", b"}", b"null", b"[", b"0000-00-00", b"+99:99", b"<polygon>",
)  # fmt: skip
ROUNDS = 100  # of each sample


def spoiled(body: bytes, chance: random.Random) -> bytes:
    """Return *body* with up to six cuts, mostly short, each filled with something else or a part from elsewhere in it."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + int(chance.expovariate(1 / 12)))
        other = chance.randrange(len(body) + 1)
        filling = chance.choice((*SPOILERS, body[other : other + chance.randrange(200)]))
        body = body[:start] + filling + body[end:]
    return body


def told(body: bytes, source: Source) -> str:
    """Return "refused", "nothing", "news" or "alert" for *body*. Errors that must not occur are passed on."""
    try:
        items = read_feed(body, source, url=source.url, now=NOW).items
    except FormatError as error:
        reason = str(error)
        return "refused" if reason and "\n" not in reason else "refused without a line of why"
    alerts = [item for item in (secured(item, source) for item in items) if isinstance(item, Alert)]
    moment = Moment(NOW, Trust.TRUSTED)
    for each in standing(alerts, GORONTALO, NOW):
        for language in ("id", "en"):
            words = AlertWords(view_of(each, language), moment, Phrases(Translation(language)))
            assert all(line.strip() for line in alert_lines(words))
            assert words.band
        assert each.alert.expires is not None, "an alert always ends"
        assert each.alert.expires - present(each.alert.effective) < timedelta(days=366 * 100)
    return "alert" if alerts else "news" if items else "nothing"


@pytest.mark.slow(cases=0)
def test_a_spoiled_alert_is_read_or_refused_with_a_reason() -> None:
    chance = random.Random(9)
    counted: Counter[str] = Counter()
    for sample in SAMPLES:
        source = Source(name="BMKG", url="https://bmkg.example/alerts.xml", alerts=True)
        whole = sample.read_bytes()
        counted[told(whole, source)] += 1
        counted.update(told(spoiled(whole, chance), source) for _ in range(ROUNDS))
    assert len(SAMPLES) == 13
    assert set(counted) <= {"alert", "news", "nothing", "refused"}, counted
    assert all(counted[fate] > 50 for fate in ("alert", "refused")), counted
