"""A line that is nothing but the number of a page, as letters and decrees print it: "2", "- 3 -", "Hal. 2 dari 5". Pure."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(r"[-–\s]*(?:hal(?:aman)?\.?\s*)?\d{1,3}(?:\s*(?:/|dari)\s*\d{1,3})?[-–\s]*", re.IGNORECASE)


def is_page_number(line: str) -> bool:
    """Return whether a line of a page's edge holds its number and nothing else."""
    return _PAGE_NUMBER.fullmatch(line) is not None
