"""What the bounded child may not do: prepared here by its parent, entered by `captive.serve` before a stranger's byte is read.

Landlock leaves it the interpreter's libraries and what it is handed, to read; seccomp leaves it the system calls that reading
takes: no socket, no program, no process or thread, no signal, no file but to read. Neither can be taken back. A kernel may have
one, both or none: what is lacking leaves limits and deadline, and `kiosk check` says so.
"""

from __future__ import annotations

import functools
import os
import socket
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-linux-armhf.so.3")
_ENOSYS = 38
_OF_FILES = (0x5451, 0x5450, 0x5401)  # FIOCLEX, FIONCLEX, TCGETS: what Python asks of each file that it opens
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache",
           "/etc/localtime", "/dev/null", "/dev/urandom")  # fmt: skip


@contextmanager
def landlocked(readable: Iterable[Path | str], program: str = "") -> Iterator[int | None]:
    """The descriptor of a Landlock ruleset that leaves nothing but to read the libraries and `readable`, and to run one `program`
    with the loader that it needs; None without Landlock.

    Of a path that is not there nothing can be read.
    """
    from landlockpy import AccessFS, LandlockError, Ruleset, Scope  # by whoever starts a child alone

    try:
        rules = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
    except LandlockError:
        yield None
        return
    with rules:
        for path in dict.fromkeys(map(str, (*_libraries(), *readable))):
            try:
                is_folder = Path(path).is_dir()
                rules.allow_path(path, AccessFS.READ_FILE | AccessFS.READ_DIR if is_folder else AccessFS.READ_FILE)
            except FileNotFoundError:
                continue
        for path in (program, *_LOADERS) if program else ():
            if Path(path).is_file():
                rules.allow_path(path, AccessFS.READ_FILE | AccessFS.EXECUTE)
        yield rules.fileno()


@functools.cache
def syscall_filter(*, program: bool = False) -> bytes:
    """The seccomp filter (seccomp(2): an array of struct sock_filter) of the bounded child, or of one that becomes a program; b""
    where this machine has none."""
    if "\nSeccomp:" not in Path("/proc/self/status").read_text("ascii", "replace"):
        return b""  # the kernel
    try:
        import fcntl

        import pyseccomp  # loads libseccomp
    except (ImportError, RuntimeError, OSError):
        return b""
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(_ENOSYS))
    for name in (*_CALLS, *(_OF_PROGRAMS if program else ())):
        _allow(rules, name)
    reading = (pyseccomp.MASKED_EQ, os.O_ACCMODE | os.O_CREAT | os.O_TRUNC, os.O_RDONLY)
    _allow(rules, "open", pyseccomp.Arg(1, *reading))
    _allow(rules, "openat", pyseccomp.Arg(2, *reading))
    _allow(rules, "prlimit64", pyseccomp.Arg(2, pyseccomp.EQ, 0))  # to ask, not to set
    _allow(rules, "getrlimit")
    for request in _OF_FILES:
        _allow(rules, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, request))
    for command in (fcntl.F_DUPFD, fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL):
        _allow(rules, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _allow(rules: object, name: str, *arguments: object) -> None:
    import pyseccomp

    try:
        rules.add_rule(pyseccomp.ALLOW, name, *arguments)  # type: ignore[attr-defined]  # it carries no types
    except (OSError, ValueError, RuntimeError):
        return  # no call of this processor's


def import_folders() -> list[str]:
    """Where this interpreter looks for modules, as whole paths; not where it happens to stand."""
    return [str(Path(entry).absolute()) for entry in sys.path if entry]


def _libraries() -> Iterator[str]:
    """Where the interpreter and its packages lie."""
    yield from import_folders()
    yield from {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    yield from (f"{prefix}/lib" for prefix in {sys.prefix, sys.base_prefix})
    yield from _SYSTEM


def what_holds(readable: str) -> tuple[bool, bool]:
    """In the bounded child, for `kiosk check`: whether it is kept from a file that anybody may read, and from making a socket."""
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
