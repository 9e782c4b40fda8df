"""Learning of the weights of `name_regions` from villages and the provinces they lie in, and from names of people:
    python deploy/learn_name_regions.py FOLDER PEOPLE [WITHOUT ...] > kiosk/speech/phonetics/names_regions.tsv

FOLDER has the files of the package areaid (MIT), one a province. PEOPLE has 5,917 words of people's names, of four letters or more.
They are Indonesia's in Faker and its JavaScript counterparts (MIT), and the persons marked in news texts: idner-news-2k (MIT) and
IndoNLU (NERGrit, NERProsa; Apache 2.0). Marked names are left out, those of the files WITHOUT among them: a name of the table must
have no more influence on its region than one that nobody has ever seen.

Regression (softmax) by stochastic gradient descent.
"""

from __future__ import annotations

import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from kiosk.speech.phonetics.letter_e import names
from kiosk.speech.phonetics.name_regions import PEOPLE, REGIONS, SCALE, pieces

PROVINCES: Mapping[str, str] = {
    "java": "jawa timur, jawa tengah, daerah istimewa yogyakarta, lampung",
    "sunda": "jawa barat, banten, daerah khusus ibukota jakarta",
    "bali": "bali, nusa tenggara barat",
    "aceh": "aceh",
    "batak": "sumatra utara",
    "malay": "riau, jambi, sumatra selatan, bengkulu, kepulauan bangka belitung, kepulauan riau, sumatra barat",
    "kalimantan": "kalimantan barat, kalimantan tengah, kalimantan timur, kalimantan selatan, kalimantan utara",
    "celebes": "sulawesi selatan, sulawesi barat, sulawesi tenggara",
    "minahasa": "sulawesi tengah, sulawesi utara, gorontalo",
    "timor": "nusa tenggara timur",
    "moluccas": "maluku, maluku utara",
    "papua": "papua, papua barat",
}
SHORTEST = 4  # letters of a name that is learnt from
ROUNDS = 5
STEP = 0.12
RARE = 5  # a piece in fewer names tells nothing
LEAST = 35  # minimum of a piece's largest weight, as they are kept; else the piece is left out

Named = tuple[str, str]  # a word of a name, its region


def villages(folder: Path) -> Iterator[Named]:
    """Yield each word once for each region that has it."""
    regions = {province: region for region, all_of in PROVINCES.items() for province in all_of.split(", ")}
    for file in sorted(folder.glob("*.json")):
        yield from (
            (word, regions[file.stem]) for word in sorted(_words_within(json.loads(file.read_text(encoding="utf-8"))))
        )


def people(text: str) -> Iterator[Named]:
    yield from ((word, PEOPLE) for word in sorted(set(_letters(text))))


def _words_within(part: object) -> set[str]:
    if isinstance(part, Mapping):
        own = {word for key in ("kelurahan", "kelu") for word in _letters(part.get(key))}
        return own.union(*map(_words_within, part.values()))
    return set().union(*map(_words_within, part)) if isinstance(part, list) else set()


def _letters(name: object) -> list[str]:
    return re.findall("[a-z]+", name.lower()) if isinstance(name, str) else []


def learn_regions(named: Iterable[Named], without: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Return weights for `Regions`."""
    seen = [
        (sorted(set(pieces(word))), region) for word, region in named if len(word) >= SHORTEST and word not in without
    ]
    common = Counter(piece for found, _ in seen for piece in found)
    examples = [
        ([piece for piece in found if common[piece] >= RARE], REGIONS.index(region))
        for found, region in dict.fromkeys((tuple(found), region) for found, region in seen)
    ]
    weights: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * len(REGIONS))
    chance = random.Random(0)  # noqa: S311, no secret
    for number in range(ROUNDS):
        step = STEP / (1 + number)
        chance.shuffle(examples)
        for found, right in examples:
            _descend([weights[piece] for piece in found], right, step)
    kept = {piece: tuple(round(SCALE * each) for each in own) for piece, own in sorted(weights.items())}
    return {piece: own for piece, own in kept.items() if max(map(abs, own)) >= LEAST}


def _descend(rows: list[list[float]], right: int, step: float) -> None:
    sums = [sum(each) for each in zip(*rows, strict=True)]
    most = max(sums, default=0.0)
    grown = [math.exp(each - most) for each in sums]
    whole = sum(grown)
    change = [step * ((at == right) - each / whole) for at, each in enumerate(grown)]
    for row in rows:
        for at, each in enumerate(change):
            row[at] += each


def run_learning(folder: str, of_people: str, *files: str) -> None:
    marked = (word for file in files for word in Path(file).read_text(encoding="utf-8").lower().split())
    without = {word.replace("é", "e") for word in marked} | set(names())
    bearers = people(Path(of_people).read_text(encoding="utf-8"))
    learnt = learn_regions([*villages(Path(folder)), *bearers], without)
    sys.stdout.write(
        "# Learnt by deploy/learn_name_regions.py, which says from what: a piece of a name, how much it speaks for each region.\n"
    )
    sys.stdout.writelines("\t".join([piece, *map(str, own)]) + "\n" for piece, own in learnt.items())


if __name__ == "__main__":
    run_learning(*sys.argv[1:])
