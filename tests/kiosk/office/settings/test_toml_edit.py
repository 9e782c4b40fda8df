"""TOML files changed in place: what nobody asked to change stays as it is written, or nothing is changed."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.office.base.toml_text import TomlEdit, TomlEditError

TEXT = """\
# of the server's keeper
out = "terbit"  # served
keys = ["a"]

[[target]]
name = "A"
url = "a"

# the second
[[target]]
url = "b"

[mail]
host = "h"
text = '''
[mail]
host = 1
'''
"""


def test_what_stands_beside_a_change_stays() -> None:
    edit = TomlEdit(TEXT)
    edit.set("", {"address": "https://a"})
    edit.set("[[target]]", {"name": 'B "é"'}, 1)
    edit.remove("[[target]]", 0)
    edit.set('["sftp://a@b/c"]', {"password": "x"})
    for line in TEXT.splitlines():
        assert line in ("[[target]]", 'name = "A"', 'url = "a"') or line in edit.text.splitlines()
    table = tomllib.loads(edit.text)
    assert table["target"] == [{"url": "b", "name": 'B "é"'}]
    assert table["sftp://a@b/c"] == {"password": "x"}
    assert table["address"] == "https://a"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a = [\n[1],\n[2]]\n", "a"),
        ("a.b = 1\n", "a"),
        ("x = '''\na = 1\n'''\na = 2\n", "a"),
        ("a = '''\nx\n'''\n", "a"),
    ],
)
def test_what_is_written_in_another_way_is_not_changed(text: str, key: str) -> None:
    edit = TomlEdit(text)
    with pytest.raises(TomlEditError):
        edit.set("", {key: "new"})
    assert edit.text == text


@given(st.text(), st.text())
def test_a_value_says_what_was_given(value: str, other: str) -> None:
    try:
        edit = TomlEdit('a = "1"\n[t]\nb = 2\n')
        edit.set("", {"a": value})
        edit.set("[t]", {"c": other})
    except TomlEditError:
        assert not (value + other).isprintable()
        return
    assert tomllib.loads(edit.text) == {"a": value, "t": {"b": 2, "c": other}}
