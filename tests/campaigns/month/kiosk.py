"""A kiosk without a screen: the real store, refresher, clock and views, on a machine whose clock and line the test turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from content_cache.alerts import Place
from content_cache.central.bundle import bundles_in
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import ImportResult
from content_cache.jobs.limits import Limits
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category
from content_cache.refresh.means import Means
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from kiosk.content.emergency import EmergencyBook
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Clock, Moment, never_before
from kiosk.core.clock_floor import clock_floor
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.narration.guide_text import GuideText
from kiosk.narration.narrator import SpokenReadings
from kiosk.pages.idle.contents import IdleContents
from kiosk.pages.search.item_search import ItemSearch
from kiosk.pages.table import PAGES
from kiosk.settings import PlaceSettings, Settings
from kiosk.settings.sections import WeatherSettings
from tests.campaigns.month import office
from tests.campaigns.month.truth import WITA
from tests.content_cache.central.office import ALERT, NEWS, SPARE
from tests.support.board import PaperBoard

AREA = "72.01.05"
_LIMITS = Limits(deadline=20.0, reading=20.0, feed_bytes=1_000_000)


@dataclass(slots=True)
class Machine:
    """`now` is the true time, which nobody on the machine knows; its own clock is `off` by so much."""

    now: datetime
    off: timedelta = timedelta(0)
    believed: bool = False

    def time(self) -> datetime:
        return (self.now + self.off).astimezone(UTC)

    def uptime(self) -> float:
        return self.now.timestamp()

    def trusted(self) -> bool:
        return self.believed


def sources(url: str) -> tuple[Source, ...]:
    def plain(name: str, file: str, form: str, category: Category | None = None, *, alerts: bool = False) -> Source:
        kind = category or Category.NEWS
        return Source(
            name=name, url=f"{url}/{file}", format=form, category=kind, timezone="Asia/Makassar", alerts=alerts
        )

    keys = (f"{NEWS.public} news", f"{SPARE.public} spare")
    return (
        Source(name=office.CENTRAL, url=f"{url}/terbit/", format="central", keys=keys, alert_keys=(str(ALERT.public),)),
        plain(office.RSS, "rss.xml", "rss"),
        plain(office.ATOM, "atom.xml", "rss", Category.CLARIFICATION),
        plain(office.ICAL, "kalender.ics", "ical", Category.EVENT),
        plain(office.QUAKES, "gempa.json", "bmkg", Category.ALERT, alerts=True),
        plain(office.WEATHER, "cuaca.json", "bmkg-cuaca"),
        plain(office.PRICES, "harga.json", "hari-ini"),
    )


class Kiosk:
    """From one power cut to the next; what is on the disk stays."""

    def __init__(self, data: Path, machine: Machine, url: str) -> None:
        self.data, self.machine = data, machine
        self.sources = sources(url)
        self.boot()

    def boot(self) -> None:
        machine = self.machine
        self.writes = never_before(
            self._floor, believed=machine.trusted, machine=machine.time, monotonic=machine.uptime
        )
        self.clock = Clock(
            WITA, floor=self._floor, believed=machine.trusted, machine=machine.time, monotonic=machine.uptime
        )
        settings = Settings(
            place=PlaceSettings(name="Desa Bunga", area=AREA), weather=WeatherSettings(adm4=office.ADM4)
        )
        self.repository = ContentRepository(
            lambda: Store.open(self.data, read_only=True),
            area=AREA,
            alert_sources=[office.QUAKES],
            place=Place(-0.93, 122.79, AREA, ("Desa Bunga",)),
            settings=settings,
        )
        self.search = ItemSearch(self.repository)
        self.board = PaperBoard(place="Bunga", language="id")
        self.idle = IdleContents(self.repository, settings.loop)
        self.book = EmergencyBook(settings.emergency, self.data, self.repository)
        self.phrases = Phrases(Translation("id"))
        self.guide = GuideText(self.board, Translation("id"), {}, pages=PAGES)
        self.readings = SpokenReadings(Translation("id"), self.data)

    def cut(self) -> None:
        self.repository.close()

    def _floor(self) -> datetime | None:
        return clock_floor(self.data, self.sources)

    def moment(self) -> Moment:
        return self.clock.read()

    def refresh(self, *, line: bool = True) -> Mapping[str, str]:
        """All sources, as when the line has come; the status of each. Without a line, what the refresher does all the same."""
        with Store.open(self.data) as store:
            refresher = Refresher(
                store,
                self.sources,
                data_dir=self.data,
                kiosk_id="25a0f9710781",
                clock=self.writes,
                limits=_LIMITS,
                means=Means(jitter=lambda: 0.0, trusted=self.machine.trusted),
            )
            return {outcome.name: outcome.status for outcome in refresher.refresh(None if line else (), force=True)}

    def take_in(self, folder: Path) -> ImportResult:
        """The newest edition of a stick."""
        (bundle,) = bundles_in(folder)
        with Store.open(self.data) as store:
            trusted = self.machine.believed
            return import_bundle(store, bundle, self.sources, clock=self.writes, limits=_LIMITS, trusted=trusted).result

    def stored(self) -> set[tuple[str, str]]:
        """Return (source, id) of each item that the cache holds, shown or not."""
        with Store.open(self.data, read_only=True) as store:
            return {(item.source, item.id) for item in store.reader.items()} | {
                (item.source, item.id) for item in store.reader.answers(published_by=None, expired_at=None)
            }
