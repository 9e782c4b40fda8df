"""Comparison of a forwarded message with a claim that was checked. Pure.

Words alone cannot tell a claim from its opposite, so a match is sure only where negations, antonyms, numbers, places and days agree
as well, and where neither says much that the other does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from msgspec import Struct

from content_cache.model.items import Clarification
from content_cache.text import village_words
from content_cache.text.search_terms import COMMON, split_words
from content_cache.text.stems import stems
from kiosk.content.claim_words import (
    DAYS,
    DOUBTING,
    FILLING,
    NEGATING,
    NUMBERS,
    OPPOSITE,
    SCALES,
    SPANS,
    places,
)

LONGEST = 10_000
"""Maximum of letters of a message that are read."""
_SHORT = 12  # words: a longer message tells more than its claim
_WIDTH, _ROOM = 2, 6  # width of a claim's span in a long message: a factor of its length, plus words
_SURE_OF_CLAIM, _SURE_OF_MESSAGE = 0.6, 0.8  # shares, by rarity, that the other has
_SURE_OF_LONG, _SURE_OF_SPAN = 0.85, 0.8
_WHOLE = 0.999
_LIKELY = 0.3  # share of either that makes a claim worth showing
_FEWEST = 2  # words that a claim has in common with the message to be shown
_LEAST_TYPO = 6  # letters
_THOUSAND = 1_000
_MARKUP = re.compile(r"<[^<>]{0,200}>|https?://\S+|www\.\S+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_OF_PLACE = ("di", "ke")
_ACTIVE = re.compile(r"me[mnlryw]\w{3,}")

_OF_CHECK = 2_000  # letters of a claim that are compared
_SHOWN = 3
_FORWARDED = 9  # words
_ASKING = frozenset(
    """benarkah betulkah hoaks hoax hoaxkah hoakskah katanya kabarnya konon isu rumor bohong viral""".split()  # noqa: SIM905
)

Rarity = Callable[[str], float]


class Likeness(Struct, frozen=True):
    """Degree to which a claim fits a message: *score* orders claims, *likely* ones are worth showing, *sure* ones answer."""

    score: float = 0.0
    likely: bool = False
    sure: bool = False


class ClaimTokens(Struct, frozen=True, dict=True):
    """Tokens of a text in order: folded words without fillers, and numbers such as "#5000000"."""

    tokens: tuple[str, ...]
    at: frozenset[str] = frozenset()
    """Words that follow a preposition of place."""

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Return the tokens of the subject, each once, without negations and fillers."""
        return tuple(dict.fromkeys(each for each in self.tokens if each not in NEGATING and each not in FILLING))

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """Return the content token by each of its roots."""
        found: dict[str, str] = {}
        for token in self.content:
            for root in roots(token):
                found.setdefault(root, token)
        return found

    @property
    def negations(self) -> int:
        """Return the number of negating words."""
        return sum(token in NEGATING for token in self.tokens)

    @cached_property
    def negated(self) -> frozenset[str]:
        """Return the roots of the words that follow a negation."""
        told = [token for token in self.tokens if token in NEGATING or token not in FILLING]
        return frozenset(
            r for no, token in pairwise(told) if no in NEGATING and token not in NEGATING for r in roots(token)
        )

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(token for token in self.tokens if token.startswith("#"))

    @property
    def days(self) -> frozenset[str]:
        """Return the weekdays, months and the like that the text names."""
        return frozenset(DAYS[token] for token in self.tokens if token in DAYS)

    @property
    def places(self) -> frozenset[str]:
        """Return the words that name a regency, a city or a province."""
        return frozenset(self.tokens) & places()


@lru_cache(maxsize=2_000)
def roots(token: str) -> frozenset[str]:
    """Return *token* and its possible roots; for a number, a day and a place only itself."""
    if token.startswith("#") or token in DAYS or token in places():
        return frozenset((token,))
    return frozenset((token, *stems(token)))


@lru_cache(maxsize=8)
def claim_tokens(text: str) -> ClaimTokens:
    """Return the tokens of *text*, of which at most LONGEST letters are read."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    raw = [_number_token(each) or each for each in _TOKEN.findall(_folded(_MARKUP.sub(" ", plain)))]
    meant = [word for unit in village_words.units(raw) for word in village_words.meant(unit).split()]
    whole = [*_with_numbers(meant)]
    at = frozenset(token for before, token in pairwise(whole) if before in _OF_PLACE and token not in FILLING | COMMON)
    return ClaimTokens(tuple(_without_questions(whole)), at)


def _folded(text: str) -> str:
    """Return *text* in lower case without accents; numbers keep their signs."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


def _number_token(raw: str) -> str:
    """Return "#1000" for "1.000" and "#3.5" for "3,5"; "" for a word."""
    if not raw[0].isdigit():
        return ""
    whole = raw.replace(".", "") if _THOUSANDS.fullmatch(raw) else raw
    try:
        return f"#{float(whole.replace(',', '.')):.12g}"
    except ValueError:  # a version or a date in figures
        return f"#{raw}"


def _with_numbers(raw: Sequence[str]) -> Iterator[str]:
    """Yield the words of *raw*, with numbers in words and their scales as one token: "lima", "juta" become "#5000000"."""
    total, part, open_ = 0.0, 0.0, False
    for word in (*raw, ""):
        number = _value(word)
        if number is not None and not (open_ and word.startswith("#")):
            part, open_ = part + number, True
        elif word in SCALES and open_:
            if SCALES[word] >= _THOUSAND:  # the scale multiplies the number before it
                total, part = total + (part or 1) * SCALES[word], 0.0
            else:
                part = (part or 1) * SCALES[word] if part < SCALES[word] else part + SCALES[word]
        elif word == "belas" and open_:
            part += 10
        else:
            if open_:
                yield f"#{total + part:.12g}"
            total, part, open_ = 0.0, number or 0.0, number is not None
            if word in SPANS:
                yield from ("#1", SPANS[word])
            elif word and number is None:
                yield word


def _value(token: str) -> float | None:
    """Return the number that *token* stands for, `None` for another word."""
    if token.startswith("#"):
        try:
            return float(token[1:])
        except ValueError:
            return None
    return NUMBERS.get(token)


def _without_questions(tokens: Iterable[str]) -> Iterator[str]:
    """Yield *tokens* without fillers and without words that only ask whether something is so ("benar tidak", "atau bukan")."""
    kept: list[str] = []
    for before, token in pairwise(("", *tokens)):
        asks = token in NEGATING and (before in DOUBTING or before == "atau")
        if asks:
            continue
        if token in DOUBTING:
            if kept and kept[-1] in NEGATING and before == kept[-1]:  # "tidak benar bahwa"
                kept.pop()
            continue
        kept.append(token)
    while kept and kept[-1] in NEGATING:  # "… cair tidak?"
        kept.pop()
    return (token for token in kept if token in NEGATING or token not in COMMON)


def compare(message: ClaimTokens, claim: ClaimTokens, title: ClaimTokens, rarity: Rarity) -> Likeness:
    """Return how well the checked *claim* fits *message*.

    *title* is the clarification's finding, *rarity* weighs a word. A clarification without a claim is never sure: its
    title says what is true, not what is going round.
    """
    head = ClaimTokens((*claim.tokens, *title.tokens))
    if not head.content or not message.content:
        return Likeness()
    known = _Meeting(message.roots)
    both = [token for token in head.content if known.meets(token)]
    of_head = _sum(both, rarity) / _sum(head.content, rarity)
    of_claim = _share(claim.content, known, rarity)
    of_message = _share(message.content, _Meeting(head.roots), rarity)
    score = _sum(both, rarity) * max(of_head, of_claim)
    short = len(message.tokens) <= _SHORT
    likely = len(both) >= _FEWEST and max(of_claim, of_message if short else 0.0) >= _LIKELY
    if short:
        # a word of each that the other has not may be one in the place of the other: another market, another cure
        agrees = of_claim >= _SURE_OF_CLAIM and of_message >= _SURE_OF_MESSAGE and max(of_claim, of_message) > _WHOLE
        return Likeness(score, likely, agrees and not contradict(message, claim, title))
    span = _span(message, claim, rarity)
    within = _share(claim.content, _Meeting(span.roots), rarity)
    agrees = within >= _SURE_OF_LONG and _share(span.content, _Meeting(head.roots), rarity) >= _SURE_OF_SPAN
    return Likeness(score, likely, agrees and not contradict(span, claim, title))


class _Meeting:
    """Index of words by their roots that tolerates one wrong letter in long words."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def meets(self, token: str) -> bool:
        """Return whether the words contain *token*, another form of it, or a mistyped form."""
        if any(root in self._known for root in roots(token)):
            return True
        return len(token) >= _LEAST_TYPO and len(roots(token)) > 0 and any(_near(token, other) for other in self._known)


def _near(one: str, other: str) -> bool:
    """Return whether two words begin alike and differ by one letter."""
    if one[:2] != other[:2] or abs(len(one) - len(other)) > 1 or len(other) < _LEAST_TYPO:
        return False
    if _tells_apart(one) or _tells_apart(other):
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]


def _share(tokens: Sequence[str], known: _Meeting, rarity: Rarity) -> float:
    """Return the share of *tokens*, weighted by *rarity*, that *known* contains."""
    whole = _sum(tokens, rarity)
    return _sum([token for token in tokens if known.meets(token)], rarity) / whole if whole else 0.0


def _sum(tokens: Iterable[str], rarity: Rarity) -> float:
    return sum(map(rarity, tokens))


def _span(message: ClaimTokens, claim: ClaimTokens, rarity: Rarity) -> ClaimTokens:
    """Return the part of a long *message* that has most of *claim*, from its first word to its last.

    A negation right before it is included, and so are numbers, days and places beside it.
    """
    tokens, width = message.tokens, len(claim.tokens) * _WIDTH + _ROOM
    known = [claim.roots.get(next((r for r in roots(token) if r in claim.roots), "")) for token in tokens]
    best, first = -1.0, 0
    counts: dict[str, int] = {}
    weight = 0.0
    for end, found in enumerate(known):
        if found is not None:
            counts[found] = counts.get(found, 0) + 1
            weight += rarity(found) if counts[found] == 1 else 0.0
        gone = known[end - width] if end >= width else None
        if gone is not None:
            counts[gone] -= 1
            weight -= rarity(gone) if not counts[gone] else 0.0
        if weight > best + 1e-9:
            best, first = weight, max(0, end - width + 1)
    places_ = [n for n in range(first, min(first + width, len(tokens))) if known[n] is not None]
    if not places_:
        return ClaimTokens(())
    begin, end = places_[0], places_[-1] + 1
    while begin and (_tells_apart(tokens[begin - 1]) or tokens[begin - 1] in NEGATING):
        begin -= 1
    while end < len(tokens) and _tells_apart(tokens[end]):
        end += 1
    return ClaimTokens(tokens[begin:end], message.at & frozenset(tokens[begin:end]))


def _tells_apart(token: str) -> bool:
    """Return whether *token* is a number, a day or a place."""
    return token.startswith("#") or token in DAYS or token in places()


def contradict(message: ClaimTokens, claim: ClaimTokens, title: ClaimTokens) -> bool:
    """Return whether *message* contradicts *claim*: by a negation, antonym, number, place or day, or by who does it."""
    if message.negations != claim.negations or _denied(message, claim) or _denied(claim, message):
        return True
    if not message.numbers <= claim.numbers | title.numbers or not message.days <= claim.days:
        return True
    if not message.places <= claim.places | title.places:
        return True
    head = _Meeting({**title.roots, **claim.roots})
    if not all(head.meets(token) for token in message.at):
        return True
    return _opposed(message, claim) or _turned(message, claim)


def _denied(one: ClaimTokens, other: ClaimTokens) -> bool:
    """Return whether *one* negates a word that *other* uses without negation."""
    return any(root in other.roots and root not in other.negated for root in one.negated)


def _opposed(message: ClaimTokens, claim: ClaimTokens) -> bool:
    """Return whether one text has a word whose antonym the other has."""
    here, there = set(message.roots), set(claim.roots)
    return any(
        (one & here and other & there and not one & there) or (other & here and one & there and not other & there)
        for one, other in OPPOSITE
    )


def _turned(message: ClaimTokens, claim: ClaimTokens) -> bool:
    """Return whether the words before and after an active verb have changed places."""
    for verb in claim.content:
        if not _ACTIVE.fullmatch(verb) or verb not in message.content:
            continue
        at, here = claim.content.index(verb), message.content.index(verb)
        before, after = claim.content[:at], claim.content[at + 1 :]
        if set(after) & set(message.content[:here]) and set(before) & set(message.content[here + 1 :]):
            return True
    return False


def searched(message: ClaimTokens) -> tuple[str, ...]:
    """Return the words of *message* to search in an index, each once. Numbers are left out, because they are compared."""
    return tuple(word for word in message.content if not word.startswith("#"))


class ClaimMatches(Struct, frozen=True):
    """Clarifications that match a message: *sure* is the one that answers it, *likely* are up to three that may."""

    sure: Clarification | None = None
    likely: tuple[Clarification, ...] = ()


def checked(message: ClaimTokens, checks: Sequence[Clarification], rarities: Mapping[str, float]) -> ClaimMatches:
    """Compare *message* with the clarifications *checks* and return the matches.

    If two are sure and disagree, none is. *rarities* weigh words.
    """
    most = max(rarities.values(), default=1.0)

    def rarity(token: str) -> float:
        return rarities.get(token, most / 2 if token.startswith("#") else most)

    compared = [
        (compare(message, claim_tokens(item.claim[:_OF_CHECK]), claim_tokens(item.title[:_OF_CHECK]), rarity), item)
        for item in checks
    ]
    likely = sorted((each for each in compared if each[0].likely), key=lambda each: -each[0].score)
    sure = [item for likeness, item in likely if likeness.sure]
    agreed = len({item.verdict for item in sure}) == 1 and len({claim_tokens(item.claim).content for item in sure}) == 1
    return ClaimMatches(sure[0] if agreed else None, tuple(item for _, item in likely[:_SHOWN]))


def doubted(text: str) -> bool:
    """Return whether *text* asks if something is so."""
    return not _ASKING.isdisjoint(split_words(text[:LONGEST]))


def forwarded(text: str) -> bool:
    """Return whether *text* asks if something is so, or is as long as a forwarded message."""
    return doubted(text) or len(split_words(text[:LONGEST])) >= _FORWARDED
