"""A draft as the kiosk will show and say it: the words sentence by sentence, the voice as a sound file, the screen as a picture.

The sound and the picture are made by the kiosk's own commands, in processes of their own, from a data folder that is thrown away.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from content_cache.model.picture_text import written_by_author
from kiosk.core.children import OWN_MODULES
from kiosk.core.clock import Moment, Trust
from kiosk.notices.as_item import Village, as_item
from kiosk.notices.feed import as_feed
from kiosk.notices.notice import Notice

DEADLINE_S = 60.0


def words(notice: Notice, village: Village, data: Path, now: datetime) -> list[str]:
    """The sentences that the voice says."""
    from kiosk.i18n.translation import Translation
    from kiosk.narration.narrator import SpokenReadings

    zone = ZoneInfo(village.timezone)
    readings = SpokenReadings(Translation("id"), data, village.lexicon)
    texts = [written_by_author(each.text) if each.text else None for each in notice.attached]
    utterance = readings.item(as_item(notice, village), Moment(now.astimezone(zone), Trust.TRUSTED), texts)
    return [sentence.spoken for sentence in utterance.sentences]


def voice(notice: Notice, out: Path) -> bool:
    """The voice as a WAV file; False where there is none to be had."""
    text = "\n".join(filter(None, (notice.title, notice.text, *(each.text for each in notice.attached))))
    return _run(["say", text, "--out", str(out)], out.parent) and out.exists()


def screen(notice: Notice, village: Village, files: Iterable[Path], out: Path, now: datetime) -> bool:
    """The kiosk's screen with this notice as a PNG of 800x480; False where no picture can be drawn."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-preview-"))
    try:
        (folder / "media").mkdir()
        for path in files:
            shutil.copy(path, folder / "media" / path.name)
        (folder / "feed.json").write_text(as_feed([notice], village.name, now), "utf-8")
        config = folder / "kiosk.toml"
        config.write_text(
            f'[place]\nname = {_quoted(village.name)}\ntimezone = "{village.timezone}"\n'
            f'[[source]]\nname = {_quoted("KIM " + village.name)}\nurl = "{folder / "feed.json"}"\nformat = "json"\n'
            'category = "pengumuman"\ntexts_from_pictures = false\n',  # a machine takes its time
            "utf-8",
        )
        at = ["--now", now.isoformat()]
        shot = ["screenshot", "item", "--item", notice.id, "--out", str(out), "--size", "800x480", *at]
        return _run(["refresh", "--force"], folder, config) and _run(shot, folder, config) and out.exists()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quoted(text: str) -> str:
    """As a TOML string."""
    return '"' + "".join(c for c in text if c.isprintable()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _run(words: list[str], data: Path, config: Path | None = None) -> bool:
    settings = ["--config", str(config)] if config else []
    command = [sys.executable, *OWN_MODULES, "-m", "kiosk", *settings, "--data", str(data), *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=DEADLINE_S, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0
