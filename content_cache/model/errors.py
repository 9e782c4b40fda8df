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


class UnreachableError(FetchError):
    """Not even a connection: no line, no such name, nobody listening."""


class DeadlineError(FetchError):
    """The whole exchange, from looking up the name to the last byte, took longer than it may."""


class TooLargeError(FetchError):
    """More bytes than the cap, on the wire or unpacked."""


class AddressError(FetchError):
    """An address that may not be asked: not http(s), of this machine or the hall's own network, or less secure than before."""


class HttpStatusError(FetchError):
    """The host answered, but not with what was asked for. `retry_after` is in seconds, None where the host does not say."""

    def __init__(self, message: str, *, code: int, retry_after: float | None = None, source: str = "") -> None:
        super().__init__(message, source=source)
        self.code = code
        self.retry_after = retry_after


class GoneError(HttpStatusError):
    """410: the publisher says that this address will never answer again."""


class LoginNeededError(FetchError):
    """A captive portal answered in place of the host (511, or a page of another host)."""


class ClockError(FetchError):
    """The host's certificate does not hold at this machine's date: its clock is wrong, or the certificate has run out."""


class FormatError(CacheError, ValueError):
    """Bytes came, but they are not the feed that they should be."""


class HtmlPageError(FormatError):
    """A web page in place of a feed: a captive portal's login, or an address that is not the feed's."""


class SignatureError(CacheError, ValueError):
    """A signature is missing, wrong, or by a key that may not sign this."""


class StoreError(CacheError):
    """The store cannot be opened, read or written."""


class StoreFullError(StoreError):
    """There is no room on the disk, or no inode."""


class StoreReadOnlyError(StoreError):
    """The file system cannot be written."""


class StoreDiskError(StoreError):
    """The disk itself reports errors (EIO)."""


class StoreDamagedError(StoreError):
    """The file is no sound database; who opens it to write mends it."""


def _rebuild(cls: type[CacheError], args: tuple[object, ...], state: dict[str, object]) -> CacheError:
    error = cls.__new__(cls, *args)  # not __init__: each class has keyword arguments of its own
    error.args = args
    error.__dict__.update(state)
    return error
