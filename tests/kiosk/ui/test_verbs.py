"""What rules ask of the controller, which no type checker reads, is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from kiosk.ui.verbs import Verbs

RULES = sorted(Path("kiosk/ui").rglob("*.kv"))
CALLS = sorted(
    {(path.name, call) for path in RULES for call in re.findall(r"controller((?:\.\w+)+)\(", path.read_text("utf-8"))}
)


@pytest.mark.parametrize(("file", "path"), CALLS)
def test_a_verb_that_a_rule_names_is_the_controllers(file: str, path: str) -> None:
    verbs: Any = Verbs
    *parts, verb = path.strip(".").split(".")
    for part in parts:
        verbs = get_type_hints(vars(verbs)[part].fget)["return"]
    assert callable(vars(verbs)[verb]), f"{file}: controller{path}"


def test_rules_name_verbs_at_all() -> None:
    assert len(CALLS) > 10
