"""Routes of a web app: one row for each, with the people who may request it, and a table of them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask
from msgspec import Struct
from werkzeug.wrappers.response import Response as AnyResponse

OPEN = "anybody"
"""Value of `Route.who` for a page that is open to everybody."""

View = Callable[..., AnyResponse | str]


class Route(Struct, frozen=True):
    """Route of a web app. `who` says who may request it: a set of roles, or a word of the app. A route that `keeps`
    typed text is also called for a person whose session has just ended."""

    method: str
    path: str
    view: View
    who: str | frozenset[str]
    keeps: bool = False

    @property
    def name(self) -> str:
        """Return the name of the route in Flask: its endpoint."""
        return f"{self.method} {self.path}"


def add_routes(app: Flask, routes: Iterable[Route], guarded: Callable[[Route], View]) -> None:
    """Add each route to the app, with the view that *guarded* makes of it. `app.extensions["routes"]` maps names to routes."""
    app.extensions["routes"] = {route.name: route for route in routes}
    for route in app.extensions["routes"].values():
        app.add_url_rule(route.path, endpoint=route.name, view_func=guarded(route), methods=[route.method])


def route_lines(app: Flask) -> list[str]:
    """Return a line for each route of the app, by path and method: who may request it, and a star if it keeps typed text."""
    routes: Iterable[Route] = app.extensions["routes"].values()
    return [
        f"{route.method:4} {route.path}{' *' if route.keeps else ''}: {_who(route)}"
        for route in sorted(routes, key=lambda each: (each.path, each.method))
    ]


def _who(route: Route) -> str:
    return route.who if isinstance(route.who, str) else ", ".join(sorted(route.who))
