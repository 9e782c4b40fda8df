"""Every screen in each of its states, in one table: what is added here is checked by all tests of whole screens.

A state is a function that gives the board's properties, `screen` among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from content_cache.model.picture_text import PictureText
from content_cache.model.tables import spans
from content_cache.model.vocabulary import Category, Hazard
from kiosk.content.day import sky
from kiosk.content.views.day import DayView, Prices, SkyView
from kiosk.content.views.service_views import Tool, ToolView
from kiosk.content.views.shown import (
    AlertView,
    ArticleView,
    Fits,
    Handout,
    ListView,
    MonthMark,
    NoticesView,
    Speaking,
)
from kiosk.core.clock import Freshness
from kiosk.i18n.phrases import Phrases
from kiosk.i18n.translation import Translation
from kiosk.pages.faults.view import FaultsView
from kiosk.pages.first_run.view import FirstRunView, SetUp
from kiosk.pages.idle.slides import FILM, Slide
from kiosk.pages.idle.view import IdleView
from kiosk.pages.item.film.view import FilmView
from kiosk.pages.item.table.view import TableView
from kiosk.pages.item.viewer.view import WHOLE
from kiosk.pages.search.view import SearchView
from kiosk.pages.table import SCREENS
from kiosk.pages.technician.view import DeskStep, DeskView, PinView, TakeState
from kiosk.shell.tools.tool_text import ToolWords
from kiosk.speech.utterance import Sentence
from kiosk.state.request_kinds import RequestAnswer, RequestKind, RequestResult
from tests.gallery.samples.provisioned import JOURNAL, NETWORKS
from tests.gallery.samples.warnings import sample_warning
from tests.kiosk.ui.pages import FRONT, PAGE, WRITTEN
from tests.support.present import present
from tests.support.shown_village import DAY

SIZES = ((1280, 720), (800, 480), (720, 1280), (1920, 1080))
SCALES = (1.0, 1.5, 2.0)
THEMES = ("light", "dark", "contrast")

FAULTS = FaultsView(
    tuple(f"baris {n}: buttons.listen: pin 14 dicadangkan untuk konsol serial; pilih pin lain" for n in range(7, 17)),
    "KIM-KIOSK kiosk.toml\nbaris 7: …",
)
Board = dict[str, Any]


def _item(item: Any) -> Board:
    return {"screen": "item", "view": ArticleView(item, 0, 4)}


WAY = "Lapangan SDN 1 Bunga, 400 meter, 5 menit jalan kaki. Keluar balai ke kanan. Di simpang, belok kiri naik bukit."
"""Of the sample village, as all of it is told."""
WHO = "Warga Dusun 1 dan 2 di tepi sungai harus pindah."

WARNINGS = (
    "normal", "drill", "late", "ended", "weather", "office", "unchecked", "assembly", "caution", "told", "long",
)  # fmt: skip
"""The kinds of `warning`."""


def warning(kind: str, now: datetime) -> AlertView:
    """Return a sample warning, or one with all that a warning can have: "told" by a host, who must go; "long", a drill."""
    match kind:
        case "told":
            of_a_host = replace(sample_warning("weather", now), hazard=Hazard.FLOOD, event="Banjir bandang")
            return replace(of_a_host, known=WHO, unsigned=True, meet=WAY)
        case "long":
            quake = {"magnitude": 7.4, "tsunami": "Berpotensi tsunami"}
            return replace(sample_warning("drill", now), meet=WAY, known=WHO, **quake)
    return sample_warning(kind, now)


def _alert(kind: str) -> Callable[[Any], Board]:
    return lambda s: {"screen": "alert", "view": warning(kind, s.board.moment.now)}


def _signed_alert(stage: Any) -> Board:
    stage.village.film  # its still is the picture  # noqa: B018
    stage.controller.page("alert").picture = stage.village.frame
    return {"screen": "alert", "view": replace(sample_warning("normal", stage.board.moment.now), sign="isyarat.mp4")}


def _stale(stage: Any) -> Board:
    return {"screen": "news", "freshness": Freshness(stage.board.moment.now.replace(day=10), stale=True, old=True)}


def _long(stage: Any) -> Board:
    """200 news of four months, in the third of them."""
    months = (date(2026, 11, 1), 0), (date(2026, 10, 1), 14), (date(2026, 9, 1), 31), (date(2025, 11, 1), 52)
    marks = tuple(MonthMark(first, page) for first, page in months)
    few = stage.village.views["news"]
    listing = replace(few, rows=few.rows * 2, page=33, pages=67, total=200, first=99, months=marks)
    return {"screen": "news", "view": listing}


def _found(stage: Any) -> Board:
    return {"screen": "search", "view": replace(stage.village.views["search"], typing=False)}


def _no_weather(stage: Any) -> DayView:
    return replace(DAY, forecast=None, sea=None, last_forecast=stage.board.moment.now.replace(day=22))


def _calm() -> DayView:
    """Old, and below BMKG's limits."""
    sea, forecast = present(DAY.sea), present(DAY.forecast)
    calm = replace(sea, old=True, waters=(replace(sea.waters[0], high=1.25, wind_high=7.0),))
    return replace(DAY, sea=calm, forecast=replace(forecast, old=True))


def _waters(stage: Any) -> Board:
    """No forecast, and more waters than a page holds, of long names; some are dangerous."""
    sea = present(DAY.sea)
    rough = replace(
        sea.waters[0], name="Perairan Kepulauan Banggai Laut", low=2.55, high=3.75, wind_high=21.0, wind_from="SW"
    )
    calm = replace(rough, low=0.41, high=0.52, wind_high=9.0)
    day = DayView(sea=replace(sea, waters=(rough, calm, rough, calm, rough)))
    return {"screen": "weather", "view": sky(day, stage.board.moment, page=0, parts=0)}


def _first_run(step: SetUp) -> Callable[[Any], Board]:
    return lambda _: {"screen": "first-run", "view": FirstRunView(step=step, place="Desa Bunga")}


def _desk(view: DeskView) -> Callable[[Any], Board]:
    return lambda _: {"screen": "status", "view": view}


def _tool(tool: Tool) -> Callable[[Any], Board]:
    words = ToolWords(Phrases(Translation("id")))
    rows = {
        Tool.WIFI: words.networks(NETWORKS.data["networks"]),
        Tool.MORE: words.more(prints=True),
        Tool.SURE: words.yes_no(),
    }.get(tool, ())
    heading = words.sure(RequestKind.REBOOT) if tool is Tool.SURE else words.heading(tool)
    told = (
        words.answer_words(RequestKind.WIFI, RequestAnswer(RequestResult.NO_ANSWER), "")
        if tool is not Tool.FAULTS
        else ""
    )
    view = ToolView(tool, heading, told, "err", rows, typed="Desa#2026", when=datetime(2026, 11, 24, 9, 41, tzinfo=UTC))
    lines = words.faults(JOURNAL.data["faults"], UTC)
    return lambda _: {"screen": "status", "view": PAGE, "tool": replace(view, lines=lines)}


def _handout(*, contact: bool) -> Callable[[Any], Board]:
    def state(stage: Any) -> Board:
        news = stage.village.news[0]
        handout = Handout(
            news.title, "https://example.org/kabar/12345678901234567890", link=not contact, contact=contact
        )
        return {"screen": "item", "view": ArticleView(news, 0, 4), "handout": handout}

    return state


def _poster(**changes: Any) -> Callable[[Any], Board]:
    return lambda stage: {"screen": "item", "view": replace(stage.village.poster, **changes)}


WIDE = tuple(tuple(f"{name} {n}" for n in range(20)) for name in ("Kolom", "nilai", "jumlah", "catatan"))
LONG_WORDS = (
    ("Pertanggungjawaban", "Keterangan"),
    ("Penyelenggaraan pemerintahan desa", "kata demi kata sampai baris terakhir " * 12),
    ("Mempertanggungjawabkan", "x" * 120),
)


def _table(item: Any) -> Board:
    return {"screen": "table", "view": TableView(item, 0)}


def _reading_table(stage: Any) -> Board:
    """The voice has come to row 20."""
    item = stage.village.priced
    start, end = spans(item.blocks[0].rows)[20]
    return {**_item(item), "speaking": Speaking(item.id, (Sentence("Daging sapi.", 0, start, end),), 0)}


def _in_table(stage: Any) -> Board:
    """The voice is at row 8."""
    view = TableView(stage.village.priced, 0, page=1)
    sentences = tuple(Sentence("Beras.", block=n) for n in range(view.total))
    return {"screen": "table", "view": view, "speaking": Speaking(view.utterance, sentences, 7)}


def _idle(stage: Any, item: Any, picture: Any, **place: Any) -> Board:
    slide = Slide(item, picture, **place)
    return {"screen": "idle", "view": replace(stage.village.views["idle"], day=DAY, posters=(slide,), only=True)}


def _film_alone(stage: Any) -> Board:
    """While nobody is there, in its turn."""
    film = stage.village.film.item
    stage.controller.page("idle").film.picture = stage.village.frame
    stage.controller.page("idle").film.current_subtitle = lambda: (
        "Tancapkan bibit setinggi lutut,\nlalu tutup dengan lumpur."
    )
    return _idle(stage, film, present(film.film), kind=FILM)


def _viewer(which: str, spot: tuple[int, int], *, path: str = "") -> Callable[[Any], Board]:
    def state(stage: Any) -> Board:
        article: ArticleView = getattr(stage.village, which)
        if path:
            pictures = tuple(replace(each, path=path) for each in article.pictures)
            article = replace(article, item=replace(article.item, attachments=pictures), pictures=pictures)
        return {"screen": "viewer", "view": stage.village.viewed(article, spot, Fits().picture)}

    return state


def _film(*, away: bool = False, failed: bool = False) -> Callable[[Any], Board]:
    """The item that is about a film."""

    def state(stage: Any) -> Board:
        article: ArticleView = stage.village.film
        if away or failed:
            gone = replace(article.item.attachments[0], path="", thumbnail="", pages=-1 if failed else 0)
            article = replace(article, item=replace(article.item, attachments=(gone,)))
        return {"screen": "item", "view": article}

    return state


def _playing(*, bare: bool = False, **changes: Any) -> Callable[[Any], Board]:
    """The film over the whole screen; `bare` without signs and words."""

    def state(stage: Any) -> Board:
        article: ArticleView = stage.village.film
        if bare:
            item = replace(article.item, attachments=article.item.attachments[:1])
            article = replace(article, item=item)
        film, told = stage.controller.page("film"), "Tancapkan bibit sedalam satu\njengkal, lalu ikat pada ajir bambu."
        film.picture = film.signs = stage.village.frame
        film.subtitle = lambda: "" if bare else told
        view = FilmView(article.item, present(article.film), **{"at": 84.0, "playing": True} | changes)
        return {"screen": "film", "view": view}

    return state


def _page(stage: Any) -> Handout:
    """Return the handout of an item's page on the hall's network."""
    return Handout(stage.village.news[0].title, "http://192.168.100.20:8088/k/0123456789ab.html", link=True, of="page")


_MORE: Mapping[str, Callable[[Any], Board]] = MappingProxyType(
    {
        "speaking": lambda s: {"screen": "item", "speaking": s.village.speaking(s.village.news[0], 3)},
        "clarification": lambda s: _item(s.village.clarification),
        "service": lambda s: _item(s.village.services[0]),
        "event": lambda s: _item(s.village.events[0]),
        "empty": lambda _: {"screen": "news", "view": ListView(Category.CLARIFICATION, ())},
        "stale": _stale,
        "news-long": _long,
        "sheet": lambda _: {"screen": "home", "sheet": True},
        "timeout": lambda _: {"screen": "news", "seconds_left": 12},
        "toast": lambda _: {"screen": "news", "notice": "Suara tidak tersedia. Kabar tetap bisa dibaca."},
        "results": _found,
        "nothing": lambda _: {"screen": "search", "view": SearchView("zzz", "zzz", typing=False)},
        "handout": _handout(contact=False),
        "handout-picture": lambda s: {
            **_handout(contact=False)(s),
            "handout": Handout("BLT", "https://desa.id/p.jpg", link=True, of="picture"),
        },
        "handout-text": lambda s: {
            **_handout(contact=False)(s),
            "handout": Handout("BLT", "Info Desa: " + "BLT dana desa " * 30, of="picture"),
        },
        "handout-page": lambda s: {
            **_handout(contact=False)(s),
            "handout": replace(_page(s), join="Info Desa: " + "BLT dana desa " * 34),
        },
        "handout-join": lambda s: {
            **_handout(contact=False)(s),
            "handout": replace(
                _page(s), join=r"WIFI:T:WPA;S:Info Desa Bunga;P:kabar\;desa;;", network="Info Desa Bunga"
            ),
        },
        "contact": _handout(contact=True),
        "alert": _alert("normal"),
        "poster": _poster(),
        "poster-untold": _poster(texts=(PictureText(),)),
        "poster-unread": _poster(texts=(None,)),
        "photographs": lambda s: {"screen": "item", "view": s.village.photographs},
        "not-arrived": lambda s: _item(
            replace(s.village.poster.item, attachments=(replace(s.village.poster.pictures[0], path=""),))
        ),
        "viewer": _viewer("poster", (0, 3)),
        "viewer-whole": _viewer("poster", (0, WHOLE)),
        "viewer-photographs": _viewer("photographs", (3, WHOLE)),
        "viewer-missing": _viewer("photographs", (0, WHOLE), path="gone.jpg"),
        "item-table": lambda s: _item(s.village.priced),
        "item-table-speaking": _reading_table,
        "table-speaking": _in_table,
        "table-wide": lambda s: _table(s.village.with_table(WIDE)),
        "table-long-words": lambda s: _table(s.village.with_table(LONG_WORDS)),
        "table-no-header": lambda s: _table(s.village.with_table((("", ""), ("Beras", "15.000"), ("Gula", "")))),
        "film-still": _film(),
        "signed": lambda s: _item(replace(s.village.notices[0], attachments=s.village.film.item.attachments[1:2])),
        "film-away": _film(away=True),
        "film-broken": _film(failed=True),
        "film": _playing(),
        "film-bare": _playing(bare=True),
        "film-stopped": _playing(playing=False),
        "film-failed": _playing(bare=True, playing=False, failed=True),
        "alert-signs": _signed_alert,
        "alert-told": _alert("told"),
        "alert-long": _alert("long"),
        "drill": _alert("drill"),
        "late": _alert("late"),
        "ended": _alert("ended"),
        "weather-warning": _alert("weather"),
        "office": _alert("office"),
        "home-day": lambda s: {"screen": "home", "view": replace(s.village.views["home"], day=DAY)},
        "home-no-weather": lambda s: {"screen": "home", "view": replace(s.village.views["home"], day=_no_weather(s))},
        "idle-poster": lambda s: _idle(s, s.village.poster.item, s.village.poster.pictures[0], number=2, total=5),
        "idle-poster-wide": lambda s: _idle(s, s.village.photographs.item, s.village.photographs.pictures[0]),
        "idle-film": lambda s: _idle(s, s.village.film.item, present(s.village.film.item.film), kind=FILM),
        "idle-film-playing": _film_alone,
        "idle-prayers": lambda _: {"screen": "idle", "view": IdleView(day=DAY)},
        "idle-day": lambda s: {"screen": "idle", "view": replace(s.village.views["idle"], day=DAY)},
        "weather-none": lambda s: {"screen": "weather", "view": SkyView(_no_weather(s))},
        "weather-calm": lambda s: {"screen": "weather", "view": sky(_calm(), s.board.moment, page=0, parts=0)},
        "weather-waters": _waters,
        "prices-none": lambda _: {"screen": "prices", "view": None},
        "pin": lambda _: {"screen": "status", "view": PinView(typed=2)},
        "status": lambda _: {"screen": "status", "view": PAGE},
        "faults": lambda _: {"screen": "faults", "view": FAULTS},
        "desk": _desk(FRONT),
        "desk-off": _desk(replace(FRONT, address="", enabled=False, told="Sudah ditarik.")),
        "desk-write": _desk(replace(WRITTEN, told="Tulis judulnya dulu.", wrong=True)),
        "desk-voice": _desk(DeskView(step=DeskStep.VOICE, locks_in=272)),
        "desk-recording": _desk(
            DeskView(step=DeskStep.VOICE, take=TakeState.RUNNING, seconds=7.4, level=62, locks_in=272)
        ),
        "desk-recorded": _desk(DeskView(step=DeskStep.VOICE, take=TakeState.MADE, seconds=12.0, locks_in=272)),
        "desk-check": _desk(replace(WRITTEN, step=DeskStep.CHECK, urgent=True, take=TakeState.MADE, seconds=12.0)),
        "first-run": _first_run(SetUp.LANGUAGE),
        **{str(tool): _tool(tool) for tool in Tool},
        "first-run-wifi": lambda _: {
            "screen": "first-run",
            "view": FirstRunView(step=SetUp.INTERNET, internet="wifi"),
            "tool": _tool(Tool.WIFI)(None)["tool"],
        },
        "band": lambda s: {"screen": "news", "band": sample_warning("normal", s.board.moment.now)},
    }
)
# a screen that is not named above is shown as the sample village fills it
STATES: Mapping[str, Callable[[Any], Board]] = MappingProxyType(
    {name: lambda _, name=name: {"screen": name} for name in SCREENS}
    | dict(_MORE)
    | {f"first-run-{step}": _first_run(step) for step in SetUp}
)


def open_fitted(stage: Any, what: str, size: tuple[int, int], **board: Any) -> Any:
    """Open a state, then give lists what the layout said it holds, as the controller does."""
    properties = STATES[what](stage)
    screen = properties.pop("screen")
    stage.open(screen, size, **properties, **board)
    fit(stage)
    return stage


def fit(stage: Any) -> None:
    """Give the lists what the layout said last that it holds."""
    fits = stage.controller.told[-1]
    view = stage.board.view
    if isinstance(view, ListView):
        stage.show(replace(view, rows=view.rows[: fits.rows_of(view.category)]))
    if isinstance(view, SearchView):
        stage.show(replace(view, rows=fits.hits))
    if isinstance(view, NoticesView):
        stage.show(replace(view, cards=stage.village.notices[: fits.cards], pages=-(-5 // fits.cards)))
    if isinstance(view, Prices):
        stage.show(replace(view, rows=fits.prices))
    if isinstance(view, SkyView):
        moment = stage.board.moment
        stage.show(sky(view.day, moment, page=view.page, parts=fits.parts, upright=fits.upright, waters=fits.waters))
    if isinstance(view, TableView):
        stage.show(replace(view, rows=fits.table_rows))
    stage.settle()
