"""Lines of `kiosk.toml` that make a kiosk take an office's editions: those of the pages and of `kiosk keys`."""

from __future__ import annotations

from collections.abc import Mapping

from content_cache.signing.keyring import KeyRole
from content_cache.signing.keys import PublicKey
from kiosk.office.base.toml_text import toml_value
from kiosk.office.setup.setup import quoted


def source_table(name: str, site: str, public: Mapping[KeyRole, PublicKey | None]) -> str:
    """Return the `[[source]]` table of the office *name*, whose editions lie at *site*, "" for an address still to be written.
    Return "" without a key of news among the *public* keys."""
    if public[KeyRole.NEWS] is None:
        return ""
    address = [f"url = {quoted(site.rstrip('/') + '/')}"] if site else []
    return "\n".join(["[[source]]", f"name = {quoted(name)}", *address, *key_lines(public)])


def key_lines(public: Mapping[KeyRole, PublicKey | None]) -> list[str]:
    """Return the lines of a source that depend on the *public* keys alone.

    The last two are what a kiosk does without them, too. They are written for kiosks with an older program, which would
    ask for warnings once an hour.
    """
    keys = [f"{public[role]} {role}" for role in (KeyRole.NEWS, KeyRole.SPARE) if public[role]]
    lines = ['format = "central"', f"keys = {toml_value(keys)}"]
    if alert := public[KeyRole.ALERT]:
        lines += [f"alert_keys = {toml_value([f'{alert} {KeyRole.ALERT}'])}", "alerts = true", 'every = "1m"']
    return lines
