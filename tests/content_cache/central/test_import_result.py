"""What became of a bundle, as it is kept for whoever shows it."""

from __future__ import annotations

import pytest

from content_cache.central.import_result import Imported, ImportResult, from_json, to_json
from content_cache.model.errors import Code
from content_cache.model.problems import problem
from tests.told import told


def test_results_come_back_with_their_problems() -> None:
    unfit = problem(Code.FILES_UNUSABLE, problem(Code.FILE_UNUSABLE, problem(Code.UNDECODABLE), file="a.png"))
    results = [
        Imported(result=ImportResult.TAKEN, source="Diskominfo", seq=3, added=2, error=unfit),
        Imported(result=ImportResult.REFUSED, error=problem(Code.KEY_REVOKED, key="A1"), forged=True),
        Imported(result=ImportResult.SAME, source="Diskominfo", seq=3),
    ]
    assert from_json(to_json(results)) == results


def test_what_an_older_program_answered_is_still_told() -> None:
    older = (
        '[{"result": "refused", "source": "", "seq": 0, "added": 0, "changed": 0, "withdrawn": 0,'
        ' "error": "the stick is too slow", "forged": false}, {"result": "taken", "source": "a", "seq": 1, "added": 1,'
        ' "changed": 0, "withdrawn": 0, "error": "", "forged": false}]'
    )
    refused, taken = from_json(older)
    assert (refused.result, told(refused.error)) == (ImportResult.REFUSED, "the stick is too slow")
    assert (taken.result, taken.error) == (ImportResult.TAKEN, None)


@pytest.mark.parametrize("text", ["", "taken", "[7]", '[{"result": "lost"}]', '[{"result": "same", "error": 7}]'])
def test_anything_else_is_no_result(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(text)
