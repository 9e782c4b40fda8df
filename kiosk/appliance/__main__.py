"""Command line of the appliance's units: `python -m kiosk.appliance COMMAND`. Nobody types this."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kiosk.core.paths import Folders

_HANDED = 3  # SD_LISTEN_FDS_START
COMMANDS = (
    "serve",
    "settings",
    "card",
    "clock",
    "floor",
    "slot",
    "proof",
    "stick",
    "report",
    "board",
    "good",
    "check",
    "system-web",
    "system-stick",
    "system-line",
    "system-hour",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Return 0 if it was done, 1 if it failed, with a line on stderr."""
    parser = argparse.ArgumentParser(prog="kiosk.appliance")
    parser.add_argument("--root", type=Path, default=Path("/"))
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("folder", nargs="?", type=Path, help="of a stick")
    asked = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    folders = Folders.found(asked.root)
    if asked.command == "stick":
        from kiosk.appliance.update.from_stick import from_stick

        return from_stick(folders, asked.folder or Path())
    if asked.command.startswith("system-"):
        return _system(asked.command, folders, asked.folder or Path())
    if asked.command == "proof":
        from kiosk.appliance.update.proof import proven

        if fault := proven(folders.data, run=folders.run, patience=360):
            logging.error("this system is not proven: %s", fault)
        return 1 if fault else 0
    if asked.command == "report":
        from kiosk.appliance.support_report import report

        logging.info("%s", report(folders, asked.folder or Path()).result)
        return 0
    return _run_command(asked.command, folders)


def _run_command(command: str, folders: Folders) -> int:
    """Run *command*. Its module is imported only now, because the boot waits for some of the commands."""
    match command:
        case "serve":
            from kiosk.appliance.server import serve, until_terminated

            serve(folders, until_terminated())
        case "settings":
            from kiosk.appliance.boot_settings import Settling, apply

            apply(Settling(folders).settle_settings())
        case "card":
            from kiosk.appliance.card_writing import write_card

            write_card(folders)
        case "clock":
            from kiosk.appliance.clock import begin_at_boot

            logging.info("%s", begin_at_boot(folders))
        case "board" | "good" | "check":
            _on_trial(command, folders)
        case "floor":
            from kiosk.appliance.clock import tell_floor

            tell_floor(folders)
        case "slot":
            from kiosk.appliance.update.installer import Updating

            logging.info("this boot runs: %s", Updating(folders).settle_boot())
    return 0


def _system(command: str, folders: Folders, what: Path) -> int:
    """Run *command* of a card with two systems; return its exit code."""
    if command == "system-line":
        import socket

        from kiosk.appliance.update.system.line import run_line
        from kiosk.settings import load

        return run_line(load(folders.config), folders.data, socket.socket(fileno=_HANDED))
    from kiosk.appliance.system_bundles import SystemBundles, is_trial_hour, wanted_number

    if command == "system-hour":
        return 0 if is_trial_hour(folders, datetime.now(UTC)) else 1
    bundles = SystemBundles(folders)
    try:
        state = bundles.from_web(wanted_number(folders)) if command == "system-web" else bundles.from_stick(what)
    except BlockingIOError:
        logging.warning("another bundle of the system is being taken: this one is left for later")
        return 0
    if state is not None:
        logging.info("bundle %d of the system: %s %s", state.number, state.result, state.problem or "")
    return 0


def _on_trial(command: str, folders: Folders) -> None:
    """Begin, keep or end what is on trial. Restart the machine where that is needed."""
    from kiosk.appliance import trials
    from kiosk.appliance.programs import run

    restart = ""
    if command == "board":
        restart = trials.begin_overlays(folders)
    elif command == "good":
        trials.keep_trials(folders)
    elif trials.end_trials(folders):
        restart = "restart"
    if restart:
        once = ("--reboot-argument=0 tryboot",) if restart == "tryboot" else ()
        run("systemctl", "reboot", "--no-block", *once)


if __name__ == "__main__":
    sys.exit(main())
