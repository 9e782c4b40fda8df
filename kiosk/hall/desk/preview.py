"""Preview of a draft as the kiosk will show and say it: sentences, their sound, the screen as a picture.

Sound and picture are made by the kiosk's own commands, in processes of their own, from a temporary data folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.alerts import Standing
from content_cache.model.items import Alert
from content_cache.model.picture_text import written_by_author
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Provenance
from kiosk.core.children import OWN_MODULES
from kiosk.core.clock import Moment, Trust
from kiosk.hall.notices.as_item import Village, as_item
from kiosk.hall.notices.cap import as_cap
from kiosk.hall.notices.feed import as_feed
from kiosk.hall.notices.notice import Notice, NoticeKind
from kiosk.i18n.dates import written_date
from kiosk.i18n.translation import Translation
from kiosk.state.hall_sources import ALERTS, FEED, as_warnings

DEADLINE_S = 60.0


def written_time(notice: Notice, language: str) -> str:
    """Return the time of an event with its weekday, by which an author notices a wrong date: "Senin, 30 November 2026,
    08.00–12.00". Return "" for a notice that is no event."""
    if notice.starts is None:
        return ""
    days = [notice.starts.date(), *([notice.last_day] if notice.last_day is not None else [])]
    hours = [each for each in (notice.starts, notice.closes) if each is not None]
    named = " – ".join(written_date(day, "EEEE, d MMMM y", language) for day in days)
    return f"{named}, {'–'.join(f'{each:%H.%M}' for each in hours)}"


def spoken_sentences(notice: Notice, village: Village, data: Path, now: datetime) -> list[str]:
    """Return the sentences that the voice will say for *notice*."""
    from kiosk.narration.narrator import SpokenReadings
    from kiosk.speech.script.item_script import ItemScript
    from kiosk.speech.script.item_script import notice as told

    zone = ZoneInfo(village.timezone)
    if notice.kind is NoticeKind.EMERGENCY:
        wording = ItemScript(zone=zone, language="id", lexicon=village.lexicon)
        said = told("preview", warning(notice, village, now), wording)
        return [sentence.spoken for sentence in said.sentences]
    readings = SpokenReadings(Translation("id"), data, village.lexicon)
    texts = [written_by_author(each.text) if each.text else None for each in notice.attached]
    utterance = readings.item(as_item(notice, village), Moment(now.astimezone(zone), Trust.TRUSTED), texts)
    return [sentence.spoken for sentence in utterance.sentences]


def warning(notice: Notice, village: Village, now: datetime) -> list[str]:
    """Return the lines that the kiosk speaks for a darurat. They are made from the hall's CAP file, parsed as the
    refresher parses it."""
    from content_cache.formats import read_feed
    from kiosk.alerts.spoken import alert_lines
    from kiosk.alerts.text import AlertWords
    from kiosk.content.local_alerts import view_of
    from kiosk.i18n.phrases import Phrases

    notices = Source(
        name=f"KIM {village.name}", url=ALERTS, timezone=village.timezone, provenance=Provenance.KIM, own=True
    )
    written = as_cap([notice], village.name, now).encode()
    items = read_feed(written, as_warnings(notices, ALERTS), url=ALERTS, now=now).items
    moment = Moment(now.astimezone(ZoneInfo(village.timezone)), Trust.TRUSTED)
    views = [view_of(Standing(each, each.severity), "id") for each in items if isinstance(each, Alert)]
    return [line for view in views for line in alert_lines(AlertWords(view, moment, Phrases(Translation("id"))))]


def voice(notice: Notice, village: Village, out: Path, now: datetime) -> bool:
    """Write the spoken notice to the WAV file *out*. Return false if there is no voice."""
    lines = (
        warning(notice, village, now)
        if notice.kind is NoticeKind.EMERGENCY
        else [notice.title, notice.text, *(each.text or "" for each in notice.attached)]
    )
    text = "\n".join(filter(None, lines))
    return _run_command(["say", text, "--out", str(out)], out.parent) and out.exists()


def screen(notice: Notice, village: Village, files: Iterable[Path], out: Path, now: datetime) -> bool:
    """Draw the kiosk's screen with *notice* as a PNG of 800x480 to *out*. *files* are its attachments. Return false if
    it cannot be drawn."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-preview-"))
    try:
        (folder / "media").mkdir()
        for path in files:
            shutil.copy(path, folder / "media" / path.name)
        warns = notice.kind is NoticeKind.EMERGENCY
        feed = folder / (ALERTS if warns else FEED)
        feed.write_text((as_cap if warns else as_feed)([notice], village.name, now), "utf-8")
        kind = 'format = "cap"\nalerts = true' if warns else 'format = "json"\ncategory = "pengumuman"'
        config = folder / "kiosk.toml"
        config.write_text(
            f'[place]\nname = {_quoted(village.name)}\ntimezone = "{village.timezone}"\n'
            f'[[source]]\nname = {_quoted("KIM " + village.name)}\nurl = "{feed}"\n{kind}\n'
            "texts_from_pictures = false\n",  # OCR takes too long
            "utf-8",
        )
        at = ["--now", now.isoformat()]
        shot = [
            "screenshot",
            "--item",
            notice.id,
            "--out",
            str(out),
            "--size",
            "800x480",
            *at,
        ]
        return (
            _run_command(["refresh", "--force"], folder, config) and _run_command(shot, folder, config) and out.exists()
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quoted(text: str) -> str:
    """Return *text* as a TOML string."""
    return '"' + "".join(c for c in text if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _run_command(words: list[str], data: Path, config: Path | None = None) -> bool:
    settings = ["--config", str(config)] if config else []
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", *settings, "--data", str(data), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=DEADLINE_S, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0
