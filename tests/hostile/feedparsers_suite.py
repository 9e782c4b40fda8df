"""The long form: every feed of feedparser's own test suite, read and compared.

    python -m tests.hostile.feedparsers_suite [SDIST]

SDIST is feedparser's source package; without it pip downloads the one that belongs to the installed feedparser into a
temporary folder (which needs the network). Nothing of it is kept. Ends with 1 if a feed crashed the reader, took longer than
2 s, gave a text that may not be shown, if titles or entry counts of the well-formed set differ from feedparser's own, if what the
reader of plain RSS makes of any of them differs from what feedparser does, or if the process grew beyond 200 MB.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tarfile
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import feedparser

from content_cache.formats import rss_fast_path, rss_feedparser
from content_cache.formats.decoding import decode
from content_cache.formats.feed import MOST_ITEMS, FeedText
from content_cache.formats.rss import article_of, feed_of
from content_cache.model.plain_text import blocks_text
from content_cache.model.sources import Source
from content_cache.text.cleaning import text_to_blocks, to_blocks
from content_cache.text.plain import clean_line, clean_text, clean_title
from tests.hostile.verdict import NOW, judge

MOST_MB = 200
ADDRESS = "https://desa.example/feed"


def main(sdist: str = "") -> int:
    with tempfile.TemporaryDirectory() as folder:
        feeds = list(_feeds(Path(sdist) if sdist else _downloaded(Path(folder))))
    told: Counter[str] = Counter()
    faults: list[str] = []
    slowest, slow = 0.0, ""
    for name, body in feeds:
        try:
            verdict = judge(body, content_type=_content_type(body))
        except Exception:  # noqa: BLE001 - what is looked for
            faults.append(f"{name}: {traceback.format_exc(limit=-1)}")
            continue
        if verdict.seconds > slowest:
            slowest, slow = verdict.seconds, name
        told["read" if verdict.feed else "refused"] += 1
        fault = verdict.fault or plain_difference(body, told)
        if "/wellformed/" in name and verdict.feed:
            told["compared"] += 1
            fault = fault or difference(body, [item.title for item in verdict.feed.items], told)
        elif "/wellformed/" in name:
            told["well-formed, but refused"] += 1
            fault = fault or refused_rightly(body)
        if fault:
            faults.append(f"{name}: {fault}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{len(feeds)} feeds: {dict(told)}; slowest {slowest:.3f} s ({slow}); peak {peak:.0f} MB; {len(faults)} faults"
    )
    for fault in faults:
        print("  ", fault)
    return 1 if faults or peak > MOST_MB or not feeds else 0


def difference(body: bytes, titles: list[str], told: Counter[str]) -> str:
    """Return how the titles differ from feedparser's own, both sanitised by us; empty if they do not. Counts cases in *told*."""
    entries = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries[:MOST_ITEMS]
    expected: dict[tuple[str, str, str], str] = {}
    for entry in entries:
        title = clean_title(entry.get("title") or "") or clean_line(_words(entry), 80)
        if title:
            # two with one id are one, and so are two that say the same and have none
            key = entry.get("id")
            expected.setdefault((key, "", "") if key else (entry.get("link") or "", title, _words(entry)), title)
        else:
            told["entries without title and text, left out"] += 1
    told["titles"] += len(titles)
    return "" if sorted(titles) == sorted(expected.values()) else f"{titles} instead of {list(expected.values())}"


def plain_difference(body: bytes, told: Counter[str]) -> str:
    """Return how the two readers of plain RSS differ; empty if they agree or the feed is not plain. Counts cases in *told*."""
    text = decode(body, _content_type(body))
    plain = rss_fast_path.parse_feed(text)
    if plain is None:
        return ""
    told["read as plain RSS"] += 1
    whole = FeedText(text, Source(name="a", url=ADDRESS), ADDRESS, NOW)
    ours, theirs = feed_of(plain, whole), feed_of(rss_feedparser.parse_mended(text), whole)
    return "" if ours == theirs else f"{ours} instead of {theirs}"


def _words(entry: feedparser.FeedParserDict) -> str:
    markup, plain = article_of(dict(entry))
    return clean_text(plain) or blocks_text(to_blocks(markup) if markup else text_to_blocks(plain))


def refused_rightly(body: bytes) -> str:
    """A feed may be refused that is none of RSS, RDF and Atom (CDF), or holds nothing."""
    text = decode(body)
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    kept = [entry for entry in parsed.entries if clean_title(entry.get("title") or "")]
    known = any(mark in text for mark in ("<rss", "<feed", "<RDF", ":RDF", ":feed", ":rss"))
    return f"refused, though feedparser finds {len(kept)} entries with a title" if known and kept else ""


def _content_type(body: bytes) -> str:
    """The header that the suite's own server would send with it: it stands in a comment."""
    for line in body[:2_000].decode("latin-1").splitlines():
        name, colon, value = line.strip().partition(":")
        if colon and name.lower() == "content-type":
            return value.strip()
    return ""


def _feeds(sdist: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(sdist) as archive:
        for member in archive:
            if member.isfile() and "/tests/" in member.name and member.name.endswith((".xml", ".z", ".gz")):
                file = archive.extractfile(member)
                if file is not None:
                    yield member.name, file.read()


def _downloaded(folder: Path) -> Path:
    wanted = f"feedparser=={version('feedparser')}"
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-binary",
        ":all:",
        wanted,
        "-d",
        str(folder),
    ]
    subprocess.run(command, check=True)
    return next(folder.glob("feedparser-*.tar.gz"))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
