"""A picture of a notice is cropped: by a shape, by what is cut off each side, or both. The original stays as it is."""

from __future__ import annotations

import json
from types import MappingProxyType
from urllib.parse import quote

from flask import abort, g, redirect, render_template, request
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.i18n.translation import msgid
from kiosk.office import parts as of_parts
from kiosk.office.attachments import Attachments
from kiosk.office.context import OfficeContext
from kiosk.office.faults import OfficeCode, OfficeError
from kiosk.office.notices import Opened
from kiosk.office.wording import Wording
from kiosk.office.writing_pages import may_change

SHAPES = MappingProxyType({"": 0.0, "4:3": 4 / 3, "16:9": 16 / 9, "1:1": 1.0, "3:4": 3 / 4})
"""Width by height; 0 for as it is."""
SIDES = ("kiri", "atas", "kanan", "bawah")
_NAMES = (msgid("left"), msgid("top"), msgid("right"), msgid("bottom"))
MOST_CUT = 90  # percent of two sides together


class CropPages:
    """For whoever may change the notice."""

    def __init__(self, office: OfficeContext, wording: Wording) -> None:
        self._office = office
        self._wording = wording
        self._attachments = Attachments(office.folder, office.notices.private)

    def page(self, name: str) -> str:
        return self._page(self._open(name), request.args.get("gambar", ""), None)

    def _page(self, opened: Opened, file: str, fault: Problem | None) -> str:
        whole = self._attachments.whole_of(self._entry(opened, file))
        return render_template(
            "potong.html", opened=opened, file=file, whole=whole, shapes=[*SHAPES], sides=[*zip(SIDES, _NAMES, strict=True)],
            form=request.form, fault=fault, done=request.args.get("jadi") == "1",
        )  # fmt: skip

    def crop(self, name: str) -> AnyResponse | str:
        """The notice shows the cropped one from now on, or the whole one again."""
        opened, form = self._open(name), request.form
        file = form.get("gambar", "")
        entry = self._entry(opened, file)
        whole = self._attachments.whole_of(entry)
        try:
            new = whole if form.get("lalu") == "utuh" else self._attachments.crop(whole, self._cuts(), self._shape())
        except OfficeError as error:
            return self._page(opened, file, error.problem)
        entries = of_parts.pictures(opened.parts)
        at = next(place for place, each in enumerate(entries) if each["file"] == entry["file"])
        taken = any(each["file"] == new for place, each in enumerate(entries) if place != at)
        if not taken:
            # what stands in it may be cut off: its text is read and looked at anew
            of = {} if new == whole else {"whole": whole}
            entries[at] = entry if new == file else {"file": new, "alt": entry.get("alt", "")} | of
        parts = {**opened.parts, "pictures": json.dumps(entries, ensure_ascii=False)}
        now = self._office.clock()
        saved = self._office.notices.save(name, opened.version, parts, g.person.id, now)
        if saved.conflicts:
            return redirect(f"/gabung/{quote(name)}", 303)
        said = self._wording.words("crops a picture of “{title}”", title=opened.parts.get("title") or name)
        self._office.notices.record(name, g.person.name, said, now)
        return redirect(f"/potong/{quote(name)}?gambar={quote(new)}&jadi=1", 303)

    def _cuts(self) -> tuple[int, int, int, int]:
        """Percent of the whole that are cut off, in the order of SIDES. Raises OfficeError."""
        try:
            left, top, right, bottom = (int(request.form.get(side, "").strip() or "0", 10) for side in SIDES)
        except ValueError as error:
            raise OfficeError(OfficeCode.CROP_UNFIT, most=MOST_CUT) from error
        if min(left, top, right, bottom) < 0 or left + right > MOST_CUT or top + bottom > MOST_CUT:
            raise OfficeError(OfficeCode.CROP_UNFIT, most=MOST_CUT)
        return left, top, right, bottom

    def _shape(self) -> float:
        return SHAPES.get(request.form.get("bentuk", ""), 0.0)

    def _open(self, name: str) -> Opened:
        try:
            opened = self._office.notices.open(name)
        except OfficeError:
            abort(404)
        if not may_change(opened):
            abort(403, "role")
        return opened

    @staticmethod
    def _entry(opened: Opened, file: str) -> dict[str, str]:
        """Of a picture that the notice has, and of no other file."""
        return next((each for each in of_parts.pictures(opened.parts) if each["file"] == file), None) or abort(404)
