"""Letters that Indonesian spelling no longer has, as names keep them: "Soekarno", "Djoko", "Tjut", "Ophelia", "Ferry", "Bella".

The rules follow the reforms of the spelling in 1947 (oe = u) and 1972 (dj = j, tj = c, sj = sy, ch = kh). Foreign
letters follow Indonesians' pronunciation of such names. Words of the lexicon are not respelled ("adjektif").
"""

from __future__ import annotations

import re

# for names and capitalised words only: "masjid" has its own s and j
_OLD_SPELLING = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"oe(?!$|[auo])", "u"),  # "Soekarno", "Moeis", but "Zoe"
        (r"dj", "j"),
        (r"tj", "c"),
        (r"sj", "sy"),
    )
)
_RULES = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"(?<=[aiueo])ch(?=[mnrltd])", "h"),  # "Rachmat", "Mochtar"
        (r"\bch(?=[aou]ir)", "kh"),  # "Chairil"
        (r"ph", "f"),
        (r"(?<!s)th", "t"),
        (r"^sh(?=[aou])", "s"),  # Arabic words: "shalat", "Sholeh"
        (r"^sh(?=[ieé])", "sy"),
        (r"dh", "d"),
        (r"^bh", "b"),  # "Bhinneka", but "Subhan"
        (r"ck", "k"),
        (r"(?<=[^aiueoéys'])y(?![aiueoé])", "i"),  # not in "tasyrik": sy is one sound
    )
)
# for names only: "Jalannya" and "masukkan" have both their letters, "ngg" is two sounds
_DOUBLED = re.compile(r"(?!nnya|kkan)([bcdfhjklmnpqrstvwxyz])\1|(?<!n)g(g)")
_NO_RESPELLING = frozenset({"allah", "nya", "masjid", "masjidil"})
_VOWEL = re.compile(r"[aiueoéèêy]")


def modern(word: str, *, name: bool = False) -> str:
    """Return a word in small letters by today's spelling; in a name doubled letters become one."""
    if word in _NO_RESPELLING or not _VOWEL.search(word):
        return word
    if name:
        word = _DOUBLED.sub(r"\1\2", word)
        for pattern, letters in _OLD_SPELLING:
            word = pattern.sub(letters, word)
    for pattern, letters in _RULES:
        word = pattern.sub(letters, word)
    return word
