"""The page that the kiosk is compared with, in Chromium, with the same items.

What is equal: both hold the same items in a store of their own on the disk (SQLite, IndexedDB) that a former run has filled,
both ask its indexes for what they show, and neither draws before that; the same fonts, the same picture, the same size, the
same software renderer. What is not: the page has two screens where the kiosk has them all, with search, voice and a
refresher, and it has no provenance, theme or language. Where they differ the page does less.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from content_cache.model.items import Event, Item
from tests.campaigns.bench.display import HEIGHT, WIDTH, display, family

FONTS = Path(__file__).parents[3] / "kiosk" / "ui" / "theme" / "fonts"
FILLED = (0xFF, 0xC7, 0x2E)
# without these Chromium calls home at its start, again and again
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--noerrdialogs",
    "--disable-infobars",
]


def write_page(folder: Path, items: Iterable[Item], picture: Path) -> None:
    """home.html and items.js in `folder`."""
    page = (Path(__file__).parent / "home.html").read_text("utf-8")
    page = page.replace("FONTS", FONTS.as_uri()).replace("PICTURE", picture.as_uri())
    (folder / "home.html").write_text(page, "utf-8")
    (folder / "items.js").write_text(f"fill({json.dumps([_record(item) for item in items])})", "utf-8")


def _record(item: Item) -> dict[str, Any]:
    when = item.starts if isinstance(item, Event) else item.published
    return {
        "id": f"{item.source}/{item.id}",
        "category": str(item.category),
        "when": (when or datetime.now(UTC)).astimezone(UTC).isoformat(),
        "title": item.title,
        "text": item.text,
        "source": item.source,
        "author": item.author,
        "provenance": str(item.provenance),
    }


def browser(folder: Path, part: str = "") -> list[str]:
    """The command that shows the page from a profile that lives in `folder`."""
    profile = f"--user-data-dir={folder / 'profile'}"
    address = (folder / "home.html").as_uri() + part
    return ["chromium", *QUIET, profile, f"--window-size={WIDTH},{HEIGHT}", "--kiosk", address]


def fill_profile(folder: Path) -> None:
    """Let the browser store the items once, as a page does when it is online. Raises TimeoutError."""
    shutil.rmtree(folder / "profile", ignore_errors=True)
    with display() as screen:
        process = subprocess.Popen(
            browser(folder, "#fill"),
            env=os.environ | {"DISPLAY": screen.name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            screen.wait_for(10, 300, FILLED, seconds=60)
            time.sleep(3)  # it writes to the disk after it said so
        finally:
            for each in family(process.pid):
                each.terminate()
            process.wait()
