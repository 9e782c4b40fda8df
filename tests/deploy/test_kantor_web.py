"""Certificate and web server of an office: what `kantor init --address` refuses in one line, before anything is changed."""

from __future__ import annotations

import datetime
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from deploy.kantor.web import NAMES, Refusal, check_certificate, main
from kiosk.cli.office import add_options
from kiosk.cli.translated_parser import Parser
from kiosk.i18n.translation import Translation
from kiosk.i18n.words import Words

HOST = "kabar.example.go.id"
GUIDE = Path(__file__).parents[2] / "deploy/panduan-server.md"
WEB = Path(__file__).parents[2] / "deploy/kantor/web.py"


def written(place: Path, *names: str, days: int = 30) -> tuple[Path, Path]:
    place.mkdir(exist_ok=True)
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    own = trustme.CA().issue_cert(*names, not_after=until)
    certificate, key = (place / name for name in NAMES)
    own.private_key_pem.write_to_path(key)
    own.cert_chain_pems[0].write_to_path(certificate)
    return certificate, key


def test_a_certificate_for_the_name_is_taken(tmp_path: Path) -> None:
    check_certificate(HOST, *written(tmp_path, HOST))
    check_certificate(HOST, *written(tmp_path, "*.example.go.id"))


def of_another(place: Path) -> tuple[Path, Path]:
    return written(place, HOST)[0], written(place / "lain", HOST)[1]


def no_pem(place: Path) -> tuple[Path, Path]:
    certificate, key = written(place, HOST)
    certificate.write_text("sertifikat")
    return certificate, key


def swapped(place: Path) -> tuple[Path, Path]:
    certificate, key = written(place, HOST)
    return key, certificate


def locked(place: Path) -> tuple[Path, Path]:
    certificate, key = written(place, HOST)
    words = ["openssl", "pkey", "-in", str(key), "-out", str(place / "k"), "-aes256", "-passout", "pass:sandi"]
    subprocess.run(words, check=True, capture_output=True)
    return certificate, place / "k"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (lambda place: (place / "tidak", place / "ada"), "tidak ada berkas itu"),
        (lambda place: written(place, "lain.example.go.id"), f"bukan untuk nama {HOST}"),
        (lambda place: written(place, HOST, days=-1), "masa berlakunya sudah habis"),
        (of_another, "bukan kunci dari sertifikat"),
        (no_pem, "bukan sertifikat (PEM)"),
        (swapped, "bukan sertifikat (PEM)"),
        (locked, "tanpa sandi"),
    ],
    ids=["missing", "name", "expired", "key", "no PEM", "swapped", "locked"],
)
def test_a_wrong_certificate_is_told_in_one_line(
    tmp_path: Path, files: Callable[[Path], tuple[Path, Path]], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        check_certificate(HOST, *files(tmp_path / "tls"))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert capsys.readouterr().out == ""


def test_a_name_that_leads_nowhere_ends_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "tidak-ada.invalid"])
    told = capsys.readouterr().err
    assert (code, told.count("\n")) == (1, 1)
    assert told.startswith("kantor: ")


def test_debians_own_python_runs_it() -> None:
    done = subprocess.run(
        ["python3", "-I", str(WEB), "check", "tidak-ada.invalid"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_each_command_of_the_guide_is_one_of_the_offices() -> None:
    """Leave out what the short command reads itself: the certificate of `init`."""
    text = GUIDE.read_text("utf-8")
    typed = [line.split() for line in re.findall(r"sudo kantor ([^`\n…]+)[`\n]", text)]
    assert {words[0] for words in typed} == {"init", "invite", "backup", "restore", "keys", "hand-on", "monitor"}
    office = Parser(prog="kiosk office", words=Words(Translation("id")))
    add_options(office)
    for words in typed:
        taken = [word for word in words if word not in ("--certificate", "situs.pem", "--key", "situs.key")]
        office.parse_args([word.strip('"') for word in (taken[:2] if words[0] == "invite" else taken)])
