"""`kiosk post`: a real office of loopback, a folder as the stick."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_cache.store.store import Store
from kiosk.cli.main import main
from kiosk.core.identity import kiosk_id
from kiosk.installation import Installation
from kiosk.post.envelope import EnvelopeKind, key_text
from kiosk.post.identity import own_key, public_of
from kiosk.post.spool import Spool
from kiosk.settings import load
from tests.support.post_office import PostOffice, served
from tests.told import told


class Kiosk:
    def __init__(self, folder: Path, post: str) -> None:
        self.data, self.config = folder / "data", folder / "kiosk.toml"
        self.config.write_text(f"[post]\n{post}", "utf-8")
        self.data.mkdir()
        Store.open(self.data).close()

    @property
    def spool(self) -> Spool:
        return Installation(load(self.config), self.config, self.data, print, print).spool()

    def run(self, *words: str) -> int:
        return main(["--config", str(self.config), "--data", str(self.data), "post", *words])


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with served(PostOffice()) as made:
        yield made


@pytest.fixture
def kiosk(tmp_path: Path, office: PostOffice) -> Kiosk:
    return Kiosk(tmp_path, f'url = "{office.url}"\nkey = "{office.key}"\ncode = "abcd efgh"\n')


def test_what_waits_is_listed_with_name_and_key(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    kiosk.spool.put(EnvelopeKind.COUNTS, b"")
    kiosk.spool.put_question(lambda _: b"x" * 60_000)
    assert kiosk.run("list") == 0
    said = capsys.readouterr().out
    assert kiosk_id(kiosk.data) in said
    assert key_text(public_of(own_key(kiosk.data)), "kiosk") in said
    assert kiosk.run("list", "--json") == 0
    assert [each["kind"] for each in json.loads(capsys.readouterr().out)["waiting"]] == ["counts", "question"]
    assert [line.split()[:2] for line in said.splitlines() if "menunggu" in line] == [
        ["1", "hitungan"],
        ["2", "pertanyaan"],
    ]


def test_all_that_is_due_is_sent_and_it_is_told(
    kiosk: Kiosk, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        kiosk.spool.put(EnvelopeKind.QUESTION, b"x" * 200_000)
    office.fault = "refuse"
    assert kiosk.run("send") == 1
    assert "0 dari" in capsys.readouterr().out
    office.fault = "none"
    assert kiosk.run("send") == 0
    assert len(office.opened(kiosk_id(kiosk.data), EnvelopeKind.QUESTION)) == 3
    assert kiosk.run("list") == 0
    assert capsys.readouterr().out.count("sudah di kantor") == 4


def test_an_office_that_does_not_know_the_kiosk_is_told_in_words(
    kiosk: Kiosk, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.code = "another"
    kiosk.spool.put(EnvelopeKind.QUESTION, b"x")
    assert kiosk.run("send") == 1
    assert "kantor belum mengenal kios ini" in capsys.readouterr().err


def test_a_stick_gets_all_of_it(kiosk: Kiosk, office: PostOffice, tmp_path: Path) -> None:
    kiosk.spool.put_question(lambda _: b"berapa harga pupuk")
    stick = tmp_path / "stik"
    stick.mkdir()
    assert kiosk.run("export", str(stick)) == 0
    (path,) = (stick / "laporan-kios/post").iterdir()
    assert path.name == f"{kiosk_id(kiosk.data)}-1.amplop"
    office.known[kiosk_id(kiosk.data)] = public_of(own_key(kiosk.data))
    assert office.take(path.read_bytes()) == 1


def test_a_copied_card_is_told(kiosk: Kiosk, capsys: pytest.CaptureFixture[str]) -> None:
    kiosk.spool.put(EnvelopeKind.VOTE, b"")
    with pytest.raises(Exception, match="beyond"):
        kiosk.spool.acknowledge(9)
    assert kiosk.run("list") == 1
    assert "disalin" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["list"], ["send"], ["export", "."]])
def test_without_an_office_it_says_what_to_do(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert Kiosk(tmp_path, "").run(*words) == 1
    assert "[post]" in capsys.readouterr().err


def test_without_an_address_it_names_the_stick(
    tmp_path: Path, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Kiosk(tmp_path, f'key = "{office.key}"\n').run("send") == 2
    assert "post export" in capsys.readouterr().err


def test_a_stick_that_is_not_there_is_told(kiosk: Kiosk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk.run("export", str(tmp_path / "nowhere")) == 1
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('url = "http://kantor.example/"', "https://"),
        ('url = "ftp://kantor.example/"', "https://"),
        ('url = "https://user:pw@kantor.example/"', "https://"),
        ('url = "https://kantor.example/?a=b"', "https://"),
        ('url = "http://127.0.0.1.example/"', "https://"),
        ('url = "https://kantor.example/post"', "/post"),
        ('key = "RWQ"', "48"),
        ('key = 7', "7"),
        ('code = "abc"', "8 huruf"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_meant_is_told_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    kiosk = Kiosk(tmp_path, line)
    (found,) = load(kiosk.config).faults
    assert found.line == 2
    assert fault in told(found.problem)
    assert load(kiosk.config).post.office is None
