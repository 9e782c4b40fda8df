"""A sample district to try the office's desk with: an office, its people, three villages and a kiosk for each.

    python -m kiosk.demo.district FOLDER [PORT]

makes what is not there yet, serves the desk, and keeps the three kiosks fresh until it is stopped. All names are invented.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from content_cache.signing.keyring import KeyRole
from kiosk.core.children import OWN_MODULES
from kiosk.demo.office import write_office
from kiosk.office.base.areas import OUTLINES, VILLAGES
from kiosk.office.context import OfficeContext
from kiosk.office.keys.cabinet import POST, KeyCabinet
from kiosk.office.opening import open_office
from kiosk.office.people.people import Role
from kiosk.office.setup.setup import quoted, write_setup

AREA = "72.01"
NAMES = {
    "72.01": "Kabupaten Contoh",
    "72.01.05": "Kecamatan Bunga Raya",
    "72.01.05.2003": "Desa Melati",
    "72.01.05.2004": "Desa Kenanga",
    "72.01.06": "Kecamatan Pantai",
    "72.01.06.2001": "Desa Nelayan",
}
_SHAPES = {
    "72.01.05.2003": [(0, 0), (4, 0), (5, 3), (1, 4)],
    "72.01.05.2004": [(4, 0), (8, 1), (8, 4), (5, 3)],
    "72.01.06.2001": [(1, 4), (5, 3), (8, 4), (7, 7), (2, 7)],
}
PEOPLE = {
    "Rahma": frozenset({Role.WRITER, Role.EDITOR, Role.ADMINISTRATOR}),
    "Anton": frozenset({Role.WRITER}),
}
PASSWORD = "contoh-meja-kantor"  # noqa: S105 - of a sample that only this machine reaches
KEY_PASSWORDS = {KeyRole.NEWS: PASSWORD, KeyRole.ALERT: "contoh-kunci-darurat", POST: "contoh-kunci-pos"}
"""Passwords of the sample's keys, by the key's name."""


def villages() -> dict[str, str]:
    """Return the codes and names of the villages that have a kiosk."""
    return {code: name for code, name in NAMES.items() if code.count(".") == 3}


def write_sample(folder: Path, now: datetime, *, notices: bool = True, key_memory: int | None = None) -> OfficeContext:
    """Write the office into `kantor` of *folder*, and a kiosk into `kios-CODE` for each village.

    Existing ones are kept. Without *notices* the office has no notice yet. Raises OSError.
    """
    office_folder = folder / "kantor"
    if not office_folder.exists():
        write_setup(office_folder, title="Diskominfo Contoh", area=AREA, out=str((folder / "terbit").absolute()))
        if notices:
            write_office(office_folder, now)
        (office_folder / "feed.toml").write_text(
            f'title = "Kabar Contoh"\npublisher = "Diskominfo Contoh"\narea = "{AREA}"\ntimezone = "Asia/Makassar"\n',
            "utf-8",
        )
        (office_folder / VILLAGES).write_text("".join(f"{code},{name}\n" for code, name in NAMES.items()), "utf-8")
        (office_folder / OUTLINES).write_text(json.dumps(_outlines()), "utf-8")
    office = open_office(office_folder, cabinet=_cabinet(office_folder, key_memory))
    if office.cabinet.public(KeyRole.NEWS) is None:
        office.cabinet.make_keys({name: (password, password) for name, password in KEY_PASSWORDS.items()})
    for name, roles in PEOPLE.items():
        if office.people.named(name) is None:
            token = office.people.invite(name, roles, "", office.clock())
            office.people.accept(token, PASSWORD, PASSWORD, office.clock())
    for code, name in villages().items():
        kiosk = folder / f"kios-{code}"
        if not kiosk.exists():
            kiosk.mkdir(parents=True)
            (kiosk / "kiosk.toml").write_text(_settings(office, folder / "terbit", code, name), "utf-8")
    return office


def _cabinet(folder: Path, memory: int | None) -> KeyCabinet:
    keys = folder / ".kantor" / "kunci"
    return KeyCabinet(keys) if memory is None else KeyCabinet(keys, memory=memory)


def _outlines() -> dict[str, object]:
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code},
            "geometry": {"type": "Polygon", "coordinates": [[*map(list, shape), list(shape[0])]]},
        }
        for code, shape in _SHAPES.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _settings(office: OfficeContext, published: Path, code: str, name: str) -> str:
    public = {role: office.cabinet.public(role) for role in KeyRole}
    # three kiosks of one machine would each read all pictures
    return (
        f'[place]\nname = {quoted(name)}\narea = "{code}"\n[[source]]\nname = "Diskominfo Contoh"\nformat = "central"\n'
        f'url = {quoted(f"{published.absolute()}/")}\nevery = "5s"\ntexts_from_pictures = false\n'
        f'keys = ["{public[KeyRole.NEWS]} news", "{public[KeyRole.SPARE]} spare"]\n'
        f'alert_keys = ["{public[KeyRole.ALERT]} alert"]\n'
    )


def kiosk_command(folder: Path, code: str, words: Iterable[str]) -> list[str]:
    """Return the command line that runs the command *words* on the kiosk of village *code*."""
    kiosk = folder / f"kios-{code}"
    own = ["--config", str(kiosk / "kiosk.toml"), "--data", str(kiosk / "data")]
    return [sys.executable, *OWN_MODULES, "-m", "kiosk", *own, *words]


def write_district(words: list[str]) -> int:
    import waitress

    from kiosk.office.app import make_app

    folder, port = Path(words[0]), int(words[1]) if len(words) > 1 else 8_090
    office = write_sample(folder, datetime.now(UTC))
    refreshers = [subprocess.Popen(kiosk_command(folder, code, ["refresh", "--keep-going"])) for code in villages()]
    try:
        server = waitress.create_server(make_app(office), host="127.0.0.1", port=port, threads=8)
        sys.stdout.write(f"http://127.0.0.1:{port}/  {', '.join(PEOPLE)}: {PASSWORD}\n")
        sys.stdout.write(f"{', '.join(f'{name}: {password}' for name, password in KEY_PASSWORDS.items())}\n")
        sys.stdout.flush()
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        for process in refreshers:
            process.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(write_district(sys.argv[1:]))
