"""What can go wrong between a feed and the store. Each error names its source, so that a line told to a person can."""


class CacheError(Exception):
    """Base of all errors of the content cache.

    `source` is the name of the source as the settings give it, or "" where none is concerned.
    """

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(message)
        self.source = source

    def __str__(self) -> str:
        message = super().__str__()
        return f"{self.source}: {message}" if self.source else message

    def __reduce__(self) -> tuple[object, ...]:
        # errors travel from the bounded child to the refresher: keyword arguments must survive pickling
        return (_rebuild, (type(self), self.args, self.__dict__))


class FetchError(CacheError, OSError):
    """The bytes could not be had: no line, a refusing host, a deadline, too many bytes."""


class FormatError(CacheError, ValueError):
    """Bytes came, but they are not the feed that they should be."""


class SignatureError(CacheError, ValueError):
    """A signature is missing, wrong, or by a key that may not sign this."""


class StoreError(CacheError):
    """The store cannot be opened, read or written."""


def _rebuild(cls: type[CacheError], args: tuple[object, ...], state: dict[str, object]) -> CacheError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
