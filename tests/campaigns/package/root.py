"""A bare Debian 13 in a folder, and commands in it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

_KEPT = (
    "proc",
    "sys",
    "dev",
    "run",
    "tmp",
    "src",
    "var/cache",
    "var/log",
    "var/lib/apt",
    "var/lib/dpkg",
    "usr/sbin/policy-rc.d",
)
_MACHINES_OWN = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt")


class Broken(Exception):  # noqa: N818 -- what is tried is broken
    """A step of the proof failed, with what was said."""


class Root:
    """Made of `cache`/root-ARCHITECTURE.tar, which is made first where it is missing. Nothing of it is started by a package."""

    def __init__(self, cache: Path, name: str, architecture: str) -> None:
        self.path = cache / name
        self._cache, self._architecture = cache, architecture
        tar = cache / f"root-{architecture}.tar"
        if not tar.exists():
            words = ["mmdebstrap", f"--architectures={architecture}", "--variant=apt", "--format=tar"]
            _run([*words, "--include=ca-certificates,dbus,systemd-sysv", "trixie", f"{tar}.part", *_sources()])
            Path(f"{tar}.part").rename(tar)
        if self.path.exists():
            shutil.rmtree(self.path)
        self._unpack(tar)

    def _unpack(self, tar: Path) -> None:
        self.path.mkdir()
        _run(["tar", "-C", str(self.path), "-xf", str(tar)])
        for name in _MACHINES_OWN:
            if Path(name).exists():
                shutil.copy(name, self.path / name[1:])
        (self.path / "src").mkdir(exist_ok=True)
        (self.path / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n")
        policy = self.path / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)

    def satisfy(self, depends: str) -> None:
        """Install these from Debian's archive; the next root that asks for the same is made with them."""
        tar = self._cache / f"root-{self._architecture}-{hashlib.sha256(depends.encode()).hexdigest()[:12]}.tar"
        if tar.exists():
            shutil.rmtree(self.path)
            self._unpack(tar)
            return
        self.do("apt-get", "update", "-q")
        quiet = ("-o", "Dpkg::Use-Pty=0", "--no-install-recommends")
        self.do("apt-get", "satisfy", "-y", "-q", *quiet, depends)
        self.do("apt-get", "clean")
        _run(["tar", "-C", str(self.path), "--one-file-system", "-cf", f"{tar}.part", "."])
        Path(f"{tar}.part").rename(tar)

    def do(self, *words: str, fails: bool = False) -> str:
        """Run a command in this root and return its output and errors. Raises Broken if it fails, or with *fails* if it
        does not."""
        binds = " && ".join(f"mount --rbind /{name} '{self.path}/{name}'" for name in ("dev", "sys"))
        script = f"mount -t proc proc '{self.path}/proc' && {binds} && exec chroot '{self.path}' \"$@\""
        told = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script, "sh", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            env={
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root",
                "LANG": "C.UTF-8",
                "DEBIAN_FRONTEND": "noninteractive",
                "MESA_SHADER_CACHE_DISABLE": "true",  # it is of whoever draws, and not of the package
                **{name: value for name, value in os.environ.items() if name.lower() in ("http_proxy", "https_proxy")},
            },
        )
        if (told.returncode != 0) != fails:
            raise Broken(f"{' '.join(words)}: exit code {told.returncode}\n{told.stdout[-4000:]}")
        return told.stdout

    def install(self, *words: str) -> str:
        return self.do("apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *words)

    def bring(self, file: Path) -> str:
        """A file into it; its path there."""
        shutil.copy(file, self.path / "src")
        return f"/src/{file.name}"

    def files(self) -> set[str]:
        """All of what lies in it, but what changes by installing and removing anything."""
        found = set()
        for folder, folders, names in os.walk(self.path):
            where = Path(folder).relative_to(self.path)
            folders[:] = [name for name in folders if str(where / name) not in _KEPT]
            found |= {str(where / name) for name in (*folders, *names) if str(where / name) not in _KEPT}
        return found


def _sources() -> list[str]:
    """The machine's own archives of Debian; none for those that mmdebstrap knows."""
    return [str(path) for path in Path("/etc/apt/sources.list.d").glob("debian*.sources")]


def _run(words: list[str]) -> None:
    told = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if told.returncode:
        raise Broken(f"{words[0]}: {told.stdout[-4000:]}")
