"""What commands print as JSON: one document, which begins with the schema that it follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.installation import JSON_SCHEMA

FEED = Path(__file__).parents[2] / "feeds/central.json"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("refresh", "--json"), "sources"),
        (("items", "--json"), "items"),
        (("check", "--json"), "checks"),
        (("desk", "--counts"), "counts"),
        (("voices", "list", "--json"), "voices"),
        (("import", str(FEED.parent), "--json"), "bundles"),
    ],
)
def test_a_document_begins_with_its_schema(
    words: tuple[str, ...], field: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[[source]]\nname = "Kantor"\nurl = "{FEED}"\n[speech]\nvoice = "silent"\n', "utf-8")
    main(["--config", str(config), "--data", str(tmp_path / "data"), *words])
    document = json.loads(capsys.readouterr().out)
    assert next(iter(document)) == "schema"
    assert document["schema"] == JSON_SCHEMA
    assert field in document
