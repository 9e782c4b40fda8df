"""What a page of the desk answers where something cannot be done: itself, with the fault and all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import abort, make_response
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.office.base.faults import OfficeError


@contextmanager
def faults_shown(page: Callable[[Problem], AnyResponse | str]) -> Iterator[None]:
    """Answer the request with *page* of the fault where the block raises OfficeError."""
    try:
        yield
    except OfficeError as error:
        abort(make_response(page(error.problem)))
