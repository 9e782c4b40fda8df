"""Pages of the villages: which edition each kiosk took last, how old its last report is, its faults, and villages
without news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType

from flask import Response, g, render_template, request
from msgspec import Struct
from werkzeug.exceptions import NotFound

from content_cache.model.problems import msgid
from content_cache.text.subjects import OTHER
from kiosk.office.base.areas import as_people_count
from kiosk.office.base.tables import csv_text
from kiosk.office.desk import Desk
from kiosk.office.editions.previous import Previous
from kiosk.office.fleet.fleet import Fleet, FleetKiosk, KioskMachine, is_broken
from kiosk.office.fleet.usage import DAYS, Usage, usage
from kiosk.office.fleet.yearly import poll_rows, question_rows, usage_rows
from kiosk.office.notices.polls import Polls
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.office.post.store import BY_ITEM
from kiosk.office.publishing.edition_log import EditionLog
from kiosk.web.routes import Route

_PAGE = 50
SUBJECT_NAMES = MappingProxyType(
    {
        "kesehatan": msgid("Health and food"),
        "bantuan": msgid("Aid and offers"),
        "bencana": msgid("Disasters and weather"),
        "harga": msgid("Prices, money, taxes"),
        "layanan": msgid("Papers and work"),
        "listrik": msgid("Electricity, water, roads, network"),
        "sekolah": msgid("School"),
        "kebun": msgid("Farming, livestock, fishing"),
        "keamanan": msgid("Safety and crime"),
        "pemerintah": msgid("Government and elections"),
        "agama": msgid("Religion"),
        OTHER: msgid("Something else"),
    }
)
"""Names of the subjects of `content_cache.text.subjects`."""
_UNKNOWN = "–"
_GIGABYTE = 10**9
_YEARS = 3
"""Years whose tables the page offers, this one and those before."""

_STATES = ("waiting", "drafted", "answering", "working", "answered", "closed")
_TAKES = timedelta(minutes=10)
"""Time after signing within which a kiosk need not have taken an edition: it asks every few minutes."""
_RANKS = ("silent", "fault", "behind", "minor", "untold", "none", "fine")
_WANTING = _RANKS[:4]


class FleetRow(Struct, frozen=True):
    """Kiosk in the list, or a village that has none yet. `state` is one of `silent`, `fault`, `behind`, `minor`,
    `untold`, `none`, `fine`. `minor` means faults of MINOR_FAULTS alone, `untold` that the kiosk has not reported since
    the newest edition was signed."""

    name: str
    area: str
    state: str
    kiosk: FleetKiosk | None = None


class FleetPages:
    """List of the villages' kiosks, for all who have logged in."""

    def __init__(self, desk: Desk, record: EditionLog, fleet: Fleet, post: PostInbox, polls: Polls) -> None:
        self._desk = desk
        self._record = record
        self._fleet = fleet
        self._post = post
        self._polls = polls
        self._wording = desk.wording

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/desa", self.show_fleet, ANYBODY),
            Route("GET", "/desa.csv", self.table, ANYBODY),
            Route("GET", "/laporan/<what>.csv", self.year_table, MAY["report"]),
        ]

    def show_fleet(self) -> str:
        """Show the list and the map of villages. The query's `lihat` is `semua`, `perlu` (in need) or `tanpa` (without
        the newest edition); `cari` is a part of a name."""
        seen = self._fleet.last_snapshot()
        newest = self._record.published()
        rows = self._fleet_rows()
        shown = [row for row in rows if _belongs(row, request.args.get("lihat", "")) and _sought(row)]
        outlines, height = self._desk.areas.outlines
        return render_template(
            "villages.html",
            seen=seen,
            posts=bool(self._post.store.register.kiosks()),
            rows=shown[:_PAGE],
            more=max(len(shown) - _PAGE, 0),
            all=len(rows),
            wanting=sum(row.state in _WANTING for row in rows),
            without=sum(row.state in ("behind", "none", "silent") for row in rows),
            counts={state: sum(row.state == state for row in rows) for state in _RANKS},
            newest=newest.seq,
            states={row.area: row.state for row in reversed(rows)},
            outlines=outlines,
            height=height,
            shown=request.args.get("lihat", "semua"),
            usage=self._usage(_titles(newest)),
            subject_names={subject: self._wording.words(name) for subject, name in SUBJECT_NAMES.items()},
            machines=[row for row in shown[:_PAGE] if row.kiosk is not None and row.kiosk.machine != KioskMachine()],
            whole_gigabytes=whole_gigabytes,
            years=[self._today().year - ago for ago in range(_YEARS)],
            may_report=g.person.may(MAY["report"]),
            name_of={row.kiosk.id: row.name for row in rows if row.kiosk is not None},
        )

    def _usage(self, titles: Mapping[str, str]) -> Usage:
        since = self._desk.clock() - timedelta(days=DAYS + 10)
        told = [each for kind in (BY_ITEM, "counts") for each in self._post.reports(kind, since=since)]
        return usage(told, self._today(), titles)

    def _today(self) -> date:
        return self._desk.clock().astimezone(self._wording.zone).date()

    def table(self) -> Response:
        """Return all rows as a CSV file. Cells that a spreadsheet would take for a formula begin with an apostrophe."""
        words = self._wording.words
        rows: list[Sequence[str]] = [
            (
                words("Code"), words("Village"), words("Kiosk"), words("State"), words("Has"), words("Last word"),
                words("Program"), words("Board"), words("Serial number"), words("Card"), words("Card made"),
                words("Card worn, percent"), words("Written, GB"), words("Storage, GB"), words("Free, GB"),
            )
        ]  # fmt: skip
        for row in self._fleet_rows():
            kiosk = row.kiosk
            last = (
                kiosk.seen.astimezone(self._wording.zone).isoformat(timespec="minutes") if kiosk and kiosk.seen else ""
            )
            told = (row.area, row.name, kiosk.id if kiosk else "", row.state, str(kiosk.edition if kiosk else ""), last)
            rows.append((*told, *_inventory(kiosk.machine if kiosk else KioskMachine())))
        return _csv_answer(rows, "desa.csv")

    def year_table(self, what: str) -> Response:
        """Answer a table for the report of a year: `tahun` is that year, *what* `pertanyaan`, `pemakaian` or `jajak`."""
        year, names, zone, words = self._asked_year(), self._desk.areas.names, self._wording.zone, self._wording.words
        store = self._post.store
        match what:
            case "pertanyaan":
                rows = question_rows(store.questions(*_STATES), year, names, zone, words)
            case "pemakaian":
                kiosks = store.register.kiosks(withdrawn=True)
                rows = usage_rows(self._post.reports("counts"), kiosks, year, names, words)
            case "jajak":
                rows = poll_rows(self._polls.all_sums(names), year, zone, words)
            case _:
                raise NotFound
        return _csv_answer(rows, f"{what}-{year}.csv")

    def _asked_year(self) -> int:
        given = request.args.get("tahun", "")
        return int(given) if re.fullmatch(r"20\d\d", given, re.ASCII) else self._today().year

    def _fleet_rows(self) -> list[FleetRow]:
        names = self._desk.areas.names
        newest, issued = self._record.newest()
        kiosks = self._fleet.list_kiosks()
        rows = [FleetRow(each.name_in(names), each.area, self._state(each, newest, issued), each) for each in kiosks]
        with_one = {each.area for each in kiosks}
        villages = [code for code in names if code.count(".") == 3]
        rows += [FleetRow(names[code], code, "none") for code in villages if code not in with_one]
        return sorted(rows, key=lambda row: (_RANKS.index(row.state), as_people_count(row.name)))

    def _state(self, kiosk: FleetKiosk, newest: int, issued: datetime | None) -> str:
        if self._fleet.is_silent(kiosk):
            return "silent"
        if is_broken(kiosk):
            return "fault"
        is_untold = kiosk.told is None or (issued is not None and kiosk.told < issued + _TAKES)
        if kiosk.edition < newest and not is_untold:
            return "behind"
        if kiosk.faults:
            return "minor"
        return "fine" if kiosk.edition >= newest else "untold"


def _csv_answer(rows: Iterable[Sequence[str]], name: str) -> Response:
    answer = Response(csv_text(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _inventory(machine: KioskMachine) -> tuple[str, ...]:
    """Return the cells of the inventory. What a kiosk did not report is a dash, and no zero."""
    cells = (
        machine.version, machine.board, machine.serial, machine.card, machine.card_made,
        "" if machine.card_worn is None else str(machine.card_worn),
        *map(_gigabytes, (machine.written_bytes, machine.disk_bytes, machine.disk_free_bytes)),
    )  # fmt: skip
    return tuple(cell or _UNKNOWN for cell in cells)


def _gigabytes(size: int | None) -> str:
    """Return *size*, in bytes, as gigabytes with one digit behind the point; "" if it is not known."""
    return "" if size is None else f"{size / _GIGABYTE:.1f}"


def whole_gigabytes(size: int | None) -> str:
    """Return *size*, in bytes, as whole gigabytes for a page: "<1" below one, "" if it is not known."""
    return "" if size is None else str(round(size / _GIGABYTE)) if size >= _GIGABYTE else "<1"


def _titles(edition: Previous) -> dict[str, str]:
    """Return the titles of the edition's items by id. Private answers are left out: nobody here may see that one was opened."""
    return {key: str(each.get("title", "")) for key, each in edition.items.items() if "answers" not in each["_kiosk"]}


def _belongs(row: FleetRow, shown: str) -> bool:
    match shown:
        case "perlu":
            return row.state in _WANTING
        case "tanpa":
            return row.state in ("behind", "none", "silent")
        case _:
            return True


def _sought(row: FleetRow) -> bool:
    wanted = request.args.get("cari", "").strip().casefold()
    return wanted in f"{row.name} {row.area} {row.kiosk.id if row.kiosk else ''}".casefold()
