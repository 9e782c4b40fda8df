"""A reader that was taken over: code that runs inside the bounded child and tries what an attacker would.

    python -m tests.hostile.captive

Prints each attempt with what came of it in a bounded child, and in a process that nothing holds: what succeeds in neither
proves nothing here. Exit status 1 when one succeeds in the child.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import mmap
import os
import platform
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from content_cache.jobs.sandbox import run_bounded
from content_cache.jobs.starter import Starter
from content_cache.model.errors import CacheError

SECONDS = 3.0
ATTEMPTS: dict[str, Callable[[Target], str]] = {}
_MOST = 100_000_000  # bytes of one file that a reader may write
_NUMBERS = {  # of system calls without a function of their own
    "x86_64": {"io_uring_setup": 425, "bpf": 321, "userfaultfd": 323, "add_key": 248, "perf_event_open": 298, "clone3": 435},
    "aarch64": {"io_uring_setup": 425, "bpf": 280, "userfaultfd": 282, "add_key": 217, "perf_event_open": 241, "clone3": 435},
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """What lies around the reader: a data folder with store and settings, a server, a parent."""

    folder: str
    port: int
    parent: int
    draft: int = -1

    @property
    def store(self) -> Path:
        return Path(self.folder, "content.sqlite")

    @property
    def settings(self) -> Path:
        return Path(self.folder, "kiosk.toml")


def attempt(name: str) -> Callable[[Callable[[Target], str]], Callable[[Target], str]]:
    """An attempt returns what it got; that it raises, or dies, is its failure."""

    def named(function: Callable[[Target], str]) -> Callable[[Target], str]:
        ATTEMPTS[name] = function
        return function

    return named


def libc(name: str, *arguments: object) -> str:
    library = ctypes.CDLL(None, use_errno=True)
    result: int = getattr(library, name)(*arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return f"{name} gave {result}"


def raw(name: str, *arguments: object) -> str:
    return libc("syscall", _NUMBERS[platform.machine()][name], *arguments)


# --- sockets


@attempt("connect by TCP, IPv4")
def tcp4(target: Target) -> str:
    with socket.create_connection(("127.0.0.1", target.port), 2):
        return "connected"


@attempt("connect by TCP, IPv6")
def tcp6(target: Target) -> str:
    with socket.socket(socket.AF_INET6) as sock:
        return f"a socket {sock.fileno()} for {target.port}"


@attempt("send by UDP")
def udp(target: Target) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        return f"sent {sock.sendto(b'x', ('127.0.0.1', target.port))}"


@attempt("connect to a socket in the file system")
def unix(target: Target) -> str:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(f"{target.folder}/sock")
        return "connected"


@attempt("connect to an abstract socket")
def abstract(target: Target) -> str:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(f"\0{target.folder}")
        return "connected"


@attempt("ask the kernel by netlink")
def netlink(_: Target) -> str:
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW) as sock:
        return f"a socket {sock.fileno()}"


@attempt("read all packets")
def packet(_: Target) -> str:
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sock:
        return f"a socket {sock.fileno()}"


@attempt("two sockets joined")
def pair(_: Target) -> str:
    for sock in socket.socketpair():
        sock.close()
    return "made"


@attempt("system calls by io_uring")
def io_uring(_: Target) -> str:
    return raw("io_uring_setup", 4, ctypes.create_string_buffer(120))


# --- programs and processes


@attempt("become a shell")
def execute(_: Target) -> str:
    os.execv("/bin/true", ["true"])  # noqa: S606 - it never returns: its own exit status tells


@attempt("start a program")
def program(_: Target) -> str:
    return f"exit status {subprocess.run(['true'], check=False).returncode}"


@attempt("run a program from memory")
def from_memory(_: Target) -> str:
    with os.fdopen(os.memfd_create("program"), "wb") as file:
        file.write(Path("/bin/true").read_bytes())
        file.flush()
        pid = os.fork()
        if pid == 0:
            os.execve(file.fileno(), ["true"], {})  # noqa: S606
        return f"exit status {os.waitpid(pid, 0)[1]}"


@attempt("fork")
def fork(_: Target) -> str:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return f"process {pid}"


@attempt("a fork bomb")
def bomb(_: Target) -> str:
    pids = []
    with suppress(OSError):
        for _number in range(20):  # enough to tell
            pids.append(os.fork())
            if pids[-1] == 0:
                time.sleep(0.2)
                os._exit(0)
    for pid in pids:
        os.waitpid(pid, 0)
    if not pids:
        raise OSError("not one")
    return f"{len(pids)} processes"


@attempt("fork by clone3")
def clone3(_: Target) -> str:
    arguments = (ctypes.c_uint64 * 11)()
    arguments[4] = signal.SIGCHLD
    got = raw("clone3", arguments, ctypes.sizeof(arguments))
    if got.endswith(" 0"):
        os._exit(0)
    return got


@attempt("a thread")
def thread(_: Target) -> str:
    started = threading.Thread(target=time.sleep, args=(0,))
    started.start()
    return f"thread {started.ident}"


@attempt("become a daemon")
def daemon(_: Target) -> str:
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os._exit(0)
    os.waitpid(pid, 0)
    return "left the session"


@attempt("leave the process group")
def session(_: Target) -> str:
    with suppress(PermissionError):
        os.setsid()
        return "left the session"
    os.setpgid(0, os.getppid())
    return "left the group"


@attempt("signal the parent")
def signal_parent(target: Target) -> str:
    os.kill(target.parent, 0)
    return "may"


@attempt("signal everybody")
def signal_all(_: Target) -> str:
    os.kill(-1, 0)  # asks only whether it may
    return "may"


@attempt("signal by a descriptor")
def signal_by_descriptor(target: Target) -> str:
    signal.pidfd_send_signal(os.pidfd_open(target.parent), 0)
    return "may"


@attempt("trace the parent")
def trace(target: Target) -> str:
    return libc("ptrace", 0x4206, target.parent, 0, 0)  # PTRACE_SEIZE: it does not stop, and ends with the tracer


@attempt("read the parent's memory")
def memory_of_parent(target: Target) -> str:
    start = first_address(target)
    with Path(f"/proc/{target.parent}/mem").open("rb", buffering=0) as memory:
        memory.seek(start)
        return f"{len(memory.read(16))} bytes"


@attempt("read the parent's memory by a call")
def memory_by_call(target: Target) -> str:
    class Span(ctypes.Structure):
        _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))

    into = ctypes.create_string_buffer(8)
    here = Span(ctypes.addressof(into), 8)
    return libc(
        "process_vm_readv", target.parent, ctypes.byref(here), 1, ctypes.byref(Span(first_address(target), 8)), 1, 0
    )


def first_address(target: Target) -> int:
    with suppress(OSError), Path(f"/proc/{target.parent}/maps").open() as maps:
        return int(maps.readline().partition("-")[0], 16)
    return 0x400000


@attempt("write to its own memory by a file")
def own_memory(_: Target) -> str:
    place = ctypes.create_string_buffer(b"before")
    with Path("/proc/self/mem").open("r+b", buffering=0) as memory:
        memory.seek(ctypes.addressof(place))
        memory.write(b"after!")
    return place.value.decode()


@attempt("read the parent's environment")
def environment(target: Target) -> str:
    return f"{len(Path(f'/proc/{target.parent}/environ').read_bytes())} bytes"


# --- files


@attempt("read the store")
def read_store(target: Target) -> str:
    return f"{len(target.store.read_bytes())} bytes"


@attempt("write the store")
def write_store(target: Target) -> str:
    with contextlib.closing(sqlite3.connect(target.store)) as store:
        store.execute("CREATE TABLE taken(over)")
    return "a table more"


@attempt("read the settings")
def read_settings(target: Target) -> str:
    return f"{len(target.settings.read_bytes())} bytes"


@attempt("read the machine's accounts")
def accounts(_: Target) -> str:
    return f"{len(Path('/etc/passwd').read_bytes())} bytes"


@attempt("list the data folder")
def listing(target: Target) -> str:
    return f"{len(list(Path(target.folder).iterdir()))} names"


@attempt("write a request to root")
def request(target: Target) -> str:
    return f"{Path(target.folder, 'request').write_text('reboot')} bytes"


@attempt("write a file for everybody")
def temporary(_: Target) -> str:
    for folder in ("/tmp", "/dev/shm", "/var/tmp"):  # noqa: S108
        with suppress(OSError), tempfile.NamedTemporaryFile(dir=folder) as file:
            return file.name
    raise OSError("nowhere")


@attempt("a file that no folder names")
def unnamed(target: Target) -> str:
    os.close(os.open(target.folder, os.O_TMPFILE | os.O_RDWR))
    return "made"


@attempt("delete the store")
def delete(target: Target) -> str:
    target.store.unlink()
    return "gone"


@attempt("put another file in the store's place")
def replace(target: Target) -> str:
    target.settings.rename(target.store)
    return "replaced"


@attempt("cut the store off")
def truncate(target: Target) -> str:
    os.truncate(target.store, 0)
    return "cut"


@attempt("lay a link")
def link(target: Target) -> str:
    with suppress(OSError):
        Path(target.folder, "link").symlink_to("/etc/shadow")
        return "a symbolic one"
    os.link(target.store, f"{target.folder}/link")
    return "a hard one"


@attempt("make a device or a pipe")
def device(target: Target) -> str:
    os.mkfifo(f"{target.folder}/pipe")
    return "a pipe"


@attempt("change rights of the store")
def rights(target: Target) -> str:
    target.store.chmod(0o777)
    return oct(target.store.stat().st_mode)


@attempt("watch the data folder")
def watch(target: Target) -> str:
    descriptor = ctypes.CDLL(None, use_errno=True).inotify_init1(0)
    return libc("inotify_add_watch", descriptor, target.folder.encode(), 0xFFF)


@attempt("fill the disk by its draft")
def fill(target: Target) -> str:
    block = bytes(1 << 20)
    written = 0
    while written <= _MOST:
        written += os.pwrite(target.draft, block, written)
    return f"{written} bytes"


@attempt("fill the memory by files in it")
def fill_memory(_: Target) -> str:
    held = [os.memfd_create(str(number)) for number in range(3)]
    for descriptor in held:
        os.pwrite(descriptor, bytes(1 << 20), _MOST // 2)
    return f"{len(held)} files"


@attempt("use what the parent had open")
def inherited(target: Target) -> str:
    """Beside the draft there are the task, the answer and the null device."""
    found = []
    for number in range(256):
        with suppress(OSError):
            kind = os.fstat(number).st_mode
            if number != target.draft and (stat.S_ISSOCK(kind) or stat.S_ISDIR(kind) or stat.S_ISFIFO(kind)):
                found.append(number)
    if not found:
        raise OSError("nothing")
    return f"descriptors {found}"


# --- limits and rights


@attempt("raise its own limits")
def limits(_: Target) -> str:
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        soft, hard = resource.getrlimit(kind)
        for wanted in ((hard, hard), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)):
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, wanted)
                if wanted[0] != soft or soft == resource.RLIM_INFINITY:
                    return f"limit {kind} to {wanted[0]}"
    raise OSError("none")


@attempt("change the parent's limits")
def limits_of_parent(target: Target) -> str:
    resource.prlimit(target.parent, resource.RLIMIT_NOFILE, resource.prlimit(target.parent, resource.RLIMIT_NOFILE))
    return "changed"


@attempt("more memory than it may")
def memory(_: Target) -> str:
    return f"{len(bytearray(600_000_000))} bytes"


@attempt("go on beyond its deadline")
def deadline(_: Target) -> str:
    with suppress(OSError):
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
    end = time.monotonic() + SECONDS + 2
    while time.monotonic() < end:
        pass
    return "went on"


@attempt("take the locks off again")
def unlock(_: Target) -> str:
    libc("prctl", 36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: it holds what it starts beyond its own end
    return "changed itself"


@attempt("a name space of its own")
def namespace(_: Target) -> str:
    return libc("unshare", 0x10000000)  # CLONE_NEWUSER


@attempt("another root folder")
def root(target: Target) -> str:
    os.chroot(target.folder)
    return "changed"


@attempt("become another user")
def user(_: Target) -> str:
    os.setresuid(65534, 65534, 65534)
    return "changed"


@attempt("go first")
def nice(_: Target) -> str:
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0))
    return "may"


@attempt("set the clock")
def clock(_: Target) -> str:
    time.clock_settime(time.CLOCK_REALTIME, time.time())
    return "set"


@attempt("a program in the kernel (bpf)")
def bpf(_: Target) -> str:
    return raw("bpf", 0, (ctypes.c_uint32 * 18)(2, 4, 4, 1), 72)


@attempt("handle its own page faults")
def faults(_: Target) -> str:
    return raw("userfaultfd", 1)


@attempt("a key in the kernel")
def key(_: Target) -> str:
    return raw("add_key", b"user", b"kiosk", b"x", 1, -2)


@attempt("count the machine's work")
def perf(_: Target) -> str:
    return raw("perf_event_open", (ctypes.c_uint32 * 32)(1, 128), 0, -1, -1, 0)


@attempt("memory that processes share")
def shared(_: Target) -> str:
    return libc("shmget", 0, 4096, 0o1600)


@attempt("type into a terminal")
def terminal(_: Target) -> str:
    mine, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, bytes(8))
    return f"terminal {mine}"


@attempt("system calls of another processor")
def foreign_calls(_: Target) -> str:
    """32-bit ones, which a filter for 64 bits does not know: getpid by `int 0x80`."""
    if platform.machine() != "x86_64":
        raise OSError("this processor has none")
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    pid = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    if pid != os.getpid():
        raise OSError("the kernel has none")
    return f"process {pid}"


# --- trying


@contextmanager
def surroundings() -> Iterator[Target]:
    """A data folder, and servers that would be reached."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        Path(folder, "kiosk.toml").write_text("[place]\n")
        with contextlib.closing(sqlite3.connect(Path(folder, "content.sqlite"))) as store:
            store.execute("CREATE TABLE items(id)")
        ear = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        for address in (f"{folder}/sock", f"\0{folder}"):
            sock = stack.enter_context(socket.socket(socket.AF_UNIX))
            sock.bind(address)
            sock.listen()
        yield Target(folder=folder, port=ear.getsockname()[1], parent=os.getpid())


def in_child(name: str, target: Target, starter: Starter | None = None) -> tuple[bool, str]:
    """Whether it succeeded in a bounded child, and what was told."""
    before = traces(target)
    with tempfile.TemporaryFile() as draft:
        given = Target(target.folder, target.port, target.parent, draft.fileno())
        try:
            got = run_bounded(ATTEMPTS[name], given, deadline=SECONDS, handed=(draft.fileno(),), starter=starter)
        except CacheError as error:
            ending = error.problem.details.get("ending")
            if ending == "exit status 0":  # what it became went on
                return True, "became another program"
            assert ending != "exit status 1", f"{name} was never tried"
            told = str(error.problem.details.get("reason") or error.problem)
            return traces(target) != before, told
    return True, got


def freely(name: str) -> tuple[bool, str]:
    """The same in a process that nothing holds, on a folder of its own."""
    with surroundings() as target:
        command = [sys.executable, "-m", "tests.hostile.captive", name, json.dumps(asdict(target))]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        except subprocess.TimeoutExpired:
            return False, "it did not end"
        if done.returncode == 0:
            return True, done.stdout.strip() or "became another program"
        return False, done.stderr.strip().rpartition("\n")[2]


def traces(target: Target) -> object:
    """Return name, mode and content of each file in the target's folder, which an attempt could have changed."""
    folder = Path(target.folder)
    return sorted(
        (path.name, path.lstat().st_mode, path.read_bytes() if path.is_file() else b"") for path in folder.iterdir()
    )


def try_freely(name: str, values: str) -> None:
    """In the process that nothing holds."""
    with tempfile.TemporaryFile() as draft:
        target = Target(**json.loads(values) | {"draft": draft.fileno()})
        print(ATTEMPTS[name](target), flush=True)


def main() -> int:
    succeeded = 0
    width = shutil.get_terminal_size((120, 24)).columns
    print(f"{'attempt':40} {'in the child':12} {'free':6} what the child was told")
    for name in ATTEMPTS:
        with surroundings() as target:
            held, told = in_child(name, target)
        free, _ = freely(name)
        succeeded += held
        print(
            f"{name:40} {'SUCCEEDED' if held else 'held':12} {'works' if free else 'no':6} {told}"[:width], flush=True
        )
    print(f"{len(ATTEMPTS)} attempts, {succeeded} succeeded")
    return 1 if succeeded else 0


if __name__ == "__main__":
    from tests.hostile import captive  # a child finds its functions by this name, and none in __main__

    if len(sys.argv) == 3:
        captive.try_freely(*sys.argv[1:])
    else:
        sys.exit(captive.main())
