"""An office that publishes, edits, moves, cancels, withdraws and publishes again: signed editions and plain feeds, as files that a
web host hands out. What happens on which day is drawn from a seed."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from content_cache.model.items import Apart
from content_cache.model.vocabulary import Category
from tests.campaigns.month.truth import WITA, Known, Span, Thing, mark
from tests.content_cache.central.office import OfficePC, picture

CENTRAL, RSS, ATOM, ICAL, QUAKES, WEATHER, PRICES = (
    "Diskominfo", "Kominfo", "Cek Fakta", "Kalender", "BMKG", "Cuaca", "Harga",
)  # fmt: skip
ADM4 = "72.01.05.2003"
SHAKEN_FOR = timedelta(hours=2)
_IN_FEED = 6  # entries of a blog's feed
_QUAKES = 15
_DAY = timedelta(days=1)


class Newsroom:
    """`now` is the true time; `web` is what the host hands out."""

    def __init__(self, place: Path, draw: random.Random, now: datetime) -> None:
        self.web = place / "web"
        self.web.mkdir()
        (place / "kantor").mkdir()
        self.pc = OfficePC(place / "kantor", self.web / "terbit", now=now)
        self.pc.put("feed.toml", 'title = "Kabar"\npublisher = "Diskominfo Banggai"\narea = "72.01"\n')
        self.pc.put("loket.png", picture())
        self.draw, self.now = draw, now
        self.marks = 0
        self.things: dict[str, dict[str, Thing]] = {name: {} for name in (CENTRAL, RSS, ATOM, ICAL, QUAKES)}
        self.withdrawn: list[Thing] = []  # from editions, to be published again
        self._edition: dict[str, Thing] = {}  # as it was published last
        self._number = 0
        self._calendar: dict[str, list[str]] = {}  # VEVENTs by uid
        self.priced = now
        self.forecast = now

    # --- what comes to be said

    def day(self, now: datetime) -> None:
        """A day's work, done at `now`."""
        self.now = now
        draw = self.draw
        for _ in range(draw.randint(1, 3)):
            self._write()
        for _ in range(draw.randint(0, 2)):
            self._edit()
        if draw.random() < 0.35:
            self._withdraw()
        if self.withdrawn and draw.random() < 0.2:
            again = self._anew(self.withdrawn.pop(draw.randrange(len(self.withdrawn))))
            self._put(
                again if not again.expires else replace(again, publish_from=None, expires=self._at(draw.uniform(1, 6)))
            )
        for _ in range(draw.randint(0, 2)):
            self._blog(RSS, Category.NEWS)
        if draw.random() < 0.4:
            self._blog(ATOM, Category.CLARIFICATION)
        self._calendar_work()
        if draw.random() < 0.5:
            self.quake()
        if draw.random() < 0.4:
            self.priced = now
        if draw.random() < 0.8:
            self.publish()
        self.put_feeds()

    def publish(self) -> None:
        """The edition as the folder is now."""
        self.pc.now = self.now
        planned = self.pc.publish()
        if planned.is_new:
            self._edition = dict(self.things[CENTRAL])
        self._stamp(self.pc.out)

    def _mark(self) -> str:
        self.marks += 1
        return mark(self.marks)

    def _anew(self, thing: Thing) -> Thing:
        return replace(thing, mark=self._mark())

    def _at(self, days: float) -> datetime:
        """A quarter of an hour of some day from now on."""
        when = self.now + timedelta(days=days)
        return when.replace(minute=15 * (when.minute // 15), second=0, microsecond=0)

    def _span(self, first: float = 0.2, last: float = 12) -> tuple[Span, bool]:
        draw = self.draw
        starts = self._at(draw.uniform(first, last))
        kind = draw.random()
        if kind < 0.25:  # whole days
            day = starts.astimezone(WITA).replace(hour=0, minute=0)
            return (day, day + draw.randint(1, 3) * _DAY), True
        if kind < 0.4:  # over midnight
            evening = starts.astimezone(WITA).replace(hour=20, minute=0)
            return (evening, evening + timedelta(hours=draw.choice((4, 6)))), False
        return (starts, starts + timedelta(hours=draw.choice((1, 2, 5)))), False

    def _write(self) -> None:
        draw, key = self.draw, f"k{self.marks}"
        category: Category | Apart = draw.choices(
            (
                Category.ANNOUNCEMENT,
                Category.NEWS,
                Category.EVENT,
                Category.CLARIFICATION,
                Category.SERVICE,
                Apart.ANSWER,
            ),
            (5, 4, 5, 1, 1, 1),
        )[0]
        thing = Thing(key, CENTRAL, category, self._mark(), self.now)
        if category is Category.ANNOUNCEMENT:
            begins = self._at(draw.uniform(0.5, 4)) if draw.random() < 0.3 else None
            ends = self._at(draw.uniform(5, 14)) if begins else self._at(draw.uniform(0.3, 10))
            rank = draw.choice((0, 0, 1, 2))
            lasts = rank < 2 and draw.random() < 0.2
            thing = replace(
                thing, publish_from=begins, expires=None if lasts else ends, priority=rank,
                pinned=not lasts and draw.random() < 0.15, published=begins or self.now,
            )  # fmt: skip
        elif category is Category.EVENT:
            span, whole = self._span()
            thing = replace(thing, spans=(span,), all_day=whole)
        self._put(thing)

    def _edit(self) -> None:
        """A title, a time or an end of something that is published; an event may be called off in its title."""
        draw = self.draw
        living = [each for each in self.things[CENTRAL].values() if not each.is_over(self.now) and not each.cancelled]
        coming = [each for each in living if not each.spans or each.spans[-1][1] > self.now]
        if not coming:
            return
        thing = self._anew(draw.choice(coming))
        if thing.spans:
            if draw.random() < 0.3:
                thing = replace(thing, cancelled=True)
            elif draw.random() < 0.8:  # earlier or later
                span, whole = self._span(0.1, 8)
                thing = replace(thing, spans=(span,), all_day=whole)
        elif thing.expires and draw.random() < 0.5:
            thing = replace(thing, expires=self._at(draw.uniform(4.5, 9)))
        self._put(thing)

    def _withdraw(self) -> None:
        kept = self.things[CENTRAL]
        if len(kept) < 4:
            return
        thing = kept.pop(self.draw.choice(sorted(kept)))
        (self.pc.folder / f"{thing.id}.md").unlink()
        self.withdrawn.append(thing)

    def _put(self, thing: Thing) -> None:
        self.things[CENTRAL][thing.id] = thing
        self.pc.put(f"{thing.id}.md", _markdown(thing, pictured=len(self.things[CENTRAL]) % 9 == 1))

    def _blog(self, source: str, category: Category) -> None:
        """A new entry, or, now and then, one of the feed written anew."""
        feed = self.things[source]
        if feed and self.draw.random() < 0.25:
            old = self.draw.choice(list(feed)[-_IN_FEED:])
            feed[old] = self._anew(feed[old])
            return
        # a blog that takes the hour of Sulawesi for one of Greenwich: its entries are of this night
        ahead = timedelta(hours=8) if self.draw.random() < 0.15 else timedelta(0)
        thing = Thing(f"{source}-{self.marks}", source, category, self._mark(), self.now.replace(microsecond=0) + ahead)
        feed[thing.id] = thing

    def _calendar_work(self) -> None:
        draw, kept = self.draw, self.things[ICAL]
        if draw.random() < 0.5 or not kept:
            self._new_entry()
        coming = [
            each for each in kept.values() if each.spans[0][0] > self.now + timedelta(hours=1) and "/" not in each.id
        ]
        singles = [each for each in coming if len(each.spans) == 1 and each.id.startswith("acara")]
        if singles and draw.random() < 0.35:
            thing = draw.choice(singles)
            match draw.choice(("moved", "dropped", "cancelled")):
                case "moved":
                    span, whole = self._span()
                    self._enter(replace(self._anew(thing), spans=(span,), all_day=whole))
                case "dropped":
                    del kept[thing.id], self._calendar[thing.id]
                case _:
                    del kept[thing.id]
                    self._calendar[thing.id] = [_vevent(thing, thing.spans[0], more=("STATUS:CANCELLED",))]
        series = [each for each in kept.values() if each.id.startswith("rutin")]
        if series and draw.random() < 0.3:
            self._change_series(draw.choice(series))

    def _new_entry(self) -> None:
        draw = self.draw
        span, whole = self._span()
        if draw.random() < 0.25:
            starts, ends = span
            spans = tuple((starts + n * 7 * _DAY, ends + n * 7 * _DAY) for n in range(6))
            self._enter(Thing(f"rutin{self.marks}", ICAL, Category.EVENT, self._mark(), self.now, spans, whole))
        else:
            self._enter(Thing(f"acara{self.marks}", ICAL, Category.EVENT, self._mark(), self.now, (span,), whole))

    def _enter(self, thing: Thing) -> None:
        self.things[ICAL][thing.id] = thing
        rule = (f"RRULE:FREQ=WEEKLY;COUNT={len(thing.spans)}",) if len(thing.spans) > 1 else ()
        self._calendar[thing.id] = [_vevent(thing, thing.spans[0], more=rule)]

    def _change_series(self, thing: Thing) -> None:
        """One of its times that is still to come takes place at another, or not at all."""
        later = [span for span in thing.spans[1:] if span[0] > self.now + timedelta(hours=1)]
        if len(later) < 2:
            return
        was = self.draw.choice(later)
        which = _when(was[0], "RECURRENCE-ID", whole=thing.all_day)
        others = tuple(span for span in thing.spans if span != was)
        if any(which in part for part in self._calendar[thing.id]) or was[0].timestamp() in _moved(
            self._calendar[thing.id]
        ):
            return
        if self.draw.random() < 0.5:
            moved = was[0] + _DAY, was[1] + _DAY
            self._calendar[thing.id].append(
                _vevent(thing, moved, more=(which, "SEQUENCE:1", f"X-WAS:{moved[0].timestamp()}"))
            )
            self.things[ICAL][thing.id] = replace(thing, spans=tuple(sorted((*others, moved))))
        else:
            self._calendar[thing.id].append(_vevent(thing, was, more=(which, "STATUS:CANCELLED", "SEQUENCE:1")))
            self.things[ICAL][thing.id] = replace(thing, spans=others)

    def quake(self) -> None:
        when = self.now.astimezone(UTC).replace(microsecond=0) - timedelta(minutes=self.draw.randint(1, 50))
        key = f"gempa-{when:%Y%m%dT%H%M%SZ}"
        self.things[QUAKES][key] = Thing(
            key, QUAKES, Category.ALERT, self._mark(), when, publish_from=None, expires=when + SHAKEN_FOR, priority=3
        )

    # --- what the host hands out

    def put_feeds(self) -> None:
        """All plain feeds as they are at `now`."""
        self._feed("rss.xml", _rss(self._newest(RSS)))
        self._feed("atom.xml", _atom(self._newest(ATOM)))
        parts = [part for each in self._calendar.values() for part in each]
        self._feed(
            "kalender.ics",
            "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//k//ID", *parts, "END:VCALENDAR", ""]),
        )
        self._feed("gempa.json", _quakes(list(self.things[QUAKES].values())[-_QUAKES:]))
        self.forecast = self.now.astimezone(UTC).replace(
            hour=self.now.astimezone(UTC).hour // 6 * 6, minute=0, second=0, microsecond=0
        )
        self._feed("cuaca.json", _forecast(self.forecast))
        self._feed("harga.json", _prices(self.priced))

    def _feed(self, name: str, text: str) -> None:
        path = self.web / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            os.utime(path, (self.now.timestamp(),) * 2)

    def _stamp(self, folder: Path) -> None:
        for path in folder.rglob("*"):
            os.utime(path, (self.now.timestamp(),) * 2)

    def _newest(self, source: str) -> list[Thing]:
        return list(reversed(list(self.things[source].values())[-_IN_FEED:]))

    def told(self, source: str, known: Known) -> tuple[Mapping[str, Thing], list[str]]:
        """Return what the host lists under *source* now, and the keys of *known* things that this withdraws."""
        if source == CENTRAL:
            gone = [key for name, key in known.things if name == CENTRAL and key not in self._edition]
            return self._edition, gone
        if source == ICAL:
            listed = self.things[ICAL]
            gone = [
                key for (name, key), each in known.things.items()
                if name == ICAL and key not in listed
                and (any(span[0] >= self.now for span in each.thing.spans) or key in self._calendar)
            ]  # fmt: skip
            return listed, gone
        if source == QUAKES:
            return dict(list(self.things[QUAKES].items())[-_QUAKES:]), []
        return {each.id: each for each in self._newest(source)} if source in (RSS, ATOM) else {}, []


def _moved(parts: Iterable[str]) -> set[float]:
    return {
        float(line.removeprefix("X-WAS:")) for part in parts for line in part.splitlines() if line.startswith("X-WAS:")
    }


def _markdown(thing: Thing, *, pictured: bool) -> str:
    kind = "layanan" if isinstance(thing.category, Apart) else str(thing.category)
    head = [f"id: {thing.id}", f"title: {_title(thing)}", f"category: {kind}"]
    times = {"publish_from": thing.publish_from, "expires": thing.expires}
    head += [f"{name}: {when.astimezone(WITA):%Y-%m-%d %H.%M}" for name, when in times.items() if when]
    for starts, ends in thing.spans:
        if thing.all_day:
            last = (ends.astimezone(WITA) - _DAY).date()
            head += [f"starts: {starts.astimezone(WITA):%Y-%m-%d}", f"ends: {last}", "all_day: true"]
        else:
            head += [
                f"starts: {starts.astimezone(WITA):%Y-%m-%d %H.%M}",
                f"ends: {ends.astimezone(WITA):%Y-%m-%d %H.%M}",
            ]
    head += [f"priority: {thing.priority}"] if thing.priority else []
    head += ["pinned: true"] if thing.pinned else []
    head += ["claim: Benarkah kabar ini", "verdict: salah"] if thing.category is Category.CLARIFICATION else []
    head += (
        [f"answers: {{kiosk: 25a0f9710781, number: {int(thing.id[1:]) + 1}}}"] if thing.category is Apart.ANSWER else []
    )
    if pictured and thing.category in (Category.ANNOUNCEMENT, Category.SERVICE):
        head += ["pictures:", "  - file: loket.png", "    alt: Loket", "loop: {weight: 2}"]
    return "\n".join(["---", *head, "---", f"Isi {thing.mark} untuk warga.", ""])


def _title(thing: Thing) -> str:
    return f"BATAL, acara {thing.mark}" if thing.cancelled else f"Kabar {thing.mark}"


def _rss(entries: Iterable[Thing]) -> str:
    items = "".join(
        f"<item><title>Kabar {each.mark}</title><guid isPermaLink='false'>{each.id}</guid>"
        f"<pubDate>{format_datetime(each.published)}</pubDate><description>Isi {each.mark} untuk warga.</description></item>"
        for each in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kominfo</title>{items}</channel></rss>'


def _atom(entries: Iterable[Thing]) -> str:
    items = "".join(
        f"<entry><title>[SALAH] Kabar {each.mark}</title><id>{each.id}</id><published>{each.published.isoformat()}</published>"
        f"<updated>{each.published.isoformat()}</updated><content>Isi {each.mark} untuk warga.</content></entry>"
        for each in entries
    )
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Cek</title><id>cek</id>{items}</feed>'
    )


def _when(when: datetime, name: str, *, whole: bool) -> str:
    if whole:
        return f"{name};VALUE=DATE:{when.astimezone(WITA):%Y%m%d}"
    return f"{name};TZID=Asia/Makassar:{when.astimezone(WITA):%Y%m%dT%H%M%S}"


def _vevent(thing: Thing, span: Span, *, more: Iterable[str] = ()) -> str:
    times = [_when(when, name, whole=thing.all_day) for name, when in zip(("DTSTART", "DTEND"), span, strict=True)]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{thing.id}",
        "DTSTAMP:20261201T000000Z",
        *times,
        f"SUMMARY:Kabar {thing.mark}",
        *more,
    ]
    return "\r\n".join([*lines, "END:VEVENT"])


def _quakes(quakes: Iterable[Thing]) -> str:
    listed = [
        {
            "DateTime": each.published.isoformat(), "Coordinates": "-0.95,122.80", "Magnitude": "5.4", "Kedalaman": "10 km",
            "Wilayah": f"10 km Tenggara {each.mark}", "Potensi": "Tidak berpotensi tsunami", "Dirasakan": "IV Luwuk",
        }
        for each in reversed(list(quakes))
    ]  # fmt: skip
    return json.dumps({"Infogempa": {"gempa": listed}})


def _forecast(made: datetime) -> str:
    steps = [
        {
            "utc_datetime": f"{made + timedelta(hours=3 * n):%Y-%m-%d %H:%M:%S}", "t": 25 + n % 5, "weather": 3,
            "analysis_date": f"{made:%Y-%m-%dT%H:%M:%S}", "ws": 5, "wd": "SE",
        }
        for n in range(24)
    ]  # fmt: skip
    return json.dumps({"data": [{"lokasi": {"adm4": ADM4, "desa": "Bunga"}, "cuaca": [steps]}]})


def _prices(made: datetime) -> str:
    row = {"name": "Beras", "unit": "1 kg", "price": 14000 + made.day}
    head = {"type": "prices", "issued": made.astimezone(WITA).isoformat(), "source": "Dinas", "place": "Pasar Simpong"}
    return json.dumps({**head, "rows": [row]})
