"""Restrictions of the bounded child: prepared here by its parent, entered by `captive.serve` before it reads a stranger's byte.

Landlock leaves it the interpreter's libraries and what it is handed, to read; seccomp leaves it the system calls that reading
takes: no socket, no program, no process or thread, no signal, no file but to read. Neither can be taken back. A kernel may have
one, both or none: what is lacking leaves limits and deadline, and `kiosk check` says so.
"""

from __future__ import annotations

import functools
import importlib
import os
import socket
import stat
import struct
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Reading, time, memory: what Python and the decoders need once they run. All others answer ENOSYS, as if the kernel had none.
_CALLS = (
    "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "lseek", "close", "close_range", "dup", "dup2", "dup3",
    "fstat", "stat", "lstat", "newfstatat", "fstat64", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat",
    "getdents64", "getcwd", "ftruncate", "ftruncate64", "fadvise64",
    "mmap", "mmap2", "munmap", "mprotect", "mremap", "madvise", "brk", "membarrier",
    "futex", "futex_time64", "set_robust_list", "rseq", "sched_yield", "sched_getaffinity", "getcpu",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "clock_gettime", "clock_gettime64", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
    "getrandom", "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "sysinfo", "uname",
    "exit", "exit_group",
)  # fmt: skip
_OF_PROGRAMS = ("execve", "arch_prctl", "set_tid_address")  # what a program needs to begin
_CLONE_THREAD = 0x10000  # clone(2): a thread of this process, and no process
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-linux-armhf.so.3")
_ENOSYS = 38
_OF_FILES = (0x5451, 0x5450, 0x5401)  # FIOCLEX, FIONCLEX, TCGETS: what Python asks of each file that it opens
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache",
           "/etc/localtime", "/dev/null", "/dev/urandom")  # fmt: skip


# Landlock by its own system calls (landlock(7)): all that is needed of it is two of them, and the library for it is young.
_CREATE_RULESET, _ADD_RULE = 444, 445  # on every processor
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_FS_RIGHTS = {
    1: 13,
    2: 14,
    3: 15,
    5: 16,
}  # from which version of the interface on, and how many bits: all are forbidden
_TCP, _TCP_SINCE = 0b11, 4  # to bind and to connect
_SCOPES, _SCOPES_SINCE = 0b11, 6  # abstract sockets and signals


@contextmanager
def landlocked(readable: Iterable[Path | str], program: str = "") -> Iterator[int | None]:
    """Yield the descriptor of a Landlock ruleset, or None if the kernel has no Landlock.

    It allows only to read the libraries and *readable*, and to run one *program* with its loader. Missing paths are left
    out. Raises OSError.
    """
    version = _landlock_version()
    if version < 1:
        yield None
        return
    rights = (1 << max(bits for since, bits in _FS_RIGHTS.items() if since <= version)) - 1
    tcp, scopes = (_TCP if version >= _TCP_SINCE else 0), (_SCOPES if version >= _SCOPES_SINCE else 0)
    fields = 1 + (version >= _TCP_SINCE) + (version >= _SCOPES_SINCE)
    attributes = struct.pack("=3Q", rights, tcp, scopes)[: 8 * fields]
    rules = _landlock(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        os.set_inheritable(rules, False)
        for path in dict.fromkeys(map(str, (*_libraries(), *readable))):
            _allow_path(rules, path, _READ_FILE | _READ_DIR)
        for path in (program, *_LOADERS) if program else ():
            _allow_path(rules, path, _READ_FILE | _EXECUTE)
        yield rules
    finally:
        os.close(rules)


def _landlock_version() -> int:
    """Return the version of the kernel's Landlock interface, or 0."""
    try:
        return _landlock(_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def _allow_path(rules: int, path: str, rights: int) -> None:
    """Allow *rights* beneath a folder, or those that apply to a file on a file; a missing *path* is ignored. Raises OSError."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            rights &= ~_READ_DIR
        _landlock(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0)
    finally:
        os.close(opened)


def _landlock(call: int, *arguments: bytes | int | None) -> int:
    """Make a Landlock system call and return its result. Raises OSError."""
    import ctypes  # by whoever starts a child alone

    libc = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result: int = libc.syscall(ctypes.c_long(call), *given)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


@functools.cache
def syscall_filter(*, program: bool = False, threads: bool = False) -> bytes:
    """Return the bounded child's seccomp filter (seccomp(2): an array of struct sock_filter), or b"" without libseccomp.

    *program*: the child will become a program. *threads*: it may start threads.
    """
    if "\nSeccomp:" not in Path("/proc/self/status").read_text("ascii", "replace"):
        return b""  # the kernel
    library = seccomp()
    if library is None:
        return b""
    import fcntl

    rules = library.SyscallFilter(library.ERRNO(_ENOSYS))
    allow = functools.partial(_allow, rules, library.ALLOW)
    for name in (*_CALLS, *(_OF_PROGRAMS if program else ())):
        allow(name)
    reading = (library.MASKED_EQ, os.O_ACCMODE | os.O_CREAT | os.O_TRUNC, os.O_RDONLY)
    allow("open", library.Arg(1, *reading))
    allow("openat", library.Arg(2, *reading))
    if threads:  # clone3 has its flags in memory, where no filter looks: glibc takes clone where there is no clone3
        allow("clone", library.Arg(0, library.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    allow("prlimit64", library.Arg(2, library.EQ, 0))  # to ask, not to set
    allow("getrlimit")
    for request in _OF_FILES:
        allow("ioctl", library.Arg(1, library.EQ, request))
    for command in (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL):
        allow("fcntl", library.Arg(1, library.EQ, command))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def seccomp() -> Any:
    """Return the Python binding to libseccomp: Debian's own or pyseccomp; None without either."""
    for name in ("seccomp", "pyseccomp"):
        try:
            return importlib.import_module(name)
        except (ImportError, RuntimeError, OSError):  # pyseccomp looks for the library
            continue
    return None


def _allow(rules: Any, action: object, name: str, *arguments: object) -> None:
    try:
        rules.add_rule(action, name, *arguments)
    except (OSError, ValueError, RuntimeError):
        return  # no call of this processor's


def import_folders() -> list[str]:
    """Return the absolute folders in which this interpreter looks for modules, without the working directory."""
    return [str(Path(entry).absolute()) for entry in sys.path if entry]


def _libraries() -> Iterator[str]:
    """Yield the folders of the interpreter, its packages and the system's libraries."""
    yield from import_folders()
    yield from {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    yield from (f"{prefix}/lib" for prefix in {sys.prefix, sys.base_prefix})
    yield from _SYSTEM


def what_holds(readable: str) -> tuple[bool, bool]:
    """Return whether this bounded child is kept from reading the file *readable*, and from making a socket; for `kiosk check`."""
    try:
        Path(readable).read_bytes()
        apart = False
    except OSError:
        apart = True
    try:
        socket.socket(socket.AF_UNIX).close()
        mute = False
    except OSError:
        mute = True
    return apart, mute
