"""List of villages in the browser: searched, one added, changed or removed, or all imported from a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask import Response, g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from content_cache.text.plain import clean_line
from kiosk.office.base.areas import VILLAGES, as_people_count
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeError
from kiosk.office.base.tables import csv_text
from kiosk.office.desk import Desk
from kiosk.office.editions.lexicon import NAME as SOUNDS
from kiosk.office.notices.notices import Notices
from kiosk.office.people.rights import MAY
from kiosk.office.post.register import KioskRegister
from kiosk.office.sounds.sounds import Sounds
from kiosk.office.villages.faults import VillageCode
from kiosk.office.villages.listing import MOST_BYTES, VillageList
from kiosk.office.villages.merging import VillageMerging
from kiosk.office.villages.table import ChangeKind, changes_of, fault_of, plain_code, plain_name, table_of
from kiosk.web.routes import Route

PATH = "/kantor/desa"
TABLE = f"{PATH}/tabel"
_PAGE = 50
_MOST_TICKS = 200
_MOST_MENDED = 40
_MOST_OTHERS = 400


class VillageEntry(Struct, frozen=True):
    """Village in the list: `district` is its district's name; `said` is the spoken form of its name, "" for as written."""

    code: str
    name: str
    district: str
    said: str
    kiosks: int


class VillageForm(Struct, frozen=True):
    """Form of one village as typed, with its fault."""

    code: str = ""
    name: str = ""
    said: str = ""
    fault: Problem | None = None


class VillagePages:
    """Pages of the list, for administrators. *kiosk_areas* returns the area of each kiosk."""

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        sounds: Sounds,
        kiosk_areas: Callable[[], Iterable[str]],
        register: KioskRegister,
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._sounds = sounds
        self._kiosk_areas = kiosk_areas
        self._list = VillageList(desk.folder)
        self._merging = VillageMerging(desk.folder, self._list, notices, register)
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.page, MAY["office"]),
            Route("POST", f"{PATH}/ubah", self.change, MAY["office"]),
            Route("POST", f"{PATH}/tambah", self.add, MAY["office"]),
            Route("POST", f"{PATH}/keluar", self.take_out, MAY["office"]),
            Route("POST", f"{PATH}/gabung", self.merge, MAY["office"]),
            Route("POST", f"{PATH}/kembali", self.restore_village, MAY["office"]),
            Route("GET", f"{PATH}/daftar.csv", self.as_table, MAY["office"]),
            Route("GET", TABLE, self.table_page, MAY["office"]),
            Route("POST", TABLE, self.upload, MAY["office"]),
            Route("POST", f"{TABLE}/periksa", self.mend, MAY["office"]),
            Route("POST", f"{TABLE}/pakai", self.use, MAY["office"]),
            Route("POST", f"{TABLE}/batal", self.drop, MAY["office"]),
        ]

    def page(self) -> str:
        """Show the list. `cari` is a part of a name or code, `ubah` the code of the village whose form is open."""
        code = request.args.get("ubah", "")
        name = self._desk.areas.names.get(code, "")
        return self._page(VillageForm(code, name, self._sounds.everywhere().get(name, "")) if name else None)

    def _page(
        self, opened: VillageForm | None = None, added: VillageForm | None = None, upload_fault: Problem | None = None
    ) -> str:
        names = self._desk.areas.names
        said, kiosks = self._sounds.everywhere(), Counter(self._kiosk_areas())
        sought = request.args.get("cari", "").strip().casefold()
        villages = [
            VillageEntry(code, name, names.get(code[:8], ""), said.get(name, ""), kiosks[code])
            for code, name in names.items()
            if code.count(".") == 3
        ]
        shown = [each for each in villages if sought in f"{each.name} {each.code} {each.district}".casefold()]
        shown.sort(key=lambda each: (as_people_count(each.district), as_people_count(each.name)))
        return render_template(
            "village-list.html",
            villages=shown[:_PAGE],
            found=len(shown),
            count=len(villages),
            districts=sum(code.count(".") == 2 for code in names),
            sought=request.args.get("cari", "").strip(),
            opened=opened,
            added=added or VillageForm(),
            upload_fault=upload_fault,
            waits=self._list.draft(),
            others=[(code, names[code]) for code in sorted(names) if code.count(".") == 3][:_MOST_OTHERS],
            names=names,
            former=self._merging.recent(self._today()),
        )

    def _today(self) -> date:
        return self._desk.clock().date()

    def change(self) -> AnyResponse | str:
        """Change a village's name, and the spoken form of it."""
        form = VillageForm(
            request.form.get("kode", ""),
            plain_name(request.form.get("nama", "")),
            request.form.get("dibaca", "").strip(),
        )
        names = self._desk.areas.names
        if form.code not in names:
            return self._page(
                added=VillageForm(fault=OfficeError(VillageCode.UNKNOWN, code=clean_line(form.code, 20)).problem)
            )
        if fault := self._fault_of(form):
            return self._page(opened=VillageForm(form.code, form.name, form.said, fault))
        before = names[form.code]
        with faults_shown(lambda fault: self._page(opened=VillageForm(form.code, form.name, form.said, fault))):
            if form.said:
                self._sounds.set(form.name, form.said)
            elif form.name in self._sounds.everywhere():
                self._sounds.remove(form.name)
            if form.name != before:
                self._list.change({form.code: form.name})
        told = self._words("changes the village {name} ({code})", name=form.name, code=form.code)
        self._desk.record_deed(g.person.name, told, [VILLAGES, SOUNDS])
        return redirect(PATH, 303)

    def _fault_of(self, form: VillageForm) -> Problem | None:
        return fault_of(form.code, form.name, self._desk.office().area)

    def add(self) -> AnyResponse | str:
        """Add one village or district."""
        form = VillageForm(
            plain_code(clean_line(request.form.get("kode", ""), 20)), plain_name(request.form.get("nama", ""))
        )
        fault = self._fault_of(form)
        if fault is None and (name := self._desk.areas.names.get(form.code)):
            fault = OfficeError(VillageCode.THERE, name=name).problem
        if fault is not None:
            return self._page(added=VillageForm(form.code, form.name, fault=fault))
        with faults_shown(lambda fault: self._page(added=VillageForm(form.code, form.name, fault=fault))):
            files = self._merging.change_list({form.code: form.name}, {}, self._today())
        told = self._words("adds the village {name} ({code})", name=form.name, code=form.code)
        self._desk.record_deed(g.person.name, told, files)
        return redirect(PATH, 303)

    def take_out(self) -> AnyResponse | str:
        """Remove a village that has no kiosk and no notice."""
        code = request.form.get("kode", "")
        name = self._desk.areas.names.get(code, "")
        opened = VillageForm(code, name)
        fault = None
        if not name:
            fault = OfficeError(VillageCode.UNKNOWN, code=clean_line(code, 20)).problem
        elif code in self._held():
            fault = OfficeError(VillageCode.HELD, name=name).problem
        if fault is not None:
            return self._page(opened=VillageForm(opened.code, opened.name, fault=fault))
        with faults_shown(lambda fault: self._page(opened=VillageForm(code, name, fault=fault))):
            files = self._merging.change_list({}, {code: name}, self._today())
        self._desk.record_deed(g.person.name, self._words("takes the village {name} out", name=name), files)
        return redirect(PATH, 303)

    def merge(self) -> AnyResponse | str:
        """Merge the village `kode` into the village `ke`, which stays."""
        code, stays = request.form.get("kode", ""), plain_code(clean_line(request.form.get("ke", ""), 80))
        names = self._desk.areas.names
        name = names.get(code, "")
        with faults_shown(lambda fault: self._page(opened=VillageForm(code, name, fault=fault))):
            files = self._merging.merge(code, stays, names, self._desk.clock())
        told = self._words("merges the village {name} into {other}", name=name, other=names[stays])
        self._desk.record_deed(g.person.name, told, files)
        return redirect(f"{PATH}?ubah={stays}", 303)

    def restore_village(self) -> AnyResponse | str:
        """Put the village `kode` back into the list."""
        code = request.form.get("kode", "")
        with faults_shown(lambda fault: self._page(added=VillageForm(fault=fault))):
            row, files = self._merging.restore_village(code, self._desk.areas.names, self._today())
        self._desk.record_deed(g.person.name, self._words("puts the village {name} back", name=row.name), files)
        return redirect(PATH, 303)

    def _held(self) -> frozenset[str]:
        """Return the codes of villages that have a kiosk, or a notice for them alone."""
        entries = self._notices.all(self._desk.clock())
        return frozenset(self._kiosk_areas()).union(*(each.areas for each in entries if not each.withdrawn))

    def as_table(self) -> Response:
        """Return the list as a CSV file; an example where there is no list."""
        names = self._desk.areas.names
        villages: Mapping[str, str] = {code: name for code, name in names.items() if code.count(".") == 3}
        rows = [(self._words("Code"), self._words("Name"), self._words("District"))]
        for code, name in sorted((villages or {"72.01.05.2003": "Kilongan"}).items()):
            rows.append((code, name, names.get(code[:8], "" if villages else "Luwuk")))
        answer = Response(csv_text(rows), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=daftar-desa.csv"
        return answer

    # a table

    def upload(self) -> AnyResponse | str:
        """Store an uploaded table and show what it would change; the list stays as it is."""
        sent = request.files.get("tabel")
        if sent is None or not sent.filename:
            return self._page(upload_fault=OfficeError(VillageCode.TABLE_NONE).problem)
        with faults_shown(lambda fault: self._page(upload_fault=fault)):
            self._list.take(sent.filename, sent.read(MOST_BYTES + 1))
        return redirect(TABLE, 303)

    def table_page(self) -> AnyResponse | str:
        return self._table_page(None)

    def _table_page(self, fault: Problem | None) -> AnyResponse | str:
        draft = self._list.draft()
        if draft is None:
            return redirect(PATH, 303)
        names = self._desk.areas.names
        table = table_of(draft.rows, self._desk.office().area)
        changes = changes_of(table.names, names, table.wrong)
        held = self._held()
        wanted = [each for each in changes if each.kind is not ChangeKind.GONE]
        return render_template(
            "village-table.html",
            file=draft.file,
            rows=len(draft.rows),
            changes=changes[:_MOST_TICKS],
            more=max(len(changes) - _MOST_TICKS, 0),
            count=len(changes),
            wanted=len(wanted),
            wrong=table.wrong[:_MOST_MENDED],
            wrong_count=len(table.wrong),
            held=held,
            state=self._list.state(),
            fault=fault,
        )

    def mend(self) -> AnyResponse | str:
        """Correct the faulty rows of the waiting table as typed, and check them again."""
        form = request.form
        lines = [name.removeprefix("kode-") for name in form if re.fullmatch(r"kode-[0-9]{1,8}", name)]
        typed = {int(line): (form[f"kode-{line}"], form.get(f"nama-{line}", "")) for line in lines[:_MOST_MENDED]}
        with faults_shown(lambda fault: self._page(upload_fault=fault)):
            self._list.mend(typed)
        return redirect(TABLE, 303)

    def use(self) -> AnyResponse | str:
        """Apply the ticked changes of the table. Changes beyond the rows of the page have one tick together."""
        draft = self._list.draft()
        if draft is None:
            return self._page(upload_fault=OfficeError(VillageCode.TABLE_GONE).problem)
        if request.form.get("keadaan") != self._list.state():
            return self._table_page(OfficeError(VillageCode.TABLE_MOVED).problem)
        ticked = set(request.form.getlist("pakai"))
        table = table_of(draft.rows, self._desk.office().area)
        changes = changes_of(table.names, self._desk.areas.names, table.wrong)
        used = [each for each in changes[:_MOST_TICKS] if each.code in ticked]
        if request.form.get("sisa"):
            used += [each for each in changes[_MOST_TICKS:] if each.kind is not ChangeKind.GONE]
        held = self._held()
        gone = [each.code for each in used if each.kind is ChangeKind.GONE and each.code not in held]
        named = {each.code: each.name for each in used if each.kind is not ChangeKind.GONE}
        with faults_shown(self._table_page):
            before = self._desk.areas.names
            out = {code: before[code] for code in gone if code in before}
            files = self._merging.change_list(named, out, self._today())
        self._list.drop()
        told = self._words(
            "takes {n} changes of the list of villages from {file}", n=len(named) + len(gone), file=draft.file
        )
        self._desk.record_deed(g.person.name, told, files)
        return redirect(PATH, 303)

    def drop(self) -> AnyResponse:
        """Delete the waiting table."""
        self._list.drop()
        return redirect(PATH, 303)
