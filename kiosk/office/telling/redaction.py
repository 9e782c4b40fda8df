"""Redaction of passwords in messages of servers and libraries, before they are shown, stored or logged."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from content_cache.model.problems import Problem
from kiosk.office.setup.telling import MailServer, TellSettings, WebHook

_GONE = "…"
_CODED = re.compile(r"[A-Za-z0-9+/_-]{4,}")


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return *text* with each of *secrets* removed, also in other case, with white space within it, or as base64."""
    for secret in secrets:

        def coded(found: re.Match[str], hidden: str = secret) -> str:
            return _GONE if _holds(found[0], hidden) else found[0]

        for form in (secret, _base64(secret)):
            if letters := [re.escape(letter) for letter in form if not letter.isspace()]:
                text = re.sub(r"\s*".join(letters), _GONE, text, flags=re.IGNORECASE)
        text = _CODED.sub(coded, text)
    return text


def problem_without_secrets(problem: Problem, secrets: Iterable[str]) -> Problem:
    """Return *problem* with each of *secrets* removed from its details and causes."""
    hidden = tuple(secrets)
    details = {
        name: without_secrets(value, hidden) if isinstance(value, str) else value
        for name, value in problem.details.items()
    }
    return Problem(problem.code, details, tuple(problem_without_secrets(each, hidden) for each in problem.causes))


def secrets_of_mail(server: MailServer) -> tuple[str, ...]:
    return (server.password,) if server.password else ()


def secrets_of_hook(hook: WebHook) -> tuple[str, ...]:
    """Return the secrets of a hook: its token, and the part of its address after the host, which may be a password, too."""
    parts = urlsplit(hook.url)
    found = (hook.token, parts.path.strip("/"), parts.query, parts.password or "")
    return tuple(each for each in found if each)


def secrets_of_settings(settings: TellSettings) -> tuple[str, ...]:
    mail = secrets_of_mail(settings.mail) if settings.mail is not None else ()
    return (*mail, *(secrets_of_hook(settings.hook) if settings.hook is not None else ()))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def _holds(word: str, secret: str) -> bool:
    """Return whether *word*, from one of its letters on, is base64 of text that contains *secret*, as `AUTH PLAIN` is
    (RFC 4616)."""
    plain, hidden = word.replace("-", "+").replace("_", "/"), secret.encode("utf-8", "surrogatepass")
    for start in range(4):
        part = plain[start:]
        with suppress(binascii.Error):
            if hidden in base64.b64decode(part[: len(part) - (len(part) % 4 == 1)] + "=" * (-len(part) % 4)):
                return True
    return False
