"""Words to look for: how a text and a query are folded so that they meet, and where they met. Pure."""

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
"""Words that ask: an item that has them answers no better."""
_PLACES = frozenset(("dusun", "rt", "rw", "loket", "kelas", "pos", "sdn", "sd", "tahap"))
"""What has a number that tells it from others."""
_NUMBERS = dict(zip("satu dua tiga empat lima enam tujuh delapan sembilan".split(), "123456789", strict=True))  # noqa: SIM905

Span = tuple[int, int]


def split_words(text: str) -> list[str]:
    """The words of a text without case and diacritics: "Kafé Désa" -> ["kafe", "desa"]."""
    return _WORD.findall(_bare(text))


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def columns(item: Item, seen: str = "") -> tuple[str, str, str]:
    """Return what the index holds of *item*, each word once: those of its title and of a claim; those of the
    rest and of what was *seen* in its pictures; and the stems of both that are none of them."""
    title, rest = _each("\n".join(_heads(item))), _each("\n".join((*_rest(item), seen)))
    both = title | rest
    roots = dict.fromkeys(chain.from_iterable(map(stems, both)))
    return _tokens(title), _tokens(rest), " ".join([root for root in roots if root not in both])


def _each(text: str) -> dict[str, None]:
    """The words of a text, each once."""
    if text.isascii():
        return dict.fromkeys(text.translate(_FOLDED).split())
    return dict.fromkeys(split_words(text))


def _tokens(found: Iterable[str]) -> str:
    text = " ".join(found)
    return text if text.isascii() else " ".join(map(_token, found))


def _token(word: str) -> str:
    """A word as the index has it: of letters and digits that no tokenizer takes apart, whatever its version of Unicode."""
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
    """Return what counts of a query, at most MOST_WORDS, each once: words, forms of `village_words`, and places with their number
    ("dusun 2"). Common words only where there are no others."""
    every = tuple(dict.fromkeys(_numbered(village_words.units(split_words(search)))))[:MOST_WORDS]
    return tuple(unit for unit in every if village_words.meant(unit) not in COMMON) or every


def _numbered(units: Iterable[str]) -> Iterator[str]:
    """Yield *units*, a number with the place that it is one of."""
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
    """Return whether *unit* only asks."""
    return village_words.meant(unit) in SLIGHT


def match(search: str) -> str:
    """Return the query in the language of SQLite's FTS5 over `columns`, "" where it holds no word: each word begins a word of the
    text, has a stem in common with one, or means the same."""
    return " AND ".join(_either(unit) for unit in counted_terms(search))


def in_title(unit: str) -> str:
    """Return the query that finds *unit*, or a form of it, in titles and claims; a stem alone is kept of no one column."""
    forms = (" AND ".join(f"({_prefix_query(word)}{_roots(word)})" for word in unit.split()), *map(whole, _alike(unit)))
    return f"{{title}} : ({' OR '.join(f'({form})' for form in forms)})"


def _either(unit: str) -> str:
    # a root may stand in the text itself, or be one of a word's
    own = " AND ".join(
        f'({{title text}} : {_prefix_query(word)} OR "{_token(word)}"{_roots(word)})' for word in unit.split()
    )
    return f"({' OR '.join([f'({own})', *map(whole, _alike(unit))])})"


def _alike(unit: str) -> tuple[str, ...]:
    """Return what means the same as *unit*; of a place with its number, the same with the number in words."""
    place, _, number = unit.rpartition(" ")
    if place in _PLACES:
        return tuple(f"{place} {word}" for word, figure in _NUMBERS.items() if figure == number)
    return village_words.alike(unit)


def whole(form: str) -> str:
    """Return the query for all words of *form*, or others with their roots."""
    every = (f'("{_token(word)}"{_roots(word)})' for word in form.split())
    return f"({' AND '.join(every)})"


def _roots(word: str) -> str:
    return "".join(f' OR "{stem}"' for stem in (*stems(word), *spoken_stems(word)))


def _prefix_query(word: str) -> str:
    """Return the query for words that begin with *word*; of a number as of a hamlet the whole: 2 is no beginning of 2026."""
    whole = word.isdecimal() and len(word) <= _SHORT_NUMBER
    return f'"{_token(word)}"' if whole else f'"{_token(word)}" *'


def marks(text: str, search: str) -> list[Span]:
    """Return (start, end) of each whole word of *text* that matches the query, in order, in characters."""
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
    """Return the sentence of *text* in which the first hit is, with its marks; the first sentence where there is none."""
    line = " ".join(text.split())
    hits = marks(line, search)
    place = hits[0][0] if hits else 0
    ends = sentence_ends(line)
    begin = max((end for end in ends if end <= place), default=0)
    sentence = line[begin : min((end for end in ends if end > place), default=len(line))].removeprefix(" ·").strip()
    return sentence, marks(sentence, search)


def completed(search: str, word: str) -> str:
    """The query with its last word completed to `word`."""
    return f"{search[: len(search) - len(_last(search))]}{word}"


def replaced(search: str, word: str, other: str) -> str:
    """The query with `other` in the place of a folded word."""
    return _SPOKEN.sub(lambda found: other if _bare(found[0]) == word else found[0], search)


def prefix(search: str) -> str:
    """The folded beginning of the word that is being typed, "" after a space."""
    return "".join(split_words(_last(search))[-1:])


def _last(search: str) -> str:
    found = re.search(r"[^\W_]+$", search)
    return found[0] if found else ""


def is_common(word: str, *, shortest: int = SHORTEST_SUGGESTED) -> bool:
    """Whether a word says nothing of what a text is about, as those of less letters than `shortest` mostly do."""
    return word in COMMON or len(word) < shortest
