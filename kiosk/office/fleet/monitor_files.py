"""Files of the monitor's programs, made of the office's settings: `.kantor/pantau/`, mode 0600.

- `vmauth.yml`: tokens, with which a kiosk writes its own reports and reads nothing
- `rules.yml`: rules for vmalert
- `alertmanager.yml`: letters about what the desk does not tell of by itself, to whoever hears of silent kiosks
- `token.json`: the tokens by kiosk, and those of cards by their codes; a kiosk that was withdrawn has none

The programs are started by the units of deploy/kantor, anew when a file changes. YAML is a superset of JSON.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from content_cache.files import write_whole
from content_cache.model.urls import is_loopback
from kiosk.core.json_file import JsonFile
from kiosk.i18n.words import Words
from kiosk.office.base.faults import full_disk_told
from kiosk.office.editions.folder import Office
from kiosk.office.fleet.monitor_rules import plain_label, rules_document
from kiosk.office.post.register import KioskRegister
from kiosk.office.setup.monitor_programs import METRICS
from kiosk.office.setup.telling import MailServer, TellFile, TellKind, TellSettings

FOLDER = "pantau"
_SIGN = "vmauth.yml"
"""File by which it is known that somebody has set the monitor up."""
REPORTS_PATH = "/lapor"
"""Path of the public address where kiosks report; the server in front hands it to vmauth."""
_IMPORT = "/api/v1/import/prometheus"
_NOBODY = "-"
"""Stands in the file of vmauth, which refuses an empty one, while no kiosk is enrolled."""
_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")
_IMPLICIT_TLS_PORT, _PLAIN_PORT = 465, 25


class ReportTokens(Struct, frozen=True):
    """Report tokens of *kiosks* by their ids, and of *cards* by the codes with which they enrol."""

    kiosks: dict[str, str] = {}
    cards: dict[str, str] = {}


class MonitorFiles:
    """Files for one office in the desk's *private* folder. *register* has the kiosks, *office* gives what it is called."""

    def __init__(
        self,
        private: Path,
        tell: TellFile,
        register: KioskRegister,
        office: Callable[[], Office],
        clock: Callable[[], datetime],
        words: Words,
    ) -> None:
        self.folder = private / FOLDER
        self._tokens = JsonFile(self.folder / "token.json", ReportTokens)
        self._tell = tell
        self._register = register
        self._office = office
        self._clock = clock
        self._words = words

    def contents(self) -> dict[str, str]:
        """Return the files by name. Kiosks without a token get one, which is not kept yet."""
        return self._contents(self._all_tokens())

    def _contents(self, tokens: ReportTokens) -> dict[str, str]:
        settings, now = self._tell.settings(), self._clock()
        kiosks = [each for each in self._register.kiosks() if each.id in tokens.kiosks]
        due = [(each.id, each.place) for each in kiosks if now - each.since > settings.silent]
        documents = {
            "vmauth.yml": _vmauth(self._users(tokens)),
            "rules.yml": rules_document(settings.silent, due, self._words),
            "alertmanager.yml": _alertmanager(settings, self._office_name(), self._words),
        }
        return {name: json.dumps(value, ensure_ascii=False, indent=1) + "\n" for name, value in documents.items()}

    def write(self) -> dict[str, bool]:
        """Write the files; return by name whether each changed. Raise OfficeError where there is no room."""
        tokens = self._all_tokens()
        with full_disk_told():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if tokens != self._tokens.load_if_valid():
                self._tokens.write(tokens)
            return {name: self._write_file(name, content) for name, content in self._contents(tokens).items()}

    def renew(self) -> None:
        """Write the files anew where somebody has set the monitor up. Raise OfficeError where there is no room."""
        if (self.folder / _SIGN).exists():
            self.write()

    def keep_cards(self, tokens: Mapping[str, str]) -> None:
        """Let in what kiosks report with *tokens*, by the codes of their cards. Raise OfficeError where there is no room."""
        kept = self._tokens.read()
        with full_disk_told():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tokens.write(replace(kept, cards={**kept.cards, **tokens}))
        self.renew()

    def token_of(self, kiosk: str) -> str:
        """Return the token of an enrolled *kiosk*, "" for another one. To be called after `write`."""
        return self._tokens.read().kiosks.get(kiosk, "")

    def letters_to(self) -> list[str]:
        """Return the addresses that Alertmanager writes to."""
        return _addresses(self._tell.settings())

    def _office_name(self) -> str:
        office = self._office()
        return office.publisher or office.title

    def _all_tokens(self) -> ReportTokens:
        """Return the tokens that are kept, one for each enrolled kiosk, and those of cards whose codes are known."""
        kept = self._tokens.read()
        ids = sorted(each.id for each in self._register.kiosks() if _ID.fullmatch(each.id))
        kiosks = {kiosk: kept.kiosks.get(kiosk) or secrets.token_hex(16) for kiosk in ids or [_NOBODY]}
        cards = {code: token for code, token in kept.cards.items() if self._kiosk_of(code, kiosks) is not None}
        return ReportTokens(kiosks, cards)

    def _kiosk_of(self, code: str, kiosks: Container[str]) -> str | None:
        """Return the kiosk that enrolled with *code*, "" before that; None for a kiosk that is none of *kiosks*."""
        found = self._register.find_code(code)
        return None if found is None or (found.kiosk and found.kiosk not in kiosks) else found.kiosk or ""

    def _users(self, tokens: ReportTokens) -> list[tuple[str, str]]:
        """Return each token with its kiosk, "" while it is not known."""
        cards = [(token, self._kiosk_of(code, tokens.kiosks) or "") for code, token in tokens.cards.items()]
        return [*((token, kiosk) for kiosk, token in tokens.kiosks.items()), *cards]

    def _write_file(self, name: str, content: str) -> bool:
        path = self.folder / name
        if path.is_file() and path.read_text("utf-8", "replace") == content:
            return False
        write_whole(path, content.encode())
        return True


def _vmauth(users: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    """Return the file of vmauth for tokens and their kiosks. Reports get the label of their kiosk, whatever they say."""

    def row(token: str, kiosk: str) -> Mapping[str, Any]:
        prefix = f"{METRICS}/?extra_label=kiosk={kiosk}" if kiosk else f"{METRICS}/"
        return {"bearer_token": token, "url_map": [{"src_paths": [_IMPORT], "url_prefix": prefix}]}

    return {"users": [row(token, kiosk) for token, kiosk in users]}


def _alertmanager(settings: TellSettings, office: str, words: Words) -> Mapping[str, Any]:
    people, mail = _addresses(settings), settings.mail
    title = plain_label(office)
    text = (
        '{{ range .Alerts.Firing }}- {{ .Annotations.summary }}{{ "\\n" }}{{ end }}'
        f'{{{{ if .Alerts.Resolved }}}}{{{{ "\\n" }}}}{words("Well again")}:{{{{ "\\n" }}}}'
        '{{ range .Alerts.Resolved }}- {{ .Annotations.summary }}{{ "\\n" }}{{ end }}{{ end }}'
    )
    subject = f"{title}: {words('Monitoring')} ({{{{ .Alerts | len }}}})"
    letters = [
        {"to": each, "send_resolved": True, "html": "", "text": text, "headers": {"Subject": subject}}
        for each in people
    ]
    return {
        "global": _smtp(mail) if mail is not None and people else {},
        "route": {
            "receiver": "people",
            "group_by": ["alertname"],
            "group_wait": "5m",
            "group_interval": "1h",
            "repeat_interval": "7d",
            "routes": [{"matchers": ['told="desk"'], "receiver": "desk"}],
        },
        "receivers": [
            {"name": "desk"},
            {"name": "people", "email_configs": letters} if letters else {"name": "people"},
        ],
    }


def _addresses(settings: TellSettings) -> list[str]:
    """Return who hears of silent kiosks, none where Alertmanager cannot speak to the mail server."""
    mail = settings.mail
    if mail is None or not (mail.starttls or mail.port == _IMPLICIT_TLS_PORT or _is_plain(mail)):
        return []
    found = (each.address for each in settings.recipients if TellKind.SILENT in each.kinds)
    plain = mail.sender == plain_label(mail.sender)
    return [each for each in found if plain and plain_label(each) == each]  # addresses are templates there


def _is_plain(mail: MailServer) -> bool:
    return mail.port == _PLAIN_PORT and is_loopback(f"smtp://{mail.host}")


def _smtp(mail: MailServer) -> Mapping[str, Any]:
    """Return how letters go out. Port 465 is TLS from the first byte there, and all others want STARTTLS."""
    host = f"[{mail.host}]" if ":" in mail.host else mail.host
    found: dict[str, Any] = {"smtp_smarthost": f"{host}:{mail.port}", "smtp_from": mail.sender}
    found["smtp_require_tls"] = not _is_plain(mail)
    if mail.user:
        found |= {"smtp_auth_username": mail.user, "smtp_auth_password": mail.password}
    return found
