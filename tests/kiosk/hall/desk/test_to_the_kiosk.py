"""A notice reaches the store through the refresher that runs for ever, and leaves it again."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.model.items import Alert, Announcement
from content_cache.model.vocabulary import Provenance
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from kiosk.content.repository import ContentRepository
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.notice import Attached, Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from kiosk.installation import Installation
from kiosk.settings import load
from kiosk.state.hall_sources import local_sources
from tests.support.pdfs import apbdes

NOW = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)


def notice(notice_id: str, **fields: object) -> Notice:
    said = {
        "id": notice_id, "kind": NoticeKind.ANNOUNCEMENT, "title": f"Rapat {notice_id}", "ends": NOW + timedelta(days=1),
        "author": "Sari", "written": NOW,
    } | fields  # fmt: skip
    return Notice(**said)  # type: ignore[arg-type]


def refresh(data: Path, store: Store, *, moment: datetime = NOW) -> None:
    sources = local_sources(data, "Bunga", "Asia/Makassar")
    Refresher(store, sources, data_dir=data, kiosk_id="k1", clock=lambda: moment).refresh(force=True)


def test_published_changed_withdrawn(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    assert local_sources(tmp_path, "Bunga", "Asia/Makassar") == (), "a desk that was never used is no source"
    notice_store.publish_notice(notice("a"), NOW)
    notice_store.publish_notice(notice("b", title="Kerja bakti", urgent=True), NOW)
    with Store.open(tmp_path) as store:
        refresh(tmp_path, store)
        items = store.reader.items()
        assert [(item.id, item.priority) for item in items] == [("b", 2), ("a", 1)]
        assert all(isinstance(item, Announcement) and item.provenance is Provenance.KIM for item in items)
        notice_store.publish_notice(notice("a", title="Rapat ditunda", changed=NOW), NOW)
        notice_store.withdraw_notice("b", "Sari", NOW)
        refresh(tmp_path, store)
        assert [(item.id, item.title) for item in store.reader.items()] == [("a", "Rapat ditunda")]


@pytest.mark.slow(cases=0)
def test_a_document_of_the_hall_becomes_pages_that_are_found_by_their_words(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    file = f"{'a' * 32}.pdf"
    (notice_store.drafts / file).write_bytes(apbdes(3))
    notice_store.publish_notice(notice("a", attached=(Attached(file, "APBDes 2026", pages=3),)), NOW)
    with Store.open(tmp_path) as store:
        refresh(tmp_path, store)
        (item,) = store.reader.items(search="tigapuluhan")
        assert item.document is not None
        assert (item.document.pages, item.document.alt) == (3, "APBDes 2026")
        assert [each.page for each in item.pictures] == [1, 2, 3]


def test_to_read_a_file_of_ones_own_says_nothing_of_the_line(tmp_path: Path) -> None:
    NoticeStore(tmp_path, "Bunga").publish_notice(notice("a"), NOW)
    with Store.open(tmp_path) as store:
        refresh(tmp_path, store)
        assert store.reader.count() == 1
        assert store.refreshed() is None


def test_a_darurat_is_an_alert_and_is_cancelled(tmp_path: Path) -> None:
    notice_store = NoticeStore(tmp_path, "Bunga")
    notice_store.publish_notice(notice("d", kind=NoticeKind.EMERGENCY, title="Banjir di Dusun Dua", second="Budi"), NOW)
    with Store.open(tmp_path) as store:
        refresh(tmp_path, store)
        (alert,) = store.reader.items()
        assert isinstance(alert, Alert)
        notice_store.withdraw_notice("d", "Budi", NOW)
        refresh(tmp_path, store)
        messages = {item.message: item for item in store.reader.items() if isinstance(item, Alert)}
        assert messages["Cancel"].references == (alert.key,)


def test_it_is_taken_at_once_when_the_desk_asks(tmp_path: Path) -> None:
    """Not due for an hour, and there within the poll's second: waited for by event, not by time."""
    notice_store = NoticeStore(tmp_path, "Bunga")
    notice_store.publish_notice(notice("a"), NOW)
    sources = local_sources(tmp_path, "Bunga", "Asia/Makassar")
    notices = sources[0].name  # the sheet of who is in brings an item of its own in the same round
    asked, taken, stop = threading.Event(), threading.Event(), threading.Event()

    def poll() -> set[str]:
        if not asked.is_set():
            return set()
        asked.clear()
        return {source.name for source in sources}

    def run() -> None:
        with Store.open(tmp_path) as store:
            refresher = Refresher(store, sources, data_dir=tmp_path, kiosk_id="k1", clock=lambda: NOW, poll=poll)
            refresher.keep_going(stop, lambda told: taken.set() if told.added and told.name == notices else None)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert taken.wait(30)
        taken.clear()
        notice_store.publish_notice(notice("b"), NOW)
        asked.set()
        assert taken.wait(30)
    finally:
        stop.set()
        thread.join(30)
    with Store.open(tmp_path, read_only=True) as store:
        assert store.reader.count() == 2


def test_it_is_gone_from_the_kiosk_at_its_end(tmp_path: Path) -> None:
    """Show that a notice leaves the kiosk at its end by the kiosk's clock, without a refresh."""
    NoticeStore(tmp_path, "Bunga").publish_notice(notice("a", ends=NOW + timedelta(hours=3)), NOW)
    with Store.open(tmp_path) as store:
        refresh(tmp_path, store)
    repository = ContentRepository(lambda: Store.open(tmp_path, read_only=True))
    try:
        for hours, shown in ((2.9, ["Rapat a"]), (3.1, [])):
            moment = Moment(NOW + timedelta(hours=hours), Trust.TRUSTED)
            assert [item.title for item in repository.views.notices(moment, page=0, cards=5).cards] == shown
    finally:
        repository.close()


def test_a_desk_that_is_switched_off_loses_nothing(tmp_path: Path) -> None:
    """Show that notices stay until their end after the desk is switched off. `test_command` shows that the desk is shut then."""
    (tmp_path / "kiosk.toml").write_text('[place]\nname = "Desa Bunga"\n[desk]\nenabled = false\n', "utf-8")
    NoticeStore(tmp_path, "Bunga").publish_notice(notice("a"), NOW)
    installation = Installation(load(tmp_path / "kiosk.toml"), None, tmp_path, print, print)
    assert [source.name for source in installation.sources] == ["KIM Bunga", "KIM Bunga, darurat", "KIM Bunga, petugas"]
