"""Ways to send out of the desk: a letter by SMTP (RFC 5321) over TLS, a POST to a web hook. Each ends within a minute."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from content_cache.http.client import post
from content_cache.http.messages import Request
from content_cache.model.errors import CacheError
from content_cache.model.urls import host_of, is_loopback, ports_of
from content_cache.text.plain import clean_line
from kiosk.core.build import USER_AGENT
from kiosk.office.base.faults import OfficeCode, OfficeError
from kiosk.office.setup.telling import MailServer, WebHook
from kiosk.office.telling.redaction import (
    problem_without_secrets,
    secrets_of_hook,
    secrets_of_mail,
    without_secrets,
)

_PLAIN_PORT = 25
_WAITS_S, MOST_S = 20.0, 60.0
_MOST_SAID = 2_000

Context = Callable[[], ssl.SSLContext]


def letter_to(server: MailServer, to: str, subject: str, text: str, now: datetime) -> EmailMessage:
    """Return a letter whose header says that no person wrote it (RFC 3834)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, clean_line(subject, 150)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def send_mail(
    server: MailServer,
    message: EmailMessage,
    context: Context = ssl.create_default_context,
    most_s: float = MOST_S,
) -> None:
    """Send *message* by *server*. The server must show a certificate for its name, except on port 25 of this machine.
    Raise OfficeError."""
    try:
        with _connection(server, context, most_s) as client:
            if server.user:
                client.login(server.user, server.password)
            client.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise OfficeError(OfficeCode.TELL_FAILED, reason=_reason_without_password(error, server)) from error


@contextmanager
def _connection(server: MailServer, context: Context, most_s: float) -> Iterator[smtplib.SMTP]:
    near = is_loopback(f"smtp://{_in_url(server.host)}")  # no network is between
    client = _Client(None if server.starttls or (near and server.port == _PLAIN_PORT) else context)
    try:
        with client.bounded(most_s):
            client.meet(server)
            if server.starttls:
                client.starttls(context=context())
            yield client
            with suppress(smtplib.SMTPException, OSError):  # the letter is taken already
                client.quit()
    finally:
        client.close()


class _Client(smtplib.SMTP):
    """SMTP client with a time limit for the whole exchange: a server that sends byte by byte never exceeds the limit of
    a single read."""

    def __init__(self, context: Context | None) -> None:
        super().__init__(timeout=_WAITS_S)
        self._context = context
        self._held: socket.socket | None = None
        self._late = False

    def meet(self, server: MailServer) -> None:
        """Connect to *server*. Raise OSError, and SMTPException if the server refuses."""
        self._host = server.host  # the name that a certificate is of, also after STARTTLS
        code, said = self.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        raw = socket.create_connection((host, port), timeout)
        # a duplicate, for TLS takes the first one's descriptor away; shutting either shuts the connection
        self._held = socket.socket(fileno=os.dup(raw.fileno()))
        if self._late:
            self._shut()
        return self._context().wrap_socket(raw, server_hostname=host) if self._context is not None else raw

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            if self._held is not None:
                self._held.close()

    def _shut(self) -> None:
        self._late = True
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)


def send_hook(hook: WebHook, content: bytes, most_s: float = MOST_S) -> None:
    """Post *content* (JSON) to *hook*. Redirects are not followed, and the response body is not read. Raise
    OfficeError."""
    request = Request(
        url=hook.url,
        deadline=most_s,
        max_bytes=0,
        user_agent=f"{USER_AGENT} office",
        private_host=host_of(hook.url),
        private_ports=ports_of(hook.url),
    )
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {hook.token}"} if hook.token else {})
    try:
        post(request, content, headers)
    except CacheError as error:
        told = problem_without_secrets(error.problem, secrets_of_hook(hook))
        raise OfficeError(OfficeCode.TELL_HOOK_FAILED, told) from error


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reason_without_password(error: Exception, server: MailServer) -> str:
    """Return the message of *error* in one line, without the server's password."""
    if isinstance(error, UnicodeError):  # its message quotes a letter of the text, perhaps of the password
        return type(error).__name__
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    elif isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {text.decode('utf-8', 'replace')}" for code, text in error.recipients.values())
    else:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    told = without_secrets(clean_line(said, _MOST_SAID), secrets_of_mail(server))  # cleaning may have joined its parts
    return clean_line(told, 200) or type(error).__name__
