"""Two hundred questions and three hundred rumours, typed: what comes first, what among three, and which verdicts are wrong.

    python -m tests.campaigns.asking [--told] [--items N]

With `--told` the lines that may be looked at are told where they went wrong; of those that are held out only their number. With
`--items` the times are measured beside so many other items (50,000; 0 leaves it out). Exits with 1 where a bound does not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial

from content_cache.model.items import Item
from content_cache.model.vocabulary import Verdict
from kiosk.content.repository import ContentRepository
from kiosk.pages.search.item_search import ItemSearch
from tests.campaigns.asking.village import MOMENT, Question, Rumour, questions, rumours, village
from tests.campaigns.bench import bench_search
from tests.campaigns.bench.bench_search import made

FIRST, AMONG, KNOWN, WRONG, SLOWEST_MS = 0.85, 0.95, 0.90, 0.01, 50.0
_SHOWN = 3
_LINES = 2  # of a check, a short one and a long one: each half has one of them, by turns


def hits(search: ItemSearch, words: str) -> list[str]:
    """Return the ids of the first three hits; those of a calendar are addresses, and of a series have a day."""
    found = search.search_view(words, MOMENT, typing=False, page=0, rows=_SHOWN).hits
    return [item.id.partition("@")[0] for item in found[:_SHOWN]]


class Asked:
    """What came of the questions put to one village."""

    def __init__(self, repository: ContentRepository, asked: Sequence[Question]) -> None:
        search = ItemSearch(repository)
        self.of = len(asked)
        self.first = self.among = 0
        self.amiss: list[str] = []
        for question in asked:
            found = hits(search, question.words)
            self.first += bool(found) and found[0] in question.right
            among = not question.right.isdisjoint(found)
            self.among += among
            if not found or found[0] not in question.right:
                self.amiss.append(f"{'  ' if among else '! '}{question.words} -> {', '.join(found) or 'nothing'}")


class Told:
    """What came of the rumours."""

    def __init__(self, repository: ContentRepository, told: Sequence[Rumour]) -> None:
        self.known = self.among = self.answered = self.unknown = 0
        self.wrong: list[str] = []
        self.true: list[str] = []
        self.amiss: list[str] = []
        for rumour in told:
            found = repository.match_claims(rumour.words, MOMENT)
            sure = found.sure
            self.known += bool(rumour.right)
            self.unknown += not rumour.right
            among = rumour.right in [item.id for item in found.likely]
            self.among += among
            self.answered += sure is not None and sure.id == rumour.right
            if sure is not None and sure.id != rumour.right:
                self.wrong.append(f"{rumour.words} -> {sure.id} ({sure.verdict})")
                self.true += [rumour.words] if sure.verdict is Verdict.TRUE else []
            if rumour.right and not among:
                self.amiss.append(f"! {rumour.words} -> {', '.join(item.id for item in found.likely) or 'nothing'}")
            elif rumour.right and sure is None:
                self.amiss.append(f"  {rumour.words}: not sure")


def report(told: bool) -> bool:
    """Print what came of all, and return whether the bounds hold for what is held out."""
    holds = True
    with village(crowded=False) as sample, village(crowded=True) as crowded:
        for name, pick in (("tuned", 0), ("held out", 1)):
            first = among = of = 0
            for kind, repository in (("sample", sample), ("crowded", crowded)):
                came = Asked(repository, [each for each in questions() if each.village == kind][pick::2])
                print(f"{kind}, {name}: {came.of} questions, {came.first} right first, {came.among} among three")
                if told and name == "tuned":
                    print(*came.amiss, sep="\n")
                first, among, of = first + came.first, among + came.among, of + came.of
            holds &= name == "tuned" or (first >= FIRST * of and among >= AMONG * of)
        for name, pick in (("tuned", 0), ("held out", 1)):
            said = Told(crowded, [each for n, each in enumerate(rumours()) if (n + n // _LINES) % 2 == pick])
            print(
                f"rumours, {name}: {said.known} known, {said.among} among three, {said.answered} answered right; "
                f"{len(said.wrong)} wrong verdicts of {said.known + said.unknown}, {len(said.true)} of them 'benar'"
            )
            if told and name == "tuned":
                print(*said.wrong, *said.amiss, sep="\n")
            if name == "held out":
                holds &= said.among >= KNOWN * said.known
                holds &= len(said.wrong) <= WRONG * (said.known + said.unknown) and not said.true
        asked = [each for each in questions() if crowded.match_claims(each.words, MOMENT).sure is not None]
        print(f"{len(asked)} of {len(questions())} questions have a verdict for an answer")
        holds &= not asked
    return holds


def timed(number: int) -> bool:
    """Print how long the questions and the rumours take beside *number* other items, and how large the index is."""
    filling: tuple[Item, ...] = tuple(made(number, random.Random(1)))
    with village(crowded=True, more=filling) as repository:
        search = ItemSearch(repository)
        looks: list[Callable[[], object]] = [
            partial(search.search_view, question.words, MOMENT, typing=False, page=0, rows=_SHOWN)
            for question in questions()
        ]
        checks: list[Callable[[], object]] = [
            partial(repository.match_claims, each.words, MOMENT) for each in rumours()
        ]
        slowest = 0.0
        for name, calls in (("questions", looks), ("rumours", checks)):
            times, worked = bench_search.timed(calls)
            slow = bench_search.percentile(worked, 0.95)
            slowest = max(slowest, slow)
            print(
                f"{name} among {number:,} items: p95 {slow:.1f} ms of the processor (by the clock "
                f"{bench_search.percentile(times, 0.95):.1f} ms), most {max(worked):.1f} ms"
            )
    return slowest <= SLOWEST_MS


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.campaigns.asking")
    parser.add_argument("--told", action="store_true")
    parser.add_argument("--items", type=int, default=50_000)
    chosen = parser.parse_args(words)
    holds = report(chosen.told)
    if chosen.items:
        holds &= timed(chosen.items)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
