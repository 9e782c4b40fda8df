"""Whatever is made of a notice at the desk, in whatever order: what sounds can be ended there, by one person and at once."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_cache.alerts import AlertState, Place, standing
from content_cache.model.items import Alert, Item
from content_cache.refresh.refresher import Refresher
from content_cache.store.store import Store
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.hall.notices.store import NoticeStore
from kiosk.state.hall_sources import local_sources
from tests.kiosk.hall.desk.test_walk import shown
from tests.support.desk import PINS, Hall, Phone, form_of

pytestmark = pytest.mark.attack(
    "people",
    "somebody alone edits a darurat into an announcement, or the clock is set back: the siren cannot be ended",
    "another kind is a withdrawal and a new notice; a Cancel is sent no earlier than its alert",
)


HERE = Place(-1.2, 122.9)


class Siren:
    """A desk, a phone of Sari's, and what the kiosk has ever read of the desk's files: nothing of that goes by itself."""

    def __init__(self, data: Path) -> None:
        self.hall = Hall(data)
        self.sari = self.hall.phone()
        self.sari.log_in()
        self.budi = next(person.id for person in self.hall.people.list_clerks() if person.name == "Budi")
        self.read: dict[tuple[str, str], Item] = {}

    def sounds(self) -> set[str]:
        """The ids of the warnings that stand, by the rules of every warning."""
        self.read |= {(item.source, item.id): item for item in shown(self.hall)}
        alerts = [item for item in self.read.values() if isinstance(item, Alert)]
        found = standing(alerts, HERE, self.hall.now)
        return {each.alert.id for each in found if each.state is AlertState.IN_FORCE}

    def enter(self) -> None:
        """The first page, logged in anew where the session is over."""
        if self.sari.get("/hitungan").status_code != 200:
            self.sari.log_in()
        self.sari.get("/")

    def publish(self, kind: NoticeKind) -> None:
        """Publish what the form holds without fetching the preview, which takes a second of processor time."""
        typed = form_of(self.sari.page, "/tulis") | self.form(kind)
        to = self.sari.ask("POST", "/tulis", data=typed).headers.get("Location", "")
        self.sari.ask("POST", "/terbit", data={"tanda": typed["tanda"], "naskah": to.rpartition("/")[2]})

    def set_clock(self, **span: float) -> None:
        """The village's time moves; what measures the session does not."""
        self.hall.now += timedelta(**span)

    def newest(self) -> Notice | None:
        return next(iter(self.hall.notice_store.notices()), None)

    def form(self, kind: NoticeKind) -> dict[str, str]:
        said = {"jenis": str(kind), "judul": "Banjir di Dusun Dua", "isi": "Naik.", "sampai": "besok", "tanggal": "5 September",
                "jam": "08.00"}  # fmt: skip
        return said | ({"saksi": self.budi, "pin_saksi": PINS["Budi"]} if kind is NoticeKind.EMERGENCY else {})


def _edit(kind: NoticeKind) -> Callable[[Siren], None]:
    def edit(siren: Siren) -> None:
        """Edit the newest notice; if it is over, write a new one."""
        siren.enter()
        notice = siren.newest()
        if notice is None or siren.sari.get(f"/ubah/{notice.id}").status_code != 200:
            siren.sari.get("/tulis")
        siren.publish(kind)

    return edit


def _edit_while_another_withdraws(kind: NoticeKind) -> Callable[[Siren], None]:
    def edit(siren: Siren) -> None:
        siren.enter()
        notice = siren.newest()
        if notice is None or siren.sari.get(f"/ubah/{notice.id}").status_code != 200:
            return
        siren.hall.notice_store.withdraw_notice(notice.id, "Budi", siren.hall.now)
        siren.publish(kind)

    return edit


def _withdraw(siren: Siren) -> None:
    notice = siren.newest()
    if notice is not None:
        siren.enter()
        siren.sari.send(f"/tarik/{notice.id}")


ACTS: dict[str, Callable[[Siren], None]] = {
    **{f"to {kind}": _edit(kind) for kind in NoticeKind},
    **{f"to {kind}, withdrawn meanwhile": _edit_while_another_withdraws(kind) for kind in NoticeKind},
    "withdraw": _withdraw,
    "the clock is set back": lambda siren: siren.set_clock(hours=-3),
    "an hour later": lambda siren: siren.hall.later(hours=1),
}


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("first", list(NoticeKind))
def test_every_edit_from_every_state_can_be_ended_from_the_desk(tmp_path: Path, first: NoticeKind, long: bool) -> None:
    """All pairs of acts after a Darurat; after the others every third, with --long all."""
    sounded = 0
    pairs = list(itertools.product(ACTS, repeat=2))
    for number, acts in enumerate(pairs if long or first is NoticeKind.EMERGENCY else pairs[::3] + pairs[1::9]):
        siren = Siren(tmp_path / str(number))
        _edit(first)(siren)
        for act in acts:
            siren.sounds()
            ACTS[act](siren)
            up = {notice.id for notice in siren.hall.notice_store.up(siren.hall.now)}
            heard = siren.sounds()
            sounded += len(heard)
            assert heard <= up, f"{first}, {acts}: after {act!r} something sounds that the desk does not list"
        siren.enter()
        for notice_id in siren.sounds():
            assert f"/tarik/{notice_id}" in siren.sari.page
            siren.sari.send(f"/tarik/{notice_id}")
        assert siren.sounds() == set(), f"{first}, {acts}: it sounds on"
    assert sounded > 4, "there was something to end"


def test_one_person_alone_turns_a_darurat_into_an_announcement(tmp_path: Path) -> None:
    """The attack as it was made, through the refresher and the store: the siren ends, and the announcement is another notice."""
    siren = Siren(tmp_path)
    _edit(NoticeKind.EMERGENCY)(siren)
    with Store.open(tmp_path) as store:
        assert _standing(siren, store) == 1
        siren.hall.later(minutes=1)
        _edit(NoticeKind.ANNOUNCEMENT)(siren)
        assert _standing(siren, store) == 0
    (notice,) = siren.hall.notice_store.up(siren.hall.now)
    assert notice.kind is NoticeKind.ANNOUNCEMENT
    assert [line["what"] for line in siren.hall.notice_store.audit()] == ["terbit", "tarik", "terbit"]


def _standing(siren: Siren, store: Store) -> int:
    sources = local_sources(siren.hall.data, "Bunga", "Asia/Makassar")
    refresher = Refresher(store, sources, data_dir=siren.hall.data, kiosk_id="k1", clock=lambda: siren.hall.now)
    refresher.refresh(force=True)
    alerts = [item for item in store.reader.items() if isinstance(item, Alert)]
    return sum(each.state is AlertState.IN_FORCE for each in standing(alerts, HERE, siren.hall.now))


def test_no_darurat_comes_to_be_by_one_person(sari: Phone, hall: Hall) -> None:
    """The other way round: an announcement becomes a darurat with the second PIN alone."""
    sari.write()
    sari.send("/terbit")
    (notice,) = hall.notice_store.up(hall.now)
    sari.get(f"/ubah/{notice.id}")
    sari.send("/tulis", jenis="darurat", judul="Banjir", sampai="besok")
    sari.send("/terbit")
    assert [each.kind for each in hall.notice_store.up(hall.now)] == [NoticeKind.ANNOUNCEMENT]
    assert not any(isinstance(item, Alert) for item in shown(hall))


def test_a_cancel_is_sent_no_earlier_than_its_alert(tmp_path: Path) -> None:
    now = datetime(2026, 9, 3, 1, 0, tzinfo=UTC)
    notice_store = NoticeStore(tmp_path, "Bunga")
    ends = now + timedelta(days=1)
    darurat = Notice(
        id="kim-1", kind=NoticeKind.EMERGENCY, title="Banjir", ends=ends, author="Sari", second="Budi", written=now
    )
    notice_store.publish_notice(darurat, now)
    notice_store.withdraw_notice("kim-1", "Sari", now - timedelta(hours=2))
    assert (notice_store.folder / "alerts.xml").read_text("utf-8").count("<sent>2026-09-03T01:00:00+00:00</sent>") == 2


@pytest.mark.slow(cases=1)
@pytest.mark.parametrize("harm", [b"", b"[{", b"\xff\xfe", b"{}", b"[1]", b'[{"id": "x"}]'])
def test_a_darurat_outlives_the_damage_of_its_file(tmp_path: Path, harm: bytes) -> None:
    """Show that a damaged file does not silence a Darurat, and that a clerk can still end it."""
    siren = Siren(tmp_path)
    siren.enter()
    siren.sari.get("/tulis")
    siren.publish(NoticeKind.EMERGENCY)
    (sounding,) = siren.sounds()
    (siren.hall.notice_store.folder / "notices.json").write_bytes(harm)
    siren.enter()
    siren.sari.send(f"/tarik/{sounding}")
    assert siren.sounds() == set()
    assert (siren.hall.notice_store.folder / "notices.damaged").read_bytes() == harm
