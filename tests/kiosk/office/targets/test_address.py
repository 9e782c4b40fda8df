"""Addresses of targets and what opens them: strangers' tricks, and no secret in a line, a log or a file that others read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.office.targets.address import EXAMPLES, Address, is_address
from kiosk.office.targets.faults import TargetError
from kiosk.office.targets.place import is_draft, is_edition_name
from kiosk.office.targets.secrets import FILE, Secrets, secrets_of
from tests.told import told

pytestmark = [
    pytest.mark.attack(
        "root and keys",
        "a target's address is an option for ssh, leads out of its folder, or holds a line break",
        "refused",
    ),
    pytest.mark.attack(
        "root and keys",
        "passwords of targets in a line, a log, a fault, a file that others read",
        "never in the first three; mode 600 or refused",
    ),
]


MEDIA = f"media/{'0' * 64}.jpg"


@pytest.mark.parametrize("scheme", EXAMPLES)
def test_each_example_is_an_address(scheme: str) -> None:
    address = Address.from_target(EXAMPLES[scheme])
    assert (address.scheme, is_address(EXAMPLES[scheme])) == (scheme, True)
    assert address.public_text == EXAMPLES[scheme].removeprefix("folder:")


def test_a_path_is_a_folder() -> None:
    for path in ("terbit", "/srv/www", "C:\\kabar\\terbit", "C:/kabar", "../terbit"):
        assert (Address.from_target(path).scheme, Address.from_target(path).path, is_address(path)) == (
            "folder",
            path,
            False,
        )


def test_what_is_given_is_read() -> None:
    address = Address.from_target("sftp://kantor%40desa:rah%3Aasia@[::1]:2222/~/kabar%20desa/")
    assert (address.user, address.host, address.port, address.path) == ("kantor@desa", "::1", 2222, "/~/kabar desa")
    assert (address.host_label, address.password) == ("[::1]:2222", "rah:asia")
    assert address.public_text == "sftp://kantor%40desa@[::1]:2222/~/kabar desa"
    assert Address.from_target("s3://KUNCI@host/wadah?region=id-jkt").options == {"region": "id-jkt"}


@pytest.mark.parametrize(
    "target",
    [
        "sftp://host",  # all of a host is no folder
        "sftp://host/",
        "sftp:///folder",
        "sftp:host/folder",
        "sftp://host/../../etc",
        "sftp://host/a/%2e%2e/b",
        "sftp://host/a//b",
        "sftp://host/a%00b",
        "sftp://host/a%0ab",
        "sftp://host/a%ff",
        "sftp://host:x/a",
        "sftp://host:99999/a",
        "sftp://ho st/a",
        "sftp://host/a#b",
        "rsync+ssh://-oProxyCommand=touch%20x/a",
        "rsync+ssh://-oProxyCommand=x@host/a",
        "rsync+ssh://user%20-x@host/a",
        "rsync+ssh://host;touch/a",
        "folder:",
        "ftp://host/a",
        "https://host/a",
        "file:///etc",
        "sftp:kantor:sandi@host/x",
        "webdav:kantor:sandi@host",
    ],
)
def test_what_is_no_address_is_told_without_what_may_be_a_password(target: str) -> None:
    with pytest.raises(TargetError) as error:
        Address.from_target(target.replace("://", "://kantor:sandi@") if "@" not in target else target)
    assert error.value.problem.code in ("target_address", "target_unknown")
    assert "sandi" not in str(error.value)
    assert told(error.value.problem)


def test_a_store_wants_an_access_key() -> None:
    with pytest.raises(TargetError):
        Address.from_target("s3://host/wadah")


def test_only_names_of_editions_are_touched() -> None:
    ours = [
        "latest.minisig",
        "feed.json",
        "feed-12.json",
        "keys.json",
        "keys.json.minisig",
        MEDIA,
        f"events-{'a' * 64}.ics",
    ]
    assert all(is_edition_name(name) for name in ours)
    drafts = [f"{MEDIA}.part", f"media/.{'0' * 64}.jpg.01234567", ".latest.minisig.AbC123", "latest.minisig.part"]
    assert all(is_draft(name) for name in drafts)
    others = ["../latest.minisig", "/feed-1.json", f"media/../{MEDIA}", "media/foto.jpg", "feed-0.json", "feed-01.json",
              ".htaccess", "index.html", f"{MEDIA}\n", "feed-1.json/x", "", ".part", "..part"]  # fmt: skip
    assert not any(is_edition_name(name) or is_draft(name) for name in others)


# --- secrets


def written(place: Path, text: str, mode: int = 0o600) -> Path:
    file = place / FILE
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


ROW = '["sftp://kabar@host/kios"]\npassword = "rahasia"\nkey = "id"\npublic = "https://kabar.invalid/"\n'


def test_they_come_from_the_file_the_address_or_whoever_asks(tmp_path: Path) -> None:
    file = written(tmp_path, ROW)
    assert secrets_of("sftp://kabar:x@host/kios/", file, "lain") == Secrets(
        "rahasia", tmp_path / "id", "https://kabar.invalid/"
    )
    assert secrets_of("sftp://kabar:x@host/lain", file, "lain") == Secrets("x")
    assert secrets_of("sftp://kabar@host/lain", file, "lain") == Secrets("lain")
    assert secrets_of("sftp://kabar@host/lain", tmp_path / "tidak-ada.toml") == Secrets()


@pytest.mark.parametrize(
    ("text", "mode", "code"),
    [
        (ROW, 0o640, "target_secrets_open"),
        (ROW, 0o604, "target_secrets_open"),
        ('["sftp://kabar@host/kios"]\npassword = rahasia\n', 0o600, "target_secrets_unreadable"),
        ('["sftp://kabar@host/kios"]\npassword = 7\n', 0o600, "target_secrets_unreadable"),
        ('password = "rahasia"\n', 0o600, "target_secrets_unreadable"),
        ('["gopher://x/y"]\npassword = "rahasia"\n', 0o600, "target_unknown"),
    ],
)
def test_a_file_that_others_may_read_or_that_is_none_is_told(tmp_path: Path, text: str, mode: int, code: str) -> None:
    with pytest.raises(TargetError) as error:
        secrets_of("sftp://kabar@host/kios", written(tmp_path, text, mode))
    assert error.value.problem.code == code
    assert "rahasia" not in f"{error.value} {told(error.value.problem)}"


def test_no_line_shows_them() -> None:
    secrets = Secrets("rahasia", Path("id"), "https://kabar.invalid/")
    assert "rahasia" not in repr(secrets) + str(secrets)
    assert "rahasia" not in repr(Address.from_target("sftp://a:rahasia@host/b"))
    assert secrets.hidden("550 no such user a:rahasia") == "550 no such user a:…"
