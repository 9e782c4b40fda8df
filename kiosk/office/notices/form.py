"""Form of a notice: it reads the fields into the parts of a notice, and fills them from the parts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

from werkzeug.datastructures import MultiDict

from content_cache.model.vocabulary import Category
from content_cache.text.dates import names_hour, names_two_days, parse_date, parse_end
from content_cache.text.hours import dated_in_full, is_hour_alone, read_hour
from content_cache.text.plain import TITLE_LIMIT
from content_cache.text.weekdays import wrong_weekday
from kiosk.i18n.dates import written_date
from kiosk.office.desk import Desk
from kiosk.office.editions.fields import DAY_ALONE
from kiosk.office.notices import parts as of_parts
from kiosk.office.notices import poll_fields
from kiosk.office.notices.attachment_list import move_before
from kiosk.office.notices.attachments import Attachments
from kiosk.office.notices.event_fields import LISTS, EventWords, as_shown
from kiosk.office.notices.notices import Saved
from kiosk.office.notices.parts import BODY, Parts

FIELDS = {
    "judul": "title", "isi": BODY, "jenis": "category", "penting": "priority", "siapa": "author", "tempat": "place",
    "jam": "hours", "klaim": "claim", "putusan": "verdict", "tautan": "link",
}  # fmt: skip
"""Fields whose typed text is the part itself."""

DATES = {"mulai": "publish_from", "sampai": "expires", "acara": "starts", "acara_sampai": "ends"}
_CLOSING = ("expires", "ends")
_LONGEST = {"title": TITLE_LIMIT}  # letters; the page takes no more, so none that somebody typed is lost
_AFTERNOON = time(15)


class NoticeForm:
    """Form of a notice. A field that nobody changed leaves its part as it is in the file, letter by letter."""

    def __init__(self, desk: Desk, attachments: Attachments) -> None:
        self._desk = desk
        self._wording = desk.wording
        self._attachments = attachments

    def values(self, parts: Parts) -> dict[str, str]:
        """Return the values of the single-line and text fields, by field name."""
        dates = {field: self._of_part(part, parts) for field, part in DATES.items()}
        texts = {field: parts.get(part, "") for field, part in FIELDS.items()}
        texts["ulang"] = parts.get("repeats", "")
        lists = {field: as_shown(parts.get(part, ""), self._moment_text) for field, part in LISTS.items()}
        return texts | dates | lists | poll_fields.values(parts, self._until)

    def read(self, form: MultiDict[str, str], base: Mapping[str, str]) -> Parts:
        """Return the parts that the form makes of a notice with the parts *base*. A field that was not sent leaves its part."""
        mine: Parts = {**base}
        for field, part in FIELDS.items():
            if field in form:
                mine[part] = _typed_over(base.get(part, ""), form[field], _LONGEST.get(part))
        self._read_repeats(form, mine, base)
        self._read_dates(form, mine, base)
        if "daerah_ada" in form:
            mine["areas"] = "" if form.get("semua") else "\n".join(dict.fromkeys(_areas(form)))
        if "kelompok" in form:
            named = (" ".join(name.split()) for name in _plain_lines(form["kelompok"]).replace("\n", ",").split(","))
            mine["groups"] = "\n".join(dict.fromkeys(filter(None, named)))
        if "jajak_ada" in form:
            mine["poll"] = poll_fields.poll_from_form(form, base.get("poll", ""), self._until, self._last_moment)
        if "syarat" in form:
            lines = _typed_over(base.get("requirements", ""), form["syarat"]).split("\n")
            mine["requirements"] = "\n".join(line.strip() for line in lines if line.strip())
        return mine

    def _read_dates(self, form: MultiDict[str, str], mine: Parts, base: Mapping[str, str]) -> None:
        words, begins = EventWords(self._wording.zone, self._desk.clock()), ""
        for field, part in DATES.items():
            typed = _plain_lines(form.get(field, ""))
            follows = part == "ends" and is_hour_alone(typed)  # its date follows the beginning
            if field in form and (follows or typed != _plain_lines(self._of_part(part, base))):
                typed = words.read(mine, typed) if part == "starts" else words.dated(typed)
                begins = typed if part == "starts" else begins
                typed = self._end_of_day(typed, mine.get("starts", "")) if part == "ends" else typed
                mine[part] = self._parse_typed(typed, closing=part in _CLOSING)
        if form.get("acara", "").strip() and not mine.get("ends"):
            # "28-30 November 2026" where the event begins tells when it ends, too, as long as it stands there
            end = self._parse_typed(begins or form["acara"], closing=True)
            mine["ends"] = "" if end == mine.get("starts", "") else end
        untouched = "bawaan" in form and _plain_lines(form.get("sampai", "")) == _plain_lines(form["bawaan"])
        if untouched and mine.get("category") == Category.EVENT and mine.get("starts"):
            mine["expires"] = ""  # an event is shown until it is over

    def _read_repeats(self, form: MultiDict[str, str], mine: Parts, base: Mapping[str, str]) -> None:
        words = EventWords(self._wording.zone, self._desk.clock())
        if "ulang" in form:
            mine["repeats"] = _typed_over(base.get("repeats", ""), " ".join(_plain_lines(form["ulang"]).split()))
        for field, part in LISTS.items():
            if field in form and _plain_lines(form[field]) != as_shown(base.get(part, ""), self._moment_text):
                mine[part] = words.list_of(_plain_lines(form[field]))
        if day := form.get("lewati", ""):
            also, left_out = (mine.get(part, "").splitlines() for part in ("also", "except"))
            kept = [line for line in also if str(words.day_of(line)) != day]
            mine["also"] = "\n".join(kept)
            if len(kept) == len(also) and DAY_ALONE.fullmatch(day):
                mine["except"] = "\n".join([*left_out, day])

    def shown(self, parts: Parts) -> dict[str, str]:
        """Return the values of an event's fields, by field name, after its words were read."""
        values = self.values(parts)
        return {field: values[field] for field in ("acara", "acara_sampai", "ulang", *LISTS)}

    def describe(self, mine: Parts, form: MultiDict[str, str]) -> None:
        """Put the descriptions and the order of pictures and documents from *form* into *mine*, and remove the
        attachments that the form removes."""
        for alone in ("film", "audio"):
            if form.get(f"{alone}:{mine.get(alone, '')}:buang"):
                mine[alone] = ""
        for table, field in (("pictures", "gambar"), ("documents", "dokumen")):
            entries = of_parts.pictures(mine, table)
            kept = [one for one in entries if not form.get(f"{field}:{one['file']}:buang")]
            for one in kept:
                self._describe_one(one, f"{field}:{one['file']}", form)
            moved, _, file = form.get("naik", "").partition(":")
            if moved == field:
                move_before(kept, file)
            mine[table] = json.dumps(kept, ensure_ascii=False) if kept else ""

    def _describe_one(self, one: dict[str, str], key: str, form: MultiDict[str, str]) -> None:
        if f"{key}:alt" in form:
            one["alt"] = _typed_over(one.get("alt", ""), form[f"{key}:alt"])
        if f"{key}:teks" in form:
            one["text"] = _typed_over(one.get("text", ""), form[f"{key}:teks"])
        elif f"{key}:temuan" in form:
            found = _plain_lines(form[f"{key}:temuan"])
            # an edited text counts as confirmed, ticked or not
            if form.get(f"{key}:pakai") or found != _plain_lines(self._attachments.found_text(one["file"])):
                one["text"] = found

    def merged(self, saved: Saved) -> dict[str, str | list[str]]:
        """Return the values that others changed, by form field. Parts without a field go by their part name, so that
        the page knows what it lacks."""
        return dict(self._fields_of(saved))

    def _fields_of(self, saved: Saved) -> Iterator[tuple[str, str | list[str]]]:
        fields = {part: field for field, part in (*FIELDS.items(), *DATES.items(), *LISTS.items())}
        fields |= {"requirements": "syarat", "repeats": "ulang"}
        for part in saved.merged:
            text = saved.parts.get(part, "")
            if part == "areas":
                yield "daerah", text.split()
            elif part == "groups":
                yield "kelompok", ", ".join(text.splitlines())
            elif part in LISTS.values():
                yield fields[part], as_shown(text, self._moment_text)
            else:
                yield fields.get(part, part), self._of_part(part, saved.parts) if part in DATES.values() else text

    def _of_part(self, part: str, parts: Mapping[str, str]) -> str:
        text = self._moment_text(parts.get(part, ""), closing=part in _CLOSING)
        hour = text.rpartition(", ")[2]
        if part == "ends" and text != hour and is_hour_alone(hour):
            # an end by its hour alone goes with the beginning when that moves to another day
            again = self._parse_typed(self._end_of_day(hour, parts.get("starts", "")), closing=True)
            return hour if again == parts["ends"] else text
        return text

    def _until(self, text: str) -> str:
        return self._moment_text(text, closing=True)

    def _moment_text(self, text: str, *, closing: bool = False) -> str:
        """Return the ISO date *text* as the form shows it, such as "28 November 2026, 18.00". A day alone has no hour.
        An end at midnight (*closing*) is 24.00 of the day before. Other text is returned as typed."""
        read = parse_end if closing else parse_date
        found = read(text, str(self._wording.zone), now=self._desk.clock()) if text else None
        if found is None or not (DAY_ALONE.fullmatch(text) or "T" in text):
            return text
        if not names_hour(text, closing=closing):
            return written_date((found - timedelta(days=closing)).date(), "d MMMM y", "id")
        local = found.astimezone(self._wording.zone)
        if closing and local.time() == time():
            return f"{written_date((local - timedelta(days=1)).date(), 'd MMMM y', 'id')}, 24.00"
        return f"{written_date(local.date(), 'd MMMM y', 'id')}, {local:%H.%M}"

    def _end_of_day(self, typed: str, starts: str) -> str:
        """Return *typed* with a date, if it is an hour alone: the day on which the event begins, or the next for an end
        after midnight. Other text is returned as typed."""
        begins = parse_date(starts, str(self._wording.zone), now=self._desk.clock()) if starts else None
        clock = read_hour(typed, closing=True) if is_hour_alone(typed) else None
        if begins is None or clock is None:
            return typed
        begins = begins.astimezone(self._wording.zone)
        over_midnight = clock <= begins.time() and (begins.time() >= _AFTERNOON or clock == time())
        return f"{begins.date() + timedelta(days=over_midnight)} {clock:%H.%M}"

    def _last_moment(self, typed: str) -> str:
        return self._parse_typed(typed, closing=True)

    def _parse_typed(self, typed: str, *, closing: bool = False) -> str:
        """Return the typed date as an ISO moment or day. A span gives its beginning or, if *closing*, its end. If it
        cannot be read, or names the wrong weekday, return it as typed for correction."""
        text = " ".join(_plain_lines(typed).split())
        zone, now = str(self._wording.zone), self._desk.clock()
        whole = dated_in_full(text)
        begins = parse_date(whole, zone, now=now) if text and not names_two_days(text) else None
        found = parse_end(whole, zone, now=now) if closing and begins is not None else begins
        if begins is None or found is None or wrong_weekday(text, begins.date()):
            return text
        if names_hour(whole, closing=closing):
            return stamp(found.astimezone(self._wording.zone))
        return (found - timedelta(days=closing)).date().isoformat()


def _areas(form: MultiDict[str, str]) -> Sequence[str]:
    """Return the codes chosen in the form, without those that lie in another chosen area."""
    chosen = form.getlist("daerah")
    return [code for code in chosen if not any(code.startswith(f"{other}.") for other in chosen)]


def _plain_lines(typed: str) -> str:
    r"""Return *typed* with "\n" as the end of lines, plain spaces, and without invisible characters."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").translate(_Shown()).strip()


class _Shown(dict[int, str]):
    """Cache of the replacement of each character, computed when it comes for the first time: a text may have a million."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character).startswith("Z"):
            character = " "
        shown = character.isprintable() or character in "\n\t\u200d\ufe0f"
        self[code] = character = character if shown else ""
        return character


def _typed_over(before: str, typed: str, most: int | None = None) -> str:
    """Return *typed*, at most *most* letters. Return *before*, letter by letter, if they differ in nothing that a page shows."""
    text = _plain_lines(typed)
    return before if text == _plain_lines(before) else text[:most].rstrip()


def stamp(when: datetime) -> str:
    """Return *when* in RFC 3339 to the minute, as in a notice's file."""
    return when.isoformat(timespec="minutes")
