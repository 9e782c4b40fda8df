"""Cookies of a desk, and the tokens of its forms, also for visitors who have not logged in. They use Flask's `g`:
`secure` says whether the page comes over TLS, `session` and `faded` are the session of the request and one that has
just ended."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_urlsafe

from flask import Response, abort, g, request
from werkzeug.wrappers.response import Response as AnyResponse

from kiosk.web.sessions import same

GATE = "/-/siapa"
"""Path at which the server in front asks, before it reads a long body, whether the sender may upload: 204 or 403."""

_BEFORE_LOGIN = "pintu"


class Cookies:
    """Cookies for this host only. Over TLS their names have the prefix "__Host-", which browsers enforce (RFC 6265bis)."""

    def __init__(self, same_site: str) -> None:
        self._same_site = same_site

    def read(self, name: str) -> str:
        """Return the cookie that the browser sent, "" without one."""
        return request.cookies.get(_full(name), "")

    def write(self, answer: AnyResponse, name: str, value: str, max_age: int | None = None) -> None:
        """Set the cookie, for *max_age* seconds or until the browser is closed."""
        answer.set_cookie(
            _full(name), value, max_age=max_age, secure=g.secure, httponly=True, samesite=self._same_site, path="/"
        )

    @staticmethod
    def delete_cookie(answer: AnyResponse, name: str) -> None:
        """Delete the cookie."""
        answer.delete_cookie(_full(name), secure=g.secure)

    def is_form_token(self, token: str) -> bool:
        """Return whether *token* is the session's form token, or before a login that of the browser's cookie."""
        session = g.session or g.faded
        expected = session.csrf if session else self.read(_BEFORE_LOGIN)
        return bool(expected) and same(token, expected)

    def with_token(self, page: Callable[..., str], status: int = 200) -> AnyResponse:
        """Return *page* with a form for a visitor who may not be logged in. Its token is in a cookie and in the form."""
        session = g.session or g.faded
        token = session.csrf if session else self.read(_BEFORE_LOGIN) or token_urlsafe(24)
        answer = Response(page(token=token), status)
        if session is None:
            self.write(answer, _BEFORE_LOGIN, token)
        return answer

    def logged_in(self, answer: AnyResponse, name: str, token: str) -> None:
        """Set the cookie *name* of a new session, in place of the former token."""
        self.write(answer, name, token)
        self.delete_cookie(answer, _BEFORE_LOGIN)


def gate(*, known: bool) -> AnyResponse:
    """Answer the server in front: 403 for an upload by somebody who is not *known*, else 204. The header
    X-Original-Method has the method of the request in question."""
    if request.headers.get("X-Original-Method") == "POST" and not known:
        abort(403)
    return Response(status=204)


def _full(name: str) -> str:
    return f"__Host-{name}" if g.secure else name
