"""Short forms whose sense is learned: proposes the sense that the weights of `senses/weights.tsv` favour.

The weights are learned from the labelled lines of `deploy/senses/` by `deploy/learn_senses.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from kiosk.speech.indonesian.chooser import ChosenReading
from kiosk.speech.indonesian.context import Condition, condition
from kiosk.speech.indonesian.tokens import Token

KEPT = "="
"""Sense of a form that later rules say, or that stays as it is written."""

_SURE = 0.5  # lead of a sense in logits; with less the form is left as it is

_Senses = Mapping[str, Sequence[tuple[Condition | None, float]]]


@cache
def _weights() -> Mapping[str, _Senses]:
    """Return the conditions and weights of each sense, by form."""
    table: dict[str, dict[str, list[tuple[Condition | None, float]]]] = defaultdict(lambda: defaultdict(list))
    rows = (resources.files("kiosk.speech.indonesian.senses") / "weights.tsv").read_text(encoding="utf-8")
    for row in rows.splitlines():
        if not row.startswith("#"):
            form, sense, written, weight = row.split("\t")
            table[form][sense].append((condition(written) if written else None, float(weight)))
    return table


def stands_at(form: str, found: Sequence[Token], place: int) -> bool:
    """Return whether *form* stands alone at *place*, without a point: in small letters it may begin with a capital."""
    token = found[place]
    if token.text != form and token.text != form.capitalize():
        return False
    before = found[place - 1 : place] if not token.spaced else ()
    behind = found[place + 1 : place + 2]
    return not (before and (before[0].kind == "word" or before[0].text in "@_.\u2060-")) and not (
        behind and not behind[0].spaced and (behind[0].kind == "number" or behind[0].text in "@_.²³-")
    )


def learned_senses(found: Sequence[Token]) -> Iterator[ChosenReading]:
    """Propose the senses of each form that has weights, the likeliest one only if it leads; it alone costs less than nothing."""
    table = _weights()
    for place, token in enumerate(found):
        for form in dict.fromkeys((token.text, token.low)):
            if form in table and stands_at(form, found, place):
                scores = {
                    sense: sum(weight for each, weight in pairs if each is None or each.met(found, place, place + 1))
                    for sense, pairs in table[form].items()
                }
                for sense, score in scores.items():
                    rival = max((other for each, other in scores.items() if each != sense), default=0.0)
                    if sense != KEPT and not 0 <= score - rival < _SURE:
                        yield ChosenReading(place, place + 1, sense, rival - score, f"{form}, learned")
                break
