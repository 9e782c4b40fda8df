"""Rules that hold for every source file."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PRODUCT = [path for room in ("kiosk", "content_cache") for path in sorted(Path(room).rglob("*.py"))]
TESTS = sorted(Path("tests").rglob("*.py"))

NO_VERB = frozenset(
    [
        "of",
        "by",
        "what",
        "those",
        "who",
        "whoever",
        "whom",
        "whose",
        "none",
        "as",
        "its",
        "from",
        "for",
        "with",
        "where",
        "how",
    ]
)
"""First words of docstrings that do not say what a function does."""


def bound(module: ast.Module) -> list[str]:
    """Return the names that *module* binds at its top level, one for each time."""
    names = []
    for node in module.body:
        match node:
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                names.append(name)
            case ast.FunctionDef(name=name, decorator_list=[]) | ast.ClassDef(name=name):
                names.append(name)
    return names


def test_no_module_binds_a_name_twice() -> None:
    """The first of two is lost without a word: it made "24-32 C" be read letter by letter."""
    twice = {
        str(path): found
        for path in PRODUCT
        if (found := [name for name, times in Counter(bound(ast.parse(path.read_text("utf-8")))).items() if times > 1])
    }
    assert twice == {}


@pytest.mark.parametrize("source", ["A = 1\nA = 2", "A = 1\ndef A(): ...", "A: int = 1\nclass A: ..."])
def test_a_name_bound_twice_is_found(source: str) -> None:
    assert Counter(bound(ast.parse(source)))["A"] == 2


def test_licence_files_are_there() -> None:
    import tomllib

    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert [pattern for pattern in project["license-files"] if not list(Path().glob(pattern))] == []


def riddles(module: ast.Module) -> list[str]:
    """Return functions of *module* whose docstring begins with one of NO_VERB, and definitions whose is a question."""
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        head = (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
        first = re.split(r"\W+", head.strip(' "`*'), maxsplit=1)[0].lower()
        if re.fullmatch(r"[^.]*\?\s*", head) or (first in NO_VERB and not isinstance(node, ast.ClassDef)):
            found.append(f"{node.name}: {head}")
    return found


def test_docstrings_say_what_is_done() -> None:
    assert {
        str(path): found for path in (*PRODUCT, *TESTS) if (found := riddles(ast.parse(path.read_text("utf-8"))))
    } == {}


@pytest.mark.parametrize("docstring", ["Of a village.", "What is left.", "`None` where there is none.", "Is it night?"])
def test_a_docstring_without_a_verb_is_found(docstring: str) -> None:
    assert riddles(ast.parse(f"def f():\n    {docstring!r}")) == [f"f: {docstring}"]


def test_no_two_public_classes_share_a_name() -> None:
    """A name found by a search, in a traceback or in an import leads to one class."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in PRODUCT:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))
    assert len(places) > 1000
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_two_files_of_layouts_have_a_rule_for_one_name() -> None:
    """Kivy's rules are by a class's name alone: two classes of one name would both get both."""
    rules = [
        (name.strip("-@ ").partition("@")[0], path)
        for path in sorted(Path("kiosk").rglob("*.kv"))
        for line in re.findall(r"^<([^>]+)>:", path.read_text("utf-8"), re.MULTILINE)
        for name in line.split(",")
    ]
    assert len(rules) > 100
    files = Counter(name for name, _ in set(rules))
    assert [name for name, count in files.items() if count > 1] == []


MOST_ARGUMENTS = 8


def wide_constructors(module: ast.Module) -> list[str]:
    """Return the classes of *module* whose constructor takes more than MOST_ARGUMENTS, with how many."""
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.ClassDef):
            continue
        for part in node.body:
            if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                taken = len([*part.args.posonlyargs, *part.args.args, *part.args.kwonlyargs]) - 1
                found += [f"{node.name}: {taken}"] if taken > MOST_ARGUMENTS else []
    return found


def test_constructors_take_few_arguments() -> None:
    """Only the app, which builds all parts, has constructors of more."""
    built = [path for path in PRODUCT if not path.is_relative_to("kiosk/app")]
    assert {
        str(path): found for path in built if (found := wide_constructors(ast.parse(path.read_text("utf-8"))))
    } == {}


def test_a_wide_constructor_is_found() -> None:
    source = "class A:\n    def __init__(self, a, b, c, d, *, e, f, g, h, i): ..."
    assert wide_constructors(ast.parse(source)) == ["A: 9"]


def test_json_is_written_by_its_file() -> None:
    """A letter of strangers alone is written by hand: it may hold what msgspec does not encode."""
    written = re.compile(r"write_whole\((?:[^()]|\([^()]*\))*json\.(?:encode|dumps)")
    found = {str(path) for path in PRODUCT if written.search(path.read_text("utf-8"))}

    assert found == {"kiosk/core/json_file.py", "kiosk/refresher/sms/door.py"}


def test_no_page_catches_what_the_office_refuses() -> None:
    """`faults_shown` and the app's own handler answer it."""
    pages = [*Path("kiosk/office").rglob("*pages.py"), Path("kiosk/office/door.py")]

    assert len(pages) >= 15
    assert not [str(path) for path in pages if "except OfficeError" in path.read_text("utf-8")]


MOST_ALIKE = 10  # lines
DESKS = ("kiosk/office", "kiosk/hall")


def runs(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield each run of MOST_ALIKE + 1 lines of code, without white space, imports, comments and lone brackets."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    code = [line for line in lines if re.search(r"\w", line) and not line.startswith(("#", "import ", "from "))]
    yield from zip(*(code[at:] for at in range(MOST_ALIKE + 1)), strict=False)


def test_office_and_hall_share_no_long_run_of_lines() -> None:
    """Code that both need stands once, below them."""
    office, hall = ({run for path in Path(room).rglob("*.py") for run in runs(path)} for room in DESKS)

    assert len(office) > 10_000
    assert office & hall == set()
