"""Schema of settings: turns a TOML table into a frozen class whose fields carry the parsers of their values.

Each fault is kept with its line. It never stops the reading: the field keeps its default, so that one wrong line
disables only what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, ClassVar, TypeVar, dataclass_transform

from msgspec import NODEFAULT, Struct, StructMeta, field

from content_cache.model.problems import Problem, problem
from kiosk.settings.faults import Fault, SettingCode, SettingError

Parser = Callable[[Any], Any]


class _Setting(Struct, frozen=True):
    default: Any
    parse: Parser
    written: str = ""
    refused: SettingCode | None = None

    @property
    def is_required(self) -> bool:
        return self.default is NODEFAULT

    @property
    def instead(self) -> Problem | None:
        """Return the problem that says what holds in place of a wrong value; `None` if nothing does."""
        if self.is_required:
            return None
        if self.refused is not None:
            return problem(self.refused)
        if self.default is None:
            return problem(SettingCode.NOT_USED)
        return problem(SettingCode.DEFAULT, value=self.written or short_toml(self.default))


def setting(default: Any, parse: Parser, *, written: str = "", refused: SettingCode | None = None) -> Any:
    """Return the declaration of a field with its *default* and the parser of its value, which raises SettingError.

    *written* is the default as a technician writes it, if it is kept otherwise. *refused* says what becomes of the
    whole section if the value is wrong, because the default would differ from what was meant.
    """
    return _Setting(default, parse, written, refused)


def required(parse: Parser) -> Any:
    """Return the declaration of a field without which its section cannot be used."""
    return _Setting(NODEFAULT, parse)


class _SectionMeta(StructMeta):
    """Metaclass that splits a field's declaration: msgspec takes the default, the parser is kept beside it."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> _SectionMeta:
        settings = {key: value for key, value in namespace.items() if isinstance(value, _Setting)}
        defaults = {key: each.default for key, each in settings.items()}
        return super().__new__(mcs, name, bases, {**namespace, **defaults, "settings": settings}, **options)


@dataclass_transform(field_specifiers=(required, field))  # type checkers take `setting` for its default
class Section(Struct, metaclass=_SectionMeta, frozen=True):
    """Base of the sections of kiosk.toml."""

    settings: ClassVar[Mapping[str, _Setting]]


S = TypeVar("S", bound=Section)


class SectionReader:
    """Reader of the tables of one file; gathers the faults."""

    def __init__(self, text: str) -> None:
        self._lines = dict(_key_lines(text))
        self.faults: list[Fault] = []

    def fault(self, path: str, *problems: Problem | None) -> None:
        """Record *problems* (None is none) as a fault of the key at *path*, with its line."""
        line, above = 0, path
        while not line and above:
            line, above = self._lines.get(above, 0), above.rpartition(".")[0]
        self.faults.append(Fault(line, path, tuple(each for each in problems if each is not None)))

    def section(self, cls: type[S], table: Any, path: str) -> S | None:
        """Return *cls* read from *table*; `None` if a required field is missing or wrong, which is recorded."""
        if not isinstance(table, Mapping):
            self.fault(path, problem(SettingCode.NO_SECTION))
            table = {}
        known = cls.settings
        for key in table:
            if key not in known:
                self.fault(f"{path}.{key}", problem(SettingCode.UNKNOWN), did_you_mean(key, known))
        values = {}
        usable = True
        for name, spec in known.items():
            if name in table:
                try:
                    values[name] = spec.parse(table[name])
                except SettingError as wrong:
                    usable = usable and spec.refused is None
                    self.fault(f"{path}.{name}", *wrong.problems, spec.instead)
        missing = [name for name, spec in known.items() if spec.is_required and name not in values]
        for name in missing:
            if name not in table:
                self.fault(path, problem(SettingCode.MISSING, name=name))
        return cls(**values) if usable and not missing else None


def did_you_mean(word: str, choices: Collection[str]) -> Problem | None:
    """Return the nearest of *choices* to *word* as a problem, or all of them if they are few, else `None`."""
    import difflib  # loaded only where something is wrong

    near = difflib.get_close_matches(word.lower(), [c for c in choices if c], n=1, cutoff=0.6)
    if near:
        return problem(SettingCode.MEANT, word=near[0])
    return problem(SettingCode.CHOICES, choices=", ".join(choices)) if 0 < len(choices) <= 8 else None


def short_toml(value: object) -> str:
    """Return *value* as TOML writes it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(short_toml, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {short_toml(each)}' for key, each in value.items())} }}" if value else "{}"
    return f'"{value}"' if isinstance(value, str) else str(value)


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_.-]+))\s*=""")


def _key_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield (dotted path, line from 1) of each header and key. Tables of an array are numbered: "source.0.url"."""
    section = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            section = header[2]
            if header[1] == "[[":
                counts[section] = counts.get(section, -1) + 1
                section = f"{section}.{counts[section]}"
            yield section, number
        elif key := _KEY.match(line):
            name = key[1] or key[2] or key[3]
            yield (f"{section}.{name}" if section else name), number
