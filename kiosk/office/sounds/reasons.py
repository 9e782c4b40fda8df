"""Reasons why a notice is read as it is: for each word or number that is spoken otherwise than written, and its other readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from content_cache.model.problems import msgid as _
from kiosk.speech.indonesian.why import Step, steps

_CONTEXT = _("by the words beside it")
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "lexicon": _("as your office has decided"),
        "dates": _("a date"),
        "times": _("a time of day"),
        "money": _("an amount of money"),
        "measures": _("a measure"),
        "units": _("a unit"),
        "quantities": _("a number"),
        "ordinals": _("a number in a row"),
        "codes": _("a number that is spelled"),
        "abbreviations": _("an abbreviation"),
        "acronyms": _("an acronym"),
        "letters": _("letters that are spelled"),
        "initials": _("initials"),
        "shorthand": _("shorthand"),
        "scripture": _("a verse"),
        "citations": _("a law or decree"),
        "hazards": _("a measure of a hazard"),
        "sports": _("a score"),
        "trades": _("a word of a trade"),
        "web": _("an address"),
        "reduplication": _("a doubled word"),
    }
)
"""Kinds of rules that a clerk is told of. Signs and punctuation are left out."""
_UNTOLD = frozenset(("marks", "people"))
_SURE = 1.0  # how much less a reading costs than its rivals where it is beyond doubt


class Reason(Struct, frozen=True):
    """Word or number *written* that is said as *words*, because of *why* (a message of the catalogue).

    *rivals* are the other readings that were weighed; it is *doubtful* where one of them is nearly as likely.
    """

    written: str
    words: str
    why: str
    doubtful: bool = False
    rivals: tuple[str, ...] = ()

    @property
    def is_word(self) -> bool:
        """Return whether it consists of letters, so that an office may set its spoken form."""
        return self.written.replace(".", "").replace(" ", "").replace("-", "").isalpha()


def reasons_of(texts: Sequence[str], lexicon: Mapping[str, str]) -> list[Reason]:
    """Return the reasons for all *texts*, each word once, the doubtful ones first."""
    found = {
        (each.written.lower(), each.words): each for text in texts for each in _reasons(" ".join(text.split()), lexicon)
    }
    return sorted(found.values(), key=lambda each: not each.doubtful)


def _reasons(text: str, lexicon: Mapping[str, str]) -> Iterator[Reason]:
    for step in steps(text, lexicon):
        if step.source == "lexicon":
            yield from (
                Reason(written, said, _KINDS["lexicon"]) for written, said in lexicon.items() if written in text
            )
        elif step.source in _KINDS:
            if step.written in text or any(each.isdigit() for each in step.written):
                yield Reason(step.written, step.words, _KINDS[step.source])
            # words that an earlier step made are left out
        elif step.cost is not None and step.source not in _UNTOLD:
            yield _of_reading(step, step.cost)


def _of_reading(step: Step, cost: float) -> Reason:
    rivals = [each for each in step.rivals if each.words.strip() and each.words.isprintable()]
    return Reason(
        step.written,
        step.words.strip(),
        _CONTEXT,
        doubtful=any(each.cost - cost < _SURE for each in rivals),
        rivals=tuple(dict.fromkeys(each.words.strip() for each in rivals if each.words != "=")),
    )
