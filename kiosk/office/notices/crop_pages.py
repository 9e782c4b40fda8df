"""Page that crops a picture of a notice: to a shape, by a part of each side, or both. The original stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote, urlencode

from flask import abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, msgid
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.desk import Desk
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices.attachments import Attachments
from kiosk.office.notices.notices import Notices, OpenedNotice
from kiosk.office.notices.writing_pages import may_change
from kiosk.office.people.people import Role
from kiosk.office.people.rights import MAY
from kiosk.web.routes import Route

SHAPES = MappingProxyType({"": 0.0, "4:3": 4 / 3, "16:9": 16 / 9, "1:1": 1.0, "3:4": 3 / 4})
"""Shapes as width divided by height; 0 keeps the picture's own."""
SIDES = ("kiri", "atas", "kanan", "bawah")
_NAMES = (msgid("left"), msgid("top"), msgid("right"), msgid("bottom"))
MOST_CUT = 90  # percent of two sides together


class CropPages:
    """Page of the crop, for those who may change the notice."""

    def __init__(self, desk: Desk, notices: Notices) -> None:
        self._desk = desk
        self._notices = notices
        self._wording = desk.wording
        self._attachments = Attachments(desk.folder, notices.private)

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/potong/<path:name>", self.show_crop, MAY["write"]),
            Route("POST", "/potong/<path:name>", self.crop, MAY["write"]),
        ]

    def show_crop(self, name: str) -> str:
        return self._crop_page(self._open_notice(name), request.args.get("gambar", ""), None)

    def _crop_page(self, opened: OpenedNotice, file: str, fault: Problem | None) -> str:
        whole = self._attachments.whole_of(self._entry(opened, file))
        return render_template(
            "crop.html", opened=opened, file=file, whole=whole, shapes=[*SHAPES], sides=[*zip(SIDES, _NAMES, strict=True)],
            form=request.values, fault=fault, done=request.args.get("jadi") == "1", may_publish=g.person.may({Role.EDITOR}),
        )  # fmt: skip

    def crop(self, name: str) -> AnyResponse | str:
        """Crop the picture `gambar` of the notice *name*, or restore its original, and save the change as a draft."""
        opened, form = self._open_notice(name), request.form
        file = form.get("gambar", "")
        entry = self._entry(opened, file)
        whole = self._attachments.whole_of(entry)
        kept: dict[str, str | int] = {}
        with faults_shown(lambda fault: self._crop_page(opened, file, fault)):
            if form.get("lalu") == "utuh":
                new = whole
            else:
                cuts = self._cuts()
                new = self._attachments.crop(whole, cuts, self._shape())
                kept = {**dict(zip(SIDES, cuts, strict=True)), "bentuk": form.get("bentuk", "")}
        entries = of_parts.pictures(opened.parts)
        at = next(place for place, each in enumerate(entries) if each["file"] == entry["file"])
        taken = any(each["file"] == new for place, each in enumerate(entries) if place != at)
        if not taken:
            entries[at] = entry if new == file else _entry_of(new, whole, entry)
        parts = {**opened.parts, "pictures": json.dumps(entries, ensure_ascii=False)}
        now = self._desk.clock()
        saved = self._notices.save_draft(name, opened.version, parts, g.person.id, now)
        if saved.conflicts:
            return redirect(f"/gabung/{quote(name)}", 303)
        said = self._wording.words("crops a picture of “{title}”", title=opened.parts.get("title") or name)
        self._notices.commit_notice(name, g.person.name, said, now)
        return redirect(f"/potong/{quote(name)}?{urlencode({'gambar': new, 'jadi': 1, **kept})}", 303)

    def _cuts(self) -> tuple[int, int, int, int]:
        """Return the percentages to cut off, in the order of SIDES. Raise OfficeError for numbers that are wrong or
        leave too little, or where nothing is to be cropped."""
        cuts = [self._cut(*side) for side in zip(SIDES, _NAMES, strict=True)]
        for one, other in ((0, 2), (1, 3)):
            if cuts[one] + cuts[other] > MOST_CUT:
                name, across = (self._wording.words(_NAMES[each]) for each in (one, other))
                raise OfficeError(OfficeCode.CROP_UNFIT, one=name, other=across, most=MOST_CUT)
        if not any(cuts) and not self._shape():
            raise OfficeError(OfficeCode.CROP_NOTHING)
        left, top, right, bottom = cuts
        return left, top, right, bottom

    def _cut(self, field: str, name: str) -> int:
        typed = request.form.get(field, "").strip().removesuffix("%").rstrip() or "0"
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and int(typed) <= MOST_CUT):
            raise OfficeError(OfficeCode.CROP_NUMBER, side=self._wording.words(name), most=MOST_CUT)
        return int(typed)

    def _shape(self) -> float:
        return SHAPES.get(request.form.get("bentuk", ""), 0.0)

    def _open_notice(self, name: str) -> OpenedNotice:
        opened = self._notices.open(name)
        if not may_change(opened):
            abort(403, "role")
        return opened

    @staticmethod
    def _entry(opened: OpenedNotice, file: str) -> dict[str, str]:
        """Return the entry of picture *file* in the notice. Abort with 404 for any other file."""
        return next((each for each in of_parts.pictures(opened.parts) if each["file"] == file), None) or abort(404)


def _entry_of(new: str, whole: str, entry: Mapping[str, str]) -> dict[str, str]:
    """Return the entry for the picture *new* in place of *entry*. A crop may cut text off, so its text is read anew.
    The text of *whole* is kept for when the crop is undone."""
    alt, cropped = {"file": new, "alt": entry.get("alt", "")}, entry["file"] != whole
    text = entry.get("whole_text" if cropped else "text", "")
    if new == whole:
        return alt | ({"text": text} if text else {})
    return alt | {"whole": whole} | ({"whole_text": text} if text else {})
