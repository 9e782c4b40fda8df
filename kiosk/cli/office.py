"""The words of `publish`, `keys` and `import`, and where each leads. Loaded alone: the office's PC is no kiosk."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC, datetime

from kiosk.installation import Call, parse_now


def office(asked: argparse.Namespace, call: Call, environment: Mapping[str, str]) -> int:
    """Run one of them."""
    if asked.command == "import":
        from kiosk.refresher.imports import import_bundle, import_stick, report_to_stick

        steps = {None: import_bundle, "take": import_stick, "report": report_to_stick}
        return steps[asked.step](call, asked.path)
    now = parse_now(asked.now, call.zone) if asked.now else datetime.now(UTC)
    if asked.command == "publish":
        from kiosk.cli.publish import Publishing, publish

        publishing = Publishing(
            folder=asked.folder,
            out=asked.to,
            key=asked.key,
            site=asked.site,
            dry_run=asked.dry_run,
            preview=asked.preview,
            keep=asked.keep,
            sure=asked.yes,
        )
        return publish(call, publishing, now=now, environment=environment)
    from kiosk.cli import keys

    if asked.what == "new":
        return keys.new_keys(call, asked.to, password=not asked.no_password, environment=environment)
    return keys.replace_keys(
        call,
        asked.to,
        spare=asked.spare,
        news=asked.news,
        alert=asked.alert,
        revoke=asked.revoke,
        now=now,
        environment=environment,
    )
