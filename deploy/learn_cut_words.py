"""`python deploy/learn_cut_words.py [WORDFREQ ROOTS]`: learn how people cut words short, and collect the words they cut.

The pairs of `deploy/cut_words.tsv` give what keeping and leaving out a letter of each class costs; one half is learned and
the other half read, then the other way round, and the shares read rightly are printed. With WORDFREQ, `small_id.msgpack.gz`
of wordfreq unpacked as "word, tab, Zipf frequency" a line, and ROOTS, the roots of PySastrawi, one a line, the tables of
words are written anew: `frequent_words.txt` has words with a known root, and behind "=" those that are not cut short;
`word_pairs.txt` has words that often stand side by side.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from itertools import pairwise
from pathlib import Path

from kiosk.speech.indonesian.cut_words import Costs, aligned, candidates
from kiosk.speech.indonesian.tables import LETTERS, read_table
from kiosk.speech.indonesian.tokens import has_vowel

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "deploy/cut_words.tsv"
SENSES = ROOT / "kiosk/speech/indonesian/senses"
VILLAGE = ROOT / "deploy/village_words.txt"
GOLDEN = ROOT / "tests/kiosk/speech/indonesian"
_ROUNDS = 6
_OWN_SHARE = 0.3  # of the project's own words in a frequency
_TOGETHER = 3  # times that two words stand side by side in the project's own texts
_SEEN = 4  # times that the project's own texts have a word without a known root
_PREFIXES = re.compile(r"(?:meng|meny|mem|men|me|ber|bel|be|ter|te|di|ke|se|peng|peny|pem|pen|per|pel|pe)(?=.{3})")
_SUFFIXES = ("nya", "ku", "mu", "lah", "kah", "kan", "an", "i")
_DIGITS = frozenset("dua tiga empat lima enam tujuh delapan sembilan belas puluh ratus ribu juta miliar koma".split())  # noqa: SIM905
"""Words that people write as digits and do not cut short."""
_LETTERS = frozenset(LETTERS.values())
_LOST = ("", "p", "t", "k", "s")  # letters that a prefix swallows
_NOTE = """\
# Indonesian words by their first letter and how rare they are (a tenth of the distance from 9 on the Zipf scale), for
# `cut_words.py`; those behind "=" are words, names and acronyms that are not to be taken for words cut short.
# Frequencies and words: wordfreq 3.1.1 (https://github.com/rspeer/wordfreq), Copyright Robyn Speer, data CC BY-SA 4.0, mixed
# with counts of this project's texts. Changed: sorted by roots of PySastrawi (MIT, see LICENSE-pysastrawi.txt in
# `speech/phonetics`). This table alone is CC BY-SA 4.0: https://creativecommons.org/licenses/by-sa/4.0/
"""
_PAIRS_NOTE = """\
# Words that often stand side by side in this project's texts: a word, and those behind it. Written by deploy/learn_cut_words.py.
"""

Pairs = Sequence[tuple[str, str]]


def main() -> None:
    if len(sys.argv) == 3:
        frequencies, roots = (Path(each).read_text(encoding="utf-8").splitlines() for each in sys.argv[1:])
        words = collected(frequencies, frozenset(roots))
        (SENSES / "frequent_words.txt").write_text(_NOTE + words, encoding="utf-8")
        (SENSES / "word_pairs.txt").write_text(_PAIRS_NOTE + pairs_of_words(words), encoding="utf-8")
    found = pairs()
    halves = found[::2], found[1::2]
    shares = [share_read(learned(halves[half]), halves[1 - half]) for half in (0, 1)]
    print(f"{len(found)} pairs: held out {shares[0]:.0%} and {shares[1]:.0%} read rightly")
    rows = [f"{kind}\t{kept:.2f} {left:.2f}\n" for kind, (kept, left) in sorted(learned(found).items())]
    note = "# Written by deploy/learn_cut_words.py: class of a letter, cost of keeping it and of leaving it out.\n"
    (SENSES / "cut_costs.tsv").write_text(note + "".join(rows), encoding="utf-8")


def pairs() -> Pairs:
    """Return the words cut short of `deploy/cut_words.tsv`, each with the word it stands for."""
    return [(cut, word) for cut, word in read_table("cut_words.tsv", "deploy").items()]


def learned(found: Pairs) -> Costs:
    """Return what keeping and leaving out a letter of each class costs, by its share in *found*."""
    table: Costs = {}
    for _ in range(_ROUNDS):
        seen: dict[str, list[float]] = defaultdict(lambda: [1.0, 1.0])
        for cut, word in found:
            for kind, kept in aligned(cut, word, table)[1]:
                seen[kind][0 if kept else 1] += 1
        table = {
            kind: (-math.log(kept / (kept + left)), -math.log(left / (kept + left)))
            for kind, (kept, left) in seen.items()
        }
    return table


def share_read(table: Costs, found: Pairs) -> float:
    """Return the share of *found* whose word is the likeliest."""
    right = 0
    for cut, word in found:
        best = candidates(cut, table)
        right += bool(best) and best[0][1] == word
    return right / len(found)


def collected(frequencies: Iterable[str], roots: frozenset[str]) -> str:
    """Return the lines of the table."""
    own = Counter(word for words in _own_texts() for word in words if len(word) > 2)
    total = sum(own.values())
    general = {word: 10 ** (float(zipf) - 9) for word, zipf in (line.split("\t") for line in frequencies)}
    lines: Mapping[tuple[str, str], list[str]] = defaultdict(list)
    acronyms = _acronyms()
    for word in sorted({*general, *own, *acronyms}):
        if re.fullmatch(r"[a-z]{2,}", word):
            share = (1 - _OWN_SHARE) * general.get(word, 0.0) + _OWN_SHARE * own[word] / total
            known = word not in _DIGITS and share > 0 and len(word) > 2 and any(way in roots for way in _stems(word))
            if has_vowel(word) and (known or (own[word] >= _SEEN and word in general and len(word) > 3)):
                lines[word[0], f"{-10 * math.log10(share):02.0f}"].append(word)
            elif word in general or word in acronyms or not has_vowel(word):
                lines[word[0], "="].append(word)
    return "".join(f"{letter} {rarity} {' '.join(words)}\n" for (letter, rarity), words in sorted(lines.items()))


def _stems(word: str) -> Iterator[str]:
    """Yield what may be the root of *word*."""
    ends = [word]
    for _ in range(2):
        ends += [end.removesuffix(each) for end in ends for each in _SUFFIXES if end.endswith(each) and len(end) > 4]
    ways = list(ends)
    for _ in range(3):
        ways = list(
            dict.fromkeys(
                lost + way[short:] for way in ways if _PREFIXES.match(way) for short in range(2, 5) for lost in _LOST
            )
        )
        ends += ways
    yield from ends


def pairs_of_words(known: str) -> str:
    """Return the lines of `word_pairs.txt`: a word, and those of the table *known* that often stand behind it."""
    seen = Counter(pair for words in _own_texts() for pair in pairwise(words) if not _DIGITS.intersection(pair))
    table: dict[str, list[str]] = {}
    for (first, second), many in sorted(seen.items()):
        if (
            many >= _TOGETHER
            and not _LETTERS.intersection((first, second))
            and f" {second}" in known
            and f" {first}" in known
        ):
            table.setdefault(first, []).append(second)
    return "".join(f"{first} {' '.join(seconds)}\n" for first, seconds in table.items())


def _own_texts() -> Iterator[Sequence[str]]:
    """Yield the words of each text: of golden tables as they are said, of the Indonesian catalogue and of `village_words.txt`."""
    catalogue = resources.files("kiosk.i18n") / "locale/id/LC_MESSAGES/kiosk.po"
    texts = re.findall(r'^(?:msgstr.*)?"(.*)"$', catalogue.read_text(encoding="utf-8"), re.MULTILINE)
    village = [line for line in VILLAGE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    texts += [part for line in village for part in line.split(",")] * _TOGETHER
    for row in _golden_rows():
        said = row[1]
        for _ in range(4):
            said = re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)", r"\1", re.sub(r"\([^()]*\)\?", "", said))
        texts.append(said)
    for text in texts:
        yield [word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 1]


def _acronyms() -> set[str]:
    """Return what the golden tables have in capitals, in small letters."""
    return {word.lower() for row in _golden_rows() for word in re.findall(r"\b[A-Z]{3,6}\b", row[0])}


def _golden_rows() -> Iterator[Sequence[str]]:
    for file in sorted(GOLDEN.glob("*.tsv")):
        yield from (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
