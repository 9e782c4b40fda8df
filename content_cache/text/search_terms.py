"""Search terms: folding of texts and queries so that they match, and the places of matches. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from content_cache.model.items import Clarification, Event, Item, Service
from content_cache.text import village_words
from content_cache.text.sentence_ends import sentence_ends
from content_cache.text.stems import spoken_stems, stems

MOST_WORDS = 12  # of a query
SHORTEST_SUGGESTED = 4  # letters
_SHORT_NUMBER = 2  # digits
_WORD = re.compile(r"[^\W_]+")
_FOLDED = "".join(c.lower() if c.isalnum() else " " for c in map(chr, range(128)))  # what `split_words` makes of ASCII
# they are in every text and would only keep others from being found; a query of nothing else is taken at its word
COMMON = frozenset(
    """ada adalah agar akan apa apakah atau bagaimana bagi bisa boleh cara dalam dan dari dengan di dimana harus ingin ini itu
    jadi jika juga ka kah kami kapan karena ke kepada kita kok lah mau mana mengapa nih oleh pada para saja sampai saya sebagai
    secara serta siapa sih sudah tentang telah tidak untuk ya yang""".split()  # noqa: SIM905 - a list of so many would hide what it says
)
SLIGHT = frozenset(
    """acara apakah begitu benar benarkah berapa besok bila buat bulan dimana gimana hari hoaks jam kabar kalau kapan
    katanya kenapa lagi lewat lusa malam membuat mengurus minta mulai nanti nomor orang pagi perlu sekarang siang sore
    tahun tanggal tolong urus waktu""".split()  # noqa: SIM905 - as above
)
"""Question words: an item that has them answers no better."""
_PLACES = frozenset(("dusun", "rt", "rw", "loket", "kelas", "pos", "sdn", "sd", "tahap"))
"""Words for places that a number tells apart, such as "dusun"."""
_NUMBERS = dict(zip("satu dua tiga empat lima enam tujuh delapan sembilan".split(), "123456789", strict=True))  # noqa: SIM905

Span = tuple[int, int]


def split_words(text: str) -> list[str]:
    """Return the words of *text* in small letters and without diacritics: "Kafé Désa" as ["kafe", "desa"]."""
    return _WORD.findall(_bare(text))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def columns(item: Item, seen: str = "") -> tuple[str, str, str]:
    """Return the three texts that the search index stores of *item*, each word once.

    They are the words of its title and of a claim; those of all else and of *seen*, the text in its pictures; and the stems
    of both.
    """
    title, rest = _each("\n".join(_heads(item))), _each("\n".join((*_rest(item), seen)))
    both = title | rest
    roots = dict.fromkeys(chain.from_iterable(map(stems, both)))
    return _tokens(title), _tokens(rest), " ".join([root for root in roots if root not in both])


def _each(text: str) -> dict[str, None]:
    """Return the folded words of *text*, each once, as the keys of a dict."""
    if text.isascii():
        return dict.fromkeys(text.translate(_FOLDED).split())
    return dict.fromkeys(split_words(text))


def _tokens(found: Iterable[str]) -> str:
    text = " ".join(found)
    return text if text.isascii() else " ".join(map(_token, found))


def _token(word: str) -> str:
    """Return *word* as the index stores it: with each letter beyond ASCII as hexadecimal, so that every SQLite tokenizer
    keeps it whole."""
    return word if word.isascii() else "".join(f"u{ord(c):06x}" for c in word)


def _heads(item: Item) -> Iterable[str]:
    yield item.title
    if isinstance(item, Clarification):
        yield item.claim


def _rest(item: Item) -> Iterable[str]:
    yield item.summary
    yield item.text
    yield from (attachment.text for attachment in item.attachments)
    if isinstance(item, Event | Service):
        yield item.place
    if isinstance(item, Service):
        yield from item.requirements


@lru_cache(maxsize=64)
def counted_terms(search: str) -> tuple[str, ...]:
    """Return the terms of a query, at most MOST_WORDS, each once.

    A term is a word, a form of `village_words`, or a place with its number ("dusun 2"). Common words are left out unless
    there are no others.
    """
    every = tuple(dict.fromkeys(_numbered(village_words.units(split_words(search)))))[:MOST_WORDS]
    return tuple(unit for unit in every if village_words.meant(unit) not in COMMON) or every


def _numbered(units: Iterable[str]) -> Iterator[str]:
    """Yield *units* with a place and the number behind it joined: "dusun", "2" as "dusun 2"."""
    before = ""
    for unit in (*units, ""):
        number = _NUMBERS.get(unit, unit)
        if before in _PLACES and number.isdecimal() and len(number) <= _SHORT_NUMBER:
            yield f"{before} {number}"
            before = ""
            continue
        if before:
            yield before
        before = unit


def is_slight(unit: str) -> bool:
    """Return whether *unit* is a question word without content ("bagaimana"), which counts little in the ranking."""
    return village_words.meant(unit) in SLIGHT


def match(search: str) -> str:
    """Return the FTS5 query over `columns` for *search*, or "" if it has no word.

    Each term must be the beginning of a word, share a stem with one, or have a synonym in the text.
    """
    return " AND ".join(_either(unit) for unit in counted_terms(search))


def in_title(unit: str) -> str:
    """Return the FTS5 query for *unit* or its synonyms in titles and claims.

    A stem alone matches anywhere, because stems are not kept by column.
    """
    forms = (" AND ".join(f"({_prefix_query(word)}{_roots(word)})" for word in unit.split()), *map(whole, _alike(unit)))
    return f"{{title}} : ({' OR '.join(f'({form})' for form in forms)})"


def _either(unit: str) -> str:
    # a root may stand in the text itself, or be one of a word's
    own = " AND ".join(
        f'({{title text}} : {_prefix_query(word)} OR "{_token(word)}"{_roots(word)})' for word in unit.split()
    )
    return f"({' OR '.join([f'({own})', *map(whole, _alike(unit))])})"


def _alike(unit: str) -> tuple[str, ...]:
    """Return the synonyms of *unit*; for a place with its number, the same with the number in words."""
    place, _, number = unit.rpartition(" ")
    if place in _PLACES:
        return tuple(f"{place} {word}" for word, figure in _NUMBERS.items() if figure == number)
    return village_words.alike(unit)


def whole(form: str) -> str:
    """Return the FTS5 query for items that have every word of *form*.

    A word counts whole or by one of its stems, and not as the mere beginning of another.
    """
    every = (f'("{_token(word)}"{_roots(word)})' for word in form.split())
    return f"({' AND '.join(every)})"


def _roots(word: str) -> str:
    return "".join(f' OR "{stem}"' for stem in (*stems(word), *spoken_stems(word)))


def _prefix_query(word: str) -> str:
    """Return the FTS5 query for words that begin with *word*.

    A short number, as of a hamlet, must match a whole word: "2" is no beginning of "2026".
    """
    whole = word.isdecimal() and len(word) <= _SHORT_NUMBER
    return f'"{_token(word)}"' if whole else f'"{_token(word)}" *'


def marks(text: str, search: str) -> list[Span]:
    """Return (start, end), in characters, of each word of *text* that matches the query, in order."""
    looked_for = tuple(word for unit in counted_terms(search) for word in unit.split())
    if not looked_for:
        return []
    meant = (
        word for unit in counted_terms(search) for form in _alike(unit) for word in form.split() if word not in COMMON
    )
    roots = {root for word in (*looked_for, *meant) for root in (word, *stems(word), *spoken_stems(word))}
    return [found.span() for found in _SPOKEN.finditer(text) if _meets(found[0], looked_for, roots)]


_SPOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")  # accents may stand beside their letters


def _meets(word: str, looked_for: tuple[str, ...], roots: set[str]) -> bool:
    bare = _bare(word)
    return bare.startswith(looked_for) or bare in roots or not roots.isdisjoint(stems(bare))


def sentence_with(text: str, search: str) -> tuple[str, list[Span]]:
    """Return the sentence of *text* with the first match, and its matches as `marks` returns them.

    Without a match it is the first sentence.
    """
    line = " ".join(text.split())
    hits = marks(line, search)
    place = hits[0][0] if hits else 0
    ends = sentence_ends(line)
    begin = max((end for end in ends if end <= place), default=0)
    sentence = line[begin : min((end for end in ends if end > place), default=len(line))].removeprefix(" ·").strip()
    return sentence, marks(sentence, search)


def completed(search: str, word: str) -> str:
    """Return the query *search* with its last, unfinished word replaced by *word*."""
    return f"{search[: len(search) - len(_last(search))]}{word}"


def replaced(search: str, word: str, other: str) -> str:
    """Return the query *search* with each word that folds to *word* replaced by *other*."""
    return _SPOKEN.sub(lambda found: other if _bare(found[0]) == word else found[0], search)


def prefix(search: str) -> str:
    """Return the folded, unfinished last word of the query *search*, or "" after a space."""
    return "".join(split_words(_last(search))[-1:])


def _last(search: str) -> str:
    found = re.search(r"[^\W_]+$", search)
    return found[0] if found else ""


def is_common(word: str, *, shortest: int = SHORTEST_SUGGESTED) -> bool:
    """Return whether *word* says nothing about a text's subject: it is in COMMON, or shorter than *shortest*."""
    return word in COMMON or len(word) < shortest
