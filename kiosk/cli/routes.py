"""`python -m kiosk.cli.routes`: every page of the office's desk and of the hall's desk, with who may ask for it. For makers."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from kiosk.hall.desk import web as hall
from kiosk.hall.desk.accounts import ClerkAccounts
from kiosk.hall.desk.login import DeskContext
from kiosk.hall.notices.as_item import Village
from kiosk.hall.notices.film_drafts import FilmDrafts
from kiosk.hall.notices.found_texts import FoundTexts
from kiosk.hall.notices.store import NoticeStore
from kiosk.office import app as office
from kiosk.office.opening import open_office
from kiosk.office.setup.setup import write_setup
from kiosk.web.routes import route_lines

_HEAD = """\
# Pages of the two desks, by path: the method, the path, and who may ask for it.
# "*": also called over the end of a session, to keep what was typed.
"""


def route_table() -> str:
    """Return the table of the routes of both desks, which are opened over empty folders."""
    with TemporaryDirectory() as folder:
        apps = {"office": _office(Path(folder) / "office"), "hall": _hall(Path(folder) / "hall")}
    return _HEAD + "".join(f"\n{name}\n{_route_table(app)}" for name, app in apps.items())


def _route_table(app: Flask) -> str:
    return "".join(f"{line}\n" for line in route_lines(app))


def _office(folder: Path) -> Flask:
    write_setup(folder, title="", area="", out="")
    return office.make_app(open_office(folder))


def _hall(data: Path) -> Flask:
    notice_store = NoticeStore(data, "")
    return hall.make_app(
        DeskContext(
            notice_store=notice_store,
            people=ClerkAccounts(notice_store.folder),
            village=Village("", "Asia/Makassar", {}),
            clock=lambda: datetime.now(UTC),
            monotonic=time.monotonic,
            taken=lambda: None,
            counts=list,
            texts=FoundTexts(notice_store.drafts, None),
            films=FilmDrafts(notice_store.drafts),
        )
    )


if __name__ == "__main__":
    sys.stdout.write(route_table())
