"""The long form of all: atheris (libFuzzer) at everything that reads what came from outside.

    python -m tests.hostile.fuzz [MINUTES]        ten by default

Needs `atheris` (dependency group "fuzz"). It begins with the sample feeds and the torture set in a temporary folder, and ends
with an error at the first uncaught exception, at a text that may not be shown, or at a body that takes longer than 2 s; the
body is then kept in the current folder as crash-... by libFuzzer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["content_cache", "icalendar", "feedparser", "recurring_ical_events"]):
    from content_cache.formats import ical, json_feed, rss, rss_feedparser  # noqa: F401 - loaded late, they would not be instrumented
    from content_cache.text.cleaning import clean_url, to_blocks
    from content_cache.text.dates import parse_date
    from content_cache.text.plain import clean_text, clean_title
    from tests.hostile import json_torture
    from tests.hostile.verdict import NOW, in_good_time, judge

MOST_BYTES = 20_000


def one_body(data: bytes) -> None:
    """Raise for what must not happen."""
    verdict = judge(data)
    if verdict.fault:
        raise AssertionError(verdict.fault)


def one_text(data: bytes) -> None:
    text = data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace")
    parse_date(text[:200], "Asia/Makassar", now=NOW)
    clean_url(text, "https://desa.example/a/")
    if clean_text(clean_title(text)) != clean_title(text):
        raise AssertionError("a title that is not clean")
    to_blocks(text)


def one(data: bytes) -> None:
    with in_good_time():
        (one_text if data[:1] == b"\x01" else one_body)(data)


def seeds() -> list[bytes]:
    feeds = [path.read_bytes() for path in (Path(__file__).parents[1] / "feeds").iterdir() if path.is_file()]
    torture = [body for _, body in json_torture.documents() if len(body) < 2_000][::20]
    dates = [b"\x01Kamis, 03 September 2026 pukul 09.00 WITA", b"\x01<p>a<b>b</b><img src=x></p>"]
    return [*feeds, *torture, *dates]


def main(minutes: str = "10") -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / f"seed-{number}").write_bytes(seed)
        seconds = int(float(minutes) * 60)
        options = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-timeout=60", "-rss_limit_mb=1000"]
        atheris.Setup([sys.argv[0], *options, folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
