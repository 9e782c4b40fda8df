"""The command line: what was asked for, which settings hold, one line for each fault. The only place that prints."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.cli.log_repeats import LogRepeats
from kiosk.cli.parser import COMMANDS, LASTING, READING, command_parser, load_command, make_parser, unknown_command
from kiosk.cli.told_faults import tell_faults
from kiosk.hall.backup.kiosk_files import STAGE
from kiosk.i18n.translation import FALLBACK, Translation
from kiosk.i18n.words import Words
from kiosk.installation import Installation, Refusal, find_config, find_data
from kiosk.settings import load as load_settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (CONTRACTS.md, "Commands")."""
    _open_streams()
    language, installation = os.environ.get("KIOSK_LANGUAGE", ""), None
    words = Words(Translation(language or FALLBACK))  # language until the settings are read
    parser = make_parser(words)
    asked = parser.parse_args(argv)
    if asked.command not in COMMANDS:
        parser.error(unknown_command(asked.command, words))
    wanted = command_parser(asked.command, words).parse_args(asked.words)
    try:
        _start_log(asked.command, asked.words, words)
        config = find_config(asked.config, os.environ)
        data = find_data(asked.data, os.environ, only_read=asked.command in READING)
        _leave_to_the_group(data)
        _finish_restoration(data)
        settings = load_settings(config, data)
        installation = Installation(settings, config, data, _say, _print_error, language)
        for fault in settings.faults:
            _print_error(f"{config}: {installation.words.problem(fault.problem)}")
        code = load_command(asked.command).execute(wanted, installation)
        sys.stdout.flush()
    except BrokenPipeError:
        _say_no_more()  # the reader has enough, such as `| head`
        return 0
    except Refusal as refusal:
        _print_error(f"kiosk {asked.command}: {refusal.in_words(installation.words if installation else words)}")
        return refusal.code
    except KeyboardInterrupt:
        return 130
    return code


def _start_log(command: str, options: Sequence[str], words: Words) -> None:
    """Log to standard error. Somebody at a terminal gets one sentence in their language and no English line before it.
    Journals, pipes and commands that last are logged in full."""
    full = command in LASTING or "--keep-going" in options or not sys.stderr.isatty()
    logging.basicConfig(
        level=logging.WARNING if full else logging.ERROR, format="%(name)s: %(message)s", stream=sys.stderr
    )
    if (
        not full
    ):  # a damaged store: commands tell it by the StoreError or the outcome; nobody else tells kiosk's own errors
        tell_faults(lambda sentence: _print_error(f"kiosk {command}: {words(sentence)}"))
    _drop_repeats()


def _drop_repeats() -> None:
    """Add a filter to each handler of the log, so that the same line is printed once an hour at most."""
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler and not handler.filters:
            handler.addFilter(LogRepeats())


def _finish_restoration(data: Path) -> None:
    """Complete a restoration of a backup that was interrupted, because half of the village's files are already in place."""
    if (data / STAGE).is_dir():
        from kiosk.hall.backup.kiosk_restore import complete_restoration

        try:
            complete_restoration(data)
        except OSError as error:
            logging.getLogger(__name__).warning("a restoration cannot be completed: %s", error)


def _leave_to_the_group(data: Path) -> None:
    """Make new files writable for the group if the user is root and *data* belongs to the kiosk.

    The kiosk's processes share that group, and must be able to write what the command leaves there.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0 and data.stat().st_uid != 0:
        os.umask(os.umask(0o077) & ~0o070)


def _open_streams() -> None:
    """Open the null device for each standard stream that the caller has closed.

    Python has `None` in its place, and the next file that is opened would have its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _say(line: str) -> None:
    """Print *line* at once, so that who reads a pipe need not wait for the end.

    Raises Refusal if it cannot be written, BrokenPipeError if nobody reads any more.
    """
    try:
        print(line, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _say_no_more()
        raise Refusal(
            "what it says cannot be written ({reason}); make room, or write elsewhere", reason=error.strerror or ""
        ) from error


def _say_no_more() -> None:
    """Redirect standard output to the null device, because pending lines would be tried again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_error(line: str) -> None:
    print(line, file=sys.stderr)
