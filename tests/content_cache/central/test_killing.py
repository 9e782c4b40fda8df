from __future__ import annotations

from pathlib import Path

import pytest

from tests.content_cache.central.killing import Bench
from tests.content_cache.central.village import web


@pytest.mark.parametrize("how", ["import", "refresh"])
def test_killed_at_any_moment_one_edition_is_whole(tmp_path: Path, how: str) -> None:
    """One kill of each; 200 of each: python -m tests.content_cache.central.killing 200"""
    site = tmp_path / "terbit"
    site.mkdir()
    with web(site) as (url, _):
        bench = Bench.at(tmp_path, site, url)
        assert bench.killed(how, 0.6) in (1, 2)
