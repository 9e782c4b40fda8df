"""The report by EN 301 549: clauses, and the tests that hold them by their markers `clause`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.reference.markdown import codes, table

ROOT = Path(__file__).parents[2]

_CHAPTERS = {"5": "Generic requirements", "8": "Hardware", "11": "Software", "12": "Documentation and support"}
_HEAD = """\
# Accessibility by EN 301 549

By EN 301 549 V3.2.1, clauses 5, 8, 11 and 12. Each row names the tests that bear the marker `clause` with its number, what the
installer measures, or why the clause does not hold. A row with both holds as far as the tests go. This is no certificate: nobody
outside the project has examined a kiosk.

Left out: clauses that only point to others (5.1.2.1, 8.1.1, 11.5.1); clauses about what a kiosk has not (5.3 biometrics, 8.1.2
sockets for visitors, 8.2.2 held to the ear, 8.4.3 keys and tickets, 11.5.2 assistive technology, 11.7 preferences of a platform);
platform software (11.6); the office's desk in a browser (9 and 11.8); and the success criteria of 11.1 to 11.4 that are not listed
here: nobody has judged them yet.
"""
_DESCRIBED = "Does not hold, because no sound track describes a film's pictures. The text of its notice is read aloud."


@dataclass(frozen=True)
class Clause:
    """A clause: its short title, and in *rest* what the installer measures or why it does not hold, if anything."""

    title: str
    rest: str = ""


CLAUSES: Mapping[str, Clause] = {
    "5.1.2.2": Clause("Closed functionality: assistive technology"),
    "5.1.3.1": Clause(
        "Non-visual access",
        "Does not hold for the technician's page, and for words that are typed: search offers suggestions by ear.",
    ),
    "5.1.3.2": Clause("Auditory output delivery including speech"),
    "5.1.3.3": Clause("Auditory output correlation"),
    "5.1.3.4": Clause("Speech output user control"),
    "5.1.3.5": Clause(
        "Speech output automatic interruption",
        "Does not hold for an announcement to the village, because who wakes the screen must not cut it off.",
    ),
    "5.1.3.6": Clause("Speech output for non-text content"),
    "5.1.3.7": Clause("Speech output for video information", _DESCRIBED),
    "5.1.3.8": Clause(
        "Masked entry",
        "Does not hold, because each digit of a code is said while buttons choose it, in the room unless a headset was chosen.",
    ),
    "5.1.3.9": Clause(
        "Private access to personal data",
        "Without a headset, a private answer is heard in the room once its owner presses Listen.",
    ),
    "5.1.3.10": Clause("Non-interfering audio output"),
    "5.1.3.11": Clause("Private listening volume"),
    "5.1.3.12": Clause(
        "Speaker volume", "The installer measures: at full volume 65 dB(A) or more where a visitor stands."
    ),
    "5.1.3.13": Clause("Volume reset"),
    "5.1.3.14": Clause("Spoken languages"),
    "5.1.3.15": Clause("Non-visual error identification"),
    "5.1.3.16": Clause("Receipts, tickets, and transactional outputs"),
    "5.1.4": Clause(
        "Functionality closed to text enlargement",
        "The installer measures: with the largest letters a capital H is at least 1.2 % as high as the eye is away (0.7 degrees).",
    ),
    "5.1.5": Clause("Visual output for auditory information"),
    "5.1.6.1": Clause("Operation without keyboard interface: closed functionality"),
    "5.1.6.2": Clause("Operation without keyboard interface: input focus"),
    "5.1.7": Clause("Access without speech"),
    "5.2": Clause("Activation of accessibility features"),
    "5.4": Clause("Preservation of accessibility information during conversion"),
    "5.5.1": Clause(
        "Operable parts: means of operation",
        "The installer measures: each button is pressed with a closed fist.",
    ),
    "5.5.2": Clause(
        "Operable parts discernibility",
        "The installer measures: with eyes shut the four buttons are found and told apart, and none is pressed by that.",
    ),
    "5.6.1": Clause("Locking or toggle controls: tactile or auditory status"),
    "5.6.2": Clause("Locking or toggle controls: visual status"),
    "5.7": Clause("Key repeat"),
    "5.8": Clause("Double-strike key acceptance"),
    "5.9": Clause("Simultaneous user actions"),
    "8.1.3": Clause("Colour"),
    "8.2.1.1": Clause(
        "Speech volume range", "The installer measures: 18 dB or more between the softest and the loudest."
    ),
    "8.2.1.2": Clause(
        "Incremental volume control", "The installer measures: one step between is 12 dB above the softest."
    ),
    "8.3.1": Clause("Forward or side reach", "The installer measures 8.3.2 or 8.3.3."),
    "8.3.2": Clause(
        "Forward reach",
        "The installer measures: buttons and keys of the screen between 380 and 1,220 mm above the floor.",
    ),
    "8.3.3": Clause(
        "Side reach",
        "The installer measures: buttons and keys of the screen between 380 and 1,220 mm above the floor.",
    ),
    "8.3.4": Clause(
        "Clear floor or ground space",
        "The installer measures, where the kiosk has a cabin: 760 by 1,220 mm of floor without a step.",
    ),
    "8.3.5": Clause("Visibility", "The installer measures: the screen is read from 1,015 mm above the floor."),
    "8.3.6": Clause("Installation instructions"),
    "8.4.1": Clause("Numeric keys", "The installer measures, where a keypad is plugged in: its 5 is felt."),
    "8.4.2.1": Clause(
        "Means of operation of mechanical parts",
        "The installer measures: one hand presses each button, without grasping or twisting.",
    ),
    "8.4.2.2": Clause(
        "Force of operation of mechanical parts", "The installer measures: 22.2 N or less for each button."
    ),
    "8.5": Clause("Tactile indication of speech mode", "The installer measures: a mark on Listen is felt."),
    "11.1.1.1": Clause("Non-text content"),
    "11.1.2.2": Clause(
        "Captions (pre-recorded)", "Films have captions where their maker gave some; others are shown without."
    ),
    "11.1.2.5": Clause("Audio description (pre-recorded)", _DESCRIBED),
    "11.1.3.4": Clause("Orientation"),
    "11.1.4.1": Clause("Use of colour"),
    "11.1.4.2": Clause("Audio control"),
    "11.1.4.3": Clause("Contrast (minimum)"),
    "11.1.4.4": Clause("Resize text"),
    "11.2.1.1": Clause("Keyboard"),
    "11.2.1.2": Clause("No keyboard trap"),
    "11.2.2.1": Clause("Timing adjustable"),
    "11.2.2.2": Clause("Pause, stop, hide"),
    "11.2.3.1": Clause(
        "Three flashes or below threshold",
        "Does not hold for films, because nobody looks through them for flashes.",
    ),
    "11.2.4.3": Clause("Focus order"),
    "11.2.4.6": Clause("Headings and labels"),
    "11.2.4.7": Clause("Focus visible"),
    "11.2.5.1": Clause("Pointer gestures"),
    "11.2.5.2": Clause("Pointer cancellation"),
    "11.3.2.1": Clause("On focus"),
    "11.3.3.1": Clause("Error identification"),
    "11.3.3.2": Clause("Labels or instructions"),
    "11.3.3.4": Clause("Error prevention (legal, financial, data)"),
    "12.1.1": Clause(
        "Accessibility and compatibility features",
        "Does not hold in full, because no paper for residents explains the features: the kiosk says them aloud.",
    ),
    "12.1.2": Clause("Accessible documentation", "Does not hold, because nobody has examined the guides for it."),
    "12.2.2": Clause(
        "Information on accessibility and compatibility features",
        "Does not hold, because support is the office's own, and no guide tells it to give this information.",
    ),
    "12.2.3": Clause(
        "Effective communication", "Does not hold, because how people reach the support is left to the office."
    ),
    "12.2.4": Clause("Accessible documentation", "Does not hold, because nobody has examined the guides for it."),
}


def held_clauses(root: Path = ROOT) -> dict[str, list[str]]:
    """Return the tests below *root* of each clause as `file::name`. Raises ValueError for a marker of an unknown clause."""
    found: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for name, number in _markers(path):
            if number not in CLAUSES:
                raise ValueError(f"{path.name}: {name} bears the unknown clause {number!r}")
            found.setdefault(number, []).append(f"{path.relative_to(root).as_posix()}::{name}")
    return found


def lines(clauses: Mapping[str, Clause] = CLAUSES) -> Iterator[str]:
    """Yield the report on *clauses*. Raises ValueError for a clause with neither a test, a measure nor a reason."""
    held = held_clauses()
    if bare := [number for number, clause in clauses.items() if not clause.rest and number not in held]:
        raise ValueError(f"neither test nor reason: {bare}")
    yield _HEAD
    for chapter, heading in _CHAPTERS.items():
        yield f"\n## {chapter} {heading}\n\n"
        yield from table(
            ("clause", "title", "tests that hold it", "measure, or why not"),
            (
                (number, clause.title, _cell(held.get(number, [])), clause.rest)
                for number, clause in clauses.items()
                if number.partition(".")[0] == chapter
            ),
        )


def _cell(names: list[str]) -> str:
    """Return each file once as code, with the names of its tests behind it."""
    files: dict[str, list[str]] = {}
    for name in names:
        file, _, test = name.partition("::")
        files.setdefault(file, []).append(test)
    return "; ".join(f"{codes([file])}: {codes(inside)}" for file, inside in files.items())


def _markers(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the test and the clause of each `@pytest.mark.clause(...)` of the test module *path*."""
    text = path.read_text("utf-8")
    if "@pytest.mark.clause(" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            for marker in node.decorator_list:
                if isinstance(marker, ast.Call) and ast.unparse(marker.func) == "pytest.mark.clause":
                    yield from ((node.name, ast.literal_eval(argument)) for argument in marker.args)
