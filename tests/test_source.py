"""What holds for every file of the source."""

from __future__ import annotations

import ast
from collections import Counter
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


def test_licence_files_are_there() -> None:
    import tomllib

    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert [pattern for pattern in project["license-files"] if not list(Path().glob(pattern))] == []
