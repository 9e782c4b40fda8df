"""Places that editions are sent to, in the browser: added, changed, tried, removed. Passwords are never shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from flask import g, redirect, render_template, request
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, msgid
from content_cache.text.plain import clean_line
from kiosk.office.base.fault_answer import faults_shown
from kiosk.office.base.faults import OfficeError, full_disk_told
from kiosk.office.base.folders import SERVED
from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.setup.places import KINDS, KeptTrial, PlaceForm, Places
from kiosk.office.setup.setup import FILE
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.trial import TrialStep
from kiosk.web.routes import Route

PATH = "/kantor/tempat"
KIND_NAMES = {
    "folder": msgid("Folder of this server"),
    "webdav": msgid("Nextcloud (WebDAV)"),
    "sftp": msgid("Web hosting (SFTP)"),
    "s3": msgid("S3 store"),
    "rsync": msgid("rsync over SSH"),
}
STEP_NAMES = {
    TrialStep.CONNECT: msgid("Connected, and let in"),
    TrialStep.WRITE: msgid("Trial file written"),
    TrialStep.READ: msgid("Read back, and the same"),
    TrialStep.PUBLIC: msgid("Read as kiosks read it"),
    TrialStep.REMOVE: msgid("Trial file removed"),
}


class PlaceEntry(Struct, frozen=True):
    """Place in the list: `text` is its address without secrets, `trial` its latest trial."""

    name: str
    url: str
    kind: str
    text: str
    trial: KeptTrial | None


class PlacePages:
    """Pages of the places, for administrators."""

    def __init__(self, desk: Desk, places: Places) -> None:
        self._desk = desk
        self._places = places
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.page, MAY["office"]),
            Route("POST", PATH, self.save, MAY["office"]),
            Route("POST", f"{PATH}/uji", self.try_out, MAY["office"]),
            Route("POST", f"{PATH}/keluar", self.take_out, MAY["office"]),
            Route("POST", f"{PATH}/kunci", self.make_key, MAY["office"]),
            Route("POST", f"{PATH}/sidik", self.accept_key, MAY["office"]),
        ]

    def page(self) -> str:
        """Show the places. `ubah` is the address of the one whose form is open."""
        return self._page(self._places.form(request.args.get("ubah", "")))

    def _page(self, form: PlaceForm | None = None, fault: Problem | None = None) -> str:
        trials = self._places.trials()
        entries = [self._entry(each.name, each.url, trials.get(_text(each.url))) for each in self._places.all()]
        form = form or PlaceForm()
        opened = next((each for each in entries if form.was and each.url == form.was), None)
        since = self._places.password_since(form.was) if form.was else False
        return render_template(
            "places.html",
            places=entries,
            bad=sum(each.trial is None or not each.trial.trial.is_good for each in entries),
            form=form,
            fault=fault,
            opened=opened,
            kinds=[(kind, self._words(KIND_NAMES[kind])) for kind in KINDS],
            steps={step: self._words(name) for step, name in STEP_NAMES.items()},
            kept=bool(since),
            site=self._desk.office().site if self._desk.setup().out == SERVED else "",
            since=self._desk.wording.written_day(since) if isinstance(since, date) else "",
            new_key=TargetCode.HOST_KEY.value,
            first_key=TargetCode.HOST_NEW.value,
            ssh_line=self._places.ssh_key.public_line(),
            ssh_print=self._places.ssh_key.fingerprint(),
        )

    def _entry(self, name: str, url: str, trial: KeptTrial | None) -> PlaceEntry:
        try:
            scheme = Address.from_target(url).scheme
        except TargetError:
            scheme = ""
        kind = next((kind for kind, each in KINDS.items() if each == scheme), "")
        return PlaceEntry(name, url, self._words(KIND_NAMES[kind]) if kind else scheme, _text(url), trial)

    def save(self) -> AnyResponse | str:
        """Save the form as a place, and try it."""
        form = request.form
        typed = PlaceForm(
            name=clean_line(form.get("nama", ""), 60),
            kind=form.get("jenis", "") if form.get("jenis") in KINDS else "folder",
            host=form.get("server", "").strip(),
            port=form.get("pintu", "").strip(),
            user=form.get("pengguna", "").strip(),
            folder=form.get("folder", "").strip(),
            public=form.get("alamat", "").strip(),
            password=form.get("sandi", ""),
            was=form.get("semula", ""),
            by_key=form.get("masuk") == "kunci",
        )

        def keep() -> None:
            url = self._places.save(typed, self._desk.clock().date())
            self._note(self._words("changes the place {name}", name=typed.name))
            self._places.try_out(url, self._desk.clock())

        if fault := _fault(keep):
            return self._page(typed, fault)
        tried = self._places.trials().get(_text(typed.url))
        is_good = tried is not None and tried.trial.is_good
        return redirect(PATH if is_good else f"{PATH}?ubah={quote(typed.url, safe='')}", 303)

    def try_out(self) -> AnyResponse | str:
        """Try a saved place."""
        url = request.form.get("semula", "")
        form = self._places.form(url)
        if form is not None and (fault := _fault(lambda: self._places.try_out(url, self._desk.clock()))):
            return self._page(form, fault)
        return self._page(form)

    def make_key(self) -> AnyResponse | str:
        """Make the office's own SSH key pair, unless there is one."""
        with faults_shown(lambda fault: self._page(fault=fault)), full_disk_told():
            self._places.ssh_key.make()
        self._note(self._words("makes the office's SSH key"))
        return redirect(f"{PATH}#kunci-ssh", 303)

    def accept_key(self) -> AnyResponse | str:
        """Trust the key that the host shows now. The person confirms to have asked the operator of the host."""
        url = request.form.get("semula", "")
        form = self._places.form(url)
        if form is None:
            return redirect(PATH, 303)
        shown = request.form.get("sidik", "")
        if fault := _fault(lambda: self._places.accept_key(url, shown, self._desk.clock())):
            return self._page(form, fault)
        self._note(self._words("takes the new key of {name}: {key}", name=form.name, key=clean_line(shown, 60)))
        return self._page(form)

    def take_out(self) -> AnyResponse | str:
        """Remove a place from the settings; the files there stay."""
        url = request.form.get("semula", "")
        form = self._places.form(url)
        if fault := _fault(lambda: self._places.remove(url)):
            return self._page(form, fault)
        if form is not None:
            self._note(self._words("takes the place {name} out", name=form.name))
        return redirect(PATH, 303)

    def _note(self, told: str) -> None:
        self._desk.record_deed(g.person.name, told, [FILE])


def _text(url: str) -> str:
    try:
        return Address.from_target(url).public_text
    except TargetError:
        return url.rpartition("@")[2]


def _fault(act: Callable[[], object]) -> Problem | None:
    try:
        act()
    except (OfficeError, TargetError) as error:
        return error.problem
    return None
