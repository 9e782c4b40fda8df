"""What an office gives along when it adopts a kiosk lies below kiosk.toml, and is used whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from nacl.public import PrivateKey

from kiosk.post.envelope import key_text
from kiosk.settings import load
from kiosk.settings.adoption import FILE, Adoption, AdoptionState, adoption_file, digest_of_layers
from kiosk.settings.overrides import change

pytestmark = pytest.mark.attack(
    "from afar",
    "a process of the kiosk writes an adoption of its own",
    "kiosk.toml wins; what has a fault is not used at all; nothing else than post, place and sources is in it",
)

KEY, OTHER = (key_text(bytes(PrivateKey(name * 32).public_key), "office") for name in (b"a", b"b"))
NEWS: dict[str, Any] = {
    "name": "Diskominfo",
    "url": "https://kabar.example.go.id/edisi/",
    "format": "central",
    "keys": ["RWRio+bwN5tdXKgnFlMyan0eJ4DCdsn2iZSHuJZLW3kLpsjbCIWZyXoO"],
}
ADOPTED = Adoption(
    AdoptionState.ADOPTED, office="Diskominfo", key=KEY, url="https://kabar.example.go.id", place="Kilongan",
    area="72.01.05.2003", sources=(NEWS,),
)  # fmt: skip


def test_it_fills_what_kiosk_toml_leaves_out(tmp_path: Path) -> None:
    adoption_file(tmp_path).write(ADOPTED)
    settings = load(None, tmp_path)
    assert (settings.place.name, settings.place.area, settings.post.url) == ("Kilongan", "72.01.05.2003", ADOPTED.url)
    assert [each.name for each in settings.sources] == ["Diskominfo"]
    assert settings.sources[0].kiosk, "private answers are for this kiosk"
    assert settings.office == digest_of_layers(tmp_path) != ""


def test_kiosk_toml_wins_and_its_sources_stay(tmp_path: Path) -> None:
    adoption_file(tmp_path).write(ADOPTED)
    config = tmp_path / "kiosk.toml"
    config.write_text(
        '[place]\nname = "Balai Lama"\n[[source]]\nname = "BMKG"\nurl = "https://bmkg.example/rss.xml"\n', "utf-8"
    )
    settings = load(config, tmp_path)
    assert (settings.place.name, settings.place.area) == ("Balai Lama", "72.01.05.2003")
    assert [each.name for each in settings.sources] == ["BMKG", "Diskominfo"]
    config.write_text(f'[post]\nkey = "{OTHER}"\n', "utf-8")
    settings = load(config, tmp_path)
    assert (settings.place.name, settings.post.url, settings.sources) == ("", "", ())


def test_the_name_that_the_office_gave_wins_over_that_of_the_first_run(tmp_path: Path) -> None:
    change(tmp_path, None, {"place": {"name": "Salah Ketik", "language": "en"}}, set_up=True)
    adoption_file(tmp_path).write(ADOPTED)
    settings = load(None, tmp_path)
    assert (settings.place.name, settings.place.language) == ("Kilongan", "en")


@pytest.mark.parametrize("state", [AdoptionState.NONE, AdoptionState.OFFERED])
def test_what_nobody_here_has_confirmed_sets_nothing(tmp_path: Path, state: AdoptionState) -> None:
    before = load(None, tmp_path)
    adoption_file(tmp_path).write(replace(ADOPTED, state=state))
    assert load(None, tmp_path) == before


@pytest.mark.parametrize("state", [AdoptionState.WAITING, AdoptionState.REFUSED])
def test_before_it_is_accepted_only_the_way_to_ask_is_known(tmp_path: Path, state: AdoptionState) -> None:
    adoption_file(tmp_path).write(replace(ADOPTED, state=state))
    settings = load(None, tmp_path)
    assert settings.post.key == KEY
    assert (settings.place.name, settings.sources) == ("", ())


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://evil.example"},
        {"key": "x" * 48},
        {"area": "../../etc"},
        {"sources": ({**NEWS, "keys": ["x"]},)},
        {"sources": ({**NEWS, "hook": "https://evil.example"},)},
        {"sources": ({"name": 7},)},
    ],
)
def test_what_cannot_be_used_is_not_used_at_all(tmp_path: Path, changes: dict[str, Any]) -> None:
    before = load(None, tmp_path)
    adoption_file(tmp_path).write(replace(ADOPTED, **changes))
    settings = load(None, tmp_path)
    assert (settings.post, settings.place, settings.sources) == (before.post, before.place, before.sources)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"state":"king"}', b"\xff" * 200_000, b'{"sources":"x"}'])
def test_a_damaged_file_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert load(None, tmp_path).sources == ()
    assert adoption_file(tmp_path).read() == Adoption()
