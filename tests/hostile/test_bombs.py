"""What is made to hurt ends in time, within its memory, and keeps nothing else back: the short form, a few seconds for each.

The long form, with the deadlines of a village: python -m tests.hostile.explosions
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.content_cache.misbehaving import MisbehavingServer
from tests.hostile.bombs import BOMBS, outside
from tests.hostile.explosions import GRACE, alone, check, hosts, round_of
from tests.hostile.verdict import judge

pytestmark = pytest.mark.attack(
    "what comes in",
    "bodies that unpack to gigabytes, entities that grow or name files",
    "each ends in time and memory, and the other sources are refreshed in the same round",
)


@pytest.fixture
def servers() -> Iterator[list[MisbehavingServer]]:
    with hosts() as made:
        yield made


# the others are set off together, below; all of them one by one in the long form
ALONE = ("a gzip bomb of 300 MB", "a million items, each one tag", "a body that drips")
APART = (*ALONE[1:], "a million events", "headers that drip", "silence")  # they would only make the short form long
LOADED = 15.0  # seconds more on a machine that has much else to do: what is looked for here is that it ends at all


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("name", ALONE)
def test_each_ends_in_time(servers: list[MisbehavingServer], name: str) -> None:
    seconds, told = alone(servers[0], name, 1.0, 2.0)
    assert seconds < 1.0 + 2.0 + GRACE + LOADED, told
    assert told


@pytest.mark.slow(cases=0)
def test_all_other_sources_are_refreshed_in_the_same_round(servers: list[MisbehavingServer], tmp_path: Path) -> None:
    names = [name for name in BOMBS if name not in APART]
    check(round_of(servers, tmp_path, names, deadline=4.0, reading=10.0), servers)


def test_no_entity_reads_a_file() -> None:
    verdict = judge(outside())
    assert verdict.feed is not None
    assert not any("root:" in item.title + item.text for item in verdict.feed.items)
