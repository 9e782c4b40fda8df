"""Other programs, run with our arguments, in English, within a time limit; their output is returned as text."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

_MOST_SAID = 200  # characters of an error that are worth a line


class ProgramError(Exception):
    """Error: a program is missing, or did not end in time. One line."""


@dataclass(frozen=True, slots=True)
class Ran:
    """Result of a program: its exit status and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def ok(self) -> bool:
        return self.code == 0

    @property
    def last_line(self) -> str:
        """Return the last line that the program wrote, for a log."""
        lines = (self.err.strip() or self.out.strip()).splitlines()
        return lines[-1][:_MOST_SAID] if lines else f"exit status {self.code}"


def run(*words: str, timeout_s: float = 30.0, given: str = "") -> Ran:
    """Run a program found by PATH, with *given* on its standard input. Raise ProgramError."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    try:
        ended = subprocess.run(
            words,
            input=given,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramError(f"{words[0]} did not end within {timeout_s:.0f} s") from error
    except OSError as error:
        raise ProgramError(f"{words[0]} cannot be run: {error.strerror}") from error
    return Ran(ended.returncode, ended.stdout, ended.stderr)
