"""Letters that Indonesian spelling no longer has, as names keep them: "Soekarno", "Djoko", "Tjut", "Ophelia", "Ferry", "Bella".

Source of the rules: the reform of the spelling in 1947 (oe = u) and 1972 (dj = j, tj = c, sj = sy, ch = kh), and how Indonesians
say what names bring from elsewhere. Words of the lexicon are not respelled ("adjektif").
"""

from __future__ import annotations

import re

_RULES = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"oe(?!$|[auo])", "u"),  # "Soekarno", "Moeis", but "Zoe"
        (r"dj", "j"),
        (r"tj", "c"),
        (r"sj", "sy"),
        (r"(?<=[aiueo])ch(?=[mnrltd])", "h"),  # "Rachmat", "Mochtar"
        (r"\bch(?=[aou]ir)", "kh"),  # "Chairil"
        (r"ph", "f"),
        (r"(?<!s)th", "t"),
        (r"^sh(?=alat|olat|ubuh|af)", "s"),
        (r"^sh(?=[aiueoé])", "sy"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"ck", "k"),
        (r"(?<=[^aiueoéy'])y(?![aiueoé])", "i"),
    )
)
# of names alone: "Jalannya" and "masukkan" have both their letters, "ngg" is two sounds
_DOUBLED = re.compile(r"(?!nnya|kkan)([bcdfhjklmnpqrstvwxyz])\1|(?<!n)g(g)")
_NO_RESPELLING = frozenset({"allah", "nya"})


def modern(word: str, *, name: bool = False) -> str:
    """A word in small letters by today's spelling; of a name doubled letters are one."""
    if word in _NO_RESPELLING:
        return word
    if name:
        word = _DOUBLED.sub(r"\1\2", word)
    for pattern, letters in _RULES:
        word = pattern.sub(letters, word)
    return word
