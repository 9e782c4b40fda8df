"""The two halves of a clarification, for a row and for the voice: never a claim alone (DESIGN.md, "Verdict"). Pure."""

from __future__ import annotations

from content_cache.model.items import Clarification
from content_cache.text.findings import finding
from content_cache.text.sentence_ends import sentence_ends

_LONGEST = 200  # characters of a fact, in whole sentences: more belongs to the article


def claim_and_fact(item: Clarification) -> tuple[str, str]:
    """Return the claim of *item* and the finding about it.

    If the title is not the claim itself, it holds the finding. A feed without a separate claim has it within the
    title; then the first is "".
    """
    if item.claim and item.claim not in item.title:
        return item.claim, item.title
    first = finding(item.text, item.summary)
    ends = [*sentence_ends(first), len(first)]
    return item.claim, first[: max((end for end in ends if end <= _LONGEST), default=0)]
