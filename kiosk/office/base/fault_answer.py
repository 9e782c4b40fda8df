"""Answer of a page where something cannot be done: the page itself, with the fault and all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import abort, make_response
from werkzeug.wrappers.response import Response as AnyResponse

from content_cache.model.problems import Problem
from kiosk.office.base.faults import OfficeError


@contextmanager
def faults_shown(page: Callable[[Problem], AnyResponse | str]) -> Iterator[None]:
    """Run the block. Where it raises OfficeError, end the request with *page*, called with the error's problem."""
    try:
        yield
    except OfficeError as error:
        abort(make_response(page(error.problem)))
