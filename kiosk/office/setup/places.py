"""Places that editions are sent to: stored in office.toml, their secrets in `tujuan.toml` beside the keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from msgspec import Struct

from content_cache.model.problems import problem
from content_cache.model.urls import host_of, is_loopback
from content_cache.text.plain import clean_line
from kiosk.core.json_file import JsonFile
from kiosk.office.base.faults import OfficeCode, OfficeError, full_disk_told
from kiosk.office.base.toml_text import toml_value
from kiosk.office.setup.setup import FILE, EditionTarget, edited, read_setup
from kiosk.office.targets.address import EXAMPLES, FOLDER, Address
from kiosk.office.targets.delivery import KNOWN_HOSTS, MEMORY
from kiosk.office.targets.faults import TargetCode, TargetError
from kiosk.office.targets.own_key import OfficeSshKey
from kiosk.office.targets.secrets import FILE as SECRETS
from kiosk.office.targets.secrets import secrets_of
from kiosk.office.targets.table import check_installed
from kiosk.office.targets.trial import Trial, TrialStep, forget_host, new_host_key, try_target

KINDS: Mapping[str, str] = MappingProxyType(
    {"folder": FOLDER, "webdav": "webdav", "sftp": "sftp", "s3": "s3", "rsync": "rsync+ssh"}
)
"""Kinds that the page offers, with their schemes. Addresses of other schemes cannot be changed there."""

SSH_SCHEMES = ("sftp", "rsync+ssh")
"""Schemes that the office's own SSH key can open."""

_HEADER = "[[target]]"


class PlaceForm(Struct, frozen=True):
    """Place as a form has it. `was` is its present address, "" for a new one. An empty password means the stored one."""

    name: str = ""
    kind: str = "folder"
    host: str = ""
    port: str = ""
    user: str = ""
    folder: str = ""
    public: str = ""
    password: str = ""
    was: str = ""
    by_key: bool = False
    """Whether the office's own SSH key opens the place, and no password."""

    @property
    def url(self) -> str:
        """Return the address as `kiosk publish --to` takes it."""
        if self.kind == "folder":
            return self.folder
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host
        port = f":{self.port}" if self.port else ""
        scheme = KINDS.get(self.kind, self.kind)
        return f"{scheme}://{user}{host}{port}/{quote(self.folder.lstrip('/'), safe='/~')}"


class KeptTrial(Struct, frozen=True):
    """Latest trial of a place, and its time."""

    at: datetime
    trial: Trial


class Places:
    """Places of the office in *folder*; *keys* is the folder of its keys. It is safe for threads."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self._folder = folder
        self._secrets = keys / SECRETS
        self.ssh_key = OfficeSshKey(keys)
        self._known = folder / MEMORY / KNOWN_HOSTS
        self._trials = JsonFile(folder / MEMORY / "uji.json", dict[str, KeptTrial], mode=None)

    def all(self) -> tuple[EditionTarget, ...]:
        return read_setup(self._folder).targets

    def trials(self) -> Mapping[str, KeptTrial]:
        """Return the latest trial of each place, by its address without secrets."""
        return self._trials.read()

    def public_address(self) -> str:
        """Return the address at which kiosks read the first place that has one, "" for none."""
        forms = (self.form(each.url) for each in self.all())
        return next((form.public for form in forms if form is not None and form.public), "")

    def form(self, url: str) -> PlaceForm | None:
        """Return the place *url* as a form, without its password; `None` if there is no such place."""
        found = next((each for each in self.all() if each.url == url), None)
        if found is None:
            return None
        try:
            address = Address.from_target(url)
            given = secrets_of(url, self._secrets)
        except TargetError:
            return PlaceForm(found.name, was=url)
        kind = next((kind for kind, scheme in KINDS.items() if scheme == address.scheme), address.scheme)
        folder = address.path if kind == "folder" else address.path.lstrip("/")
        port = str(address.port) if address.port else ""
        return PlaceForm(
            found.name,
            kind,
            address.host,
            port,
            address.user,
            folder,
            given.public,
            was=url,
            by_key=given.key == self.ssh_key.path,
        )

    def password_since(self, url: str) -> date | bool:
        """Return the date since which a password is stored for *url*; `True` if the date is unknown, `False` if none is stored."""
        try:
            if not secrets_of(url, self._secrets).password:
                return False
            row = self._rows().get(self._row_name(url), {})
        except TargetError:
            return False
        since = row.get("since")
        return since if isinstance(since, date) else True

    def save(self, form: PlaceForm, today: date) -> str:
        """Store a place and its secrets, and return its address. Raise OfficeError or TargetError if it cannot work."""
        self._check(form)
        address = Address.from_target(form.url)
        if form.kind != "folder" and (address.host, address.user) != (form.host.strip("[]").lower(), form.user):
            raise TargetError(TargetCode.ADDRESS, target=clean_line(form.host, 80), example=EXAMPLES[address.scheme])
        check_installed(address)
        before = Address.from_target(form.was) if form.was else None
        password = form.password
        if not password and before is not None and _account(before) == _account(address):
            password = secrets_of(form.was, self._secrets).password
        kept = self._rows().get(self._row_name(form.was), {}) if form.was else {}
        since = kept.get("since") if not form.password else today
        values = {"password": password or None, "public": form.public or None, "since": since if password else None}
        if form.by_key and address.scheme in SSH_SCHEMES:
            values = {"public": form.public or None, "key": self.ssh_key.path.name}
        elif kept.get("key", "") not in ("", self.ssh_key.path.name) and _account(before) == _account(address):
            values["key"] = kept["key"]
        with full_disk_told():
            if "key" in values and form.by_key:
                self.ssh_key.make()
            self._write_secrets(form, {name: value for name, value in values.items() if value is not None})
            with edited(self._folder / FILE) as edit:
                edit.set(_HEADER, {"name": form.name, "url": form.url}, self._number(form.was, edit.text))
        return form.url

    def _check(self, form: PlaceForm) -> None:
        others = [each for each in self.all() if each.url != form.was]
        if form.was and all(each.url != form.was for each in self.all()):
            raise OfficeError(OfficeCode.PLACE_GONE)
        if not form.name or any(each.name == form.name or each.url == form.url for each in others):
            raise OfficeError(OfficeCode.PLACE_NAME)
        if form.kind == "folder":
            path = Path(form.folder)
            own = self._folder.resolve()
            if not path.is_absolute() or path.resolve() == own or own in path.resolve().parents:
                raise OfficeError(OfficeCode.PLACE_OWN, folder=clean_line(form.folder, 80))
        if form.port and not (form.port.isascii() and form.port.isdigit()):
            raise TargetError(TargetCode.ADDRESS, target=clean_line(form.port, 20), example="22")
        safe = form.public.startswith("https://") or is_loopback(form.public)
        if form.public and not (safe and host_of(form.public) and form.public.isprintable() and " " not in form.public):
            raise OfficeError(OfficeCode.PLACE_PUBLIC)

    def remove(self, url: str) -> None:
        """Remove a place and its secrets; the files there stay. Raise OfficeError."""
        if all(each.url != url for each in self.all()):
            raise OfficeError(OfficeCode.PLACE_GONE)
        with full_disk_told():
            with edited(self._folder / FILE) as edit:
                edit.remove(_HEADER, self._number(url, edit.text))
            self._write_secrets(PlaceForm(was=url), {})

    def try_out(self, url: str, now: datetime, *, confirmed: bool = False) -> Trial:
        """Try a stored place, and store and return the result. Nobody logs in to an SSH host whose key is new, unless
        somebody has *confirmed* it."""
        try:
            address, given = Address.from_target(url), secrets_of(url, self._secrets)
            shown = "" if confirmed else new_host_key(self._known, address)
            if shown:
                new = problem(TargetCode.HOST_NEW, host=address.host_label, shown=shown)
                trial = Trial(failed=TrialStep.CONNECT, problem=new)
            else:
                trial = try_target(url, given, self._known)
        except TargetError as error:
            trial = Trial(problem=error.problem)
        with full_disk_told():
            self._trials.path.parent.mkdir(parents=True, exist_ok=True)
            kept = {_public(each.url) for each in self.all()}
            found = {name: one for name, one in self._trials.read().items() if name in kept}
            self._trials.write({**found, _public(url): KeptTrial(now, trial)})
        return trial

    def check_confirmed(self, url: str) -> None:
        """Raise TargetError for an SSH host whose new key nobody has confirmed yet."""
        kept = self.trials().get(_public(url))
        new = kept.trial.problem if kept is not None else None
        if new is not None and new.code == TargetCode.HOST_NEW.value:
            raise TargetError(TargetCode.HOST_NEW, host=str(new.details["host"]), shown=str(new.details["shown"]))

    def accept_key(self, url: str, shown: str, now: datetime) -> None:
        """Replace the pinned key of the host by *shown*, and try the place. Raise OfficeError if the host shows a third key."""
        with full_disk_told():
            address = Address.from_target(url)
            is_shown = forget_host(self._known, address, shown)
            with suppress(TargetError):  # a host that is gone: the former file comes back
                if new_host_key(self._known, address) in ("", shown):
                    self.try_out(url, now, confirmed=True)
            if not is_shown():
                raise OfficeError(OfficeCode.PLACE_KEY)

    def _number(self, url: str, text: str) -> int:
        """Return the number of the table of *url* in office.toml; for a new place the next free number."""
        tables = tomllib.loads(text).get("target", [])
        return next((at for at, each in enumerate(tables) if url and each.get("url") == url), len(tables))

    def _rows(self) -> dict[str, dict[str, object]]:
        try:
            return tomllib.loads(self._secrets.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def _row_name(self, url: str) -> str:
        """Return the name, as written, of the table of secrets for *url*; *url* if there is none. Raise TargetError."""
        text = Address.from_target(url).public_text
        return next((name for name in self._rows() if _public(name) == text), url)

    def _write_secrets(self, form: PlaceForm, values: Mapping[str, object]) -> None:
        """Store the secrets of the place, and remove those of its former address, unless another place has that."""
        self._secrets.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._secrets.exists() and not values:
            return
        with edited(self._secrets, mode=0o600) as edit:
            if form.was and (name := self._row_name(form.was)) in self._rows():
                edit.remove(f"[{toml_value(name)}]")
            if values:
                edit.set(f"[{toml_value(form.url)}]", values)


def _account(address: Address | None) -> tuple[str, str, int, str] | None:
    if address is None:
        return None
    return address.scheme, address.host, address.port, address.user


def _public(name: str) -> str:
    try:
        return Address.from_target(name).public_text
    except TargetError:
        return name
