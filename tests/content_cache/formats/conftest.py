"""Reading samples: the clock stands at noon of 3 September 2026 in Central Indonesia."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from content_cache.formats import Feed, read_feed
from content_cache.model.sources import Source
from tests.content_cache.formats.reading import Read, Sample

FEEDS = Path(__file__).parents[2] / "feeds"


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 9, 3, 12, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.fixture
def sample() -> Sample:
    return lambda name: (FEEDS / name).read_bytes()


@pytest.fixture
def read(now: datetime) -> Read:
    def read(body: bytes | str, *, content_type: str = "", url: str = "", at: datetime = now, **fields: object) -> Feed:
        source = replace(Source(name="Kecamatan", url="https://kecamatan.example/feed/"), **fields)
        data = body.encode() if isinstance(body, str) else body
        return read_feed(data, source, content_type=content_type, url=url, now=at)

    return read
