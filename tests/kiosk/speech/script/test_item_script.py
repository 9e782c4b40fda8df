from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.attachments import Attachment
from content_cache.model.blocks import Block, BlockKind
from content_cache.model.items import Announcement, Clarification, Event, Item, NewsItem, Service
from content_cache.model.vocabulary import Provenance, Verdict
from kiosk.speech.script.item_script import ItemScript, event_time, item_utterance, notice
from kiosk.speech.script.phrases import INDONESIAN, TABLES, phrases_for
from kiosk.speech.utterance import NOWHERE, TITLE

WORDING = ItemScript(zone=ZoneInfo("Asia/Makassar"))
MORNING = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)  # Thursday 09.00 WITA


def said(item: Item, wording: ItemScript = WORDING) -> list[str]:
    return [sentence.spoken for sentence in item_utterance(item, wording).sentences]


def test_news_says_who_and_how_far_checked_and_when_before_what() -> None:
    news = NewsItem(
        id="n1",
        source="Diskominfo Banggai",
        title="Pasar Jl. Ahmad Yani dibuka",
        blocks=(
            Block(BlockKind.PARAGRAPH, "Pasar dibuka pkl. 06.00 WITA. Warga senang."),
            Block(BlockKind.PICTURE, "Gambar pasar"),
            Block(BlockKind.ITEM, "Parkir Rp2.000"),
        ),
        published=MORNING,
        provenance=Provenance.VERIFIED,
    )
    assert said(news) == [
        "Pasar jalan Ahmad Yani dibuka.",
        "Dari Diskominfo Banggai, terverifikasi.",
        "Pasar dibuka pukul enam pagi waktu indonesia tengah.",
        "Warga senang.",
        "Parkir dua ribu rupiah.",
        "Terbit Kamis, tiga September dua ribu dua puluh enam.",
    ]


def test_what_is_lit_is_what_is_said() -> None:
    news = NewsItem(
        id="n1",
        source="KIM",
        title="Judul berita",
        blocks=(Block(BlockKind.PARAGRAPH, "Kalimat satu. Kalimat dua."), Block(BlockKind.PARAGRAPH, "Kalimat tiga.")),
    )
    sentences = item_utterance(news, WORDING).sentences
    lit = [
        (s.block, (news.title if s.block == TITLE else news.blocks[s.block].text)[s.start : s.end])
        for s in sentences
        if s.block != NOWHERE
    ]
    assert lit == [(TITLE, "Judul berita"), (0, "Kalimat satu."), (0, "Kalimat dua."), (1, "Kalimat tiga.")]


@pytest.mark.parametrize(
    ("provenance", "words"),
    [
        (Provenance.VERIFIED, "Dari Desa Bunga, terverifikasi."),
        (Provenance.KIM, "Dari Desa Bunga, disampaikan kim, belum dicek kabupaten."),
        (Provenance.UNCHECKED, "Dari Desa Bunga, belum dicek."),
    ],
)
def test_the_word_for_how_far_it_was_checked_is_spoken(provenance: Provenance, words: str) -> None:
    assert words in said(NewsItem(id="n", source="Desa Bunga", title="Judul", provenance=provenance))


def test_a_kim_is_named_once() -> None:
    news = NewsItem(id="n", source="KIM Desa Bunga", title="Judul", provenance=Provenance.KIM)
    assert said(news)[1] == "Dari kim Desa Bunga, belum dicek kabupaten."


def test_a_clarification_never_says_the_claim_before_it_is_called_false() -> None:
    hoax = Clarification(
        id="c",
        source="Diskominfo",
        title="Bantuan lewat tautan",
        claim="Pemerintah membagi Rp600.000 lewat tautan.",
        verdict=Verdict.FALSE,
        blocks=(Block(BlockKind.PARAGRAPH, "Tidak ada bantuan itu."),),
        provenance=Provenance.VERIFIED,
    )
    assert said(hoax) == [
        "Ada kabar yang salah tentang hal berikut.",
        "Bantuan lewat tautan.",
        "Tidak ada bantuan itu.",
        "Kabar yang beredar: Pemerintah membagi enam ratus ribu rupiah lewat tautan.",
        "Akhir kutipan.",
        "Kabar ini salah.",
        "Dari Diskominfo, terverifikasi.",
    ]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_comes_first(verdict: Verdict) -> None:
    assert said(Clarification(id="c", source="x", title="t", verdict=verdict))[0] == INDONESIAN.claim_phrase(verdict)


def test_an_announcement_is_called_one() -> None:
    assert said(Announcement(id="a", source="KIM", title="Listrik padam"))[:2] == ["Pengumuman.", "Listrik padam."]


def test_an_event_says_when_and_where() -> None:
    event = Event(
        id="e", source="KIM", title="Posyandu", starts=MORNING, ends=MORNING + timedelta(hours=2), place="Balai Desa"
    )
    assert said(event)[:3] == [
        "Posyandu.",
        "Kamis, tiga September dua ribu dua puluh enam, pukul sembilan pagi sampai sebelas siang waktu indonesia tengah.",
        "Tempat: Balai Desa.",
    ]


@pytest.mark.parametrize(
    ("hours", "all_day", "words"),
    [
        (0, False, "Jumat, 4 September 2026, pukul 12 malam WITA"),
        (24, True, "Jumat, 4 September 2026, sehari penuh"),
        (72, True, "Jumat, 4 September sampai Minggu, 6 September 2026"),
        (30, False, "Jumat, 4 September sampai Sabtu, 5 September 2026, pukul 12 malam WITA"),
        (24, False, "Jumat, 4 September 2026, pukul 12 malam sampai 12 malam WITA"),
        (48, False, "Jumat, 4 September sampai Sabtu, 5 September 2026, pukul 12 malam WITA"),
    ],
)
def test_an_event_of_other_lengths(hours: int, all_day: bool, words: str) -> None:
    midnight = datetime(2026, 9, 4, tzinfo=WORDING.zone)
    event = Event(
        id="e", source="x", title="t", starts=midnight, ends=midnight + timedelta(hours=hours), all_day=all_day
    )
    assert event_time(event, WORDING) == words


def test_a_night_is_one_evening() -> None:
    evening = datetime(2026, 9, 4, 21, tzinfo=WORDING.zone)
    event = Event(id="e", source="x", title="t", starts=evening, ends=evening + timedelta(hours=5))
    assert event_time(event, WORDING) == "Jumat, 4 September 2026, pukul 9 malam sampai 2 dini hari WITA"


def test_a_service_says_what_to_bring_where_and_when() -> None:
    service = Service(
        id="s",
        source="Satlantas",
        title="SIM keliling",
        requirements=("KTP asli", "SIM lama"),
        hours="08.00–12.00",
        place="Pasar",
    )
    assert said(service) == [
        "sim keliling.",
        "Yang perlu dibawa: ka te pe asli; sim lama.",
        "Tempat: Pasar.",
        "Jam layanan: pukul delapan sampai dua belas.",
        "Dari Satlantas, belum dicek.",
    ]


def test_the_speech_text_is_said_instead_of_the_text() -> None:
    news = NewsItem(id="n", source="x", title="Judul", text="Tulisan.", speech_text="Yang diucapkan.")
    assert said(news)[-1] == "Yang diucapkan."
    assert "Tulisan." not in said(news)


def test_a_recording_is_found_in_the_data_folder() -> None:
    wording = ItemScript(zone=WORDING.zone, data_folder=Path("/data"))
    voice = Attachment(url="https://a/x.mp3", type="audio/mpeg", path="media/x.wav")
    assert item_utterance(Announcement(id="a", source="x", title="t", attachments=(voice,)), wording).recording == Path(
        "/data/media/x.wav"
    )


def test_english_items_are_worded_in_english() -> None:
    item = Announcement(
        id="a", source="KIM", title="Power cut", published=MORNING, language="en", provenance=Provenance.VERIFIED
    )
    utterance = item_utterance(item, WORDING)  # though the listener reads Indonesian: one voice says it all
    assert utterance.language == "en"
    assert [s.spoken for s in utterance.sentences] == [
        "Announcement.",
        "Power cut.",
        "From KIM, verified.",
        "Published Thursday, 3 September 2026.",
    ]


def test_other_languages_are_translated_phrase_by_phrase() -> None:
    assert phrases_for("bgz", str.upper).true == "KABAR INI BENAR."
    assert phrases_for("bgz") is INDONESIAN
    assert set(TABLES) == {"id", "en"}


def test_a_notice_is_split_and_nowhere_on_the_screen() -> None:
    utterance = notice("bulletin", ["Selamat pagi. Hari ini Kamis, 3 September 2026.", ""], WORDING)
    assert [sentence.spoken for sentence in utterance.sentences] == [
        "Selamat pagi.",
        "Hari ini Kamis, tiga September dua ribu dua puluh enam.",
    ]
    assert {sentence.block for sentence in utterance.sentences} == {NOWHERE}


def test_a_title_that_says_what_is_true_is_not_called_a_claim() -> None:
    title = "Vaksin menyebabkan kemandulan adalah tidak benar"
    check = Clarification(id="c", source="x", title=title, verdict=Verdict.FALSE, text="Tidak ada laporan itu.")
    assert said(check)[:3] == ["Ada kabar yang salah tentang hal berikut.", f"{title}.", "Tidak ada laporan itu."]
    assert not any("beredar" in line for line in said(check))
