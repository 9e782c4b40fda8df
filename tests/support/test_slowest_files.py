from __future__ import annotations

from tests.support.slowest_files import slowest_files


def test_the_parts_of_all_tests_of_a_file_are_added_up() -> None:
    parts = [("a.py::x", 1.0), ("b.py::y[1]", 2.5), ("a.py::x", 0.25), ("a.py::z", 0.5), ("c.py::x", 0.1)]
    assert slowest_files(parts, 2) == [(2.5, "b.py"), (1.75, "a.py")]
