"""`kiosk voices`: which voices are here; fetch the neural one; make ahead what will be said."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from content_cache.http.messages import Fetched, Request
from content_cache.model.errors import CacheError
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.core.build import USER_AGENT
from kiosk.installation import Installation, Refusal
from kiosk.speech.errors import SpeechError, VoiceError
from kiosk.speech.synthesis.kokoro_files import FILES, KOKORO, SPEAKERS, VoiceFile, kokoro_missing
from kiosk.speech.synthesis.voice_store import from_folder, take_in
from kiosk.speech.synthesis.voices import VOICES, VOICES_FOLDER, mbrola_missing

_DEADLINE_S = 3 * 3600.0


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    lists, gets = _("which voices are here"), _("fetch a voice")
    what.add_parser("list", help=lists, description=lists)
    get = what.add_parser("get", help=gets, description=gets)
    get.add_argument("name", choices=[KOKORO], metavar=_("NAME"), help=_("the voice: kokoro"))
    get.add_argument("--from", type=Path, dest="folder", metavar=_("FOLDER"), help=_("take its files from this folder"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.what == "list":
        return list_voices(installation)
    return get_voice(installation, asked.folder)


def list_voices(installation: Installation) -> int:
    """A line for each voice; a voice that cannot speak says why."""
    folder, words = installation.data / VOICES_FOLDER / KOKORO, installation.words
    lacking = {name: mbrola_missing() if name == "mb-id1" else None for name in VOICES}
    for speaker in SPEAKERS:
        lacking[f"{KOKORO}/{speaker}"] = kokoro_missing(folder / speaker)
    for name, missing in lacking.items():
        installation.out(f"{name:16} {words.problem(missing) if missing else words('is here')}")
    return 0


def get_voice(installation: Installation, source: Path | None) -> int:
    """Raises Refusal with one line: a file that is not there or is another one."""
    voices = installation.data / VOICES_FOLDER
    get = from_folder(source) if source else _download
    try:
        with Bar(sys.stderr) as bar:
            for number, file in enumerate(take_in(voices, get), 1):
                bar.draw(number, len(FILES), file.name)
    except SpeechError as error:
        raise Refusal("{error}", error=error.problem) from error
    installation.out(installation.words("the voice {name} is in {folder}", name=KOKORO, folder=str(voices / KOKORO)))
    return 0


def _download(file: VoiceFile, target: Path) -> None:
    from content_cache.http.client import fetch  # for a voice alone

    request = Request(url=file.url, deadline=_DEADLINE_S, max_bytes=file.size, user_agent=USER_AGENT, accept="*/*")
    try:
        answer = fetch(request)
    except CacheError as error:
        raise VoiceError(error.problem) from error
    if isinstance(answer, Fetched):
        target.write_bytes(answer.body)
