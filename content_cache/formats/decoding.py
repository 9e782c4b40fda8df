"""Bytes -> text, whatever the publisher's server says or keeps to itself about the encoding."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
# Single-byte families that feeds really use. Others ("unicode_escape", "punycode") are traps, or not text at all.
_TRUSTED = re.compile(r"(?:iso-?8859-?|latin-?|windows-125|cp-?125)\d{1,2}|koi8-?[ru]", re.IGNORECASE)
_LATIN1 = re.compile(r"(?:iso-?8859-?1|latin-?1)", re.IGNORECASE)


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a feed's bytes: by the byte order mark, else as UTF-8, else as declared in *body* or *content_type*.

    UTF-8 is tried before any declaration: it hardly ever fits by chance, and servers declare wrongly. Without a declaration
    stray bytes are read as Windows-1252. Half a character at a cut-off end is left out. Never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").lstrip("\ufeff")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(body)  # not final: half a character at the end is no error
    except UnicodeDecodeError:
        name = _declared(body, content_type)
    if name:
        return body.decode(name, "replace")
    # one bad byte must not turn the accents of a whole feed into rubbish: only what is not UTF-8 is read otherwise
    stray = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
    return body.decode("utf-8", "surrogateescape").translate(stray)


def _declared(body: bytes, content_type: str) -> str:
    """Return the single-byte encoding that the XML declaration or *content_type* names, or "" for none or for an untrusted
    name."""
    in_xml = _DECLARED.search(body[:2_000])
    in_header = _CHARSET.search(content_type)
    for name in (in_xml[1].decode("ascii") if in_xml else "", in_header[1] if in_header else ""):
        if _LATIN1.fullmatch(name):
            return "cp1252"  # as all browsers read it (WHATWG Encoding)
        if _TRUSTED.fullmatch(name):
            try:
                return codecs.lookup(name).name
            except LookupError:  # "iso-8859-99"
                continue
    return ""
