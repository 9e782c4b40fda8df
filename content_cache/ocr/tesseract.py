"""The system's Tesseract, Debian's tesseract-ocr: where it is, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

MODELS = (
    "ind",
    "eng",
)  # of Indonesian (tesseract-ocr-ind), and a second opinion that knows more signs (tesseract-ocr-eng)
_PROGRAMS = ("/usr/bin/tesseract", "/usr/local/bin/tesseract")
_DATA = ("/usr/share/tesseract-ocr", "/usr/local/share")
_AUTOMATIC = "3"  # page segmentation: finds the blocks itself


class Tesseract(Struct, frozen=True):
    """Tesseract's program and the folder of its models."""

    program: str
    data: str

    def asking(self, model: str) -> Sequence[str]:
        """Return the command that reads a picture from standard input with *model* and prints a table of words."""
        options = ("-l", model, "--psm", _AUTOMATIC, "--dpi", "300", "tsv")
        return (self.program, "--tessdata-dir", self.data, "-", "-", *options)


def find(programs: Sequence[str] = _PROGRAMS, folders: Sequence[str] = _DATA) -> Tesseract | None:
    """Find Tesseract and its data folder; None if the program or one of its MODELS is missing."""
    program = next((path for path in programs if Path(path).is_file()), "")
    data = sorted(path.parent for folder in folders for path in Path(folder).glob(f"**/{MODELS[0]}.traineddata"))
    whole = [path for path in data if all((path / f"{model}.traineddata").is_file() for model in MODELS)]
    return Tesseract(program, str(whole[-1])) if program and whole else None
