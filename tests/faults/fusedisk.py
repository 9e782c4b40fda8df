"""A disk with a volatile write cache, as one file `disk` of a FUSE mount that ext4 is loop-mounted from:

    python -m tests.faults.fusedisk MOUNTPOINT MEGABYTES [lying]

What was written is safe once it was flushed (fsync); a power cut leaves what was flushed and a random part of the sectors that
were not, in any order. A "lying" disk promises to flush and does not: the control. It takes commands on its standard input, a
line each, and answers with a line:

    cut PATH [now]   write to PATH what a power cut at one of the next writes leaves (or at this moment)
    fail COUNT       answer the next COUNT writes and flushes with EIO
    quit

It speaks the kernel's protocol itself (linux/fuse.h, 7.31): no library is needed, only root and /dev/fuse.
"""

from __future__ import annotations

import ctypes
import errno
import os
import random
import select
import stat
import struct
import sys
from enum import IntEnum
from pathlib import Path

SECTOR = 512
_MOST_WRITE = 1 << 17
_ROOT, _DISK = 1, 2
_BIG_WRITES = 1 << 5
_FOR_EVER = 1 << 31
SHARES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)  # of the unflushed sectors, what a cut lets through
WRITES_UNTIL_CUT = 20


class Op(IntEnum):
    """The requests of the kernel that are answered (enum fuse_opcode)."""

    LOOKUP = 1
    FORGET = 2
    GETATTR = 3
    SETATTR = 4
    OPEN = 14
    READ = 15
    WRITE = 16
    STATFS = 17
    RELEASE = 18
    FSYNC = 20
    FLUSH = 25
    INIT = 26
    OPENDIR = 27
    RELEASEDIR = 29
    ACCESS = 34
    INTERRUPT = 36
    DESTROY = 38
    BATCH_FORGET = 42


class Disk:
    """The two images, `seen` by who reads and `safe` from a power cut, and what lies between them."""

    def __init__(self, size: int, *, lying: bool) -> None:
        self.size = size
        self.seen = bytearray(size)
        self.safe = bytearray(size)
        self.waiting: list[tuple[int, bytes]] = []
        self.lying = lying
        self.to_fail = 0
        self.cut_to: Path | None = None
        self.writes_left = 0
        self._chance = random.Random(1)

    def write(self, offset: int, data: bytes) -> None:
        self.seen[offset : offset + len(data)] = data
        self.waiting.append((offset, data))
        if self.cut_to is not None:
            self.writes_left -= 1
            if self.writes_left <= 0:
                self.cut()

    def flush(self) -> None:
        if not self.lying:
            for offset, data in self.waiting:
                self.safe[offset : offset + len(data)] = data
            self.waiting.clear()

    def arm(self, path: Path, *, now: bool) -> None:
        self.cut_to = path
        self.writes_left = self._chance.randrange(1, WRITES_UNTIL_CUT)
        if now:
            self.cut()

    def cut(self) -> None:
        """Write the image that a power cut leaves now."""
        assert self.cut_to is not None
        image = bytearray(self.safe)
        share = self._chance.choice(SHARES)
        sectors = [
            (offset + at, data[at : at + SECTOR])
            for offset, data in self.waiting
            for at in range(0, len(data), SECTOR)
            if self._chance.random() < share
        ]
        self._chance.shuffle(sectors)
        for offset, data in sectors:
            image[offset : offset + len(data)] = data
        self.cut_to.write_bytes(image)
        self.cut_to = None
        print(f"cut {len(self.waiting)}", flush=True)


class Server:
    """Answers the kernel, one request after another, and the commands between them."""

    def __init__(self, mountpoint: Path, disk: Disk) -> None:
        self._disk = disk
        self._device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
        options = f"fd={self._device},rootmode=40000,user_id=0,group_id=0"
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"disk", os.fsencode(mountpoint), b"fuse", 6, options.encode()):  # MS_NOSUID | MS_NODEV
            raise OSError(ctypes.get_errno(), f"{mountpoint} cannot be mounted")

    def serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._device, 0], [], [])
            if 0 in ready and not self._command():
                return
            if self._device in ready:
                try:
                    request = os.read(self._device, _MOST_WRITE + 4096)
                except OSError as error:
                    if error.errno == errno.ENODEV:  # unmounted
                        return
                    continue
                self._answer(request)

    def _command(self) -> bool:
        match os.read(0, 4096).decode().split():
            case ["cut", path, *now]:
                self._disk.arm(Path(path), now=bool(now))
            case ["fail", count]:
                self._disk.to_fail = int(count)
                print("fail", flush=True)
            case _:
                return False
        return True

    def _answer(self, request: bytes) -> None:
        _, opcode, unique, node, *_ = struct.unpack_from("<IIQQIIII", request)
        if opcode in (Op.FORGET, Op.BATCH_FORGET, Op.INTERRUPT):
            return  # no answer is wanted
        try:
            payload, code = self._do(opcode, node, request[40:]), 0
        except OSError as error:
            payload, code = b"", -(error.errno or errno.EIO)
        os.write(self._device, struct.pack("<IiQ", 16 + len(payload), code, unique) + payload)

    def _do(self, opcode: int, node: int, body: bytes) -> bytes:
        match opcode:
            case Op.INIT:
                _, minor, readahead, _ = struct.unpack_from("<IIII", body)
                answer = (7, min(minor, 31), readahead, _BIG_WRITES, 16, 12, _MOST_WRITE, 1, _MOST_WRITE // 4096, 0)
                return struct.pack("<IIIIHHIIHH", *answer) + bytes(32)
            case Op.LOOKUP:
                if body.rstrip(b"\0") != b"disk":
                    raise OSError(errno.ENOENT, "no such file")
                return struct.pack("<QQQQII", _DISK, 0, _FOR_EVER, _FOR_EVER, 0, 0) + self._attributes(_DISK)
            case Op.GETATTR | Op.SETATTR:
                return struct.pack("<QII", _FOR_EVER, 0, 0) + self._attributes(node)
            case Op.OPEN | Op.OPENDIR:
                return struct.pack("<QII", 0, 0, 0)
            case Op.READ | Op.WRITE | Op.FSYNC:
                return self._do_to_disk(opcode, body)
            case Op.STATFS:
                return struct.pack("<QQQQQIIII", 1 << 20, 1 << 20, 1 << 20, 9, 9, 4096, 255, 4096, 0) + bytes(24)
            case Op.RELEASE | Op.FLUSH | Op.RELEASEDIR | Op.ACCESS | Op.DESTROY:
                return b""
        raise OSError(errno.ENOSYS, "not of this disk")

    def _do_to_disk(self, opcode: int, body: bytes) -> bytes:
        if opcode == Op.READ:
            _, offset, size = struct.unpack_from("<QQI", body)
            return bytes(self._disk.seen[offset : offset + size])
        self._perhaps_fail()
        if opcode == Op.FSYNC:
            self._disk.flush()
            return b""
        _, offset, size = struct.unpack_from("<QQI", body)
        self._disk.write(offset, body[40 : 40 + size])
        return struct.pack("<II", size, 0)

    def _perhaps_fail(self) -> None:
        if self._disk.to_fail > 0:
            self._disk.to_fail -= 1
            raise OSError(errno.EIO, "told to fail")

    def _attributes(self, node: int) -> bytes:
        size, mode = (self._disk.size, stat.S_IFREG | 0o600) if node == _DISK else (0, stat.S_IFDIR | 0o755)
        return struct.pack("<QQQQQQIIIIIIIIII", node, size, size // 512, *[0] * 6, mode, 1, 0, 0, 0, 4096, 0)


if __name__ == "__main__":
    server = Server(Path(sys.argv[1]), Disk(int(sys.argv[2]) << 20, lying="lying" in sys.argv))
    print("ready", flush=True)
    server.serve()
