"""Pages of one kiosk: its faults in words, last screenshot and log, settings, and requests. And the page of all
settings and of the rings of updates."""

from __future__ import annotations

import gzip
import io
import re
import tomllib
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Response, g, redirect, render_template, request, send_file
from msgspec import Struct
from werkzeug.exceptions import NotFound
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.formats.emergency import named_areas
from content_cache.model.groups import group, spelled
from content_cache.model.problems import Problem, problem
from content_cache.text.plain import clean_line
from kiosk.hall.backup.kiosk_head import read_head
from kiosk.hall.backup.kiosk_snapshot import file_name
from kiosk.i18n.setting_words import NAMES, plain_value, setting_name
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeCode
from kiosk.office.desk import Desk
from kiosk.office.editions.directions import KINDS
from kiosk.office.fleet.fleet import Fleet, FleetKiosk, is_broken
from kiosk.office.fleet.fleet_pages import whole_gigabytes
from kiosk.office.fleet.kiosk_orders import NAME, KioskOrders, SettingsFile, UpdateRing, toml_of
from kiosk.office.fleet.replacing import KioskReplacing
from kiosk.office.fleet.rings import Rings
from kiosk.office.notices.notices import Notices
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.post.inbox import PostInbox
from kiosk.settings.office_rules import find_problems
from kiosk.settings.schema import short_toml
from kiosk.web.routes import Route

LASTS = timedelta(days=7)
_ID = re.compile(r"[A-Za-z0-9]{1,40}")
_MOST_LOG = 2_000_000
_FIELDS = (
    *("speech.volume", "speech.rate", "speech.voice", "screen.theme", "screen.text_scale", "place.language"),
    *("loop.seconds", "update.ring"),
)
_NUMBERS = frozenset({"speech.volume", "speech.rate", "loop.seconds", "screen.text_scale"})
CHOICES: Mapping[str, tuple[str, ...]] = {
    "speech.volume": ("30", "40", "50", "60", "70", "80", "90", "100"),
    "speech.rate": ("80", "90", "100", "110", "120", "130"),
    "speech.voice": ("auto", "kokoro"),
    "screen.theme": ("light", "dark", "contrast", "auto"),
    "screen.text_scale": ("1.0", "1.2", "1.4", "1.6", "2.0"),
    "place.language": ("id", "en"),
    "loop.seconds": ("10", "20", "30", "60"),
    "update.ring": ("trial", "hold"),
}


class Filled(Struct, frozen=True):
    """Content of the settings form: `fields` by key, read-outs and quiet hours as typed, the rest as TOML. `opened` is
    the name of the setting that is changed, "" for a new one."""

    name: str = ""
    opened: str = ""
    kind: str = "all"
    whom: str = ""
    fields: Mapping[str, str] = {}
    quiet: str = ""
    readouts: str = ""
    rest: str = ""


class KioskHealth(Struct, frozen=True):
    """Health that a kiosk last reported by post; what it did not report is empty. `temperature` is in degrees Celsius.
    `loudspeaker` is `ok`, `fault` or `unknown`; `refused` are settings. `backup_large` is the size of
    a backup that is too large for the line, `restored` the SHA-256 of one that was brought back."""

    version: str = ""
    clock: str = ""
    temperature: int | None = None
    loudspeaker: str = ""
    refused: tuple[str, ...] = ()
    backup_large: int = 0
    restored: str = ""


class KioskPages:
    """Pages of kiosks and their settings. Each route names its roles."""

    def __init__(
        self, desk: Desk, notices: Notices, fleet: Fleet, post: PostInbox, orders: KioskOrders, rings: Rings
    ) -> None:
        self._desk = desk
        self._notices = notices
        self._fleet = fleet
        self._post = post
        self._orders = orders
        self._replacing = KioskReplacing(post, orders, desk.clock)
        self._rings = rings
        self._wording = desk.wording
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/kios/<kiosk>", self.show_kiosk, ANYBODY),
            Route("GET", "/kios/<kiosk>/gambar", self.show_screenshot, ANYBODY),
            Route("GET", "/kios/<kiosk>/catatan", self.log, MAY["ask kiosks"]),
            Route("POST", "/kios/<kiosk>/minta", self.leave_request, MAY["ask kiosks"]),
            Route("POST", "/kios/<kiosk>/batal", self.cancel_request, MAY["ask kiosks"]),
            Route("POST", "/kios/<kiosk>/ganti", self.replace_kiosk, MAY["kiosks"]),
            Route("POST", "/kios/<kiosk>/ganti/batal", self.undo_replacing, MAY["kiosks"]),
            Route("GET", "/kios/<kiosk>/cadangan", self.send_backup, MAY["kiosks"]),
            Route("GET", "/setelan", self.settings_page, MAY["see settings"]),
            Route("POST", "/setelan", self.save_settings, MAY["settings"]),
            Route("POST", "/setelan/buang", self.remove, MAY["settings"]),
            Route("POST", "/setelan/gelombang", self.ring, MAY["settings"]),
        ]

    # one kiosk

    def show_kiosk(self, kiosk: str) -> str:
        return self._kiosk_page(kiosk)

    def _kiosk_page(self, kiosk: str, fault: Problem | None = None) -> str:
        found = self._found(kiosk)
        now, post = self._desk.clock(), self._post
        pictures, logs = post.reports("picture", kiosk), post.reports("log", kiosk)
        asked, done = self._orders.requests(now, kiosk), post.first_told_done(kiosk, now - LASTS)
        return render_template(
            "kiosk.html",
            kiosk=found,
            name=found.name_in(self._desk.areas.names),
            silent=self._fleet.is_silent(found),
            broken=is_broken(found),
            health=health_of(next(iter(post.last_day(kiosk, now)), {})),
            picture=pictures[0] if pictures else None,
            log=logs[0] if logs else None,
            rows=[
                (setting_name(row.key, self._words), plain_value(row.value, row.key, self._words), row.id)
                for row in self._orders.held_by(kiosk, found.area, now)
            ],
            requests=[each for each in asked if each.id not in done],
            done=[(each, done[each.id]) for each in asked if each.id in done],
            kinds=KINDS,
            backup=next(iter(post.backups.backups_of(kiosk)), None),
            coming=post.backups.coming(kiosk),
            whole_gigabytes=whole_gigabytes,
            candidates=self._replacing.candidates(kiosk),
            replaced=(replaced := self._replacing.replacement(kiosk)),
            may_undo=replaced is not None and self._replacing.may_undo(replaced),
            handed=post.backups.handed_to(kiosk),
            areas=self._desk.areas.names,
            fault=fault,
        )

    def replace_kiosk(self, kiosk: str) -> AnyResponse:
        """Let the kiosk that the form names take the place of *kiosk*."""
        found, new = self._found(kiosk), clean_line(request.form.get("baru", ""), 12)
        with faults_shown(lambda fault: self._kiosk_page(kiosk, fault)):
            files = self._replacing.replace(found.id, new)
        said = self._words("replaces the kiosk {kiosk} by {new}", kiosk=found.id, new=new)
        self._desk.record_deed(g.person.name, said, files)
        return redirect(f"/kios/{new}", 303)

    def undo_replacing(self, kiosk: str) -> AnyResponse:
        """Undo the replacement that *kiosk* is, within a day of it."""
        found = self._found(kiosk)
        with faults_shown(lambda fault: self._kiosk_page(kiosk, fault)):
            old, files = self._replacing.undo(found.id)
        self._desk.record_deed(g.person.name, self._words("takes back that {kiosk} was replaced", kiosk=old), files)
        return redirect(f"/kios/{kiosk}", 303)

    def send_backup(self, kiosk: str) -> Response:
        """Send the backup that was handed on to this kiosk, for a stick."""
        backups = self._post.backups
        handed = backups.handed_to(self._found(kiosk).id)
        file = backups.open_handed(kiosk, handed.sha256) if handed is not None else None
        if file is None:
            raise NotFound
        label = read_head(file).label
        file.seek(0)
        return send_file(file, "application/octet-stream", as_attachment=True, download_name=file_name(label))

    def _found(self, kiosk: str) -> FleetKiosk:
        found = next((each for each in self._fleet.list_kiosks() if each.id == kiosk), None)
        if found is None or not _ID.fullmatch(kiosk):
            raise NotFound
        return found

    def show_screenshot(self, kiosk: str) -> Response:
        """Return the newest screenshot of *kiosk* as WebP, unread: only the browser decodes it. Raise NotFound where
        none came."""
        found = self._post.reports("picture", self._found(kiosk).id)
        if not found:
            raise NotFound
        return Response(found[0].content, mimetype="image/webp")

    def log(self, kiosk: str) -> Response:
        """Return the newest log of *kiosk* as a text file, unpacked up to a limit. Raise NotFound where none came or it
        cannot be unpacked."""
        found = self._post.reports("log", self._found(kiosk).id)
        if not found:
            raise NotFound
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(found[0].content)) as file:
                text = file.read(_MOST_LOG).decode("utf-8", "replace")
        except (OSError, EOFError, ValueError, zlib.error):
            raise NotFound from None
        answer = Response(text, mimetype="text/plain; charset=utf-8")
        answer.headers["Content-Disposition"] = f"attachment; filename=catatan-{kiosk}.txt"
        return answer

    def leave_request(self, kiosk: str) -> AnyResponse:
        """Add the request `jenis` to *kiosk*, with the hour `jam`, for a week. An unknown kind or hour changes nothing."""
        found, kind, now = self._found(kiosk), request.form.get("jenis", ""), self._desk.clock()
        at = request.form.get("jam", "10:00").replace(".", ":")
        if kind in KINDS and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at, re.ASCII):
            file = self._orders.add_request(found.id, kind, now + LASTS, now, at if kind == "test_sound" else "")
            self._log_change(self._words("asks the kiosk {kiosk} for: {kind}", kiosk=found.id, kind=kind), file)
        return redirect(f"/kios/{kiosk}", 303)

    def cancel_request(self, kiosk: str) -> AnyResponse:
        file = self._orders.cancel_request(request.form.get("permintaan", ""), self._desk.clock())
        self._log_change(self._words("takes a request back: {kiosk}", kiosk=self._found(kiosk).id), file)
        return redirect(f"/kios/{kiosk}", 303)

    # settings

    def settings_page(self) -> str:
        return self._settings_page(self._filled(self._orders.setting(request.args.get("nama", ""))))

    def _settings_page(self, filled: Filled, faults: tuple[Problem, ...] = ()) -> str:
        now, kiosks = self._desk.clock(), self._fleet.list_kiosks()
        return render_template(
            "settings.html",
            files=self._orders.settings(),
            filled=filled,
            faults=faults,
            fields=[(key, setting_name(key, self._words), self._choices(key)) for key in _FIELDS],
            said=self._settings_line,
            unknown=lambda file: sorted(set(file.whom.get("kiosks", ())) - {each.id for each in kiosks}),
            areas=self._desk.areas.names,
            groups=self._groups(now),
            kiosks=kiosks,
            rings=[(ring, self._rings.lost(ring.number, now)) for ring in self._rings.watched(now)],
            trial=len(self._rings.trial()),
            every=len(kiosks),
            may=g.person.may(["pengurus"]),
        )

    def _choices(self, key: str) -> list[tuple[str, str]]:
        """Return the choices of the setting *key*, each with its words."""
        return [(choice, plain_value(choice, key, self._words)) for choice in CHOICES[key]]

    def _groups(self, now: datetime) -> list[str]:
        """Return the groups that any notice or setting addresses, sorted."""
        notices = (each for entry in self._notices.all(now) for each in entry.groups)
        settings = (each for file in self._orders.settings() for each in file.whom.get("groups", ()))
        return sorted({spelled(each) for each in (*notices, *settings)})

    def save_settings(self) -> AnyResponse | str:
        """Save the settings form as a file. Show the form again with all faults where a kiosk would refuse the settings."""
        form = request.form
        filled = Filled(
            clean_line(form.get("nama", ""), 40).lower().replace(" ", "-"),
            form.get("semula", ""),
            form.get("untuk", "all"),
            clean_line(form.get("siapa", ""), 400),
            {key: form.get(key, "") for key in _FIELDS},
            clean_line(form.get("tenang", ""), 120),
            clean_line(form.get("baca", ""), 200),
            form.get("lain", "").replace("\r\n", "\n")[:20_000],
        )
        wrong: list[Problem] = []
        if not NAME.fullmatch(filled.name):
            wrong.append(problem(OfficeCode.SETTING_NAME))
        elif filled.name != filled.opened and self._orders.setting(filled.name) is not None:
            wrong.append(problem(OfficeCode.SETTING_TAKEN, name=filled.name))
        if filled.kind == "all" and filled.whom:
            wrong.append(problem(OfficeCode.SETTING_ALL, whom=filled.whom))
        whom = _addressees(filled)
        if whom is None:
            wrong.append(problem(OfficeCode.SETTING_WHOM))
        try:
            values = _values(filled)
        except (ValueError, RecursionError) as error:
            return self._settings_page(filled, (*wrong, problem(OfficeCode.SETTING_TOML, reason=str(error)[:200])))
        wrong += [each for _, each in find_problems(values, "")]
        if not values:
            wrong.append(problem(OfficeCode.SETTING_EMPTY))
        if wrong:
            return self._settings_page(filled, tuple(wrong))
        file = self._orders.save_setting(filled.name, {filled.kind: whom} if whom else {}, values)
        self._log_change(self._words("sets on kiosks: {name}", name=filled.name), file)
        return redirect("/setelan", 303)

    def remove(self) -> AnyResponse:
        file = self._orders.remove_setting(request.form.get("nama", ""))
        self._log_change(self._words("takes a setting back: {name}", name=request.form.get("nama", "")), file)
        return redirect("/setelan", 303)

    def _filled(self, file: SettingsFile | None) -> Filled:
        if file is None:
            return Filled()
        rest = {name: dict(part) if isinstance(part, Mapping) else part for name, part in file.values.items()}
        fields = {}
        for key in _FIELDS:
            section, name = key.split(".")
            table = rest.get(section)
            if isinstance(table, dict) and str(table.get(name)) in CHOICES[key]:
                fields[key] = str(table.pop(name))
        speech = rest.get("speech")
        hours = speech.pop("quiet_hours", []) if isinstance(speech, dict) else []
        hours = hours if isinstance(hours, list) else [hours]
        readouts = rest.get("readout")
        plain = isinstance(readouts, list) and all(isinstance(each, dict) and set(each) == {"at"} for each in readouts)
        times = [str(each["at"]) for each in rest.pop("readout")] if plain else []
        left = "\n".join(toml_of({name: part for name, part in rest.items() if part != {}})).strip()
        listed = file.whom.get(file.kind, [])
        listed = [spelled(each) for each in listed] if file.kind == "groups" else listed
        quiet, whom = (", ".join(map(str, each)) for each in (hours, listed))
        return Filled(file.name, file.name, file.kind, whom, fields, quiet, ", ".join(times), left)

    def _settings_line(self, file: SettingsFile) -> str:
        """Return the settings of *file* in one line of words."""
        parts = []
        for section, part in file.values.items():
            if isinstance(part, Mapping):
                parts += [
                    f"{setting_name(f'{section}.{key}', self._words)}: "
                    + plain_value(short_toml(value), f"{section}.{key}", self._words)[:60]
                    for key, value in part.items()
                ]
            elif section in NAMES:
                parts.append(f"{setting_name(section, self._words)}: {len(part) if isinstance(part, list) else part}")
        return "; ".join(parts)

    # rings

    def ring(self) -> AnyResponse:
        """Set the ring of update `nomor` to the form's `langkah`: trial, 10, 100 or hold. Any step but hold also
        excuses the trial kiosks that did not come back."""
        number, step = request.form.get("nomor", ""), request.form.get("langkah", "")
        if re.fullmatch(r"[1-9]\d{0,8}", number, re.ASCII) and step in ("trial", "10", "100", "hold"):
            before = next(
                (ring for ring in self._orders.rings() if ring.number == int(number)), UpdateRing(int(number))
            )
            share = before.share if step == "hold" else 0 if step == "trial" else int(step)
            if step != "hold":
                self._rings.excuse(before.number, self._desk.clock())
            file = self._orders.set_ring(UpdateRing(before.number, trial=True, share=share, hold=step == "hold"))
            self._log_change(self._words("update {number}: {step}", number=number, step=step), file)
        return redirect("/setelan", 303)

    def _log_change(self, said: str, file: str) -> None:
        self._desk.record_deed(g.person.name, said, [file])


def health_of(said: Mapping[str, Any]) -> KioskHealth:
    """Return the health that *said* reports. A kiosk is untrusted: a value of another type counts as missing."""
    temperature, refused, large = said.get("temperature"), said.get("refused"), said.get("backup_too_large")
    return KioskHealth(
        version=_clean_value(said.get("version")),
        clock=_clean_value(said.get("clock")),
        temperature=round(temperature) if isinstance(temperature, int | float) and -50 < temperature < 200 else None,
        loudspeaker=_clean_value(said.get("loudspeaker")),
        refused=tuple(_clean_value(each) for each in refused[:5]) if isinstance(refused, list) else (),
        backup_large=large if isinstance(large, int) and 0 < large < 10**12 else 0,
        restored=clean_line(str(said.get("restored", "")), 64),
    )


def _clean_value(value: object) -> str:
    return clean_line(value, 60) if isinstance(value, str) else ""


def _addressees(filled: Filled) -> list[str] | None:
    """Return the areas, groups or kiosks that the form addresses. An empty list means all. Return `None` if one of them is
    invalid."""
    if filled.kind == "all":
        return []
    found = [each.strip() for each in re.split(r"[,;]" if filled.kind == "groups" else r"[\s,;]", filled.whom)]
    found = [each for each in found if each]
    try:
        found = [group(each) for each in found] if filled.kind == "groups" else found
    except ValueError:
        return None
    if filled.kind not in ("areas", "groups", "kiosks") or (
        filled.kind == "areas" and named_areas(found) != tuple(found)
    ):
        return None
    return found or None


def _values(filled: Filled) -> dict[str, Any]:
    """Return the sections that the form describes. Raise ValueError where its rest is no TOML."""
    values: dict[str, Any] = tomllib.loads(filled.rest)
    for key, text in filled.fields.items():
        if text:
            section, name = key.split(".")
            number = (
                float(text)
                if key == "screen.text_scale"
                else int(text)
                if key in _NUMBERS and text.isdecimal()
                else text
            )
            _set_value(values, section, name, number)
    if filled.quiet:
        _set_value(values, "speech", "quiet_hours", _split_names(filled.quiet))
    if filled.readouts:
        values["readout"] = [{"at": each} for each in _split_names(filled.readouts)]
    return values


def _set_value(values: dict[str, Any], section: str, name: str, value: object) -> None:
    """Set *name* in the table *section*. A section that is no table stays as it is, and `find_problems` reports it."""
    table = values.setdefault(section, {})
    if isinstance(table, dict):
        table[name] = value


def _split_names(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]
