"""Commands, their options, and the variables that are read."""

from __future__ import annotations

import argparse
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.reference.markdown import codes, sentence, table
from kiosk.cli.parser import COMMANDS, every_parser, load_command, options_of
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words

ROOT = Path(__file__).parents[2]


VARIABLES = {
    "KIOSK_CONFIG": "settings file, unless `--config` names one",
    "KIOSK_DATA": "data folder, unless `--data` names one",
    "KIOSK_LANGUAGE": "language of the lines for people; without it that of `[place]`",
    "KIOSK_KEY_PASSWORD": "password of the secret key, instead of the question on the terminal",
    "KIOSK_TARGET_PASSWORD": "password of a target that `tujuan.toml` does not name",
    "XDG_DATA_HOME": "folder in which the user's data folder lies",
    "HOME": "the same, without `XDG_DATA_HOME`",
    "SDL_VIDEODRIVER": "SDL's video driver; `offscreen` renders without a display",
    "WAYLAND_DISPLAY": "display",
    "DISPLAY": "display",
    "NOTIFY_SOCKET": "systemd's socket for the watchdog",
    "SYSTEMD_EXEC_PID": "sign that the service manager itself began the refresher: `lock` is set aside where another holds it",
    "RUNTIME_DIRECTORY": "unit's folder in `/run`, for Kivy's own files",
    "PYTHONPATH": "handed on to the synthesiser and the player, with the program's own folder first",
    "PATH": "folders in which root looks for system programs",
}


_SETS_OTHERS = "environment.py"  # sets what Kivy, SDL and Mesa read


def lines() -> Iterator[str]:
    """Yield the lines of commands.md."""
    words = Words(Translation("en"))
    parsers = every_parser(words)
    yield "# Commands\n\n`kiosk [--config FILE] [--data FOLDER] COMMAND`. `--help` says it in the settings' language.\n"
    yield from _options(parsers.pop(""))
    for path, parser in parsers.items():
        yield f"\n## kiosk {path}\n\n{sentence(parser.description or '')}\n"
        if path in COMMANDS:
            yield from (
                f"\n{rules}\n"
                for rules in [inspect.cleandoc(load_command(path).__doc__ or "").partition("\n\n")[2]]
                if rules
            )
        yield from _options(parser)
    yield "\n## Environment variables\n\n"
    yield from table(("variable", "meaning", "read by"), _variables())
    yield (
        "\n`sh deploy/build-image.sh` and the wheel read `SOURCE_DATE_EPOCH`. Kivy, SDL and Mesa read variables of their own; the\n"
        "program sets what it needs of them in `kiosk/ui/runtime/environment.py`.\n"
    )


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = [
        (_option(action), sentence(action.help or ""))
        for action in options_of(parser)
        if not isinstance(action, argparse._SubParsersAction | argparse._HelpAction)
        and action.nargs != argparse.REMAINDER
    ]
    if rows:
        yield "\n"
        yield from table(("option", "meaning"), rows)


def _option(action: argparse.Action) -> str:
    choices = ", ".join(map(str, action.choices or ()))
    value = action.metavar if isinstance(action.metavar, str) else choices or action.dest.upper()
    written = action.option_strings[-1] if action.option_strings else ""
    return f"`{f'{written} {value}'.strip() if action.nargs != 0 else written}`"


def _variables() -> Iterator[tuple[str, str, str]]:
    """Yield the environment variables that the program reads. Raises ValueError where VARIABLES has another one or lacks one."""
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for folder in ("kiosk", "content_cache")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.name != _SETS_OTHERS
    }
    form = re.compile(r'environ(?:ment)?(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)"')
    read = {name for text in sources.values() for name in form.findall(text)}
    if unknown := read - VARIABLES.keys():
        raise ValueError(f"VARIABLES does not say what they mean: {unknown}")
    for name, meaning in VARIABLES.items():
        by = [path for path, text in sources.items() if f'"{name}"' in text]
        if not by:
            raise ValueError(f"nothing reads {name}")
        yield f"`{name}`", meaning, codes(by)
