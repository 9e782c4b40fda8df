"""A run of the whole suite has a sample of each slow test; who names a test has all of it."""

from __future__ import annotations

from pathlib import Path

from tests.support.slow_tests import is_whole_run, left_out


def test_what_stays_is_spread_over_the_cases() -> None:
    cases = [f"tests/a.py::test_b[{number}]" for number in range(6)]
    assert left_out([*cases, "tests/a.py::test_c"], {"tests/a.py::test_b": 2}) == {*cases} - {cases[0], cases[3]}
    assert left_out(cases, {"tests/a.py::test_b": 0}) == {*cases}
    assert left_out(cases, {"tests/a.py::test_b": 9}) == set()


def test_who_names_a_file_or_a_test_gets_all_of_it(tmp_path: Path) -> None:
    assert is_whole_run([], tmp_path)
    assert is_whole_run(["tests"], tmp_path)
    assert is_whole_run([str(tmp_path), f"{tmp_path}/tests/"], tmp_path)
    assert not is_whole_run(["tests/drawn"], tmp_path)
    assert not is_whole_run(["tests", "tests/a.py::test_b"], tmp_path)
