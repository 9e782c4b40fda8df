"""Learns the weights of `letter_e` from its lexicon: python -m kiosk.speech.phonetics.letter_e_learning > FILE.

Logistic regression by stochastic gradient descent, the weights averaged over all steps. A word's own entry is hidden while it
is learnt from, so that what the lexicon says of its siblings is weighed as it will be needed for words that are not in it.
"""

from __future__ import annotations

import math
import random
import sys
from collections import defaultdict
from collections.abc import Mapping

from kiosk.speech.phonetics.letter_e import LEXICON, ROOTS, read_lexicon, table
from kiosk.speech.phonetics.letter_e_guess import Guesser

ROUNDS = 12
STEP = 0.06
SCALE = 100  # weights are kept as whole numbers
LEAST = 5  # of these; smaller ones decide little, and there are many: with all of them there were 97,000, a hair better
ENOUGH = 0.02  # an example that is right with this probability of error teaches nothing more


def learn(lexicon: Mapping[str, str], roots: Mapping[str, str], *, seed: int = 0) -> dict[str, int]:
    """Weights for `Guesser` from words and their marks. Takes about 40 s for 18,000 words on a desktop."""
    hidden = Guesser(lexicon, roots, {})
    examples = [
        (features, 1 if mark == "1" else -1)
        for word, marks in lexicon.items()
        for features, mark in zip(hidden.features(word), marks, strict=True)
    ]
    weights: defaultdict[str, float] = defaultdict(float)
    drift: defaultdict[str, float] = defaultdict(float)
    steps = 1
    chance = random.Random(seed)  # noqa: S311, no secret
    for _ in range(ROUNDS):
        chance.shuffle(examples)
        for features, answer in examples:
            score = answer * sum(weights[each] for each in features if each in weights)
            error = 1 / (1 + math.exp(max(-30.0, min(30.0, score))))
            if error > ENOUGH:
                change = STEP * error * answer
                for each in features:
                    weights[each] += change
                    drift[each] += change * steps
            steps += 1
    mean = {each: round(SCALE * (weight - drift[each] / steps)) for each, weight in weights.items()}
    return {each: weight for each, weight in sorted(mean.items()) if abs(weight) >= LEAST}


def main() -> None:
    sys.stdout.write(
        "# Learnt from lexicon and roots by letter_e_learning.py: what is seen, and how much it speaks for é.\n"
    )
    for feature, weight in learn(read_lexicon(table(LEXICON)), read_lexicon(table(ROOTS))).items():
        sys.stdout.write(f"{feature}\t{weight}\n")


if __name__ == "__main__":
    main()
