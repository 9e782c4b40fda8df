"""A village to draw: items as a village may have them, and a board filled with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PIL import Image, ImageDraw

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Announcement, Clarification, Event, Item, NewsItem, Service
from content_cache.model.sheets import Price, Sky, StaffMember, Water, WeatherStep
from content_cache.model.tables import text_of
from content_cache.model.vocabulary import Category, Provenance, Verdict
from kiosk.content.day import sky
from kiosk.content.views.day import DayView, Forecast, Prayer, Prayers, Prices, Sea, Staff
from kiosk.content.views.questions import AskView, Recipient
from kiosk.content.views.shown import (
    ArticleView,
    CalendarView,
    HomeView,
    ListView,
    NoticesView,
    Speaking,
)
from kiosk.core.clock import Freshness, Moment, Trust
from kiosk.pages.idle.view import IdleView
from kiosk.pages.item.table.view import TableView
from kiosk.pages.item.viewer.view import PictureView, ViewerSpot, picture_view
from kiosk.pages.search.aloud.view import AloudView
from kiosk.pages.search.view import SearchView, Suggestion
from kiosk.speech.utterance import Sentence

WITA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=WITA)

TEXT = (
    "Luwuk – Balap sepeda Tour de Central Celebes 2026 dimulai hari Sabtu pagi dari Lapangan Bumi Mutiara, Luwuk. "
    "Jalan Ahmad Yani ditutup pukul 06.00 sampai 10.00 WITA. "
    "Warga yang hendak ke pasar dapat lewat Jalan Imam Bonjol. "
    "Anak-anak diminta berdiri di belakang pagar pembatas dan tidak menyeberang saat rombongan lewat."
)
MORE = (
    "Panitia menyiapkan air minum dan pos kesehatan di tiga tempat: Lapangan Bumi Mutiara, simpang empat Kelurahan "
    "Bungin, dan halaman kantor camat Luwuk Utara. Petugas Dinas Perhubungan mengatur lalu lintas sejak subuh."
)

ASKED = (
    Recipient("Kepala Desa", "bank", "jalan, dana desa"), Recipient("Kasi Pelayanan", "identification-card", "surat, KTP, bantuan"),
    Recipient("Bidan desa", "first-aid", "anak, obat"), Recipient("Penyuluh", "plant", "sawah, ternak"),
    Recipient("Linmas", "shield"),
)  # fmt: skip
"""Whom a question may be for in the sample village."""


def day(number: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, number, hour, minute, tzinfo=WITA)


SIX = day(24, 6)
_SKIES = [Sky.CLEAR, Sky.PARTLY, Sky.OVERCAST, Sky.LIGHT_RAIN, Sky.THUNDER, Sky.FOG, Sky.LOCAL_RAIN, Sky.CLEAR] * 3
STEPS = tuple(WeatherStep(day(24, 5) + n * timedelta(hours=3), each, 24 + n % 9) for n, each in enumerate(_SKIES) if n)
PRICES = tuple(
    Price(name, "1 kg", 65_000 + n * 500, before)
    for n, (name, before) in enumerate(
        (("Cabai rawit merah keriting", 58_000), ("Beras medium", 65_500), ("Tomat", 0)) * 4
    )
)
DAY = DayView(
    forecast=Forecast("Bunga", "BMKG", SIX, STEPS),
    sea=Sea("BMKG", SIX, (Water("Selat Peleng bagian utara", SIX, day(25, 6), 1.25, 2.5, 8.0, 20.0, "SE"),)),
    prices=Prices("Pasar Simpong", "Dinas Perdagangan", SIX, PRICES, rows=6),
    staff=Staff("Balai Desa Bunga", (StaffMember("Ibu Rahma", "Kasi Pelayanan", "08.00", "15.00"),)),
    prayers=Prayers(tuple((prayer, day(24, 4 + 3 * n, 11)) for n, prayer in enumerate(list(Prayer)[1:])), next=2),
)
"""The day at a glance, at its longest: home and the idle screen show it where a state says so."""


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def sentences(blocks: tuple[Block, ...], title: str) -> tuple[Sentence, ...]:
    """Cut at ". ", as a reader would for this text."""
    found = [Sentence(title, -1, 0, len(title))]
    for number, block in enumerate(blocks):
        start = 0
        for part in block.text.split(". "):
            end = min(start + len(part) + 1, len(block.text))
            found.append(Sentence(part, number, start, end))
            start = end + 1
    return tuple(found)


class Village:
    """Items as a village may have them, with pictures in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.media = folder
        self._draw("jalan.jpg", "#fbe3b2", "#0e6c7e")
        self._draw("mobil.jpg", "#fbe3b2", "#4d5b63")
        self._draw("balai.jpg", "#d7ebe4", "#d9b77a")
        verified, kim = Provenance.VERIFIED, Provenance.KIM
        self.news: tuple[Item, ...] = (
            self._news(
                "n1",
                "Tour de Central Celebes mulai dari Luwuk, 82 pembalap ikut",
                "Diskominfo Banggai",
                verified,
                day(24, 7, 15),
                "jalan.jpg",
                paragraphs(TEXT, MORE, MORE),
            ),
            self._news(
                "n2",
                "SIM keliling melayani Luwuk Utara setiap Kamis di halaman kantor camat",
                "Satlantas Polres Banggai",
                verified,
                day(23, 8),
                "mobil.jpg",
                paragraphs(MORE),
            ),
            self._news(
                "n3",
                "KIM Bunga latih 20 kader menulis kabar desa yang benar",
                "KIM Desa Bunga",
                kim,
                day(22, 8),
                "",
                paragraphs(MORE),
            ),
        )
        self.hero = self._news(
            "n0",
            "Tour de Central Celebes mulai dari Luwuk",
            "Diskominfo Banggai",
            verified,
            day(24, 7, 15),
            "jalan.jpg",
            paragraphs(TEXT),
        )
        self.services = (
            Service(
                id="s1",
                source="Dukcapil",
                title="KTP elektronik",
                provenance=verified,
                hours="Senin–Jumat 08.00–15.00",
                place="Kantor Camat Luwuk Utara",
                requirements=("kartu keluarga asli", "fotokopi akta lahir"),
                blocks=paragraphs(MORE),
            ),
        )
        self.clarification = Clarification(
            id="k1",
            source="Diskominfo Banggai",
            author="BMKG dan Diskominfo Banggai",
            title="Tidak ada ramalan tsunami",
            claim="Besok malam akan ada tsunami di Luwuk, semua warga harus mengungsi.",
            verdict=Verdict.FALSE,
            provenance=verified,
            published=day(23, 9),
            blocks=paragraphs(
                "Gempa dan tsunami tidak bisa diramal harinya. BMKG tidak pernah mengeluarkan kabar itu. "
                "Peringatan resmi selalu tampil penuh di layar ini."
            ),
        )
        self.events = (
            Event(
                id="e1",
                source="Desa",
                title="Start Tour de Central Celebes",
                starts=day(28, 6),
                ends=day(28, 10),
                place="Bumi Mutiara",
                provenance=verified,
                blocks=paragraphs(TEXT),
            ),
            Event(
                id="e2",
                source="Desa",
                title="Vaksinasi anak dan lansia",
                starts=day(28, 8),
                ends=day(28, 11),
                place="Puskesmas",
                provenance=verified,
            ),
            Event(id="e3", source="Desa", title="Kerja bakti saluran air", starts=day(28, 15, 30), place="Dusun 2"),
        )
        self.posyandu = Event(
            id="e0",
            source="Desa",
            title="Posyandu Melati",
            starts=day(24, 10),
            ends=day(24, 12),
            place="Balai Desa Bunga",
            provenance=kim,
        )
        self.notices = (
            self._notice(
                "p1",
                "Air PDAM mati Rabu 25 November",
                "PDAM Kabupaten Banggai",
                verified,
                day(25, 16),
                2,
                "Pukul 08.00–16.00 WITA di Dusun 1, 2, dan 3. Tampung air malam ini.",
            ),
            self._notice(
                "p2", "Kerja bakti saluran air, bawa cangkul", "Kepala Dusun 2", kim, day(28, 15, 30), 0, MORE
            ),
            self._notice(
                "p3", "Bus sekolah lewat Bukit Halimun", "Dishub Banggai", verified, day(1, 6, month=12), 0, MORE
            ),
            self._notice(
                "p4", "Beras bansos diambil di balai desa", "Dinas Sosial Banggai", verified, day(30, 12), 0, MORE
            ),
            self._notice(
                "p5", "Musyawarah desa: rencana kerja 2027", "Pemerintah Desa Bunga", verified, day(27, 19, 30), 0, MORE
            ),
        )

    @cached_property
    def poster(self) -> ArticleView:
        """A poster, and what a machine read in it."""
        from deploy.pictures.draw.poster import blt

        page = blt((905, 1280), doubtful="Rp900.000")
        page.picture.save(self.media / "poster.jpg", quality=80)
        picture = Attachment("https://example.org/p.jpg", "image/jpeg", path="poster.jpg", width=905, height=1280)
        item = self._notice("p6", "BLT Dana Desa tahap 4 dibagikan hari Kamis", "Pemerintah Desa Bunga",
                            Provenance.VERIFIED, day(26, 15), 0, "")  # fmt: skip
        item = replace(item, attachments=(picture,), blocks=())
        return ArticleView(item, 0, 5, (picture,), (page.text,), poster=True)

    @cached_property
    def photographs(self) -> ArticleView:
        """An item with ten of them."""
        from deploy.pictures.draw.poster import photograph

        pictures = []
        for number in range(1, 11):
            photograph(number, (800, 533)).save(self.media / f"foto-{number}.jpg", quality=80)
            pictures.append(
                Attachment(f"https://example.org/{number}.jpg", "image/jpeg", "Warga berbaris di lapangan",
                           path=f"foto-{number}.jpg", width=800, height=533)
            )  # fmt: skip
        item = replace(self.news[1], attachments=tuple(pictures))
        return ArticleView(item, 1, 12, tuple(pictures), (None,) * 10)

    @cached_property
    def priced(self) -> Item:
        """An item with a table of 30 prices, most of which were other ones last week."""
        names = (
            "Beras medium", "Beras premium", "Jagung pipil", "Gula pasir", "Minyak goreng kemasan sederhana", "Tepung terigu",
            "Telur ayam ras", "Daging ayam ras", "Daging sapi", "Cakalang",
        )  # fmt: skip
        goods = [
            (f"{name}{grade}", "kg", 4_000 + 3_250 * n)
            for grade in ("", " kelas II", " curah")
            for n, name in enumerate(names)
        ]
        header = ("No", "Barang", "Satuan", "Harga (Rp)")

        def rows(more: int) -> tuple[tuple[str, ...], ...]:
            return tuple(
                (str(n), name, unit, f"{price + more * (n % 3 - 1):,}".replace(",", "."))
                for n, (name, unit, price) in enumerate(goods, 1)
            )

        return self.with_table((header, *rows(0)), ((), *rows(500)[1:]))

    def with_table(self, rows: tuple[tuple[str, ...], ...], before: tuple[tuple[str, ...], ...] = ()) -> Item:
        block = Block(BlockKind.PARAGRAPH, text_of(rows), rows=rows, before=before)
        return replace(
            self.news[1], id="tabel", title="Harga bahan pokok di Pasar Simpong", blocks=(block,), attachments=()
        )

    @cached_property
    def film(self) -> ArticleView:
        """An item that is about a film, which is here with subtitles and signs."""
        from deploy.pictures.draw.poster import photograph

        photograph(4, (640, 360)).save(self.media / "film.jpg", quality=80)
        shown: dict[str, Any] = {
            "url": "https://example.org/bakau.mp4",
            "type": "video/mp4",
            "width": 640,
            "height": 360,
        }
        attachments = (
            Attachment(**shown, role="film", path="bakau.mp4", thumbnail="film.jpg", pages=180),
            Attachment(**shown, role="sign", path="isyarat.mp4", thumbnail="film.jpg", pages=180),
            Attachment("https://example.org/bakau.srt", "text/vtt", path="bakau.json", role="subtitles"),
        )
        item = replace(self.news[0], title="Cara menanam bakau agar tidak mati", attachments=attachments, blocks=(),
                       text="", summary="Siapkan bibit setinggi lutut, lalu ikuti film ini.")  # fmt: skip
        return ArticleView(item, 1, 6)

    def frame(self) -> tuple[float, tuple[int, int], memoryview]:
        """A picture of that film."""
        from PIL import Image as Pictures

        with Pictures.open(self.media / "film.jpg") as still:
            return 84.0, still.size, memoryview(still.convert("RGB").tobytes())

    def viewed(self, article: ArticleView, spot: tuple[int, int], room: tuple[float, float]) -> PictureView:
        """Return the picture's view as the controller would make it."""
        texts = dict(zip(article.pictures, article.texts, strict=True))
        return picture_view(article.item, ViewerSpot(*spot), room=room, texts=texts.get)

    def _draw(self, name: str, sky: str, ground: str) -> None:
        picture = Image.new("RGB", (640, 360), sky)
        pen = ImageDraw.Draw(picture)
        pen.polygon([(0, 200), (140, 60), (320, 190), (470, 70), (640, 190), (640, 240), (0, 240)], fill="#5f9aa0")
        pen.rectangle((0, 220, 640, 360), fill=ground)
        pen.ellipse((440, 20, 540, 120), fill="#f2b134")
        picture.save(self.media / name)

    def _news(
        self,
        id_: str,
        title: str,
        author: str,
        provenance: Provenance,
        published: datetime,
        picture: str,
        blocks: tuple[Block, ...],
    ) -> Item:
        attachments = (Attachment(f"https://example.org/{picture}", "image/jpeg", path=picture),) if picture else ()
        return NewsItem(
            id=id_,
            source="KIM Desa Bunga",
            author=author,
            title=title,
            provenance=provenance,
            published=published,
            seen_first=published,
            attachments=attachments,
            blocks=blocks,
        )

    def _notice(
        self, id_: str, title: str, author: str, provenance: Provenance, expires: datetime, priority: int, text: str
    ) -> Announcement:
        return Announcement(
            id=id_,
            source="Desa",
            author=author,
            title=title,
            provenance=provenance,
            expires=expires,
            priority=priority,
            blocks=paragraphs(text),
            text=text,
        )

    def fill(self, board: Any) -> None:
        """Everything that a screen may show, on a quiet Tuesday morning."""
        board.place, board.contact = "Bunga", "KIM Bunga"
        board.moment = Moment(NOW, Trust.TRUSTED)
        board.freshness = Freshness(NOW - timedelta(minutes=10))
        home = HomeView(
            hero=self.hero,
            event=self.posyandu,
            ahead=(self.posyandu, *self.events),
            counts={
                Category.NEWS: 12,
                Category.EVENT: 9,
                Category.ANNOUNCEMENT: 5,
                Category.SERVICE: 4,
                Category.CLARIFICATION: 4,
            },
            fresh={Category.NEWS: 3, Category.ANNOUNCEMENT: 1},
            events_today=2,
            services=("SIM", "KTP", "bansos"),
            alerts_checked=NOW - timedelta(minutes=10),
        )
        marks = {3: 1, 5: 1, 8: 1, 10: 1, 12: 2, 14: 1, 17: 1, 19: 1, 21: 1, 24: 2, 26: 1, 28: 3, 29: 1}
        calendar = CalendarView(
            date(2026, 11, 1),
            date(2026, 11, 28),
            NOW.date(),
            {date(2026, 11, number): count for number, count in marks.items()},
            self.events,
        )
        search = SearchView(
            query="kader kab",
            looked_for="kader kab",
            suggestions=(Suggestion("kader kabar", 6), Suggestion("kader kabupaten", 2), Suggestion("kader kabut", 1)),
            hits=(self.news[2], *self.news, self.clarification, *self.notices),
            pages=4,
        )
        upcoming = (
            self.posyandu,
            Event(id="u2", source="Desa", title="SIM keliling", starts=day(26, 9), place="Kantor camat"),
            Event(id="u3", source="Desa", title="Tour de Central Celebes", starts=day(28, 6), place="Bumi Mutiara"),
        )
        self.views: dict[str, Any] = {
            "idle": IdleView(upcoming),
            "home": home,
            "news": ListView(Category.NEWS, self.news, pages=4, total=12, fresh=3),
            "item": ArticleView(self.news[0], index=2, total=12),
            "events": calendar,
            "announcements": NoticesView(self.notices, total=5),
            "search": search,
            "weather": sky(DAY, board.moment, page=0, parts=0),
            "prices": DAY.prices,
            "table": TableView(self.priced, 0),
            "ask": AskView(ASKED),
            "aloud": AloudView(),
        }

    def speaking(self, item: Item, index: int) -> Speaking:
        return Speaking(item.id, sentences(item.blocks, item.title), index)
