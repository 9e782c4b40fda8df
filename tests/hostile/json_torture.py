"""Documents that try what a JSON reader may trip over, each by itself, within an item, and as each of an item's fields.

The cases are RFC 8259's rules broken one at a time, and what is within the rules and hurts all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

GOOD = b'{"id": "baik", "title": "Baik"}'

# What stands where a value should.
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "minus zero": b"-0",
    "leading zero": b"012",
    "plus": b"+1",
    "point alone": b"1.",
    "no digit before": b".5",
    "hexadecimal": b"0x10",
    "no exponent": b"1e",
    "endless exponent": b"1e99999999",
    "endless negative exponent": b"-1e-99999999",
    "many digits": b"9" * 5_000,
    "many decimals": b"0." + b"3" * 100_000,
    "NaN": b"NaN",
    "infinity": b"Infinity",
    "minus infinity": b"-Infinity",
    "True": b"True",
    "undefined": b"undefined",
    "tru": b"tru",
    "null": b"null",
    "true": b"true",
    "zero": b"0",
    "empty text": b'""',
    "empty list": b"[]",
    "empty object": b"{}",
    "list of null": b"[null]",
    "list of lists": b"[[[[[1]]]]]",
    "object of objects": b'{"a": {"a": {"a": {}}}}',
    "a text in single quotes": b"'a'",
    "a text without end": b'"a',
    "a text that ends in a backslash": b'"a\\',
    "half an escape": b'"\\u12"',
    "no such escape": b'"\\x41"',
    "NUL escaped": b'"a\\u0000b"',
    "NUL": b'"a\x00b"',
    "tab": b'"a\tb"',
    "line end": b'"a\nb"',
    "all control characters": b'"' + b"".join(b"\\u%04x" % code for code in range(32)) + b'"',
    "high surrogate": b'"\\ud800"',
    "low surrogate": b'"\\udc00"',
    "surrogates the wrong way round": b'"\\udc00\\ud800"',
    "a pair of surrogates": b'"\\ud83d\\ude00"',
    "a surrogate in UTF-8": b'"\xed\xa0\x80"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "cut UTF-8": b'"\xe2\x82"',
    "no UTF-8": b'"\xff\xfe"',
    "no character": b'"\\uffff"',
    "byte order mark": b'"\xef\xbb\xbfa"',
    "overrides of direction": '"\u202eabc\u2066\u2069"'.encode(),
    "a tower of accents": '"Z{}"'.format("\u0335" * 5_000).encode(),
    "a word without end": b'"' + b"a" * 300_000 + b'"',
    "lines without end": b'"' + b"a\\n" * 100_000 + b'"',
    "markup": b'"<script>alert(1)</script><img src=x onerror=alert(1)>"',
    "markup of another screen": b'"[size=20000]a[/size][font=nofile]b[/font][ref=x]c[/ref]"',
    "a date that never was": b'"2026-02-31T25:61:61Z"',
    "the year zero": b'"0000-01-01T00:00:00Z"',
    "the last year": b'"9999-12-31T23:59:59-23:59"',
    "a day of ten digits": b'"9999999999-01-01"',
    "a file": b'"file:///etc/passwd"',
    "a script": b'"javascript:alert(1)"',
    "the own machine": b'"http://127.0.0.1/"',
    "an address that is none": b'"http://[::1"',
    "a port that is none": b'"http://a:99999999/"',
    "a comma too much": b"[1,]",
    "a comma too few": b"[1 2]",
    "a comment": b"/* a */ 1",
    "two values": b"1 2",
    "deep lists": b"[" * 1_000 + b"]" * 1_000,
    "deeper lists": b"[" * 100_000 + b"]" * 100_000,
    "lists without end": b"[" * 100_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "objects without end": b'{"a":' * 100_000,
    "many members": b"{" + b",".join(b'"%d": 0' % n for n in range(50_000)) + b"}",
    "the same member many times": b"{" + b",".join([b'"a": 0'] * 50_000) + b"}",
    "a name that is none": b'{1: 2}',
    "a name without a value": b'{"a"}',
    "a name without end": b'{"a',
    "an empty name": b'{"": 1}',
    "a name of surrogates": b'{"\\ud800": 1}',
    "a class's own name": b'{"__class__": "a", "__proto__": {"a": 1}}',
}  # fmt: skip

FIELDS = (
    "id", "title", "content_html", "content_text", "summary", "url", "external_url", "image", "date_published", "date_modified",
    "tags", "authors", "language", "attachments", "_kiosk",
)  # fmt: skip
KIOSK_FIELDS = (
    "category", "priority", "publish_from", "expires", "pinned", "areas", "speech_text", "provenance", "requirements", "hours",
    "claim", "verdict", "starts", "ends", "all_day", "place",
)  # fmt: skip

WHOLE: dict[str, bytes] = {
    "blanks": b" \t\r\n ",
    "UTF-16": '{"items": [{"id": "baik", "title": "Baik"}]}'.encode("utf-16"),
    "UTF-16 without a mark": '{"items": [{"id": "baik", "title": "Baik"}]}'.encode("utf-16-le"),
    "UTF-32": '{"items": [{"id": "baik", "title": "Baik"}]}'.encode("utf-32"),
    "a mark": b'\xef\xbb\xbf{"items": [{"id": "baik", "title": "Baik"}]}',
    "two marks": b'\xef\xbb\xbf\xef\xbb\xbf{"items": []}',
    "rubbish after it": b'{"items": []} x',
    "a second document": b'{"items": []}{"items": []}',
    "a callback": b'callback({"items": []});',
    "a guard": b')]}\',\n{"items": []}',
    "items twice": b'{"items": [{"id": "a", "title": "a"}], "items": [{"id": "b", "title": "b"}]}',
    "items in items": b'{"items": [{"items": [{"items": [{"id": "a", "title": "a"}]}]}]}',
    "a hundred thousand opening braces": b"{" * 100_000,
    "a text only": b'"items"',
    "random bytes that begin like JSON": b"{" + bytes(range(256)) * 100,
}


def documents() -> Iterator[tuple[str, bytes]]:
    """(what it is, the document): more than 2,500 of them."""
    yield from WHOLE.items()
    for what, value in VALUES.items():
        yield f"{what}: alone", value
        yield f"{what}: as the items", b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + value + b"}"
        yield f"{what}: as an item", feed(value)
        for field in FIELDS:
            yield f"{what}: as {field}", feed(_item(field, value))
        for field in KIOSK_FIELDS:
            yield f"{what}: as _kiosk.{field}", feed(_item("_kiosk", b'{"%s": %s}' % (field.encode(), value)))


def feed(bad: bytes) -> bytes:
    """A feed with that between two good items."""
    after = GOOD.replace(b"baik", b"juga")
    return b'{"version": "https://jsonfeed.org/version/1.1", "items": [' + b", ".join((GOOD, bad, after)) + b"]}"


def _item(field: str, value: bytes) -> bytes:
    members = {"id": b'"x"', "title": b'"X"'} | {field: value}
    return b"{" + b", ".join(b'"%s": %s' % (name.encode(), member) for name, member in members.items()) + b"}"
