"""Words that Tesseract reports, and the choice of those to believe: a hostile picture may have taken the process over. Pure.

The same picture is read twice, by two models that know nothing of each other. What both read alike is sure; where they differ in a
number, it is doubtful. Indonesian's model knows no per cent sign: it reads "50%" as "5096".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from content_cache.model.picture_text import Region
from content_cache.ocr.straight import Lean
from content_cache.text.plain import clean_line

MOST_WORDS = 5_000
_LONGEST_WORD = 100
_COLUMNS, _WORD = 12, "5"
_OF_WORDS, _OF_LINES = 0.15, 0.45  # confidence below which a word, or a whole line, is taken for noise
_SURE = 0.8  # confidence for a word that one model alone found
_TOUCHED = 0.1  # share of a word that overlaps another: both are readings of one word
_GAP = 0.8  # heights of a line: what is further apart is a column
_SHAPE = 0.75  # width to height of most pictures
_MOST_LINES = 500
_SURE_SHARE = 0.25  # of the words of a picture, at least
_LETTER = re.compile(r"[^\W_]")
_NOISE = re.compile(r"[|\\_~—=<>«»“”‘’©®™°§¥¢€£*#^{}\[\]]+|(.)\1{3,}")
_NUMBER = re.compile(r"(?:Rp)?\d[\d.,:/%-]*")
_SIGN = re.compile(r"[-–:/&+]|[(\"'].+|.+[)\"']")


class Found(Struct, frozen=True):
    """Word that OCR found: its block and line, box, confidence (0 to 1), and whether the other model read another word there."""

    block: int
    line: tuple[int, int]
    text: str
    box: Region
    confidence: float
    disputed: bool = False


def words_of(tsv: str, wide: int, high: int) -> list[Found]:
    """Parse Tesseract's table of words for a page of *wide* x *high* px; malformed rows are ignored."""
    found: list[Found] = []
    for row in tsv.splitlines():
        parts = row.split("\t")
        if len(parts) != _COLUMNS or parts[0] != _WORD or len(found) >= MOST_WORDS:
            continue
        text = clean_line(parts[11], _LONGEST_WORD)
        try:
            block, paragraph, line = (int(part) for part in parts[2:5])
            left, top, across, down = (int(part) for part in parts[6:10])
            confidence = float(parts[10]) / 100
        except ValueError:
            continue
        if text and " " not in text and 0 <= confidence <= 1 and across > 0 and down > 0 and min(left, top) >= 0:
            box = Region(*map(_within, (left / wide, top / high, (left + across) / wide, (top + down) / high)))
            found.append(Found(block, (paragraph, line), text, box, round(confidence, 2)))
    return found


def _within(share: float) -> float:
    return round(min(max(share, 0.0), 1.0), 4)


def leaning(word: Found, lean: Lean, shape: float) -> Found:
    """Return *word* with its box moved from the straightened page to the picture."""
    if lean == Lean():
        return word
    box = word.box
    corners = [lean.moved(x, y, shape) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across, down = [_within(x) for x, _ in corners], [_within(y) for _, y in corners]
    return replace(word, box=Region(min(across), min(down), max(across), max(down)))


def believable(found: Iterable[Found]) -> Iterator[Found]:
    """Yield the words that are real text.

    Seams of colours, plaster, logos and rules make unsure words that make no sense.
    """
    for _, words in groupby(found, key=lambda word: (word.block, word.line)):
        every = list(words)
        among = any(
            word.confidence >= _SURE and len(word.text) >= 3 for word in every
        )  # then a number is one, however unsure
        kept = [
            word
            for word in every
            if not _NOISE.fullmatch(word.text)
            and (word.confidence >= _OF_WORDS or (among and _NUMBER.fullmatch(word.text)))
        ]
        letters = sum(len(_LETTER.findall(word.text)) for word in kept)
        weighed = [word for word in kept if word.confidence >= _OF_WORDS]
        sure = sum(word.confidence * len(word.text) for word in weighed) / max(
            sum(len(word.text) for word in weighed), 1
        )
        if letters < 2 and not (sure >= _SURE and any(word.text.isdigit() for word in kept)):
            continue
        if sure < _OF_LINES or (letters < 4 and sure < 0.6):
            continue
        while kept and not _LETTER.search(kept[-1].text):
            kept.pop()
        while kept and not _LETTER.search(kept[0].text) and not _SIGN.fullmatch(kept[0].text):
            kept.pop(0)
        yield from kept


def is_writing(found: Sequence[Found]) -> bool:
    """Return whether *found* is Indonesian print: other scripts, handwriting and leaves of a tree give few, unsure words."""
    sure = sum(word.confidence >= _SURE and len(_LETTER.findall(word.text)) >= 3 for word in found)
    return sure >= _SURE_SHARE * len(found) and sure > 0


def agreed(first: Sequence[Found], second: Sequence[Found]) -> list[Found]:
    """Merge two readings: the words of *first*, each compared with *second*, and sure words that only *second* has."""
    there, here = _Places(second), _Places(first)
    settled = [_settled(word, there.at(word.box)) for word in first]
    last = max((word.block for word in first), default=0)
    more = [word for word in second if word.confidence >= _SURE and not here.at(word.box, _TOUCHED)]
    return lined([*settled, *(replace(word, block=last + 1 + word.block, disputed=True) for word in more)])


def lined(words: Sequence[Found]) -> list[Found]:
    """Return *words* with torn lines joined: parts at the same height, no further apart than words are. Each line is
    ordered from the left."""
    lines: dict[tuple[int, tuple[int, int]], list[Found]] = {}
    for word in words:
        lines.setdefault((word.block, word.line), []).append(word)
    whole: list[list[Found]] = []
    for line in sorted(lines.values(), key=len, reverse=True):
        fitting = (other for other in whole if _is_part(line, other)) if len(lines) <= _MOST_LINES else iter(())
        other = next(fitting, None)
        if other is None:
            whole.append(line)
        else:
            other += [replace(word, block=other[0].block, line=other[0].line) for word in line]
    order = {id(line): n for n, line in enumerate(lines.values())}
    whole.sort(key=lambda line: order[id(line)])
    return [word for line in whole for word in sorted(line, key=lambda word: word.box.left)]


def _is_part(line: Sequence[Found], other: Sequence[Found]) -> bool:
    """Return whether *line* continues the line *other* or fills a gap in it."""
    top, bottom = _middling(line)
    high, low = _middling(other)
    height = max(bottom - top, low - high)
    if min(bottom, low) - max(top, high) < 0.6 * height:
        return False
    gap = _GAP * height / _SHAPE
    left, right = min(word.box.left for word in line), max(word.box.right for word in line)
    near = False
    for word in other:
        if min(word.box.right, right) - max(word.box.left, left) > 0.2 * (right - left):
            return False
        near |= word.box.left < right + gap and word.box.right > left - gap
    return near


def _middling(line: Sequence[Found]) -> tuple[float, float]:
    """Return the mean top and the mean bottom of the words of a line."""
    count = len(line)
    return sum(word.box.top for word in line) / count, sum(word.box.bottom for word in line) / count


def _settled(word: Found, others: Sequence[Found]) -> Found:
    """Combine both readings of a word: the surer one counts, and a number keeps its percent sign."""
    if not others:
        return _as(word, word.text, word.confidence, disputed=True)
    text = "".join(other.text for other in others)
    other = min(others, key=lambda one: one.confidence)
    if text == word.text:
        return _as(word, text, max(word.confidence, other.confidence), disputed=False)
    if len(others) > 1:
        return _as(word, word.text, word.confidence, disputed=True)
    number = text.removesuffix("%")
    if number != text and number.isdigit() and word.text.startswith(number[:-1] or number):
        return _as(word, text, other.confidence, disputed=not word.text.startswith(number))
    if other.confidence > word.confidence + 0.05:
        return _as(word, text, other.confidence, disputed=True)
    return _as(word, word.text, word.confidence, disputed=True)


def _as(word: Found, text: str, confidence: float, *, disputed: bool) -> Found:
    return Found(word.block, word.line, text, word.box, confidence, disputed)


class _Places:
    """Index of words by their boxes."""

    def __init__(self, words: Sequence[Found]) -> None:
        self._rows: dict[int, list[Found]] = {}
        for word in words:
            for row in range(int(word.box.top * _ROWS), int(word.box.bottom * _ROWS) + 1):
                self._rows.setdefault(row, []).append(word)

    def at(self, box: Region, share: float = 0.5) -> list[Found]:
        """Return the words whose overlap with *box* exceeds *share* of the smaller of the two, from the left."""
        row = int((box.top + box.bottom) / 2 * _ROWS)
        found = [word for word in self._rows.get(row, ()) if _overlap(word.box, box) > share]
        return sorted(found, key=lambda word: word.box.left)


_ROWS = 200


def _overlap(a: Region, b: Region) -> float:
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    if across <= 0 or down <= 0:
        return 0.0
    least = min((a.right - a.left) * (a.bottom - a.top), (b.right - b.left) * (b.bottom - b.top))
    return across * down / least if least else 0.0
