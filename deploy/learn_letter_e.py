"""Learning of the weights of `letter_e` from its lexicon, or of `name_guess` from the table of names:
    python deploy/learn_letter_e.py [names] > FILE

Logistic regression by stochastic gradient descent, the weights averaged over all steps. A word's own entry is hidden while it
is learnt from. So the marks of its siblings are weighed as for words that the lexicon does not have.
"""

from __future__ import annotations

import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kiosk.speech.phonetics.letter_e import LEXICON, ROOTS, names, read_lexicon, regions, table
from kiosk.speech.phonetics.letter_e_guess import Guesser
from kiosk.speech.phonetics.name_guess import features
from kiosk.speech.phonetics.name_regions import Regions

ROUNDS = 12
STEP = 0.06
STEP_OF_NAMES = 0.01
SCALE = 100  # weights are kept as whole numbers
LEAST = 5  # minimum weight; smaller ones decide little, and there are many: all 97,000 were only a hair better
LEAST_OF_NAMES = 3  # against 5: 7,000 weights more, and 0.8 % more of unseen names right; 2 gives no more
ENOUGH = 0.02  # an example with a smaller error teaches nothing more


def learn(lexicon: Mapping[str, str], roots: Mapping[str, str]) -> dict[str, int]:
    """Return weights for `Guesser` from words and their marks. Takes about 40 s for 18,000 words on a desktop."""
    hidden = Guesser(lexicon, roots, {})
    return _weights(
        (
            (found, mark == "1")
            for word, marks in lexicon.items()
            for found, mark in zip(hidden.features(word), marks, strict=True)
        ),
        STEP,
        LEAST,
    )


def learn_names(marked: Iterable[str], of_regions: Regions) -> dict[str, int]:
    """Return weights for `NameGuesser` from names with their marks."""
    return _weights(
        (
            (found, letter == "é")
            for name in marked
            for found, letter in zip(
                features(name.replace("é", "e"), of_regions), (each for each in name if each in "eé"), strict=True
            )
        ),
        STEP_OF_NAMES,
        LEAST_OF_NAMES,
    )


def _weights(seen: Iterable[tuple[list[str], bool]], step: float, least: int) -> dict[str, int]:
    """Return the weights from pairs of the features of an e and whether it is é."""
    examples = [(found, 1 if taling else -1) for found, taling in seen]
    weights: defaultdict[str, float] = defaultdict(float)
    drift: defaultdict[str, float] = defaultdict(float)
    steps = 1
    chance = random.Random(0)  # noqa: S311, no secret
    for _ in range(ROUNDS):
        chance.shuffle(examples)
        for found, answer in examples:
            score = answer * sum(weights[each] for each in found if each in weights)
            error = 1 / (1 + math.exp(max(-30.0, min(30.0, score))))
            if error > ENOUGH:
                change = step * error * answer
                for each in found:
                    weights[each] += change
                    drift[each] += change * steps
            steps += 1
    mean = {each: round(SCALE * (weight - drift[each] / steps)) for each, weight in weights.items()}
    return {each: weight for each, weight in sorted(mean.items()) if abs(weight) >= least}


def learn_letter_e(asked: list[str]) -> None:
    if asked == ["names"]:
        of, learnt = "names.txt", learn_names(names().values(), regions())
    else:
        of, learnt = "lexicon and roots", learn(read_lexicon(table(LEXICON)), read_lexicon(table(ROOTS)))
    sys.stdout.write(f"# Learnt from {of} by deploy/learn_letter_e.py: what is seen, and how much it speaks for é.\n")
    sys.stdout.writelines(f"{feature}\t{weight}\n" for feature, weight in learnt.items())


if __name__ == "__main__":
    learn_letter_e(sys.argv[1:])
