"""Schemathesis against the desk as a kiosk starts it: `python -m tests.kiosk.hall.desk.fuzz [EXAMPLES] [SCHEMATHESIS]`.

Every route with made-up forms, files, paths, queries and headers, once logged in with the form's right token and once as a
stranger. What is checked is that no answer is a server's error and that the desk serves afterwards. It needs the program
`schemathesis` (PyPI), whose dependencies the suite's environment is spared: name it where it is not on the path. Exit 1 for any
error.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.kiosk.hall.desk.test_command import PIN, Browser, Kiosk
from tests.support.desk_server import free_port

FORMS = {
    "/masuk": ("nama", "pin"),
    "/pasangkan/{code}": ("siapa", "nama", "pin"),
    "/buang": ("naskah",),
    "/tulis": ("jenis", "judul", "isi", "tanggal", "jam", "selesai", "tempat", "sampai", "penting", "saksi", "pin_saksi",
               "naskah", "berkas0", "kata0", "teks0", "urut0", "rekaman"),
    "/terbit": ("naskah",),
    "/tarik/{notice_id}": (),
    "/keluar": (),
}  # fmt: skip
PAGES = (
    "/",
    "/pasangkan/{code}",
    "/tarik/{notice_id}",
    "/tulis",
    "/ubah/{notice_id}",
    "/lihat/{draft_id}",
    "/berkas/{name}",
    "/hitungan",
    "/gaya.css",
)
SLOW = (
    "/lihat/{draft_id}/layar.png",
    "/lihat/{draft_id}/suara.wav",
)  # these start the kiosk's own commands: as a stranger alone
LIKELY = {
    "jenis": ["pengumuman", "kegiatan", "darurat"],
    "sampai": ["hari-ini", "besok", "3-hari"],
    "tanggal": ["3 September", "2026-12-01", "31 Februari"],
    "jam": ["19.30", "24.00"],
    "penting": ["ya"],
}


def schema(mark: str, code: str, *, stranger: bool) -> dict[str, Any]:
    """OpenAPI 3.1 of the desk. `mark` is the token that forms carry, `code` the one that the kiosk shows."""
    paths: dict[str, Any] = {}
    for path in (*PAGES, *(SLOW if stranger else ())):
        paths.setdefault(path, {})["get"] = _operation(path, code)
    for path, fields in FORMS.items():
        if path == "/keluar" and not stranger:
            continue  # it would end the session
        paths.setdefault(path, {})["post"] = _operation(path, code) | {"requestBody": _body(path, fields, mark)}
    return {"openapi": "3.1.0", "info": {"title": "Meja", "version": "1"}, "paths": paths}


def _operation(path: str, code: str) -> dict[str, Any]:
    text = {"type": "string"}
    known = {"anyOf": [{"enum": [code]}, text]}
    named = [{"name": name, "in": "path", "required": True, "schema": known} for name in re.findall(r"{(\w+)}", path)]
    asked = [
        {"name": "jenis", "in": "query", "schema": text},
        {"name": "Accept-Language", "in": "header", "schema": text},
    ]
    return {"parameters": named + asked, "responses": {"default": {"description": "a page"}}}


def _body(path: str, fields: tuple[str, ...], mark: str) -> dict[str, Any]:
    text: dict[str, object] = {"type": "string"}
    known = {name: {"anyOf": [{"enum": LIKELY[name]}, text]} if name in LIKELY else text for name in fields}
    properties = {"tanda": {"const": mark}} | known
    plain = {"type": "object", "properties": properties, "required": ["tanda"]}
    content = {"application/x-www-form-urlencoded": {"schema": plain}}
    if path == "/tulis":
        file = {"type": "string", "format": "binary"}
        content["multipart/form-data"] = {"schema": plain | {"properties": properties | {"foto": file, "suara": file}}}
    return {"required": True, "content": content}


def main(examples: int, program: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        kiosk = Kiosk(Path(folder), free_port())
        kiosk.run("desk", "--add", "Ibu Sari", typed=f"{PIN}\n")
        desk = subprocess.Popen(kiosk.command("desk"), stderr=subprocess.PIPE, text=True)
        assert desk.stderr is not None
        try:
            desk.stderr.readline()
            failed = [_run(kiosk, program, examples, stranger=stranger) for stranger in (False, True)]
            Browser(kiosk.port).get("/")
            print("it serves afterwards" if desk.poll() is None else "the desk is gone")
            return int(any(failed) or desk.poll() is not None)
        finally:
            desk.terminate()
            told = desk.communicate(timeout=20)[1]
            print(f"{told.count('Traceback')} tracebacks in the desk's log")


def _run(kiosk: Kiosk, program: str, examples: int, *, stranger: bool) -> int:
    phone = Browser(kiosk.port)
    code = "AAAAAAAAAAAA"
    if stranger:
        code = phone.code(kiosk).rpartition("/")[2]
        phone.get(f"/pasangkan/{code}")
    else:
        phone.pair(kiosk)
        phone.get("/tulis")
    cookie = "; ".join(f"{each.name}={each.value}" for each in phone.cookies)
    file = kiosk.folder / f"meja-{stranger}.json"
    file.write_text(json.dumps(schema(phone.mark, code, stranger=stranger)), "utf-8")
    command = [program, "run", str(file), "--url", f"https://127.0.0.1:{kiosk.port}", "--tls-verify", "false",
               "--checks", "not_a_server_error",
               "--max-examples", str(examples), "--phases", "fuzzing", "--mode", "all", "--request-timeout", "60",
               "-H", f"Cookie: {cookie}", "--seed", "10", "--no-color"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=kiosk.folder)
    print(("as a stranger" if stranger else "logged in") + "\n" + "\n".join(done.stdout.splitlines()[-18:]))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, sys.argv[2] if len(sys.argv) > 2 else "schemathesis"))
