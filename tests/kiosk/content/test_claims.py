"""Forwarded messages put to the checks: the right one is among three, and no verdict answers another claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import Clarification, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Verdict
from content_cache.store.store import Store
from kiosk.content.claims import ClaimMatches, checked, claim_tokens, compare, forwarded
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.demo.sample import sample_village
from kiosk.installation import Installation
from kiosk.settings import load
from tests.kiosk.content.rumours import CHECKS, KNOWN, KNOWN_FIRST, OPPOSITES, UNKNOWN, UNKNOWN_FIRST
from tests.kiosk.content.village_questions import FIRST, OTHERS

NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Makassar"))
MOMENT = Moment(NOW, Trust.TRUSTED)
FORWARDED = (
    "Assalamualaikum bapak ibu sekalian, saya dapat info dari grup sebelah. {}. Tolong sebarkan ke semua keluarga agar waspada.",
    "{}. Begitulah kabar yang saya terima tadi pagi dari teman kantor yang suaminya bekerja di dinas, semoga bermanfaat",
    "Selamat pagi, jangan lupa sarapan dan minum obat. {}",
)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContentRepository]:
    """The sample village, with thirty checks more."""
    installation = Installation(load(None), None, tmp_path_factory.mktemp("data"), lambda _: None, lambda _: None)
    with sample_village(installation, NOW) as sample:
        with Store.open(sample.data) as store:
            store.apply("uji", Changes(added=CHECKS), SourceRecord(name="uji"), NOW)
        repository = ContentRepository(lambda: Store.open(sample.data, read_only=True), area="72.01.05")
        yield repository
        repository.close()


UNSURE = {
    "virus corona mati kalau kita minum air panas",
    "bawang putih tunggal obat darah tinggi",
    "dana desa dipotong bupati setengahnya",
    "Kumpulkan bungkus rokok kosong, nanti bisa ditukar kursi roda di kantor pos",
    "pln bagi token listrik gratis klik tautan ini",
    "garam dicampur kaca",
    "kominfo bagi kuota 50gb",
    "corona sembuh dengan air panas",
    "darah tinggi sembuh pakai bawang putih tunggal tidak usah obat",
    "razia helm di toili denda 500 ribu",
    "air pdam bikin kanker karena kaporit",
}
"""Messages whose check is among three to choose from, where a resident would have had the answer at once."""


def put(village: ContentRepository, known: Mapping[str, str]) -> tuple[list[str], set[str], list[str]]:
    """Return the messages without their check among three, those that none answers, and those that a wrong one answers."""
    missed, unsure, wrong = list[str](), set[str](), list[str]()
    for message, key in known.items():
        found = village.match_claims(message, MOMENT)
        if key not in [item.id for item in found.likely]:
            missed.append(message)
        if found.sure is None:
            unsure.add(message)
        elif found.sure.id != key:
            wrong.append(message)
    return missed, unsure, wrong


def answered(village: ContentRepository, messages: Iterable[str]) -> list[str]:
    """Return the messages that a verdict answers."""
    return [message for message in messages if village.match_claims(message, MOMENT).sure is not None]


def test_a_rumour_finds_its_check(village: ContentRepository) -> None:
    assert put(village, KNOWN | KNOWN_FIRST) == ([], UNSURE, [])


@pytest.mark.parametrize("form", FORWARDED)
def test_a_long_message_finds_its_check(village: ContentRepository, form: str) -> None:
    missed, _unsure, wrong = put(village, {form.format(each): key for each, key in (KNOWN | KNOWN_FIRST).items()})
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize("form", ["{}", *FORWARDED])
def test_what_nobody_has_checked_gets_no_verdict(village: ContentRepository, form: str) -> None:
    assert answered(village, [form.format(each) for each in (*UNKNOWN_FIRST, *UNKNOWN)]) == []


def test_plain_questions_get_no_verdict(village: ContentRepository) -> None:
    assert answered(village, (*FIRST, *OTHERS)) == []


@pytest.mark.parametrize("form", ["{}", *FORWARDED])
@pytest.mark.parametrize(("claim", "other"), OPPOSITES)
def test_a_claim_is_not_taken_for_another(claim: str, other: str, form: str) -> None:
    empty, alike = claim_tokens(""), lambda _word: 1.0
    assert compare(claim_tokens(claim), claim_tokens(claim), empty, alike).sure
    assert not compare(claim_tokens(form.format(other)), claim_tokens(claim), empty, alike).sure


def check(key: str, claim: str, verdict: Verdict = Verdict.FALSE, title: str = "") -> Clarification:
    return Clarification(id=key, source="desa", title=title or "Itu keliru", claim=claim, verdict=verdict)


def among(message: str, *checks: Clarification) -> ClaimMatches:
    return checked(claim_tokens(message), checks, {})


def test_a_check_that_is_stuffed_with_words_answers_nothing() -> None:
    stuffed = check("s", " ".join(each.claim for each in CHECKS))
    for right in CHECKS:
        found = among(right.claim, stuffed, right)
        assert (found.sure, found.likely[0]) == (right, right)
    assert among("iuran bpjs naik jadi 200 ribu", stuffed).sure is None


def test_a_message_of_all_rumours_has_no_one_answer() -> None:
    assert among(" ".join(each.claim for each in CHECKS), *CHECKS).sure is None


def test_checks_that_disagree_answer_nothing() -> None:
    claim = "Air galon isi ulang mengandung racun"
    assert among(claim, check("a", claim), check("b", claim, Verdict.TRUE)).sure is None
    assert among(claim, check("a", claim), check("b", claim)).sure is not None


def test_the_title_alone_answers_nothing() -> None:
    """It says what is true: whoever repeats it would be told that it is false."""
    title = "Air galon isi ulang tidak mengandung racun"
    assert among(title, check("a", "Air galon isi ulang mengandung racun", title=title)).sure is None
    assert among(title, check("a", "", title=title)).sure is None


@pytest.mark.parametrize(
    "written",
    [
        "<b>Iuran</b> BPJS <script>naik</script> jadi Rp200 ribu mulai Januari",
        "\u202eIuran\u202c BPJS na\u200bik jadi Rp200 ribu mulai Januari",
        "*Iuran BPJS* naik jadi Rp 200.000 mulai Januari https://contoh.id/x",
        "IURAN BPJS NAIK JADI 200RB MULAI JANUARI",
        "Ｉｕｒａｎ BPJS naik jadi dua ratus ribu mulai januari",
    ],
)
def test_how_it_is_written_does_not_matter(written: str) -> None:
    assert among(written, *CHECKS).sure is not None


def test_a_message_of_ten_thousand_letters_is_bounded_work(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("store")
    words = [f"{a}{b}{c}" for a in "bdgkl" for b in ("ara", "ilu", "oku", "esa") for c in ("n", "t", "ng", "h", "r")]
    with Store.open(folder) as store:
        news = tuple(NewsItem(id=f"n{n}", source="desa", title=f"{word} desa") for n, word in enumerate(words))
        store.apply("desa", Changes(added=(*news, *CHECKS)), SourceRecord(name="desa"), NOW)
    repository = ContentRepository(lambda: Store.open(folder, read_only=True))
    distinct = " ".join(f"{one}{other}" for one in words for other in words)
    assert len(distinct) > 20_000  # what is beyond ten thousand is not read
    assert repository.match_claims(f"{distinct} iuran bpjs naik jadi 200 ribu mulai januari", MOMENT) == ClaimMatches()
    found = repository.match_claims(f"iuran bpjs naik jadi 200 ribu mulai januari {distinct}", MOMENT)
    assert found.likely[0].id == "bpjs"
    repository.close()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("benarkah gempa besok", True), ("hoaks", True), ("kapan posyandu", False), ("", False), ("kata " * 9, True)],
)
def test_what_is_asked_as_a_rumour(text: str, is_one: bool) -> None:
    assert forwarded(text) is is_one


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("3,5 juta", ("#3500000",)),
        ("1.000 CPNS", ("#1000", "cpns")),
        ("enam ratus ribu", ("#600000",)),
        ("dua puluh lima orang hanyut", ("#25", "orang", "hanyut")),
        ("seminggu libur", ("#1", "minggu", "libur")),
        ("benar tidak mati lampu", ("listrik", "padam")),
        ("dana gak cair", ("dana", "tidak", "cair")),
        ("dana cair tidak?", ("dana", "cair")),
        ("tidak benar listrik mati", ("listrik", "padam")),
    ],
)
def test_what_a_text_says(text: str, tokens: tuple[str, ...]) -> None:
    assert claim_tokens(text).tokens == tokens
