"""Pages of the villages: which edition each kiosk took last, how old its last report is, its faults, and villages
without news."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from flask import Response, render_template, request
from msgspec import Struct

from content_cache.model.problems import msgid
from content_cache.text.subjects import OTHER
from kiosk.office.base.areas import as_people_count
from kiosk.office.desk import Desk
from kiosk.office.editions.previous import Previous
from kiosk.office.fleet.fleet import Fleet, FleetKiosk, is_broken
from kiosk.office.fleet.usage import DAYS, Usage, usage
from kiosk.office.people.rights import ANYBODY
from kiosk.office.post.inbox import PostInbox
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

    def __init__(self, desk: Desk, record: EditionLog, fleet: Fleet, post: PostInbox) -> None:
        self._desk = desk
        self._record = record
        self._fleet = fleet
        self._post = post
        self._wording = desk.wording

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/desa", self.show_fleet, ANYBODY),
            Route("GET", "/desa.csv", self.table, ANYBODY),
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
            name_of={row.kiosk.id: row.name for row in rows if row.kiosk is not None},
        )

    def _usage(self, titles: Mapping[str, str]) -> Usage:
        now = self._desk.clock()
        told = self._post.reports("counts", since=now - timedelta(days=DAYS + 10))
        return usage(told, now.astimezone(self._wording.zone).date(), titles)

    def table(self) -> Response:
        """Return all rows as a CSV file. Cells that a spreadsheet would take for a formula begin with an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out)
        words = self._wording.words
        heads = (words("Code"), words("Village"), words("Kiosk"), words("State"), words("Has"), words("Last word"))
        writer.writerow(heads)
        for row in self._fleet_rows():
            kiosk = row.kiosk
            last = (
                kiosk.seen.astimezone(self._wording.zone).isoformat(timespec="minutes") if kiosk and kiosk.seen else ""
            )
            cells = [
                row.area,
                row.name,
                kiosk.id if kiosk else "",
                row.state,
                str(kiosk.edition if kiosk else ""),
                last,
            ]
            writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell for cell in cells])
        answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=desa.csv"
        return answer

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
