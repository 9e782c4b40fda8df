"""A PDF in an edition: over the line and from a stick it becomes the same pages."""

from __future__ import annotations

import hashlib
import json

import pytest

from content_cache.central.bundle import Bundle
from content_cache.central.bundle_import import import_bundle
from content_cache.central.import_result import ImportResult
from content_cache.signing.edition import feed_name
from tests.content_cache.central.attacks import forge
from tests.content_cache.central.village import Village, pinned
from tests.support import pdfs


def put(village: Village, body: bytes) -> None:
    """The office's next edition names a document at its first item."""
    village.publish()
    folder, digest = village.office.out, hashlib.sha256(body).hexdigest()
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media" / f"{digest}.pdf").write_bytes(body)
    feed = json.loads((folder / feed_name(1)).read_bytes())
    feed["items"][0].setdefault("attachments", []).append(
        {
            "url": f"media/{digest}.pdf",
            "mime_type": "application/pdf",
            "size_in_bytes": len(body),
            "_kiosk": {"sha256": digest, "role": "document"},
        }
    )
    feed["_kiosk"]["seq"] = 2
    forge(folder, feed)


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("stick", [False, True], ids=["line", "stick"])
def test_its_pages_are_here_and_searched(village: Village, *, stick: bool) -> None:
    put(village, pdfs.apbdes(3))
    store = village.house.store
    if stick:
        came = import_bundle(
            store,
            Bundle(village.office.out),
            [pinned(village.url)],
            clock=village.house.clock,
            limits=village.house.limits,
        )
        assert (came.result, came.error) == (ImportResult.TAKEN, None)
    else:
        village.refresh()
    (item,) = store.reader.items(search="tigapuluhan")
    assert [page.page for page in item.pictures if page.page] == [1, 2, 3]
    assert item.document is not None
    assert item.document.pages == 3


def test_one_that_is_locked_leaves_the_edition(village: Village) -> None:
    put(village, pdfs.encrypted())
    came = import_bundle(
        village.house.store,
        Bundle(village.office.out),
        [pinned(village.url)],
        clock=village.house.clock,
        limits=village.house.limits,
    )
    assert came.result is ImportResult.TAKEN
    assert came.error is not None
    assert village.items()
