from __future__ import annotations

from pathlib import Path

import pytest

from tests.content_cache.central.killing import Bench
from tests.content_cache.central.village import web


@pytest.mark.slow(cases=0)
def test_killed_in_the_midst_of_an_import_one_edition_is_whole(tmp_path: Path) -> None:
    """One kill; 200 of an import and 200 of a refresh: python -m tests.content_cache.central.killing 200"""
    site = tmp_path / "terbit"
    site.mkdir()
    with web(site) as (url, _):
        bench = Bench.at(tmp_path, site, url)
        assert bench.killed("import", 0.1) in (1, 2)
