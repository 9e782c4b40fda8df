"""Reading of a text: tokens, the readings proposed for them, and the cheapest way through them."""

from __future__ import annotations

from kiosk.speech.indonesian.chooser import ChosenReading, cheapest
from kiosk.speech.indonesian.cut_words import cut_words
from kiosk.speech.indonesian.learned_senses import KEPT, learned_senses
from kiosk.speech.indonesian.lists import first_entries
from kiosk.speech.indonesian.months import months
from kiosk.speech.indonesian.pauses import pauses
from kiosk.speech.indonesian.plus import plus
from kiosk.speech.indonesian.rates import rates
from kiosk.speech.indonesian.short_forms import short_forms
from kiosk.speech.indonesian.tokens import Token, tokens
from kiosk.speech.indonesian.weekdays import weekdays


def chosen(text: str) -> tuple[list[Token], list[ChosenReading], list[ChosenReading]]:
    """Return the tokens of *text*, the readings that are chosen for some of them, and all that were proposed."""
    found = tokens(text)
    proposed = [
        *short_forms(found),
        *learned_senses(found),
        *pauses(found),
        *first_entries(found),
        *rates(found),
        *plus(found),
        *weekdays(found),
        *months(found),
        *cut_words(found),
    ]
    return found, cheapest(proposed, len(found)), proposed


def write_out(text: str) -> str:
    """Return *text* with the chosen readings in words; all else stays as it is written."""
    found, readings, _ = chosen(text)
    parts: list[str] = []
    place = 0
    for each in readings:
        if each.words == KEPT:
            continue
        start, end = found[each.start].start, found[each.end - 1].end
        parts.append(text[place:start])
        touches = start and text[start - 1].isalnum() and each.words[:1].isalnum()
        parts.append(f" {each.words}" if touches else each.words)
        if text[end : end + 1].isalnum() and each.words[-1:].isalnum():
            parts.append(" ")
        place = end
    parts.append(text[place:])
    return "".join(parts)
