"""`python deploy/learn_cut_words.py [WORDFREQ ROOTS]`: learn how people cut words short, and collect the words they cut.

The pairs of `deploy/cut_words.tsv` give what keeping and leaving out a letter of each class costs; one half is learned and
the other half read, then the other way round, and the shares read rightly are printed. With WORDFREQ, `small_id.msgpack.gz`
of wordfreq unpacked as "word, tab, Zipf frequency" a line, and ROOTS, the roots of PySastrawi, one a line,
`frequent_words.txt` is written anew: words with a known root, and behind "=" those that are only known not to be cut short.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

from kiosk.speech.indonesian.cut_words import Costs, aligned, candidates, has_vowel
from kiosk.speech.indonesian.tables import read_table

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "deploy/cut_words.tsv"
SENSES = ROOT / "kiosk/speech/indonesian/senses"
VILLAGE = ROOT / "deploy/village_words.txt"
GOLDEN = ROOT / "tests/kiosk/speech/indonesian"
_ROUNDS = 6
_OWN_SHARE = 0.3  # of the project's own words in a frequency
_SEEN = 4  # times that the project's own texts have a word without a known root
_PREFIXES = re.compile(r"(?:mem|men|meng|meny|me|ber|be|ter|te|di|ke|se|pem|pen|peng|peny|per|pe)(?=.{3})")
_SUFFIXES = re.compile(r"(?<=...)(?:nya|ku|mu|lah|kah|kan|an|i)$")
_DIGITS = frozenset("dua tiga empat lima enam tujuh delapan sembilan belas puluh ratus ribu juta miliar koma".split())  # noqa: SIM905
"""Words that people write as digits and do not cut short."""
_LOST = ("", "p", "t", "k", "s")  # letters that a prefix swallows
_NOTE = """\
# Indonesian words by their first letter and how rare they are (a tenth of the distance from 9 on the Zipf scale), for
# `cut_words.py`; those behind "=" are words, names and acronyms that are not to be taken for words cut short.
# Frequencies and words: wordfreq 3.1.1 (https://github.com/rspeer/wordfreq), Copyright Robyn Speer, data CC BY-SA 4.0, mixed
# with counts of this project's texts. Changed: sorted by roots of PySastrawi (MIT, see LICENSE-pysastrawi.txt in
# `speech/phonetics`). This table alone is CC BY-SA 4.0: https://creativecommons.org/licenses/by-sa/4.0/
"""

Pairs = Sequence[tuple[str, str]]


def main() -> None:
    if len(sys.argv) == 3:
        frequencies, roots = (Path(each).read_text(encoding="utf-8").splitlines() for each in sys.argv[1:])
        (SENSES / "frequent_words.txt").write_text(_NOTE + collected(frequencies, frozenset(roots)), encoding="utf-8")
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
    own = Counter(_own_words())
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
        ends += [short for end in ends if (short := _SUFFIXES.sub("", end)) not in ends]
    for end in ends:
        begun = end
        yield begun
        for _ in range(2):
            if found := _PREFIXES.match(begun):
                for short in range(2, found.end() + 1):
                    yield from (lost + begun[short:] for lost in _LOST)
                begun = begun[found.end() :]


def _own_words() -> Iterator[str]:
    """Yield the words of the golden tables, as they are said, of the Indonesian catalogue and of `village_words.txt`."""
    catalogue = resources.files("kiosk.i18n") / "locale/id/LC_MESSAGES/kiosk.po"
    texts = re.findall(r'^(?:msgstr.*)?"(.*)"$', catalogue.read_text(encoding="utf-8"), re.MULTILINE)
    texts += [line for line in VILLAGE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")] * 2
    for row in _golden_rows():
        said = row[1]
        for _ in range(4):
            said = re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)", r"\1", re.sub(r"\([^()]*\)\?", "", said))
        texts.append(said)
    for text in texts:
        yield from (word for word in re.findall(r"[a-z]+", text.lower()) if len(word) > 2)


def _acronyms() -> set[str]:
    """Return what the golden tables have in capitals, in small letters."""
    return {word.lower() for row in _golden_rows() for word in re.findall(r"\b[A-Z]{3,6}\b", row[0])}


def _golden_rows() -> Iterator[Sequence[str]]:
    for file in sorted(GOLDEN.glob("*.tsv")):
        yield from (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
