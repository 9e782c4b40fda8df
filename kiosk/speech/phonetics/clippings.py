"""Words that offices clip from the first syllables of others: "perda", "polsek", "permendesa".

Each e sounds as in its source: with a pepet in peraturan, pemerintah, kementerian; with a taling in sektor, resor,
desa, kesehatan, sekretaris.
"""

from __future__ import annotations

import re
from functools import cache

_FIRST = (
    "per pem kemen permen kepmen kepp ins pol mapol kapol wakapol polin pos sék sét mus bum din dis bim rén bap bapp pil pilka pus "
    "jam rak waka ka dir kan rakor kabag kasi tim pok bin tap panwas"
)
_LAST = (
    "désa dés da kab kot prov kés késmas késdés sék rés prés ték lég énda éda stra ja aksi wan cam dagri kumham keu kominfo naker "
    "hub pora bup wali gub jén dik dikbud hut sos ag lu kadés désus"
)
_WHOLE = {"kesra": "kesra", "raker": "raker", "rakerda": "rakerda"}


@cache
def _marks() -> dict[str, str]:
    return {piece.replace("é", "e"): piece for piece in f"{_LAST} {_FIRST}".split()}


@cache
def _form() -> re.Pattern[str]:
    first, last = (
        "|".join(sorted(pieces.replace("é", "e").split(), key=len, reverse=True)) for pieces in (_FIRST, _LAST)
    )
    return re.compile(f"(?P<first>{first})(?P<last>{last})")


def clipped(word: str) -> str | None:
    """Return the word with its taling marked, if it consists of two such pieces; None for others."""
    if word in _WHOLE:
        return _WHOLE[word]
    found = _form().fullmatch(word)
    return _marks()[found["first"]] + _marks()[found["last"]] if found else None
