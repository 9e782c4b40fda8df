"""The formats of files and feeds, as their modules tell them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module

from deploy.reference.markdown import linked

FORMATS = {
    "Files of the data folder": "kiosk.installation",
    "Choices made on the screen": "kiosk.settings.overrides",
    "Settings from the office": "content_cache.formats.directions",
    "Parts of a kiosk's backup": "kiosk.hall.backup.parts",
    "Office folder": "kiosk.office.editions.folder",
    "The office's desk": "kiosk.office",
    "Who is told": "kiosk.office.setup.telling",
    "Files of the monitor": "kiosk.office.fleet.monitor_files",
    "Backups of an office": "kiosk.office.backup",
    "Backups of a kiosk": "kiosk.hall.backup.kiosk_head",
    "Program updates": "kiosk.appliance.update.package",
    "Warnings": "content_cache.alerts",
    "The loop": "content_cache.model.loop",
    "Sheets of the day": "content_cache.formats.day_sheets",
    "Emergency": "content_cache.formats.emergency",
    "Lexicon": "content_cache.formats.lexicon",
    "Recorded prompts": "content_cache.central.prompts",
    "Recordings on their way": "kiosk.post.prompts",
    "SMS": "content_cache.formats.sms.message",
    "Pages for phones": "kiosk.refresher.site",
    "Couriers": "kiosk.web.courier",
    "Kiosk to kiosk": "kiosk.refresher.neighbours",
    "Targets": "kiosk.office.targets",
    "Several receivers": "kiosk.office.post.relay",
    "Questions and answers": "kiosk.hall.question_box",
    "Export for OpenSID": "kiosk.office.questions.opensid",
    "Questions to the hall": "kiosk.hall.questions",
    "Polls": "content_cache.model.polls",
    "Reports": "kiosk.refresher.metrics",
    "Health of a kiosk": "kiosk.refresher.post_contents",
    "System bundles": "kiosk.appliance.system_bundles",
}


"""Modules whose docstrings say what they read or write, by the heading."""


def lines() -> Iterator[str]:
    """Yield the lines of formats.md."""
    yield "# Formats\n\nEach section is the docstring of its module. [CONTRACTS.md](../CONTRACTS.md) has the others.\n"
    for heading, name in FORMATS.items():
        yield f"\n## {heading}\n\n`{name}`: {linked(inspect.cleandoc(import_module(name).__doc__ or ''))}\n"
