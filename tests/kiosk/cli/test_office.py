"""`keys`, `publish` and `import` as they are typed: exit codes, lines, and what lies in the folders afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image

from content_cache.ocr.tesseract import find
from kiosk.cli.main import main
from kiosk.cli.voices import render_voice
from kiosk.installation import Installation
from kiosk.settings import Settings
from kiosk.speech.utterance import Sentence, Utterance
from tests.support.kokoro import small_kokoro

NOTICE = "---\ntitle: Air mati besok\ncategory: pengumuman\n---\nTampunglah air malam ini.\n"


class Desk:
    """The office's folder and a kiosk's settings and data."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.place = place
        self._capsys = capsys
        self.notices, self.out, self.keys, self.data = (place / name for name in ("kantor", "terbit", "kunci", "data"))
        self.notices.mkdir()
        (self.notices / "feed.toml").write_text('title = "Kabar Banggai"\n', "utf-8")
        (self.notices / "air.md").write_text(NOTICE, "utf-8")
        self.config = place / "kiosk.toml"
        self.config.write_text("", "utf-8")

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        code = main(["--config", str(self.config), "--data", str(self.data), *map(str, words)])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def publish(self, *more: str | Path, key: str = "news.key") -> tuple[int, str, str]:
        return self.run("publish", self.notices, "--to", self.out, "--key", self.keys / key, *more)

    def pin(self, url: str = "https://kabar.invalid/") -> None:
        """Make keys by `keys new`, and write its lines as a source into the settings."""
        _, told, _ = self.run("keys", "new", "--to", self.keys, "--no-password")
        lines = [line for line in told.splitlines() if line.startswith(("format", "keys", "alert_keys"))]
        text = "\n".join(
            ['[place]\nname = "Desa Bunga"', "[[source]]", 'name = "Diskominfo"', f'url = "{url}"', *lines]
        )
        self.config.write_text(text, "utf-8")

    def titles(self) -> list[str]:
        _, told, _ = self.run("items", "--json")
        return [item["title"] for item in json.loads(told)["items"]]


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def test_three_key_pairs_are_made_and_never_overwritten(desk: Desk) -> None:
    code, told, _ = desk.run("keys", "new", "--to", desk.keys, "--no-password")
    assert code == 0
    names = {f"{role}.{end}" for role in ("news", "alert", "spare") for end in ("key", "pub")}
    assert {path.name for path in desk.keys.iterdir()} == names
    assert (desk.keys / "news.key").stat().st_mode & 0o077 == 0
    assert "keys = [" in told
    before = (desk.keys / "spare.key").read_bytes()
    code, _, told = desk.run("keys", "new", "--to", desk.keys, "--no-password")
    assert (code, "sudah ada dan tidak ditimpa" in told) == (2, True)
    assert (desk.keys / "spare.key").read_bytes() == before


@pytest.mark.slow(cases=0)
def test_a_password_protects_the_keys(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_KEY_PASSWORD", "bunga melati tujuh")
    assert desk.run("keys", "new", "--to", desk.keys)[0] == 0
    assert desk.publish()[0] == 0
    monkeypatch.setenv("KIOSK_KEY_PASSWORD", "salah")
    code, _, told = desk.publish()
    assert (code, "salah" in told) == (1, True)


def test_faults_are_told_and_nothing_is_written(desk: Desk) -> None:
    desk.pin()
    (desk.notices / "air.md").write_text(NOTICE.replace("title", "titel"), "utf-8")
    code, _, told = desk.publish()
    assert code == 1
    assert "air.md:1: judul (title) tidak ada" in told
    assert 'air.md:2: perhatian: "titel" tidak dikenal; mungkin maksudnya "title"?' in told
    assert "tidak ada yang diterbitkan" in told
    assert not desk.out.exists()


@pytest.mark.parametrize("key", ["tidak-ada.key", "news.pub"])
def test_what_is_no_key_is_told(desk: Desk, key: str) -> None:
    desk.pin()
    code, _, told = desk.publish(key=key)
    assert (code, told.count("\n")) == (2, 1)


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    desk.pin()
    code, told, _ = desk.publish("--dry-run")
    assert (code, "Edisi 1 akan terbit: 1 berita" in told, "+ Air mati besok" in told) == (0, True, True)
    assert not desk.out.exists()
    assert "id:" not in (desk.notices / "air.md").read_text("utf-8")


def test_a_dry_run_as_json_names_what_would_change_and_writes_nothing(desk: Desk) -> None:
    desk.pin()
    code, told, _ = desk.publish("--dry-run", "--json")
    document = json.loads(told)
    assert (code, document["edition"], document["is_new"], document["doubt"]) == (0, 1, True, "")
    assert (document["items"], document["added"], document["withdrawn"]) == (1, ["Air mati besok"], [])
    assert not desk.out.exists()
    code, told, error = desk.publish("--json")
    assert (code, told, "--dry-run" in error) == (2, "", True)
    assert not desk.out.exists()


def test_a_folder_without_feed_toml_is_published_only_when_that_is_meant(desk: Desk) -> None:
    desk.pin()
    (desk.notices / "feed.toml").unlink()
    code, told, error = desk.publish()
    assert (code, "Edisi 1 akan terbit: 1 berita" in told) == (1, True)
    assert f"{desk.notices} tidak punya feed.toml: benarkah ini folder kantor?" in error
    assert "ulangi dengan --yes" in error
    assert not desk.out.exists()
    assert desk.publish("--dry-run")[0] == 0
    assert not desk.out.exists()
    assert desk.publish("--yes")[0] == 0
    assert (desk.out / "latest.minisig").exists()
    assert desk.publish()[0] == 0  # nothing has changed: there is nothing to ask


def test_most_of_what_is_published_is_withdrawn_only_when_that_is_meant(desk: Desk) -> None:
    desk.pin()
    for number in range(3):
        (desk.notices / f"{number}.md").write_text(NOTICE.replace("Air mati besok", f"Kabar {number}"), "utf-8")
    assert desk.publish()[0] == 0
    written = sorted(path.name for path in desk.out.iterdir())

    (desk.notices / "0.md").unlink()
    (desk.notices / "1.md").unlink()
    (desk.notices / "2.md").unlink()
    code, told, error = desk.publish()
    assert code == 1
    assert all(f"- Kabar {number}" in told for number in range(3))
    assert "Edisi 2 akan terbit" in told
    assert "3 dari 4 isi yang sudah terbit akan ditarik" in error
    assert "--yes" in error
    assert sorted(path.name for path in desk.out.iterdir()) == written

    code, told, _ = desk.publish("--yes")
    assert (code, "Edisi 2 terbit" in told) == (0, True)


def test_half_of_it_is_withdrawn_without_a_question(desk: Desk) -> None:
    desk.pin()
    (desk.notices / "pasar.md").write_text(NOTICE.replace("Air mati besok", "Pasar pindah"), "utf-8")
    assert desk.publish()[0] == 0
    (desk.notices / "pasar.md").unlink()
    assert desk.publish()[0] == 0


def test_a_text_file_with_another_ending_is_named(desk: Desk) -> None:
    desk.pin()
    for name in ("pasar.md.txt", "banjir.TXT", "_naskah.txt", "README.txt", ".sisa.txt"):
        (desk.notices / name).write_text(NOTICE, "utf-8")
    code, told, error = desk.publish()
    assert (code, "Edisi 1 terbit: 1 berita" in told) == (0, True)
    assert error.splitlines() == [
        "1/1 air.md",
        'banjir.TXT: perhatian: tidak diterbitkan karena berakhiran .txt; ganti namanya menjadi "banjir.md"',
        'pasar.md.txt: perhatian: tidak diterbitkan karena berakhiran .txt; ganti namanya menjadi "pasar.md"',
    ]


def test_an_import_without_a_source_says_that_none_is_set(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    desk.config.write_text('[place]\nname = "Desa Bunga"\n', "utf-8")
    code, told, _ = desk.run("import", desk.out)
    assert code == 1
    assert told.startswith("belum ada sumber dengan keys di kiosk.toml; tambahkan [[source]] kantor itu")


def test_a_search_without_a_hit_says_so(desk: Desk) -> None:
    desk.pin()
    assert "tidak ada isi; ambil dulu" in desk.run("items", "--search", "cakalang")[2]
    desk.publish()
    desk.run("import", desk.out)
    code, told, error = desk.run("items", "--search", "cakalang")
    assert (code, told) == (0, "")
    assert error == 'Tidak ada yang cocok dengan "cakalang": coba kata lain, atau lebih sedikit kata.\n'
    assert desk.run("items", "--category", "layanan")[2] == "Tidak ada isi seperti itu sekarang.\n"
    assert desk.run("items", "--search", "air")[2] == ""


@pytest.mark.slow(cases=0)
def test_a_preview_tells_what_is_said_and_shows_the_screen(desk: Desk) -> None:
    desk.pin()
    _, told, _ = desk.publish("--preview")
    assert "[pengumuman] Air mati besok" in told
    assert "diucapkan: Tampunglah air malam ini." in told
    with Image.open(desk.place / "terbit-pratinjau" / "1.png") as drawn:
        assert drawn.size == (1280, 720)
        assert len(drawn.getcolors(1_000_000) or []) > 50  # letters and colours, no empty screen


def test_published_and_imported_it_is_shown(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    code, told, _ = desk.run("import", desk.out)
    assert (code, told) == (0, "Diskominfo: berhasil, edisi 1 (1 baru, 0 berubah, 0 ditarik)\n")
    assert desk.titles() == ["Air mati besok"]
    assert desk.run("import", desk.out)[:2] == (0, "Diskominfo: edisi 1 sudah ada di kios ini\n")


def test_the_report_lies_on_the_stick(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    desk.run("import", desk.out)
    folder = desk.out / "laporan-kios"
    identity = (desk.data / "kiosk-id").read_text("ascii").strip()
    assert "berhasil, edisi 1" in (folder / f"{identity}.txt").read_text("utf-8")
    status = json.loads((folder / f"{identity}.json").read_text("utf-8"))
    assert (status["place"], status["items"], status["imports"][0]["result"]) == ("Desa Bunga", 1, "taken")
    (source,) = status["sources"]
    assert (source["name"], source["edition"], source["error"]) == ("Diskominfo", 1, None)
    assert desk.publish()[1].startswith("Tidak ada yang berubah")  # the report is no part of what is published


def test_a_report_folder_that_is_a_link_is_not_followed(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    (desk.place / "lain").mkdir()
    (desk.out / "laporan-kios").symlink_to(desk.place / "lain")
    code, _, told = desk.run("import", desk.out)
    assert code == 1  # a link in a bundle: refused as a whole
    assert "laporan tidak dapat ditulis" in told
    assert list((desk.place / "lain").iterdir()) == []


def test_nothing_to_import_is_told(desk: Desk) -> None:
    desk.pin()
    code, told, _ = desk.run("import", desk.notices)
    assert (code, told) == (1, "tidak ada isi kios di sini (berkas latest.minisig tidak ditemukan)\n")
    code, _, told = desk.run("import", desk.place / "tidak-ada")
    assert (code, "folder tidak ada" in told) == (2, True)


def test_a_folder_where_no_stick_is_mounted_is_neither_taken_nor_written(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    code, told, _ = desk.run("import", "--step", "take", desk.out)
    assert (code, told) == (
        1,
        "flash disk tidak terbaca; formatlah sebagai FAT32 atau exFAT, lalu salin ulang isinya\n",
    )
    assert desk.titles() == []
    code, _, told = desk.run("import", "--step", "report", desk.out)
    assert (code, "flash disk tidak dapat ditulis" in told) == (1, True)
    assert not (desk.out / "laporan-kios").exists()


def test_a_wrong_signature_is_told(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    with (desk.out / "feed-1.json").open("ab") as file:
        file.write(b" ")
    code, told, _ = desk.run("import", desk.out)
    assert (code, told) == (1, "Diskominfo: tanda tangan salah: tidak dipakai; beri tahu penerbitnya\n")
    assert desk.titles() == []


def test_new_keys_by_the_spare(desk: Desk) -> None:
    desk.pin()
    desk.publish()
    desk.run("import", desk.out)
    new = desk.place / "kunci-baru"
    desk.run("keys", "new", "--to", new, "--no-password")
    code, told, _ = desk.run(
        "keys", "replace", "--to", desk.out, "--spare", desk.keys / "spare.key", "--news", new / "news.pub",
        "--revoke", desk.keys / "news.pub",
    )  # fmt: skip
    assert (code, "keys.json: nomor 1" in told) == (0, True)
    (desk.notices / "baru.md").write_text(NOTICE.replace("Air", "Listrik"), "utf-8")
    assert desk.publish()[0] == 0  # whoever stole the old key can still sign
    code, told, _ = desk.run("import", desk.out)
    assert (code, "sudah dicabut" in told) == (1, True)
    assert desk.publish(key=str(new / "news.key"))[0] == 0
    code, told, _ = desk.run("import", desk.out)
    assert (code, "berhasil, edisi 3 (2 baru" in told) == (0, True)


def test_while_a_refresher_runs_it_does_the_import(desk: Desk) -> None:
    desk.pin("http://127.0.0.1:9/")  # nobody listens there
    desk.publish()
    command = [
        sys.executable,
        "-m",
        "kiosk",
        "--config",
        str(desk.config),
        "--data",
        str(desk.data),
        "refresh",
        "--keep-going",
    ]
    refresher = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        _await(desk.data / "kiosk.sqlite")  # opened once the folder is the refresher's
        code, told, _ = desk.run("import", desk.out)
    finally:
        refresher.terminate()
        refresher.wait(30)
    assert (code, told) == (0, "Diskominfo: berhasil, edisi 1 (1 baru, 0 berubah, 0 ditarik)\n")


def _await(path: Path) -> None:
    tick = threading.Event()
    for _ in range(600):
        if path.exists():
            return
        tick.wait(0.05)
    raise AssertionError(f"{path} never came")


@pytest.mark.slow(cases=0)
@pytest.mark.skipif(find() is None, reason="tesseract-ocr and tesseract-ocr-ind are not installed")
def test_texts_writes_drafts_and_publishes_nothing(desk: Desk) -> None:
    from tests.campaigns.posters.layouts import banner
    from tests.campaigns.posters.texts import NOTICES
    from tests.campaigns.posters.wear import whatsapp

    desk.pin()
    notice = NOTICE.replace("---\nTampung", "pictures:\n  - file: blt.jpg\n    alt: Poster\n---\nTampung")
    (desk.notices / "air.md").write_text(notice, "utf-8")
    (desk.notices / "blt.jpg").write_bytes(whatsapp(banner(NOTICES[0], 0), 1).body)
    code, told, _ = desk.publish("--dry-run")
    assert (code, "Gambar yang tulisannya belum ditulis: 1." in told) == (0, True)
    code, told, _ = desk.publish("--texts")
    assert (code, told) == (0, "_blt.txt: betulkan, lalu ganti namanya menjadi blt.txt\n")
    assert "dilayani lebih dahulu" in (desk.notices / "_blt.txt").read_text("utf-8")
    assert not desk.out.exists()
    (desk.notices / "blt.jpg").write_bytes(b"rusak")
    (desk.notices / "_blt.txt").unlink()
    assert desk.publish("--texts")[1] == "blt.jpg: tidak ada tulisan yang ditemukan\n"


def test_an_edition_is_spoken(desk: Desk) -> None:
    desk.run("keys", "new", "--to", desk.keys, "--no-password")
    code, _, told = desk.publish("--voice", "kokoro")
    assert (code, "kiosk voices get kokoro" in told) == (1, True), "it is not here yet"
    assert desk.publish("--voice", "mb-id1")[0] == 2
    assert desk.publish("--voice", "kokoro/orang")[0] == 1
    assert not desk.out.exists()

    speaker = small_kokoro(desk.data / "voices")
    code, told, _ = desk.publish("--voice", "kokoro", "--dry-run")
    assert (code, "0 kalimat diucapkan" in told) == (0, True)
    code, told, _ = desk.publish("--voice", "kokoro")
    assert code == 0
    made = len(list((desk.out / "media").glob("*.ogg")))
    assert f"{made} kalimat diucapkan (0.0 MB), {made} di antaranya baru dibuat." in told
    assert "publisher = …" in told, "the folder names none"
    code, told, _ = desk.publish("--voice", "kokoro")
    assert "Tidak ada yang berubah" in told
    assert f"{made} kalimat diucapkan (0.0 MB), 0 di antaranya baru dibuat." in told

    speaker.with_name("LICENSE.txt").write_text("All rights reserved.", "utf-8")
    code, _, told = desk.publish("--voice", "kokoro")
    assert (code, "lisensi suara ini" in told) == (1, True)


def test_what_is_said_again_and_again_is_made_once(desk: Desk) -> None:
    code, _, told = desk.run("voices", "render")
    assert (code, "kiosk voices get kokoro" in told) == (1, True)
    small_kokoro(desk.data / "voices")
    lines: list[str] = []
    place = Installation(Settings(), None, desk.data, lines.append, lines.append)
    some = Utterance(
        "standing", (Sentence("Tsunami."), Sentence("Jangan melaut."), Sentence("…"), Sentence("Tsunami."))
    )
    assert [render_voice(place, [some]) for _ in range(2)] == [0, 0]
    assert lines == ["2 kalimat dibuat, 0 sudah ada", "0 kalimat dibuat, 2 sudah ada"]
    assert len(list((desk.data / "speech" / "ready").glob("*.wav"))) == 2


def test_an_edition_goes_where_it_is_told_and_a_failing_target_hinders_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.kiosk.office.targets.servers import PASSWORD, sftp

    desk.pin()
    site, stick = desk.place / "situs", desk.place / "edisi.zip"
    with sftp(desk.place / "server") as server:
        monkeypatch.setenv("KIOSK_TARGET_PASSWORD", "salah")
        targets: list[str | Path] = ["--to", server.at(), "--to", site, "--stick", stick]
        code, told, error = desk.publish(*targets)
        assert (code, (site / "latest.minisig").exists(), stick.exists()) == (1, True, True)
        assert f"{site}: edisi 1 sudah di sana dan sudah dibaca kembali: 2 berkas, " in told
        assert f"{server.at()}: belum terbit di sana: 127.0.0.1:{server.port} tidak mengizinkan kantor masuk" in error
        assert f"{stick}: ekstrak ke flash disk; 2 berkas" in told
        assert "salah" not in error.replace("kuncinya salah", "")

        (desk.keys / "tujuan.toml").write_text(f'["{server.at()}"]\npassword = "{PASSWORD}"\n', "utf-8")
        (desk.keys / "tujuan.toml").chmod(0o600)
        code, told, error = desk.publish(*targets)
        assert (code, error.splitlines()) == (0, ["1/1 air.md"])
        assert (server.root / "latest.minisig").read_bytes() == (desk.out / "latest.minisig").read_bytes()
        assert "Unggah" not in told
        assert desk.publish()[1].count("Unggah") == 0  # nothing is new
    assert not list(desk.out.rglob("*tujuan*"))
    assert {path.name for path in (desk.notices / ".tujuan").iterdir()} > {"known_hosts"}


def test_without_a_folder_of_its_own_an_edition_lies_beside_the_offices(desk: Desk) -> None:
    desk.pin()
    code, _, _ = desk.run(
        "publish", desk.notices, "--to", f"folder:{desk.place / 'situs'}", "--key", desk.keys / "news.key"
    )
    assert code == 0
    for folder in ("terbit", "situs"):
        assert (desk.place / folder / "latest.minisig").exists()


def test_what_is_no_target_is_told_before_anything_is_written(desk: Desk) -> None:
    desk.pin()
    for target in ("ftp://kantor:sandi@host/x", "sftp://host/../x"):
        code, _, error = desk.publish("--to", target)
        assert (code, error.count("\n"), "sandi" in error) == (1, 1, False)
    assert not desk.out.exists()
