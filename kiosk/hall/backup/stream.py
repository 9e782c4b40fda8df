"""Encrypted stream of a backup: libsodium's secretstream (XChaCha20-Poly1305) in pieces of 64 KiB, the last one marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from kiosk.hall.backup.faults import BackupCode, BackupError

PIECE = 1 << 16


class SealedWriter:
    """Writer of a stream into *out*, encrypted with *key*; *head* is bound to its first piece. `close` writes the last one."""

    def __init__(self, out: BinaryIO, key: bytes, head: bytes) -> None:
        from nacl import bindings

        self._out = out
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._bound: bytes | None = head
        self._waiting = bytearray()
        out.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def write(self, content: bytes) -> None:
        """Encrypt *content* in pieces and write them. Raise OSError."""
        self._waiting += content
        while len(self._waiting) > PIECE:  # the last piece is never empty
            self._push(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Write the last piece, which ends the stream. Raise OSError."""
        self._push(bytes(self._waiting), last=True)

    def _push(self, piece: bytes, *, last: bool) -> None:
        from nacl import bindings

        tag = (
            bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            if last
            else bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
        )
        self._out.write(bindings.crypto_secretstream_xchacha20poly1305_push(self._state, piece, self._bound, tag))
        self._bound = None


class SealedReader:
    """Reader of a stream that SealedWriter wrote. Its content is authenticated.

    *progress* is called with the bytes of the stream read so far."""

    def __init__(
        self, file: BinaryIO, key: bytes, head: bytes, progress: Callable[[int], None] = lambda _done: None
    ) -> None:
        """Read the header of the stream. Raise BackupError if it is cut off."""
        from nacl import bindings

        self._file = file
        self._progress, self._done = progress, 0
        self._bound: bytes | None = head
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._ready, self._ended = bytearray(), False
        begin = file.read(bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
        if len(begin) != bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES:
            raise BackupError(BackupCode.DAMAGED)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(self._state, begin, key)

    def read(self, size: int) -> bytes:
        """Return *size* decrypted bytes. Raise BackupError where there are fewer, OSError."""
        while len(self._ready) < size:
            if self._ended:
                raise BackupError(BackupCode.DAMAGED)
            self._pull()
        content = bytes(self._ready[:size])
        del self._ready[:size]
        return content

    def check_end(self) -> None:
        """Check that the stream ends here. Raise BackupError if anything follows."""
        while not self._ended:
            self._pull()
        if self._ready or self._file.read(1):
            raise BackupError(BackupCode.DAMAGED)

    def _pull(self) -> None:
        from nacl import bindings
        from nacl.exceptions import CryptoError

        piece = self._file.read(PIECE + bindings.crypto_secretstream_xchacha20poly1305_ABYTES)
        try:
            content, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(self._state, piece, self._bound)
        except (CryptoError, ValueError) as error:
            raise BackupError(BackupCode.DAMAGED) from error
        self._bound = None
        self._done += len(piece)
        self._progress(self._done)
        self._ready += content
        self._ended = tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
