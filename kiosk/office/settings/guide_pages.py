"""First set-up in the browser: the pages of the office's settings, keys and people in a frame that leads from one to the next.

Each route of such a page has a second address within its step, and the same view. No form has a second implementation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flask import g, redirect
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.office.desk import Desk
from kiosk.office.people.rights import MAY
from kiosk.office.settings.guide import PATH, SetupGuide, SetupStep
from kiosk.web.routes import Route, View

WRITE = "/tulis"


class _Pages(Protocol):
    def routes(self) -> list[Route]: ...


class GuidePages:
    """Pages of the set-up, for administrators. *shown* has the pages of each step, by its number."""

    def __init__(self, desk: Desk, guide: SetupGuide, shown: Mapping[int, _Pages]) -> None:
        self._desk = desk
        self._guide = guide
        self._shown = shown

    def routes(self) -> list[Route]:
        """Return the routes of these pages, each with the roles that may request it."""
        return [
            Route("GET", PATH, self.begin, MAY["office"]),
            Route("POST", f"{PATH}/selesai", self.finish, MAY["office"]),
            *(
                Route(route.method, step.place(route.path), _framed(step, route.view), MAY["office"])
                for step in self._guide.steps()
                for route in self._shown[step.number].routes()
                if step.place(route.path) != route.path
            ),
        ]

    def begin(self) -> AnyResponse:
        """Redirect to the first unfinished step."""
        return redirect(next((each.path for each in self._guide.unfinished()), f"{PATH}/1"))

    def finish(self) -> AnyResponse:
        """End the set-up, finished or not: logins no longer lead there. Redirect to where the first notice is written."""
        self._guide.close()
        self._desk.record_deed(g.person.name, self._desk.wording.words("ends the set-up of the office"))
        return redirect(WRITE, 303)


def within_step(path: str) -> str:
    """Return *path* as an address within the step that the request is for; unchanged outside of the set-up."""
    step: SetupStep | None = g.get("step")
    return step.place(path) if step else path


def _framed(step: SetupStep, view: View) -> View:
    def seen(**values: str) -> AnyResponse | str:
        g.step = step
        answer = view(**values)
        if isinstance(answer, AnyResponse) and answer.location:
            named = step.number == 1 and answer.location == step.root
            answer.location = f"{PATH}/2" if named else step.place(answer.location)
        return answer

    return seen
