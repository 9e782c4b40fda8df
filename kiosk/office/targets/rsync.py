"""Target by rsync, the system's program: to its own server, or over SSH. It writes under temporary names and renames by itself."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from content_cache.http.messages import plain
from kiosk.office.targets.address import Address
from kiosk.office.targets.faults import CutError, TargetCode, TargetError
from kiosk.office.targets.place import CONNECT_S, FOLDERS, SILENT_S, Outgoing, RemoteFile
from kiosk.office.targets.secrets import Secrets

_LINE = re.compile(r"-\S+ +(?P<size>[\d,.]+) (?P<stamp>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (?P<name>.+)")
_CUT = (5, 10, 12, 30, 35, 255)  # rsync(1), "EXIT VALUES"; 255 is ssh's
_SAID = (
    (re.compile(r"HOST IDENTIFICATION HAS CHANGED|Host key verification failed", re.IGNORECASE), TargetCode.HOST_KEY),
    (re.compile(r"auth failed|Permission denied \(|Too many authentication", re.IGNORECASE), TargetCode.PASSWORD),
    (re.compile(r"no space left|quota exceeded", re.IGNORECASE), TargetCode.FULL),
    (re.compile(r"permission denied|read.only|Unknown module|not permitted", re.IGNORECASE), TargetCode.REFUSED),
)


class RsyncPlace:
    def __init__(self, address: Address, secrets: Secrets, known: Path) -> None:
        self._address, self._secrets, self._known = address, secrets, known
        self._program = shutil.which("rsync") or ""
        if not self._program:
            raise TargetError(TargetCode.PROGRAM, name="rsync")
        user = f"{address.user}@" if address.user else ""
        host = f"[{address.host}]" if ":" in address.host else address.host
        if address.scheme == "rsync":
            self._root = f"rsync://{user}{address.host_label}{address.path}/"
        else:
            self._root = f"{user}{host}:{address.path}/"
        self._options = ["--secluded-args", f"--timeout={SILENT_S:.0f}", "--no-human-readable"]
        self._options += self._by_ssh() if address.scheme == "rsync+ssh" else [f"--contimeout={CONNECT_S:.0f}"]

    def _by_ssh(self) -> list[str]:
        self._known.parent.mkdir(parents=True, exist_ok=True)
        words = [
            "ssh",
            "-oBatchMode=yes",
            "-oLogLevel=ERROR",
            "-oHashKnownHosts=no",
            f"-oConnectTimeout={CONNECT_S:.0f}",
            "-oStrictHostKeyChecking=accept-new",
        ]
        words += [f'-oUserKnownHostsFile="{self._known}"', "-oGlobalKnownHostsFile=/dev/null"]
        words += [f"-p{self._address.port}"] if self._address.port else []
        words += ["-oIdentitiesOnly=yes", f"-i{self._secrets.key}"] if self._secrets.key else []
        return [f"--rsh={shlex.join(words)}"]

    def entries(self) -> dict[str, RemoteFile]:
        found: dict[str, RemoteFile] = {}
        wanted = [f"--include=/{folder}/" for folder in FOLDERS if folder]
        told = self._run_rsync(
            ["--list-only", "--recursive", *wanted, "--exclude=/*/*/", "--exclude=/*/", self._root], missing=True
        )
        for line in told.splitlines():
            if row := _LINE.fullmatch(line):
                found[row["name"]] = RemoteFile(int(re.sub(r"\D", "", row["size"])), row["stamp"])
        return found

    def put(self, files: Sequence[Outgoing], sent: Callable[[Outgoing], None]) -> None:
        """Upload *files* in any order. Call once per file to order them."""
        if not files:
            return
        for one in files:
            one.content()
        folder = str(files[0].path).removesuffix(files[0].name)
        names = "\0".join(one.name for one in files)
        words = ["--files-from=-", "--from0", "--times", "--ignore-times", "--mkpath", "--chmod=F644,D755"]
        self._run_rsync([*words, folder, self._root], names)
        for one in files:
            sent(one)

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        with tempfile.TemporaryDirectory(prefix="kiosk-rsync-") as folder:
            words = ["--files-from=-", "--from0", "--ignore-missing-args", "--no-links"]
            self._run_rsync([*words, self._root, f"{folder}/"], "\0".join(names), missing=True)
            for name in names:
                if (path := Path(folder) / name).is_file():
                    yield name, path.read_bytes()

    def remove(self, names: Iterable[str]) -> None:
        if gone := "\0".join(names):
            with tempfile.TemporaryDirectory(prefix="kiosk-rsync-") as nothing:
                for folder in filter(None, FOLDERS):
                    (Path(nothing) / folder).mkdir()
                words = ["--files-from=-", "--from0", "--delete-missing-args", "--no-implied-dirs"]
                self._run_rsync([*words, f"{nothing}/", self._root], gone)

    def close(self) -> None:
        """Do nothing: no connection is open."""

    def _run_rsync(self, words: Sequence[str], given: str = "", *, missing: bool = False) -> str:
        password = {"RSYNC_PASSWORD": self._secrets.password} if self._secrets.password else {}
        done = subprocess.run(
            [self._program, *self._options, *words],
            input=given.encode(),
            capture_output=True,
            env=os.environ | {"LC_ALL": "C"} | password,
            check=False,
        )

        said = done.stderr.decode(errors="replace")
        if done.returncode and not (missing and "No such file" in said):
            raise self._fault(done.returncode, said)
        return done.stdout.decode(errors="replace")

    def _fault(self, code: int, said: str) -> TargetError:
        host, reason = (
            self._address.host_label,
            plain(self._secrets.hidden(said.strip().splitlines()[0] if said.strip() else "")),
        )
        for pattern, meant in _SAID:
            if pattern.search(said):
                details = {
                    TargetCode.HOST_KEY: {"pinned": "", "shown": "", "path": str(self._known)},
                    TargetCode.PASSWORD: {"user": self._address.user},
                    TargetCode.REFUSED: {"file": "", "reason": reason},
                }.get(meant, {})
                return TargetError(meant, host=host, **details)
        if code in _CUT or code < 0:
            return CutError(TargetCode.CUT, host=host, reason=reason)
        return TargetError(TargetCode.REFUSED, host=host, file="", reason=reason)
