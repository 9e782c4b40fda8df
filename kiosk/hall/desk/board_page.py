"""First page after login: notices that are shown, unfinished ones, and links to everything else."""

from __future__ import annotations

from datetime import datetime

from flask import g, render_template
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.hall.desk.accounts import Clerk
from kiosk.hall.desk.login import PERSON, DeskContext, LoginPages
from kiosk.hall.desk.question_pages import HallQuestionPages
from kiosk.hall.desk.unfinished import Unfinished, UnfinishedNotices
from kiosk.hall.notices.store import MOST
from kiosk.web.routes import OPEN, Route


class BoardPage:
    """First page for people whom *login* knows; others get the first page of *login*."""

    def __init__(
        self, desk: DeskContext, login: LoginPages, unfinished: UnfinishedNotices, questions: HallQuestionPages
    ) -> None:
        self._desk = desk
        self._login = login
        self._unfinished = unfinished
        self._questions = questions

    def routes(self) -> tuple[Route, ...]:
        """Return the routes of these pages, each with who may request it."""
        return (Route("GET", "/", self.show_board, OPEN), Route("GET", "/hitungan", self.counts, PERSON))

    def show_board(self) -> AnyResponse | str:
        """Show the current notices, a link to write a new one, and unfinished forms of an ended session. Without a
        session show the login page."""
        if g.session is None:
            return self._login.first_page()
        now, person = self._desk.clock(), self._login.person()
        return render_template(
            "board.html",
            session=g.session,
            person=person,
            notices=self._desk.notice_store.up(now),
            unfinished=self._still_unfinished(person, now),
            left_forms=self._login.left_forms.all_of(person.id, now),
            most=MOST,
            now=now,
            asked=self._questions.count() if any(each.hall for each in self._desk.questions.asked) else None,
            chosen=self._questions.questions.chosen,
            has_password=self._questions.questions.public is not None,
        )

    def _still_unfinished(self, person: Clerk, now: datetime) -> list[Unfinished]:
        """Return the person's unfinished notices. Leave out those that were published just before a power cut, which
        kept their copy."""
        up = {(each.id, each.author, each.changed or each.written) for each in self._desk.notice_store.notices()}
        found = self._unfinished.all_of(person.id, now)
        return [each for each in found if (each.id, person.name, each.saved) not in up]

    def counts(self) -> str:
        return render_template("counts.html", session=self._login.session(), days=self._desk.counts())
