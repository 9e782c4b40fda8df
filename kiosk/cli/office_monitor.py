"""`kiosk office monitor`: the files of VictoriaMetrics' doors and rules and of Alertmanager, made of the office's settings.

On a server with the package kim-kantor `kantor monitor` runs this as the office's user, fetches the programs and starts
their units. Once the files are there the desk writes them anew whenever settings or kiosks change.
"""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING

from kiosk.cli.translated_parser import Parser
from kiosk.installation import Installation, Refusal

if TYPE_CHECKING:
    from kiosk.office.context import OfficeContext

_SECRET = re.compile(r'("(?:bearer_token|smtp_auth_password)": )"(?:[^"\\]|\\.)*"')
PACKAGES = "victoria-metrics prometheus-alertmanager"


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument(
        "--dry-run", action="store_true", help=_("print the files without passwords, and write nothing")
    )
    parser.add_argument("--kiosk", metavar=_("NAME"), help=_("print what this kiosk's kiosk.toml needs to report"))


def set_up_monitor(asked: argparse.Namespace, installation: Installation, office: OfficeContext) -> int:
    """Write the files, and let the desk ask the monitor of this server unless it asks another. Raise Refusal."""
    from kiosk.office.base.faults import OfficeError

    files, words = office.monitor_files, installation.words
    if asked.dry_run:
        for name, content in files.contents().items():
            installation.out(f"# {files.folder / name}\n{_SECRET.sub(_hidden, content)}")
        return 0
    try:
        written = files.write()
        if asked.kiosk is not None:
            _print_kiosk(asked.kiosk, installation, office)
            return 0
        for name, is_new in written.items():
            path = str(files.folder / name)
            installation.out(words("new: {path}", path=path) if is_new else words("as before: {path}", path=path))
        _ask_monitor(installation, office)
    except OfficeError as error:
        raise Refusal("{fault}", fault=error.problem) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("{path}: cannot be written ({reason})", path=str(files.folder), reason=reason) from error
    people = ", ".join(files.letters_to())
    none = words(
        "Alertmanager writes no letters: at the desk, page Monitoring, name a server (port 465 or STARTTLS) and people"
    )
    installation.out(words("Alertmanager writes to {people}", people=people) if people else none)
    return 0


def _ask_monitor(installation: Installation, office: OfficeContext) -> None:
    """Name the monitor of this server in the desk's settings, once its programs are there. Raise OfficeError, OSError."""
    from content_cache.http.client import fetch
    from kiosk.office.setup.monitor_programs import METRICS, ProgramState, monitor_programs
    from kiosk.office.setup.setup import FILE, set_value

    words = installation.words
    if any(each.state is ProgramState.MISSING for each in monitor_programs(fetch)):
        installation.out(words("programs to be got: {packages}", packages=f"apt install {PACKAGES}"))
    elif not office.setup().monitor:
        set_value(office.folder / FILE, "monitor", METRICS)
        installation.out(words("the desk asks {address}", address=METRICS))


def _print_kiosk(kiosk: str, installation: Installation, office: OfficeContext) -> None:
    """Print the lines for the kiosk.toml of *kiosk*. Raise Refusal for one that is not enrolled."""
    from kiosk.office.fleet.monitor_files import REPORTS_PATH

    token = office.monitor_files.token_of(kiosk)
    if not token:
        raise Refusal("{kiosk}: this office knows no such kiosk", kiosk=kiosk)
    url = f"{office.setup().address.rstrip('/') or 'https://'}{REPORTS_PATH}"
    installation.out(f"[reports]\nurl = {json.dumps(url)}\ntoken = {json.dumps(token)}")


def _hidden(found: re.Match[str]) -> str:
    return f'{found[1]}"…"'
