"""A package's life in a bare root: installed, used, upgraded, removed, purged."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from PIL import Image

from tests.campaigns.package.root import Broken, Root

ASKED = 'kim-kiosk kim-kiosk/place string Balai "Desa" \\Kilongan , 72.01.05.2003'
STAY = re.compile(r"etc/(passwd|group|shadow|gshadow)-|etc/\.pwd\.lock|var/lib/systemd(/deb-systemd-helper-\w+)?")
"""Of its users and of systemd's book-keeping: what any package leaves."""


def life(package: Path, cache: Path) -> str:
    """Raises Broken."""
    architecture = field(package, "Architecture")
    root = Root(cache, f"life-{architecture}", architecture)
    root.satisfy(field(package, "Depends"))
    before = root.files()
    (root.path / "src/answer").write_text(ASKED + "\n")
    root.do("debconf-set-selections", "/src/answer")

    older = older_of(package, cache)
    root.install(root.bring(older))
    _settings_are_written(root)
    _it_works(root)
    kept = [root.path / "var/lib/kiosk/kept", root.path / "var/lib/kiosk-system/kept.json"]
    for path in kept:
        path.write_text("{}")
    settings = root.path / "etc/kiosk/kiosk.toml"
    settings.write_text(settings.read_text() + '\n[technician]\npin = "135790"\n')
    written = settings.read_bytes()

    root.install(root.bring(package))
    if settings.read_bytes() != written or not all(path.exists() for path in kept):
        raise Broken("the upgrade changed settings or data")
    told = root.do("dpkg-query", "-W", "-f", "${Version} ${db:Status-Status}", "kim-kiosk")
    if told != f"{field(package, 'Version')} installed":
        raise Broken(f"after the upgrade: {told}")
    _it_works(root)

    root.do("dpkg", "--remove", "kim-kiosk")
    left = {path for path in _new(before, root) if not path.startswith(("etc/kiosk", "var/lib/kiosk"))}
    if left or not settings.exists() or not all(path.exists() for path in kept):
        raise Broken(f"removal leaves {sorted(left)}, or takes data")
    root.do("dpkg", "--purge", "kim-kiosk")
    if left := _new(before, root):
        raise Broken(f"purge leaves {sorted(left)}")
    if gone := before - root.files():
        raise Broken(f"it took others' files: {sorted(gone)}")
    shutil.rmtree(root.path)
    return f"{package.stat().st_size / 1e6:.0f} MB, {int(field(package, 'Installed-Size')) / 1000:.0f} MB installed"


def _new(before: set[str], root: Root) -> set[str]:
    return {path for path in root.files() - before if not STAY.fullmatch(path)}


def _settings_are_written(root: Root) -> None:
    path = root.path / "etc/kiosk/kiosk.toml"
    place = tomllib.loads(path.read_text("utf-8"))["place"]
    if place != {"name": 'Balai "Desa" \\Kilongan', "area": "72.01.05.2003"} or path.stat().st_mode & 0o077:
        raise Broken(f"{path}: {place}, {path.stat().st_mode:o}")


def _it_works(root: Root) -> None:
    """Check that the users exist, the units are enabled, and `kiosk check` and `kiosk screenshot` do their work. Raises Broken."""
    for user in ("kiosk", "kiosk-refresher", "kiosk-desk", "kiosk-faults"):
        root.do("getent", "passwd", user)
    for unit in ("kiosk.service", "kiosk-refresher.service", "kiosk-settings.service", "kiosk-faults.timer"):
        root.do("systemctl", "is-enabled", unit)
    root.do("systemctl", "is-enabled", "kiosk-desk.service", fails=True)
    told = root.do("sh", "-c", "kiosk check || [ $? = 1 ]")
    if not re.search(r"(?m)^ok .*/etc/kiosk/kiosk\.toml$", told):
        raise Broken(told)
    root.do("kiosk", "screenshot", "home", "--size", "800x480", "--out", "/src/home.png")
    with Image.open(root.path / "src/home.png") as picture:
        if picture.size != (800, 480) or len(picture.convert("RGB").getcolors(1_000_000) or ()) < 50:
            raise Broken("kiosk screenshot home: nothing is on it")


def older_of(package: Path, cache: Path) -> Path:
    """The same with a version before it, as the last release was."""
    folder = cache / "older"
    if folder.exists():
        shutil.rmtree(folder)
    version = f"{field(package, 'Version')}~last"
    out = cache / f"{field(package, 'Package')}_{version}_{field(package, 'Architecture')}.deb"
    if not out.exists() or out.stat().st_mtime < package.stat().st_mtime:
        subprocess.run(["dpkg-deb", "-R", str(package), str(folder)], check=True)
        control = folder / "DEBIAN/control"
        control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text("utf-8")), "utf-8")
        pack = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z1", "--build", str(folder), str(out)]
        subprocess.run(pack, check=True, capture_output=True)
        shutil.rmtree(folder)
    return out


def field(package: Path, name: str) -> str:
    told = subprocess.run(["dpkg-deb", "-f", str(package), name], check=True, capture_output=True, text=True)
    return " ".join(told.stdout.split())
