"""Settings of the desk beside the office's feed.toml: `office.toml`, which also says where editions are written and sent."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from content_cache.files import write_whole
from content_cache.model.urls import host_of
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.base.folders import PRIVATE, SERVED
from kiosk.office.base.toml_text import TomlEdit, TomlEditError
from kiosk.office.editions.folder import SETTINGS
from kiosk.office.setup import sources

FILE = "office.toml"
PUBLISHED = f"{PRIVATE}/terbit"
EDITIONS = "/edisi/"
"""Path of the public address at which the server in front hands out editions."""
MOST_KEPT_DAYS = 90
"""Days after which what a resident typed is deleted, answered or not, whatever the settings say."""


class EditionTarget(Struct, frozen=True):
    """Target of editions. What opens it lies in `tujuan.toml` beside the keys (formats.md, "Targets")."""

    name: str
    """Name for people."""
    url: str
    """Address as `kiosk publish --to` takes it."""


class PostTerms(Struct, frozen=True):
    """Terms of residents' questions, and several receivers for one desk (formats.md, "Several receivers")."""

    kept_days: int = 30
    """Days after the answer when a question is deleted, 1 to 90. A text always is after 90 days, a voice 30 days after it was
    asked."""
    late_days: int = 3
    """Days after which a question counts as late, 1 to 90."""
    bucket: str = ""
    """S3 store that other receivers put envelopes into."""
    receives_only: bool = False
    """True on a receiver that is no desk."""


class Setup(Struct, frozen=True):
    """Settings of the office's desk. While the file is damaged, or half written, its former content counts."""

    out: str = PUBLISHED
    """Folder that editions are written to, relative to the office's."""
    address: str = ""
    """Address (https) by which people reach the desk through the server in front; empty: this machine alone."""
    targets: tuple[EditionTarget, ...] = ()
    watch: tuple[sources.Watch, ...] = ()
    mail: sources.Mail | None = None
    calendars: tuple[sources.PublicCalendar, ...] = ()
    monitor: str = ""
    """Address of the VictoriaMetrics that kiosks report to, for the page *Desa dan kios*; asked once a minute at most."""
    post: PostTerms = PostTerms()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the host names under which browsers may reach this desk."""
        host = urlsplit(self.address).netloc if host_of(self.address) else ""
        return (*([host] if host else []), "localhost", "127.0.0.1", "[::1]")

    @property
    def secure(self) -> bool:
        return self.address.startswith("https://")


def read_setup(folder: Path, before: Setup | None = None) -> Setup:
    """Return the settings in office.toml, with defaults for missing values. If the file is damaged or half written,
    return *before*."""
    try:
        table = tomllib.loads((folder / FILE).read_text("utf-8-sig"))
    except OSError:
        return Setup()
    except ValueError:
        return before or Setup()
    listed = table.get("target")
    targets = tuple(
        EditionTarget(str(each.get("name") or each["url"]), str(each["url"]))
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict) and isinstance(each.get("url"), str)
    )
    return Setup(
        str(table.get("out") or PUBLISHED),
        str(table.get("address", "")),
        targets,
        sources.watches(table),
        sources.mail(table),
        sources.calendars(table),
        _web(table.get("monitor")),
        _post(table.get("post")),
    )


def _post(table: object) -> PostTerms:
    said = table if isinstance(table, dict) else {}
    days = (said.get(name) for name in ("kept_days", "late_days"))
    kept, late = (day if type(day) is int and 1 <= day <= MOST_KEPT_DAYS else 0 for day in days)
    usual = PostTerms()
    bucket = str(said.get("bucket", ""))
    return PostTerms(kept or usual.kept_days, late or usual.late_days, bucket, said.get("receives_only") is True)


def _web(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) and host_of(value) else ""


def add_source(folder: Path, kind: str, name: str, url: str) -> None:
    """Append a table `watch` or `calendar` (*kind*) to office.toml; the rest of the file stays. Raise OSError,
    OfficeError."""
    with edited(folder / FILE) as edit:
        edit.set(f"[[{kind}]]", {"name": name, "url": url}, number=len(tomllib.loads(edit.text).get(kind, ())))


def serve_editions(folder: Path, address: str) -> None:
    """Configure editions to be written to the folder that the server in front hands out, and tell kiosks its *address* (https).

    Former editions move there, unless somebody chose another folder. Call it while the desk is closed. Raise OSError."""
    if read_setup(folder).out == PUBLISHED:
        if (folder / PUBLISHED).exists():
            (folder / PUBLISHED).rename(folder / SERVED)
        set_value(folder / FILE, "out", SERVED)
    if read_setup(folder).out == SERVED:
        (folder / SERVED).mkdir(mode=0o750, exist_ok=True)
        set_value(folder / SETTINGS, "site", f"{address}{EDITIONS}")


def set_value(path: Path, name: str, value: str) -> None:
    """Set *name* in the TOML file *path*, above its tables; the rest of the file stays. Raise OSError."""
    with edited(path) as edit:
        edit.set("", {name: value})


@contextmanager
def edited(path: Path, mode: int | None = None) -> Iterator[TomlEdit]:
    """Yield an editor of the TOML file *path*, and write the file if the block raises nothing. *mode* is as for
    `write_whole`. Raise OSError; OfficeError for a file that cannot be edited line by line."""
    try:
        edit = TomlEdit(path.read_text("utf-8-sig") if path.exists() else "")
        yield edit
    except (TomlEditError, UnicodeDecodeError) as error:
        raise OfficeError(OfficeCode.SETUP_UNFIT, file=path.name, reason=str(error)[:100]) from error
    write_whole(path, edit.text.lstrip("\n").encode(), mode=mode)


def write_setup(folder: Path, *, title: str, area: str, out: str) -> None:
    """Make the *folder* of a new office: two settings files, the private folder, a .gitignore.

    What is there already stays. Raise OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / SETTINGS).exists():
        lines = [f"title = {quoted(title)}", f"publisher = {quoted(title)}"]
        lines += [f"area = {quoted(area)}"] if area else []
        write_whole(folder / SETTINGS, ("\n".join(lines) + "\n").encode(), mode=None)
    if not (folder / FILE).exists():
        write_whole(folder / FILE, f"out = {quoted(out or PUBLISHED)}\n".encode(), mode=None)
    (folder / PRIVATE).mkdir(mode=0o700, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_whole(ignored, f"{PRIVATE}/\n{SERVED}/\n".encode(), mode=None)


def quoted(text: str) -> str:
    """Return *text* as a TOML string, without unprintable characters."""
    return '"' + re.sub(r'(["\\])', r"\\\1", "".join(c for c in text if c.isprintable())) + '"'
