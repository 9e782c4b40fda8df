"""The way back as CONTRACTS.md tells it."""

from __future__ import annotations

from kiosk.post.envelope import MOST
from tests.deploy.markdown import DOCS, codes, sections, tables


def test_each_kind_is_told_with_its_size() -> None:
    rows = next(tables(sections((DOCS / "CONTRACTS.md").read_text("utf-8"))["The way back"]))
    told = {kind: int(row["bytes at most"]) for row in rows for kind in codes(row["kind"])}
    assert told == {str(kind): most for kind, most in MOST.items()}
