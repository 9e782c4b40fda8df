"""Pages of the inbox: arrivals to read, take over or throw away; the sources; sharing from phones."""

from __future__ import annotations

import secrets
from typing import BinaryIO, cast
from urllib.parse import urlencode

from flask import Response, abort, g, redirect, render_template, request, send_file
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem, problem
from content_cache.model.vocabulary import Category
from content_cache.text.chat import without_chat_marks
from content_cache.text.cleaning import clean_url
from content_cache.text.plain import clean_line, clean_title
from kiosk.office.base.faults import OfficeCode, full_disk_told, no_room
from kiosk.office.desk import Desk
from kiosk.office.door import LOGIN, SHARED
from kiosk.office.inbox.inbox import Arrival, ArrivalBox, ArrivalKind, arrival_id
from kiosk.office.inbox.mail import stored
from kiosk.office.inbox.taking import ArrivalTaking
from kiosk.office.inbox.text import MOST_FILES, shared_text
from kiosk.office.inbox.watch import Watcher
from kiosk.office.people.people import Role
from kiosk.office.people.rights import ANYBODY, MAY
from kiosk.office.setup.setup import add_source
from kiosk.office.setup.sources import is_public
from kiosk.web.routes import Route

_PAGE = 50


class InboxPages:
    """Pages of the inbox. All may read; the table of routes says who may take over and throw away."""

    def __init__(self, desk: Desk, inbox: ArrivalBox, taking: ArrivalTaking, watcher: Watcher) -> None:
        self._desk = desk
        self._inbox = inbox
        self._taking = taking
        self._watcher = watcher
        self._wording = desk.wording
        self._words = desk.wording.words

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", "/kotak", self.show_inbox, ANYBODY),
            Route("POST", "/kotak/cek", self.check_sources, MAY["take"] | MAY["sources"]),
            Route("GET", "/kotak/sumber", self.sources_page, MAY["take"] | MAY["sources"]),
            Route("POST", "/kotak/sumber", self.add, MAY["sources"]),
            Route("GET", "/kotak/<arrival>/<int:number>", self.send_picture, ANYBODY),
            Route("POST", "/kotak/<arrival>/ambil", self.take_arrival, MAY["take"]),
            Route("POST", "/kotak/<arrival>/buang", self.throw_away, ANYBODY),
            Route("POST", SHARED, self.share, ANYBODY, keeps=True),
        ]

    def count(self) -> int:
        """Return the number of arrivals that the person of this request can see."""
        return len(self._inbox.list_arrivals(g.person.id)) if g.person is not None else 0

    def show_inbox(self) -> str:
        """Show the inbox. The query's `dari` is a kind of source; `buka` is the id of the arrival to open, else the newest."""
        every = self._inbox.list_arrivals(g.person.id)
        kind = request.args.get("dari", "")
        shown = [each for each in every if kind not in list(ArrivalKind) or each.kind == kind]
        opened = next((each for each in shown if each.id == request.args.get("buka")), shown[0] if shown else None)
        told = self._watcher.statuses()
        asked = [each.at for each in told if each.at is not None]
        return render_template(
            "inbox.html",
            arrivals=shown[:_PAGE],
            count=len(every),
            counts={each: sum(one.kind is each for one in every) for each in ArrivalKind},
            kind=kind if kind in list(ArrivalKind) else "",
            opened=opened,
            chosen=bool(request.args.get("buka")),
            trusted={each.name for each in told if each.trusted},
            sources=len(told),
            failed=[each for each in told if each.problem is not None],
            checked=max(asked, default=None),
            busy=self._watcher.busy,
            fault=None,
            may_take=g.person.may(MAY["take"]),
            may_throw=opened is not None and self._may_throw(opened),
            may_sources=g.person.may(MAY["sources"]),
            taken_before=self._became(opened),
        )

    def _became(self, arrival: Arrival | None) -> str:
        """Return the title of the notice that an earlier version of *arrival* became, "" for none."""
        return self._taking.title(arrival.became) if arrival is not None and arrival.became else ""

    def check_sources(self) -> AnyResponse:
        """Start asking all sources now, in the background, and redirect to the inbox."""
        self._watcher.ask_all_now()
        return redirect("/kotak", 303)

    def send_picture(self, arrival: str, number: int) -> AnyResponse:
        """Return a small picture of file *number* of the arrival. Abort with 404 where there is none."""
        found = self._open_arrival(arrival)
        path = self._inbox.attachments(found.id).small(found.files[number]) if number < len(found.files) else None
        if path is None:
            abort(404)
        answer = send_file(path, max_age=3_600)
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def take_arrival(self, arrival: str) -> AnyResponse:
        """Make a draft of *arrival* for the person of the request, and redirect to it. With `lalu` = `hoaks` it becomes
        a clarification. A second tap redirects to the same draft."""
        if self._inbox.find_waiting(arrival) is None and (name := self._inbox.became(arrival)):
            return redirect(f"/kabar/{name}", 303)
        found = self._open_arrival(arrival)
        hoax = request.form.get("lalu") == "hoaks"
        name = self._taking.make_draft(found, g.person.id, g.person.name, self._desk.clock(), hoax=hoax)
        return redirect(f"/kabar/{name}", 303)

    def throw_away(self, arrival: str) -> AnyResponse:
        found = self._open_arrival(arrival)
        if not self._may_throw(found):
            abort(403, "role")
        self._inbox.remove(found.id)
        said = self._words("throws away “{title}” from {source}", title=found.title, source=found.source)
        self._desk.record_deed(g.person.name, said)
        return redirect("/kotak", 303)

    @staticmethod
    def _may_throw(arrival: Arrival) -> bool:
        """Return whether the person may throw *arrival* away: their own, or as an editor one that all see."""
        return bool(arrival.person) or bool(g.person.may({Role.EDITOR}))

    def _open_arrival(self, arrival: str) -> Arrival:
        found = self._inbox.find_arrival(arrival, g.person.id)
        if found is None:
            abort(404)
        return found

    # where it comes from

    def sources_page(self) -> str:
        return self._sources(None)

    def _sources(self, fault: Problem | None) -> str:
        return render_template("sources.html", told=self._watcher.statuses(), mail=self._desk.setup().mail, fault=fault)

    def add(self) -> AnyResponse | str:
        """Add a site to the sources in office.toml, and ask all sources. Refuse addresses of this machine and its
        network, which only office.toml itself may name."""
        name, url = clean_line(request.form.get("nama", ""), 80), request.form.get("alamat", "").strip()
        if not is_public(url):
            return self._sources(problem(OfficeCode.SOURCE_ADDRESS, url=url[:100]))
        if not name or any(each.name == name for each in self._desk.setup().watch):
            return self._sources(problem(OfficeCode.SOURCE_NAME))
        with full_disk_told():
            add_source(self._desk.folder, "watch", name, url)
        said = self._words("adds the source {name} ({url})", name=name, url=url)
        self._desk.record_deed(g.person.name, said, ["office.toml"])
        self._watcher.ask_all_now()
        return redirect("/kotak/sumber", 303)

    # what phones share

    def share(self) -> AnyResponse:
        """Store a share from a phone (W3C Web Share Target) in the person's own inbox, and nowhere else: the form
        carries no CSRF token. If the session has ended, it is stored before the login."""
        form, now, person = request.form, self._desk.clock(), g.person
        text, link = form.get("teks", ""), clean_url(form.get("tautan", "") or _link_in(form.get("teks", "")))
        box = f"{ArrivalKind.PHONE}:{person.id}"
        arrival = arrival_id(box, secrets.token_hex(8))
        sent = [file for file in request.files.getlist("berkas") if file.filename][:MOST_FILES]
        try:
            files = stored(self._inbox, arrival, ((file.filename or "", cast(BinaryIO, file.stream)) for file in sent))
        except OSError as error:
            return self._not_kept(error)
        body = shared_text(text)
        lost = len(files) < len(sent)
        named, said = (without_chat_marks(each) for each in (form.get("judul", ""), text))
        title = clean_title(named) or clean_line(said, 80) or (sent[0].filename or "" if sent else "")
        title = clean_line(title, 120) or link or self._words("Shared from a phone")
        parts = {"category": str(Category.ANNOUNCEMENT if files else Category.NEWS), "body": body, "link": link}
        kept = Arrival(
            id=arrival, kind=ArrivalKind.PHONE, box=box, source=person.name, came=now, title=title, address=link, files=files,
            person=person.id, parts={name: part for name, part in parts.items() if part},
        )  # fmt: skip
        try:
            self._inbox.put(kept)
        except OSError as error:
            return self._not_kept(error)
        if g.session is None:
            asked = {"aman": self._wording.clock(now), "ke": f"/kotak?buka={arrival}"}
            return redirect(f"{LOGIN}?{urlencode(asked)}", 303)
        return redirect(f"/kotak?buka={arrival}{'&kurang=1' if lost else ''}", 303)

    @staticmethod
    def _not_kept(error: OSError) -> AnyResponse:
        """Answer 507 with the shared text for copying, because the phone's own share page is gone."""
        fault = no_room(error)
        text = "\n".join(filter(None, (request.form.get(name, "") for name in ("judul", "teks", "tautan"))))
        return Response(render_template("message.html", problem=fault, message="", text=text), 507)


def _link_in(text: str) -> str:
    """Return the first web address in *text*, where browsers put a shared link; "" if there is none."""
    return next((word for word in text.split() if word.startswith(("http://", "https://"))), "")
