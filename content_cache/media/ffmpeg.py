"""FFmpeg, by PyAV: the extra `films`, which a bare distribution has not (THIRD-PARTY.md says why)."""

from __future__ import annotations

from content_cache.model.errors import Code, FormatError


def check_installed() -> None:
    """Raise FormatError if PyAV is not installed. Call it before importing PyAV."""
    try:
        import av  # noqa: F401
    except ImportError as error:
        raise FormatError(Code.FILMS_NOT_INSTALLED) from error
