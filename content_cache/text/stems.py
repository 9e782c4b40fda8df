"""Roots that an Indonesian word may have, so that "pendaftaran" meets "mendaftar". Pure.

Rules alone cannot tell the root: a prefix swallows its first letter (menulis: tulis, menikah: nikah), and an ending may belong to
it (makan). So a word gets all that its affixes leave open and that could be a root by its sounds; two words meet where they
have one in common. No dictionary: it would cost the screen's process more memory than all the rest of the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SHORTEST = 4  # letters: shorter words have no affixes
LONGEST = 40
_KNOWN = 50_000  # words remembered: more than a village's news has in a year
_PREFIXES_AT_MOST = 3  # ke-pen-duduk-an, mem-per-ber-

# What may be left of a prefixed word, with the letter that the prefix swallowed (Sneddon, Indonesian: A Comprehensive Grammar,
# 1.4 to 1.6). A bracket is what must follow.
_PREFIXES = tuple(
    (re.compile(pattern), roots)
    for pattern, roots in (
        (r"(?:di|ke|se)(?=.)", ("",)),
        (r"(?:ter|ber|per)(?=.)", ("",)),
        (r"(?:te|be|pe)(?=r[aeiou])", ("",)),  # beroperasi, perasa
        (r"be(?=kerja|lajar)|pe(?=kerja|lajar)", ("",)),
        (r"[mp]eny(?=[aeiou])", ("s", "c")),
        (r"[mp]eng(?=[aeiou])", ("", "k")),
        (r"[mp]enge(?=...?$|....?(?:kan|an)$)", ("",)),  # mengecat, pengesahan
        (r"[mp]eng(?=[ghqkx])", ("",)),
        (r"[mp]em(?=[aeiou])", ("p", "m")),
        (r"[mp]em(?=[bfpv])", ("",)),
        (r"[mp]en(?=[aeiou])", ("t", "n")),
        (r"[mp]en(?=[cdjstzy])", ("",)),
        (r"[mp]e(?=[lrwymn])", ("",)),
        (r"pe(?=[^aeiou][aeiou])", ("",)),  # petani
    )
)
_SUFFIXES = ("kan", "an", "i")
_PARTICLES = re.compile(r"(?<=...)(?:lah|kah|pun|nya|ku|mu)$")
# as native roots and what was borrowed long since sound: two vowels, few clusters at the beginning and fewer at the end
_ROOT = re.compile(
    r"(?:[bcdfgkpst][lr]|kh|sy|ny|st|[^aeiou])?[aeiou][^aeiou]*[aeiou].*"
    r"(?<![bcdfjqvwxyz])(?<![^aeiou][hklmnprst])(?<!(?<!n)g)"
)


@lru_cache(maxsize=_KNOWN)
def stems(word: str) -> tuple[str, ...]:
    """Return the possible roots of a folded word other than itself.

    The result is empty if *word* is too short or too long to have affixes, or has other signs than letters.
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isascii() or not word.isalpha():
        return ()
    bare = {word, _PARTICLES.sub("", word)}
    inner = dict.fromkeys(root for form in sorted(bare) for root in _without_prefixes(form, _PREFIXES_AT_MOST))
    found = dict.fromkeys(ending for root in inner for ending in _without_suffixes(root))
    return tuple(root for root in found if root != word and len(root) > 2 and _ROOT.fullmatch(root))


_SPOKEN_PREFIXES = tuple(
    (re.compile(pattern), roots)
    for pattern, roots in (
        (r"ng(?=[aeiou])", ("", "k")),  # ngurus, ngumpul
        (r"nge(?=[^aeiou])", ("",)),  # ngecat
        (r"ny(?=[aeiou])", ("s", "c")),  # nyuntik, nyoblos
        (r"n(?=[aeiou])", ("t",)),  # nulis
        (r"m(?=[aeiou])", ("p",)),  # mukul
        (r"n(?=[cdjt])|m(?=b)", ("",)),  # ndaftar, mbayar
    )
)


def spoken_stems(word: str) -> tuple[str, ...]:
    """Return the possible roots of a word in colloquial speech: "ngurusin" for "mengurus", "nulis" for "menulis".

    Use it for queries alone: in a text "nama" is no form of "tama".
    """
    if not SHORTEST <= len(word) <= LONGEST or not word.isascii() or not word.isalpha():
        return ()
    bare = dict.fromkeys((word, word.removesuffix("in"), _PARTICLES.sub("", word)))
    found = dict.fromkeys(
        letter + form[prefix.end() :]
        for form in bare
        for pattern, letters in _SPOKEN_PREFIXES
        if (prefix := pattern.match(form))
        for letter in letters
    )
    return tuple(root for root in (*found, word.removesuffix("in")) if root != word and _ROOT.fullmatch(root))


def _without_prefixes(form: str, most: int) -> Iterator[str]:
    yield form
    if most:
        for prefix, letters in _PREFIXES:
            if found := prefix.match(form):
                for letter in letters:
                    yield from _without_prefixes(letter + form[found.end() :], most - 1)


def _without_suffixes(form: str) -> Iterator[str]:
    yield form
    for suffix in _SUFFIXES:
        if form.endswith(suffix):
            yield form.removesuffix(suffix)
