"""What holds for every file of the source."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PRODUCT = [path for room in ("kiosk", "content_cache") for path in sorted(Path(room).rglob("*.py"))]


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


MOST_ARGUMENTS = 8
BUILDERS = Path("kiosk/app")  # builds the kiosk, and hands each part what it needs
SELF = 1


def constructors(module: ast.AST) -> Iterator[tuple[ast.ClassDef, ast.FunctionDef]]:
    """Yield each class of *module* that has a constructor of its own, and that."""
    for kind in ast.walk(module):
        if isinstance(kind, ast.ClassDef):
            for member in kind.body:
                if isinstance(member, ast.FunctionDef) and member.name == "__init__":
                    yield kind, member


def arguments(function: ast.FunctionDef) -> int:
    """Return how many arguments a caller of *function* may give."""
    taken = function.args
    return len(taken.posonlyargs) + len(taken.args) + len(taken.kwonlyargs) - SELF


def of_self(tree: ast.AST, context: type[ast.expr_context]) -> Iterator[ast.Attribute]:
    """Yield each `self.name` that *tree* reads (`ast.Load`) or binds (`ast.Store`)."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), ctx=ctx) if isinstance(ctx, context):
                yield node


def bound_later(kind: ast.ClassDef, constructor: ast.FunctionDef) -> Iterator[str]:
    """Yield the attributes that functions within *constructor* close over, and that are bound below them, or by another method."""
    bindings = sorted(of_self(constructor, ast.Store), key=lambda node: node.lineno, reverse=True)
    first = {node.attr: node.lineno for node in bindings}
    others = {node.attr for member in kind.body if member is not constructor for node in of_self(member, ast.Store)}
    of_class = {member.name for member in kind.body if isinstance(member, ast.FunctionDef)} | {
        member.target.id
        for member in kind.body
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name)
    }
    for inner in ast.walk(constructor):
        if not isinstance(inner, ast.Lambda | ast.FunctionDef) or inner is constructor:
            continue
        for node in of_self(inner, ast.Load):
            later = first[node.attr] >= inner.lineno if node.attr in first else node.attr in others
            if later and node.attr not in of_class:
                yield node.attr


def test_no_constructor_takes_more_than_eight_arguments() -> None:
    """Whoever needs more does two things, or needs a part that holds them together. Structs are values, and have none."""
    many = {
        f"{path}: {kind.name}": arguments(constructor)
        for path in PRODUCT
        if BUILDERS not in path.parents
        for kind, constructor in constructors(ast.parse(path.read_text("utf-8")))
        if arguments(constructor) > MOST_ARGUMENTS
    }
    assert many == {}


def test_no_constructor_reaches_for_what_is_not_there_yet() -> None:
    late = {
        f"{path}: {kind.name}": found
        for path in PRODUCT
        for kind, constructor in constructors(ast.parse(path.read_text("utf-8")))
        if (found := list(bound_later(kind, constructor)))
    }
    assert late == {}


@pytest.mark.parametrize(
    ("body", "late"),
    [
        ("self.a = lambda: self.b\n        self.b = 1", ["b"]),
        ("self.b = 1\n        self.a = lambda: self.b", []),
        ("self.a = lambda: self.c", ["c"]),
        ("self.a = lambda: self.turn()", []),
        ("def look():\n            return self.b\n        self.b = 1", ["b"]),
    ],
)
def test_an_attribute_that_is_bound_later_is_found(body: str, late: list[str]) -> None:
    source = f"class A:\n    def __init__(self):\n        {body}\n    def turn(self):\n        self.c = 1\n"
    ((kind, constructor),) = constructors(ast.parse(source))
    assert list(bound_later(kind, constructor)) == late


def test_arguments_are_counted() -> None:
    source = "class A:\n    def __init__(self, a, /, b, c=1, *, d, e=2): ...\n"
    ((_, constructor),) = constructors(ast.parse(source))
    assert arguments(constructor) == len("abcde")


def test_licence_files_are_there() -> None:
    import tomllib

    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert [pattern for pattern in project["license-files"] if not list(Path().glob(pattern))] == []
