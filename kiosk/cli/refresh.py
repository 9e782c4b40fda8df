"""`kiosk refresh`: the sources asked once or for ever, with a line for each when it has answered.

`--force` asks every source now. The requests stay conditional.
"""

from __future__ import annotations

import argparse
import sys
from itertools import count

import msgspec
from msgspec.structs import asdict

from content_cache.model.problems import msgid
from content_cache.refresh.outcomes import Outcome
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.core.anew import ANEW, begin_anew, exit_now
from kiosk.i18n.words import Words
from kiosk.installation import Installation
from kiosk.refresher import service

_FAILED = ("failed", "login_needed", "gone")
_STATUS = {
    "updated": msgid("updated"),
    "unchanged": msgid("unchanged"),
    "not_due": msgid("not due yet"),
    "partial": msgid("received in part"),
    "failed": msgid("failed"),
    "gone": msgid("the source was closed"),
}


def add_options(parser: Parser) -> None:
    _ = parser.words
    parser.add_argument("--source", metavar=_("NAME"), help=_("this source alone"))
    parser.add_argument("--force", action="store_true", help=_("all sources now"))
    parser.add_argument("--keep-going", action="store_true", help=_("for ever"))
    parser.add_argument("--json", action="store_true", help=_("as JSON, after all of them"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.keep_going:
        status = service.keep_going(installation)
        if status == ANEW:
            begin_anew()
        exit_now(status)
    return refresh_once(installation, source=asked.source, force=asked.force, as_json=asked.json)


def refresh_once(installation: Installation, *, source: str | None, force: bool, as_json: bool) -> int:
    """Ask the due sources once, with *force* all of them, and print each result.

    Return 1 if one of them failed. Raises Refusal.
    """
    with Bar(sys.stderr, wanted=not as_json) as bar:
        shown, every, done = bar.above(installation), 1 if source else len(installation.sources), count(1)

        def finished(outcome: Outcome) -> None:
            if not as_json:
                (shown.tell if outcome.error else shown.out)(_outcome_line(outcome, installation.words))
            bar.draw(next(done), every, outcome.name)

        refreshed = service.refresh_sources(installation, source=source, force=force, finished=finished)
    if as_json:
        installation.print_json(
            {"sources": [_json(outcome) for outcome in refreshed.outcomes], "items": refreshed.items}
        )
    return 1 if any(outcome.status in _FAILED for outcome in refreshed.outcomes) else 0


def _json(outcome: Outcome) -> dict[str, object]:
    """Return *outcome* as it is printed in JSON."""
    fields = asdict(outcome)
    fields["error"] = msgspec.to_builtins(outcome.error)
    fields["next_check"] = outcome.next_check.isoformat() if outcome.next_check else None
    fields["seconds"] = round(outcome.seconds, 3)
    return fields


def _outcome_line(outcome: Outcome, words: Words) -> str:
    parts = [outcome.name]
    if outcome.status in ("updated", "partial"):
        counts = words(
            "({added} new, {changed} changed, {withdrawn} withdrawn)",
            added=outcome.added,
            changed=outcome.changed,
            withdrawn=outcome.withdrawn,
        )
        parts.append(f"{words(_STATUS[outcome.status])} {counts}")
    elif outcome.status != "login_needed":
        parts.append(words(_STATUS.get(outcome.status, outcome.status)))
    if outcome.error is not None:
        parts.append(words.problem(outcome.error))
    return ": ".join(parts)
