"""Search in the store: what the village's people ask for is found, and the hits are marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from content_cache.model.changes import Changes
from content_cache.model.items import Item, NewsItem
from content_cache.model.records import SourceRecord
from content_cache.model.vocabulary import Category
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from content_cache.text import search_terms
from content_cache.text.stems import stems
from tests.content_cache.village_texts import NOTICES, QUERIES


def notice(key: str, said: str) -> NewsItem:
    title, text = said.split("|")
    return NewsItem(id=key, source="desa", title=title, text=text)


def stored(store: Store, now: datetime, *items: Item) -> None:
    store.apply("desa", Changes(added=items), SourceRecord(name="desa"), now)


@pytest.fixture
def village(store: Store, now: datetime) -> Store:
    stored(store, now, *(notice(key, said) for key, said in NOTICES.items()))
    return store


def recall(found: dict[str, set[str]]) -> float:
    return sum(len(found[query] & meant) / len(meant) for query, meant in QUERIES.items()) / len(QUERIES)


def test_what_people_ask_for_is_found(village: Store) -> None:
    assert len(QUERIES) == 60
    found = {query: {item.id for item in village.reader.items(search=query)} for query in QUERIES}
    missed = {query: meant - found[query] for query, meant in QUERIES.items() if meant - found[query]}
    assert missed == {"tanda tangan": {"imunisasi"}}
    # and little else
    assert sum(len(found[query] - meant) for query, meant in QUERIES.items()) < 0.5 * len(QUERIES)


def test_by_beginnings_alone_less_is_found() -> None:
    """The control: without stems the same queries miss much."""
    texts = {key: search_terms.split_words(said) for key, said in NOTICES.items()}
    found = {
        query: {
            key
            for key, text in texts.items()
            if all(any(w.startswith(part) for w in text) for part in search_terms.counted_terms(query))
        }
        for query in QUERIES
    }
    assert recall(found) < 0.6


FAMILIES = [
    "daftar mendaftar pendaftaran mendaftarkan didaftarkan pendaftar",
    "tulis menulis penulis tulisan penulisan ditulis",
    "terima menerima penerimaan diterima penerima",
    "sapu menyapu penyapu",
    "padam memadamkan pemadaman dipadamkan",
    "kirim mengirim pengiriman dikirim kiriman",
    "tanam menanam penanaman tanaman ditanam",
    "nikah menikah pernikahan menikahkan",
    "masak memasak masakan pemasak",
    "panjang memperpanjang perpanjangan diperpanjang",
    "layan layanan pelayanan melayani dilayani",
    "sehat kesehatan penyehatan",
    "ungsi mengungsi pengungsian pengungsi",
]


def roots(word: str) -> set[str]:
    return {word, *stems(word)}


@pytest.mark.parametrize("family", FAMILIES, ids=[family.split()[0] for family in FAMILIES])
def test_the_forms_of_a_word_may_all_have_its_root(family: str) -> None:
    root, *forms = family.split()
    assert [form for form in forms if root not in roots(form)] == []


def test_words_of_other_roots_have_none_in_common() -> None:
    forms = [form for family in FAMILIES for form in family.split()]
    family_of = {form: family for family in FAMILIES for form in family.split()}
    pairs = [(a, b) for a, b in product(forms, forms) if family_of[a] < family_of[b] and roots(a) & roots(b)]
    assert pairs == []


@pytest.mark.parametrize("word", ["", "di", "a" * 41, "2026", "日本語", "x'\"*"])
def test_what_has_no_affixes_has_no_stems(word: str) -> None:
    assert stems(word) == ()


@pytest.mark.parametrize(
    "typed", ['"', "*", "posyandu*", "a AND b", "NEAR(", "title:posyandu", "-x", "^p", "' OR 1", "\x00posy", "{a}", "_"]
)
def test_what_is_typed_is_never_taken_for_a_query_language(village: Store, typed: str) -> None:
    village.reader.items(search=typed)
    village.reader.suggestions(typed)
    search_terms.marks("Posyandu", typed)


def test_a_form_is_found_by_its_root_and_the_root_by_its_form(store: Store, now: datetime) -> None:
    stored(
        store,
        now,
        NewsItem(id="root", source="desa", title="Obat"),
        NewsItem(id="form", source="desa", title="Berobat"),
    )
    for query in ("obat", "berobat", "pengobatan"):
        assert {item.id for item in store.reader.items(search=query)} == {"root", "form"}, query
    stored(store, now, NewsItem(id="far", source="desa", title="日本語"))
    assert [item.id for item in store.reader.items(search="日本")] == ["far"]


def test_an_item_that_changes_or_goes_is_found_by_what_it_says_now(village: Store, now: datetime) -> None:
    village.apply("desa", Changes(altered=(notice("ikan", "Udang|Tambak baru"),)), SourceRecord(name="desa"), now)
    assert village.reader.items(search="bandeng") == []
    assert [item.id for item in village.reader.items(search="udang")] == ["ikan"]
    village.apply("desa", Changes(withdrawn=("ikan",)), SourceRecord(name="desa"), now)
    assert village.reader.items(search="udang") == []
    assert "udang" not in village.reader.suggestions("uda")


def test_the_filters_of_lists_hold_for_a_search_too(store: Store, now: datetime) -> None:
    later = now + timedelta(days=1)
    stored(
        store,
        now,
        NewsItem(id="1", source="desa", title="Vaksinasi", expires=now),
        NewsItem(id="2", source="desa", title="Vaksin", areas=("72.01",)),
        NewsItem(id="3", source="desa", title="Vaksin", publish_from=later, pinned=True),
    )
    assert [item.id for item in store.reader.items(search="vaksin")] == ["3", "1", "2"]
    assert [item.id for item in store.reader.items(search="vaksin", published_by=now, expired_at=now)] == ["2"]
    assert (
        store.reader.items(Category.EVENT, search="vaksin")
        == store.reader.items(search="vaksin", area="73", limit=0)
        == []
    )


def test_hits_are_marked_as_whole_words() -> None:
    def marked(text: str, query: str) -> list[str]:
        return [text[start:end] for start, end in search_terms.marks(text, query)]

    assert marked("Pendaftaran posyandu, daftarkan anak", "mendaftar posy") == ["Pendaftaran", "posyandu", "daftarkan"]
    assert marked("Kafe\u0301 dan CAFÉ", "kafe") == ["Kafe\u0301"]
    assert marked("Straße", "strasse") == ["Straße"]
    assert marked("apa saja", "di apa") == ["apa"]
    assert marked("apa saja", "") == marked("", "apa") == []


def test_the_sentence_of_the_hit_is_whole() -> None:
    text = "Balai desa buka pukul 8. Untuk pendaftaran bawa kartu keluarga.  Terima kasih."
    sentence, spans = search_terms.sentence_with(text, "daftar")
    assert sentence == "Untuk pendaftaran bawa kartu keluarga."
    assert [sentence[start:end] for start, end in spans] == ["pendaftaran"]
    assert search_terms.sentence_with(text, "x") == ("Balai desa buka pukul 8.", [])
    assert search_terms.sentence_with("Senin · daftar di balai", "daftar")[0] == "daftar di balai"
    assert search_terms.sentence_with("", "x") == ("", [])


def test_suggestions_complete_what_is_typed_and_find_something(village: Store) -> None:
    assert village.reader.suggestions("posy") == ["posyandu"]
    assert len(village.reader.suggestions("pe")) == 3
    for typed in ("pe", "bantuan l", "Jadwal P", "air "):
        offered = village.reader.suggestions(typed)
        assert offered, typed
        assert all(query.casefold().startswith(typed.casefold()) for query in offered)
        assert all(search_terms.match(query) and village.reader.items(search=query) for query in offered)
    assert len(village.reader.suggestions("")) == 3
    assert village.reader.suggestions("qqq") == []


def test_what_was_stored_can_be_read_before_it_is_found(village: Store, now: datetime) -> None:
    def apply(changes: Changes) -> None:
        village.apply("desa", changes, SourceRecord(name="desa"), now, index=False)

    apply(Changes(added=(notice("1", "Lomba perahu|Sabtu"),), altered=(notice("ikan", "Udang|Tambak baru"),)))
    assert {"1", "ikan"} <= {item.id for item in village.reader.items()}
    assert village.reader.items(search="perahu") == village.reader.items(search="udang") == []
    village.index()
    assert [item.id for item in village.reader.items(search="perahu")] == ["1"]
    assert [item.id for item in village.reader.items(search="udang")] == ["ikan"]
    assert village.reader.items(search="bandeng") == []
    apply(Changes(added=(notice("2", "Senam lansia|Minggu"),)))
    apply(Changes(withdrawn=("2",)))
    village.index()
    assert village.reader.items(search="senam") == []


def test_what_a_power_cut_kept_from_the_index_is_found_after_the_next_start(tmp_path: Path, now: datetime) -> None:
    with Store.open(tmp_path) as store:
        many = tuple(notice(str(n), f"Lomba ke-{n}|Perahu") for n in range(500))
        store.apply("desa", Changes(added=many), SourceRecord(name="desa"), now, index=False)
    with Store.open(tmp_path) as store:
        assert store.reader.items(search="perahu") == []
        Refresher(store, [], data_dir=tmp_path, kiosk_id="k1", clock=lambda: now).refresh([])
        assert len(store.reader.items(search="perahu")) == 500


def test_each_word_is_in_the_index_once() -> None:
    title, text, roots = search_terms.columns(
        NewsItem(id="1", source="a", title="Makan, makan", text="Makanan MAKAN\nDésa dimakan")
    )
    assert (title, text) == ("makan", "makanan makan desa dimakan")
    assert "makan" not in roots.split()
    assert len(set(roots.split())) == len(roots.split())
