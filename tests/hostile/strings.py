"""Strings that break what shows them: own ones, and npm's big-list-of-naughty-strings for the long form."""

from __future__ import annotations

import json
import random
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

_PIECES = (
    "[size=9999]besar[/size]", "[color=zz]", "[font=/etc/passwd]", "[ref=x]", "[b]", "&bl;&amp;", "<script>x</script>",
    "\u202e\u2066\u200f", "السلام عليكم", "ʔʻʼ’", "\u0335\u0489\u0300\u0301" * 8, "\ud800", "\udfff\ud800", "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "\x00\x07\x1b[2J", "\u2028\u2029\x85", "\ufeff\ufffe\uffff", "﷽" * 3, "𝕳𝖊𝖑𝖑𝖔", "ก็็็็็็", "\t\t\n\n\r\n", "%s{0}{x!r}$HOME",
    "a" * 300,    "漢字かな交じり文", "𒐫𒈙", "'; DROP TABLE items;--", "../../../../etc/passwd", "null", "-1", "NaN", " ",
    "\u00ad\u200b",
)  # fmt: skip
LONGEST = "a" * 100_000


def own(count: int, seed: int) -> Iterator[str]:
    """The long word, each piece alone, then pieces mixed with plain words, repeated and cut at random."""
    draw = random.Random(seed)
    yield LONGEST
    yield from _PIECES[: count - 1]
    for _ in range(count - 1 - len(_PIECES)):
        parts = draw.choices((*_PIECES, "balai desa", "air mati"), k=draw.randrange(1, 9))
        yield (draw.choice(("", " ", "\n")).join(parts) * draw.choice((1, 1, 2, 40)))[: draw.choice((20, 300, 5000))]


def naughty(folder: Path) -> list[str]:
    """Fetched by npm into `folder`, never kept here. Raises CalledProcessError or OSError without a registry."""
    told = subprocess.run(
        ["npm", "pack", "--silent", "big-list-of-naughty-strings"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    with tarfile.open(folder / told.stdout.strip().splitlines()[-1]) as package:
        blns = package.extractfile("package/blns.json")
        return [str(text) for text in json.load(blns)] if blns is not None else []
