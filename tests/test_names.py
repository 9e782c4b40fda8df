"""One function name of the product does not stand for more than five different things."""

from __future__ import annotations

import ast
import io
import queue
import re
import threading
from collections import defaultdict
from collections.abc import Iterator, MutableMapping, MutableSequence, MutableSet
from dataclasses import dataclass, field
from logging.handlers import QueueListener
from pathlib import Path

MOST = 5
COMMON = (io.BufferedRandom, MutableMapping, MutableSequence, MutableSet, queue.Queue, threading.Thread, QueueListener)
WORDS = {name for kind in COMMON for name in dir(kind)} | {
    "on_touch_down",
    "on_touch_move",
    "on_touch_up",
    "on_kv_post",
}
"""Words of Python's files, collections and threads, and of Kivy's widgets: a method with one does what it does there."""


@dataclass(eq=False)
class Kind:
    """A class: its bases by name, its methods, and its other attributes."""

    name: str
    bases: list[str]
    methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)


def kind_of(node: ast.ClassDef) -> Kind:
    """Return what the class *node* has."""
    found = Kind(node.name, [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases])
    found.methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}
    for part in ast.walk(node):
        match part:
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.attributes.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) if part in node.body:
                found.attributes.add(name)
    return found


class Meanings:
    """What the functions of *modules* stand for. One thing are methods that share a base class or a protocol, words of Python and
    Kivy, and functions with the same parameters and result, of which one at least is a type of the product."""

    def __init__(self, modules: dict[str, ast.Module]) -> None:
        self._modules = modules
        nodes = [(path, node) for path, module in modules.items() for node in ast.walk(module)]
        self._kinds = [(path, kind_of(node)) for path, node in nodes if isinstance(node, ast.ClassDef)]
        self._named = {kind.name: kind for _, kind in self._kinds}
        self._whole: dict[Kind, set[str]] = {}
        heirs = defaultdict(list)
        for _, kind in self._kinds:
            bases = list(self._bases(kind))
            self._whole[kind] = {name for base in bases for name in (*base.methods, *base.attributes)}
            for base in bases:
                heirs[base].append(kind)
        protocols = [kind for _, kind in self._kinds if "Protocol" in kind.bases]
        self._fulfils = {
            kind: [each for each in protocols if any(self._whole[each] <= self._whole[heir] for heir in heirs[kind])]
            for _, kind in self._kinds
        }

    def _bases(self, kind: Kind) -> Iterator[Kind]:
        """Yield *kind* and its bases, the farthest last."""
        yield kind
        for base in kind.bases:
            if base in self._named and self._named[base] is not kind:
                yield from self._bases(self._named[base])

    def _call(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
        """Return how *node* is called, once, if a type of the product says so; else nothing."""
        call = f"{ast.unparse(node.args)} -> {ast.unparse(node.returns) if node.returns else None}"
        return [call] if any(word in self._named for word in re.findall(r"\w+", call)) else []

    def _definitions(self) -> Iterator[tuple[str, str, set[object]]]:
        """Yield the name, the place and the meanings of each function."""
        for path, module in self._modules.items():
            for node in module.body:
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield node.name, f"{path}:{node.lineno}", set[object](self._call(node)) or {node}
        for path, kind in self._kinds:
            for name, node in kind.methods.items():
                root = [base for base in self._bases(kind) if name in base.methods][-1]
                shared = [each for each in self._fulfils[kind] if name in self._whole[each]]
                common: object = "a common word" if name in WORDS else root
                yield name, f"{path}:{node.lineno}", {common}.union(shared, self._call(node))

    def places(self) -> dict[str, list[str]]:
        """Return by name one place for each different thing that it stands for."""
        found: dict[str, list[tuple[set[object], str]]] = defaultdict(list)
        for name, place, meanings in self._definitions():
            same = [group for group in found[name] if group[0] & meanings]
            merged = meanings.union(*(group[0] for group in same))
            found[name] = [*(group for group in found[name] if group not in same), (merged, place)]
        return {name: [place for _, place in groups] for name, groups in found.items() if not name.startswith("__")}


def test_no_name_stands_for_more_than_five_things() -> None:
    paths = [path for room in ("kiosk", "content_cache") for path in sorted(Path(room).rglob("*.py"))]
    places = Meanings({str(path): ast.parse(path.read_text("utf-8")) for path in paths}).places()
    assert {name: where for name, where in places.items() if len(where) > MOST} == {}


def test_one_thing_is_counted_once() -> None:
    source = """
class Reader(Protocol):
    def fetch(self) -> int: ...
class First:
    def fetch(self) -> int: ...
    def close(self) -> None: ...
class Second(First):
    def fetch(self) -> int: ...
class Other:
    def close(self) -> None: ...
    def last(self) -> int: ...
    def build(self, reader: Reader) -> First: ...
def last() -> int: ...
def build(reader: Reader) -> First: ...
"""
    counts = {name: len(places) for name, places in Meanings({"a": ast.parse(source)}).places().items()}
    assert counts["fetch"] == counts["close"] == 1
    assert counts["last"] == 2
