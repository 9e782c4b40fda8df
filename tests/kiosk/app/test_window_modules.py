"""What the window never does, it does not load: a village's small computer keeps it in memory for weeks."""

from __future__ import annotations

import subprocess
import sys

ELSEWHERE = (
    "content_cache.formats.item_builder",  # reads feeds: the refresher's
    "content_cache.text.html_blocks",
    "kiosk.content.claims",  # of rumours
    "nh3",
    "content_cache.jobs.sandbox",  # opens what strangers send: the desk's and the refresher's
    "content_cache.media.convert",
    "content_cache.media.film_making",
    "xml.etree.ElementTree",  # reads and writes what others send
    "difflib",  # tells a command or a setting that was meant
    "kiosk.speech.recognition.recogniser",  # understands who asks aloud, where that is set up
    "kiosk.speech.recognition.listen_files",
    "kiosk.pages.search.aloud",
    "ctranslate2",
    "numpy",
    "requests",
    "flask",
)


def test_the_window_loads_nothing_of_what_other_processes_do() -> None:
    listed = "import sys, kiosk.app.services; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, timeout=120, check=True)
    assert sorted(set(ELSEWHERE) & set(told.stdout.split())) == []
