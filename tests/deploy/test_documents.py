"""The documents name what is there: links, files, sections that the code cites."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.write_docs import documents
from kiosk.cli.parser import COMMANDS
from tests.deploy.markdown import DOCS, ROOT, anchor, codes, prose, sections, tables

DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    "systemd/README.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md")),
]
GUIDES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "deploy").rglob("panduan-*.md"))
SOURCE = ("kiosk", "content_cache", "tests", "deploy", "systemd")
_ENDINGS = {".py", ".kv", ".sh", ".toml", ".service", ".conf", ".rules", ".po"}
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")
_PATH = re.compile(r"(?:kiosk|content_cache|tests|deploy|systemd)(?:/[\w.@*-]+)+/?|pyproject\.toml")
_CITED = re.compile(r'\b([A-Z]+|formats)\.md,\s+"([^"]+)"')
_UNREACHABLE = re.compile(r"\bdesign/|\bdesign\.md\b|\(design,|\(design \"|\(contracts,|\(findings")


def written(path: Path) -> str:
    return path.read_text("utf-8")


def headings(path: Path) -> set[str]:
    return set(sections(written(path)))


@pytest.mark.parametrize("document", [*DOCUMENTS, *GUIDES], ids=str)
def test_links_lead_somewhere(document: str) -> None:
    path, broken = ROOT / document, []
    for link in _LINK.findall(re.sub(r"`[^`\n]+`", "", prose(written(path)))):  # an example is no link
        name, _, section = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        found = target.exists() and (not section or section in {anchor(heading) for heading in headings(target)})
        broken += [] if found else [link]
    assert broken == []


@pytest.mark.parametrize("name", ["*.md", "*.toml", "*.po", "*.conf", "*.service", "*.html"])
def test_nothing_is_left_of_a_merge(name: str) -> None:
    """Programs with such lines do not run; documents and words say both."""
    files = [*ROOT.glob(name), *(path for folder in SOURCE for path in (ROOT / folder).rglob(name))]
    assert files
    assert [path for path in files if re.search(r"^(?:<{7}|>{7}) ", written(path), re.MULTILINE)] == []


def is_there(path: str) -> bool:
    return any(ROOT.glob(path)) if "*" in path else (ROOT / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_files_that_are_named_are_there(document: str) -> None:
    named = [code for code in codes(prose(written(ROOT / document))) if _PATH.fullmatch(code)]
    assert [path for path in named if not is_there(path)] == []


def source() -> Iterator[Path]:
    for folder in SOURCE:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in _ENDINGS and path != Path(__file__):
                yield path


def test_sections_that_the_code_cites_are_there() -> None:
    known = {path.stem: headings(path) for path in DOCS.rglob("*.md")}
    cited = {(path, *found) for path in source() for found in _CITED.findall(written(path))}
    assert len(cited) > 30
    assert [each for each in cited if each[2] not in known.get(each[1], ())] == []


def test_nothing_cites_what_no_reader_has() -> None:
    assert [path for path in source() if _UNREACHABLE.search(written(path))] == []


# --- what is generated, and how long the rest is

GENERATED = documents()
MOST_WORDS = {
    "CHANGELOG.md": 2_500,
    "README.md": 700,
    "deploy/docs/CONTRACTS.md": 3_500,
    "deploy/docs/SECURITY.md": 2_500,
    "deploy/docs/TESTED.md": 1_500,
}


@pytest.mark.parametrize("name", sorted({*GENERATED, *(path.name for path in (DOCS / "generated").iterdir())}))
def test_generated_documents_are_those_of_the_code(name: str) -> None:
    """Compare a generated document with the code; `python deploy/write_docs.py` writes it anew."""
    assert written(DOCS / "generated" / name) == GENERATED.get(name)


@pytest.mark.parametrize("document", MOST_WORDS)
def test_documents_stay_short(document: str) -> None:
    assert len(written(ROOT / document).split()) <= MOST_WORDS[document]


def test_documents_by_hand_stay_short_together() -> None:
    """Count as `wc -w` does: bars of tables and blocks of code are words, too."""
    assert sum(len(written(path).split()) for path in DOCS.glob("*.md")) <= 16_000


# --- ARCHITECTURE.md

ARCHITECTURE = (DOCS / "ARCHITECTURE.md").read_text("utf-8")
MOST_FILES = 40  # of a walk


def rooms() -> list[dict[str, str]]:
    found = sections(ARCHITECTURE)
    return [row for heading in ("content_cache", "kiosk") for rows in tables(found[heading]) for row in rows]


def test_each_room_is_listed_and_no_other() -> None:
    packages = {
        path.parent.relative_to(ROOT).as_posix()
        for top in ("content_cache", "kiosk")
        for path in (ROOT / top).glob("*/__init__.py")
    }
    assert {codes(row["room"])[0] for row in rooms()} == packages


def test_the_kiosk_has_few_rooms() -> None:
    """A subject that belongs to another one is a folder of its room."""
    assert len([row for row in rooms() if codes(row["room"])[0].startswith("kiosk/")]) <= 22


@pytest.mark.parametrize("row", rooms(), ids=lambda row: row["room"].strip("`"))
def test_a_room_has_the_start_that_is_named(row: dict[str, str]) -> None:
    assert (ROOT / codes(row["room"])[0] / f"{codes(row['start'])[0]}.py").is_file()


def test_the_layers_are_those_that_import_linter_holds() -> None:
    drawn = re.search(r"```text\n(kiosk +)content_cache\n\n(.*?)```", ARCHITECTURE, re.DOTALL)
    assert drawn is not None
    width = len(drawn[1])
    columns = {
        "kiosk": [line[:width].strip() for line in drawn[2].splitlines()],
        "content_cache": [line[width:].strip() for line in drawn[2].splitlines() if line[width:].strip()],
    }
    contracts = tomllib.loads(written(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    held = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    assert columns == {top: held[top] for top in columns}


WALKS = [heading for heading in sections(ARCHITECTURE) if heading.startswith("Walk ")]


def steps(heading: str) -> list[list[str]]:
    """The codes of each numbered line: a path, then what to look for in it."""
    lines = re.findall(r"^\d+\. .*", sections(ARCHITECTURE)[heading], re.MULTILINE)
    return [codes(line.partition(":")[0]) for line in lines]


@pytest.mark.parametrize("heading", WALKS)
def test_a_walk_names_few_files_and_what_is_in_them(heading: str) -> None:
    walked = steps(heading)
    assert 20 < len({path for path, *_ in walked}) <= MOST_FILES
    missing = [
        (path, name)
        for path, *names in walked
        for name in names
        if not re.search(rf"\b{re.escape(name)}\b", written(ROOT / path))
    ]
    assert missing == []


# --- README.md


@pytest.mark.parametrize("guide", GUIDES)
def test_the_readme_leads_to_each_guide(guide: str) -> None:
    assert f"]({guide})" in written(ROOT / "README.md")


def test_the_readme_lists_the_commands() -> None:
    listed = {
        code for rows in tables(written(ROOT / "README.md")) for row in rows for code in codes(row.get("command", ""))
    }
    assert listed == set(COMMANDS)
