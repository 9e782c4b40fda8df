"""What an office has: the distribution without an extra, in an environment of its own where the rest is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli.extras import EXTRAS
from kiosk.demo.server import serve
from tests.kiosk.cli.bare import Bare

FEEDS = Path(__file__).parents[2] / "feeds"
NOTICE = "---\ntitle: Air mati besok\ncategory: pengumuman\npictures:\n  - file: pasar.png\n    alt: Pasar\n---\nTampunglah.\n"
LOADED = """
import sys
from kiosk.cli.main import main
main(sys.argv[1:])
print(*sorted(name for name in sys.modules if name.startswith(("kiosk.ui", "kiosk.app", "kiosk.shell", "kiosk.hardware"))))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    return Bare(tmp_path_factory.mktemp("bare") / "venv")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "feed.xml").write_bytes((FEEDS / "wordpress.xml").read_bytes())
    with serve(folder) as address:
        yield address


@pytest.mark.slow(cases=0)
def test_what_the_extras_bring_is_not_there(bare: Bare) -> None:
    # soundfile converts recordings, and asks for numpy
    for name in {name for modules in EXTRAS.values() for name in modules} - {"numpy"}:
        done = bare.python("-c", f"import {name}")
        assert f"No module named '{name}'" in done.stderr


@pytest.mark.slow(cases=0)
def test_an_office_makes_keys_publishes_and_a_machine_without_a_screen_takes_it(
    bare: Bare, tmp_path: Path, site: str
) -> None:
    (tmp_path / "kantor").mkdir()
    (tmp_path / "kantor/feed.toml").write_text('title = "Kabar"\npublisher = "Dinas"\n', "utf-8")
    (tmp_path / "kantor/air.md").write_text(NOTICE, "utf-8")
    drawn = (Path(__file__).parents[3] / "deploy/pictures/home.png").read_bytes()
    (tmp_path / "kantor/pasar.png").write_bytes(drawn)
    config = tmp_path / "kiosk.toml"
    config.write_text("", "utf-8")

    def kiosk(*words: str) -> str:
        done = bare.run("--config", config, "--data", tmp_path / "data", *words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    told = kiosk("keys", "new", "--to", "kunci", "--no-password").splitlines()
    pins = [line for line in told if line.startswith(("format", "keys", "alert_keys"))]
    web = ["[[source]]", 'name = "WordPress"', f'url = "{site}/feed.xml"']
    config.write_text("\n".join([*web, "[[source]]", 'name = "Dinas"', f'url = "{site}/kabar/"', *pins]), "utf-8")
    assert "Edisi 1 terbit: 1 berita" in kiosk("publish", "kantor", "--to", "terbit", "--key", "kunci/news.key")
    assert "Dinas: berhasil, edisi 1 (1 baru, 0 berubah, 0 ditarik)" in kiosk("import", "terbit")
    assert "WordPress: diperbarui" in kiosk("refresh", "--source", "WordPress")
    assert "Air mati besok" in kiosk("items", "--category", "pengumuman")
    assert len(list((tmp_path / "data/media").iterdir())) == 2  # the picture and its small one


@pytest.mark.slow(cases=0)
def test_a_preview_says_the_words_and_why_there_are_no_pictures(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "kantor").mkdir()
    (tmp_path / "kantor/air.md").write_text("---\ntitle: Air mati\n---\nTampunglah.\n", "utf-8")
    bare.run("--data", tmp_path / "data", "keys", "new", "--to", "kunci", "--no-password", cwd=tmp_path)
    publish = ["publish", "kantor", "--to", "terbit", "--key", "kunci/news.key", "--dry-run", "--preview"]
    done = bare.run("--data", tmp_path / "data", *publish, cwd=tmp_path)
    assert done.returncode == 0
    assert "diucapkan: Tampunglah." in done.stdout
    assert "pasang kim-kiosk[kiosk]" in done.stdout.splitlines()[-1]


@pytest.mark.slow(cases=2)
@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["run"], "kiosk"),
        (["demo"], "kiosk"),
        (["say", "halo"], "kiosk"),
        (["screenshot", "home", "--out", "x.png"], "kiosk"),
        (["check"], "kiosk"),
        (["check", "--hardware"], "kiosk"),
        (["desk"], "desk"),
        (["desk", "--add", "Sari"], "desk"),
    ],
)
def test_a_command_without_its_extra_says_so_in_one_line(
    bare: Bare, tmp_path: Path, words: list[str], extra: str
) -> None:
    done = bare.run("--data", tmp_path, *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"kiosk {words[0]}: {EXTRAS[extra][0]}, ")
    assert line.endswith(f" belum terpasang; pasang kim-kiosk[{extra}]")
    assert "x" not in {path.name for path in tmp_path.iterdir()}


@pytest.mark.slow(cases=0)
def test_a_target_without_its_library_is_told_before_anything_is_published(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "kantor").mkdir()
    (tmp_path / "kantor/feed.toml").write_text("", "utf-8")
    bare.run("--data", tmp_path / "data", "keys", "new", "--to", "kunci", "--no-password", cwd=tmp_path)
    publish = ["publish", "kantor", "--to", "terbit", "--key", "kunci/news.key"]
    for target, name in (("sftp://a@host/b", "paramiko"), ("webdav://a@host/b", "webdav4"), ("s3://a@host/b", "minio")):
        done = bare.run("--data", tmp_path / "data", *publish, "--to", target, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"kiosk publish: {name} belum terpasang; pasang kim-kiosk[office]\n"
        assert not (tmp_path / "terbit").exists()
    assert (
        "situs: edisi 1 sudah di sana"
        in bare.run("--data", tmp_path / "data", *publish, "--to", "situs", cwd=tmp_path).stdout
    )


def test_a_film_without_its_library_is_told_in_one_line(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "kantor").mkdir()
    (tmp_path / "kantor/feed.toml").write_text("", "utf-8")
    (tmp_path / "kantor/air.md").write_text("---\ntitle: Air\nfilm: pasar.mp4\n---\nTampunglah.\n", "utf-8")
    (tmp_path / "kantor/pasar.mp4").write_bytes(bytes(2_000))
    bare.run("--data", tmp_path / "data", "keys", "new", "--to", "kunci", "--no-password", cwd=tmp_path)
    publish = ["publish", "kantor", "--to", "terbit", "--key", "kunci/news.key"]
    done = bare.run("--data", tmp_path / "data", *publish, cwd=tmp_path)
    assert done.returncode != 0
    (line,) = (each for each in (done.stdout + done.stderr).splitlines() if "pasar.mp4" in each)
    assert line.endswith("di sini tidak ada pembaca film; pasang kim-kiosk[films]")


@pytest.mark.slow(cases=0)
def test_what_needs_no_library_is_done_without_the_extra(bare: Bare, tmp_path: Path) -> None:
    assert bare.run("--data", tmp_path, "say", "Pukul 19.30", "--words").stdout.startswith(
        "pukul tujuh lewat tiga puluh menit malam"
    )
    assert "PIN tidak diketik" in bare.run("--data", tmp_path, "check", "--set-pin").stderr
    assert "_kiosk" in bare.run("--data", tmp_path, "completion", "bash").stdout


def test_no_command_but_those_with_a_window_loads_what_is_the_windows(bare: Bare, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("", "utf-8")
    for words in (["items"], ["keys", "new", "--to", str(tmp_path / "kunci"), "--no-password"]):
        done = bare.python("-c", LOADED, "--config", str(config), "--data", str(tmp_path / "data"), *words)
        assert done.stdout.splitlines()[-1] == "", done.stdout
