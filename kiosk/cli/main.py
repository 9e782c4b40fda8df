"""The command line: what was asked for, which settings hold, one line for each fault. The only place that prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.ui.runtime.gl_driver import load_ahead

if TYPE_CHECKING:  # what every command needs is loaded in `main`, after the graphics driver was sent for
    import argparse

    from kiosk.installation import Call

_WITH_WINDOW = {"run", "demo"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (CONTRACTS.md, "Commands")."""
    arguments = sys.argv[1:] if argv is None else argv
    if not _WITH_WINDOW.isdisjoint(arguments):
        gc.disable()  # until the first frame: what is made before it stays, and looking through it again and again costs 7 %
        load_ahead()
    try:
        return _main(arguments)
    finally:
        gc.enable()  # for whoever called and goes on


def _main(arguments: Sequence[str]) -> int:
    import logging

    from kiosk.cli.arguments import make_parser

    asked = make_parser().parse_args(arguments)
    from kiosk.i18n.translation import FALLBACK, Translation
    from kiosk.i18n.words import Words
    from kiosk.installation import Call, Refusal, find_config, find_data
    from kiosk.settings import load

    language, call = os.environ.get("KIOSK_LANGUAGE", ""), None
    try:
        logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s", stream=sys.stderr)
        config = find_config(asked.config, os.environ)
        data = find_data(asked.data, os.environ)
        settings = load(config, data)
        call = Call(settings, config, data, print, _tell, language)
        for fault in settings.faults:
            _tell(f"{config}: {call.words.problem(fault.problem)}")
        code = _run(asked, call)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever reads has read enough: `| head`
        return 0
    except Refusal as refusal:
        words = call.words if call else Words(Translation(language or FALLBACK))
        _tell(f"kiosk {asked.command}: {refusal.in_words(words)}")
        return refusal.code
    except KeyboardInterrupt:
        return 130
    return code


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def _run(asked: argparse.Namespace, call: Call) -> int:
    """Each command's module is loaded when it is asked for: `items` needs no window, the window no parsers."""
    match asked.command:
        case "run":
            from kiosk.cli.run import run

            return run(call, window=_size(asked.window), refresh=not asked.no_refresh)
        case "demo":
            from kiosk.cli.demo import demo

            return demo(call, window=_size(asked.window))
        case "refresh":
            from kiosk.refresher import service

            if asked.keep_going:
                return service.keep_going(call)
            return service.refresh(call, source=asked.source, force=asked.force, as_json=asked.json)
        case "items":
            from content_cache.model.items import Category
            from kiosk.cli.items import Wanted, list_items
            from kiosk.installation import parse_now

            wanted = Wanted(
                category=Category(asked.category) if asked.category else None,
                search=asked.search,
                first=asked.first,
                last=asked.last,
                limit=asked.limit,
            )
            now = parse_now(asked.now, call.zone) if asked.now else None
            return list_items(call, wanted, now=now, as_json=asked.json)
        case "say":
            from kiosk.cli.say import Saying, say

            return say(
                call,
                Saying(asked.text, asked.item, asked.language, asked.voice),
                words=asked.words,
                phonemes=asked.phonemes,
                out=asked.out,
            )
        case "screenshot":
            return _screenshot(asked, call)
        case "desk":
            from kiosk.cli.desk import desk

            return desk(call, add=asked.add, stick=asked.stick, counts=asked.counts)
        case "publish" | "keys" | "import":
            from kiosk.cli.office import office

            return office(asked, call, os.environ)
        case _:
            return _check(asked, call)


def _screenshot(asked: argparse.Namespace, call: Call) -> int:
    from kiosk.cli.screenshot import screenshot
    from kiosk.installation import parse_now
    from kiosk.pictures.shots import Shot

    shot = Shot(
        screen=asked.screen,
        size=_size(asked.size) or (1280, 720),
        theme=asked.theme,
        text_scale=asked.text_scale,
        language=asked.language,
        item=asked.item,
        state=asked.state,
        now=parse_now(asked.now, call.zone) if asked.now else None,
        query=asked.search,
    )
    if asked.all:
        from kiosk.pictures.gallery import gallery

        sizes = [shot.size] if asked.size else []
        return gallery(call, shot, out=asked.out, sizes=sizes, on_demo=asked.demo)
    return screenshot(call, shot, out=asked.out, names_only=asked.list, on_demo=asked.demo)


def _check(asked: argparse.Namespace, call: Call) -> int:
    if asked.set_pin:
        from getpass import getpass

        from kiosk.cli.technician import set_pin

        return set_pin(call, getpass)
    if asked.hardware:
        from kiosk.cli.technician import check_hardware

        return check_hardware(call, input)
    from kiosk.cli.check import check

    return check(call, as_json=asked.json)


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    from kiosk.cli.arguments import SIZES_HELP
    from kiosk.installation import Refusal

    width, times, height = text.lower().partition("x")
    if not (
        times and width.isdigit() and height.isdigit() and 320 <= int(width) <= 4096 and 240 <= int(height) <= 4096
    ):
        raise Refusal(f'"{text}" bukan ukuran; tulis {SIZES_HELP}', 2)
    return int(width), int(height)
