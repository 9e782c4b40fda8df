"""The package's own parts, without building it (python -m tests.campaigns.package does that): scripts, units, what it
depends on."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.settings.loader import settings_from_tables

ROOT = Path(__file__).parents[2]
DEB = ROOT / "deploy/deb"
SYSTEM = DEB / "root/usr/lib/systemd/system"
OFFICE = ROOT / "deploy/kantor"
MAKE = ROOT / "deploy/make-deb.sh"
SCRIPTS = [
    MAKE,
    ROOT / "deploy/make-release.sh",
    *(DEB / name for name in ("config", "preinst", "postinst", "prerm", "postrm")),
    DEB / "root/usr/lib/kiosk/others-sites",
    *(OFFICE / name for name in ("kantor", "deb/preinst", "deb/postinst", "deb/postrm")),
]
ON_A_CARD_ALONE = {"kiosk-data.service", "kiosk-folders.service", "kiosk-seed.service"}


def lines(path: Path) -> list[str]:
    return [
        line.partition("#")[0].strip()
        for line in path.read_text("utf-8").splitlines()
        if line.partition("#")[0].strip()
    ]


UNITS = lines(DEB / "units.txt")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_shell_reads_each_script(script: Path) -> None:
    subprocess.run(["sh", "-n", str(script)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", "--severity=warning", "--external-sources", str(script)], check=True, cwd=ROOT)


def test_each_unit_named_is_there_and_each_there_is_named_or_a_cards() -> None:
    here = {path.name for path in (ROOT / "systemd").glob("kiosk*.*")}
    assert set(UNITS) - here == set()
    on_a_card = here - set(UNITS)
    assert on_a_card >= ON_A_CARD_ALONE
    for name in on_a_card - ON_A_CARD_ALONE:  # whoever adds a unit says why the package has none
        assert name in (DEB / "units.txt").read_text("utf-8"), name


def test_what_units_run_lies_in_the_package() -> None:
    text = "\n".join((ROOT / "systemd" / name).read_text("utf-8") for name in UNITS)
    copied = MAKE.read_text("utf-8")
    for program in set(re.findall(r"^Exec\w+=[-+!]*(/usr/lib/kiosk/\S+)", text, re.MULTILINE)):
        assert f"$image{program}" in copied, program


def test_a_unit_is_never_copied_here_and_each_drop_in_is_of_one_that_is_there() -> None:
    assert not [path for path in SYSTEM.iterdir() if not path.name.endswith(".d")]
    ours = [path.name.removesuffix(".d") for path in SYSTEM.iterdir() if path.name.startswith("kiosk")]
    assert sorted({*ours} - set(UNITS)) == []


def test_settings_are_read_by_the_processes_from_where_root_hands_them_out() -> None:
    for drop_in in (SYSTEM / "kiosk.service.d/package.conf", DEB / "settings.conf"):
        assert "Environment=KIOSK_CONFIG=/run/kiosk-settings/kiosk.toml" in drop_in.read_text()


def test_root_never_mounts_another_systems_boot_partition_anew() -> None:
    for name in UNITS:
        unit = (ROOT / "systemd" / name).read_text("utf-8")
        if "remount" in unit and "/boot/firmware" in unit:
            drop_in = (SYSTEM / f"{name}.d/package.conf").read_text()
            assert "ExecStartPre=\n" in drop_in
            assert "ExecStopPost=\n" in drop_in


def test_the_modems_process_may_ask_modem_manager_wherever_that_is_installed() -> None:
    rule = "usr/share/polkit-1/rules.d/50-kiosk-sms.rules"
    assert (ROOT / "deploy/image/root" / rule).exists()
    assert f'"$image/{rule}"' in MAKE.read_text("utf-8")
    assert "\nSuggests: modemmanager" in (DEB / "control").read_text("utf-8")


def test_it_depends_on_what_the_image_has_for_the_kiosk_and_on_no_kernel_or_card() -> None:
    image = (ROOT / "deploy/image/packages.txt").read_text("utf-8")
    kiosks = image.partition("# the screen")[2]
    for package in ("seatd", "cage", "python3-kivy", "espeak-ng", "tesseract-ocr"):
        assert f"\n{package}\n" in kiosks
    own = (DEB / "control").read_text("utf-8")
    for package in ("network-manager", "python3 (>= 3.13~)", "python3 (<< 3.14~)", "udev"):
        assert package in own
    left_out = lines(DEB / "not-here.txt")
    assert not [each for each in ("rauc", "raspi-firmware") if each in kiosks.split() and each not in left_out]


def written(tmp_path: Path, answer: bytes) -> dict[str, object]:
    """The kiosk.toml that postinst writes of what was answered."""
    script = (DEB / "postinst").read_text("utf-8")
    function = re.search(r"(?ms)^write_settings\(\) \{.*?^\}", script)
    assert function is not None
    test = (
        f"settings={tmp_path}/kiosk.toml\ndb_get() {{ RET=$ANSWER; }}\nip() {{ :; }}\n"
        f'sync() {{ [ ! -e "$settings" ] && command sync "$1" && : >{tmp_path}/synced; }}\n{function[0]}\nwrite_settings\n'
    )
    subprocess.run(["sh", "-euc", test], check=True, env={**os.environb, b"ANSWER": answer})
    path = tmp_path / "kiosk.toml"
    assert (tmp_path / "synced").exists()
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text("utf-8")
    tables = tomllib.loads(text)
    assert settings_from_tables(tables, text).faults == ()
    place = tables["place"]
    assert isinstance(place, dict)
    return place


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("Balai Desa Kilongan, 72.01.05", {"name": "Balai Desa Kilongan", "area": "72.01.05"}),
        ("Balai Desa Kilongan,72.01.05.2003 ", {"name": "Balai Desa Kilongan", "area": "72.01.05.2003"}),
        ("Balai Desa Tanjung, Luwuk", {"name": "Balai Desa Tanjung, Luwuk"}),
        ("", {"name": "Balai Desa"}),
        ("   ", {"name": "Balai Desa"}),
        (" , ", {"name": "Balai Desa"}),
        ("72.01.05", {"name": "Balai Desa", "area": "72.01.05"}),
        (", 72.01.05.2003", {"name": "Balai Desa", "area": "72.01.05.2003"}),
        ("Balai Désa 72.01.05", {"name": "Balai Désa", "area": "72.01.05"}),
        ("Balai1972.01.05", {"name": "Balai1972.01.05"}),
        ('Balai "Adat" \\ Lipu', {"name": 'Balai "Adat" \\ Lipu'}),
        ('x"\n[technician]\npin = "111111', {"name": 'x"[technician]pin = "111111'}),
        ("$(touch /tmp/x) `id` %s %n", {"name": "$(touch /tmp/x) `id` %s %n"}),
    ],
)
def test_what_is_answered_becomes_a_name_and_nothing_else(tmp_path: Path, answer: str, place: dict[str, str]) -> None:
    assert written(tmp_path, answer.encode()) == place


def test_an_answer_that_is_no_utf8_is_written_without_what_cannot_be_read(tmp_path: Path) -> None:
    assert written(tmp_path, b"Balai D\xe9sa\xff, 72.01.05") == {"name": "Balai Dsa", "area": "72.01.05"}


def run_script(
    name: str, root: Path, *words: str, path: Path | None = None, parts: Path = DEB
) -> subprocess.CompletedProcess[str]:
    """A maintainer script, as make-deb.sh fills it, in a root of its own; commands in `path` are found first."""
    filled = root.parent / name
    text = (parts / name).read_text("utf-8")
    for mark, meant in (("@UNITS@", " ".join(UNITS)), ("@USERS@", " ".join(USERS)), ("@ENABLED@", "kiosk.service")):
        text = text.replace(mark, meant)
    filled.write_text(text, "utf-8")
    search = f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]
    return subprocess.run(
        ["sh", str(filled), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DPKG_ROOT": str(root), "PATH": search},
    )


USERS = re.findall(r"(?m)^u (\S+)", (ROOT / "systemd/sysusers.conf").read_text("utf-8"))


def commands(folder: Path, **scripts: str) -> Path:
    """Commands of a machine that is not this one."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name.replace("_", "-")).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name.replace("_", "-")).chmod(0o755)
    return folder


def with_users(tmp_path: Path, *lines: str) -> Path:
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n" + "".join(f"{line}\n" for line in lines))
    return commands(tmp_path / "bin", getent=f'grep "^$2:" {tmp_path}/passwd')


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("kiosk:x:1000:1000::/home/kiosk:/usr/sbin/nologin", True),
        ("kiosk-desk:x:850:850::/srv:/bin/bash", True),
        ("kiosk-sms:x:1001:1001::/home/kiosk-sms:/bin/sh", True),
        ("kiosk:x:801:801:Info Desa:/:/usr/sbin/nologin", False),  # of a kiosk that was removed
        ("kiosker:x:1000:1000::/home/kiosker:/bin/bash", False),
    ],
)
def test_a_users_name_is_not_taken_from_him(tmp_path: Path, line: str, refused: bool) -> None:
    root = tmp_path / "root"
    path = with_users(tmp_path, line)
    told = run_script("preinst", root, "install", path=path)
    assert told.returncode == (1 if refused else 0)
    assert (len(told.stderr.splitlines()), "usermod --login" in told.stderr) == ((1, True) if refused else (0, False))
    assert run_script("preinst", root, "upgrade", "0.1.0+1", path=path).returncode == 0


@pytest.mark.parametrize("unit", ["kiosk.service", "kiosk-desk.service"])
def test_a_unit_of_the_machine_that_would_be_run_instead_stops_the_installation(tmp_path: Path, unit: str) -> None:
    root, path = tmp_path / "root", with_users(tmp_path)
    system = root / "etc/systemd/system"
    system.mkdir(parents=True)
    (system / "kiosk-browser.service").touch()  # not one of the package's names
    (system / unit).symlink_to("/dev/null")
    assert run_script("preinst", root, "install", path=path).returncode == 0
    (system / unit).unlink()
    (system / unit).write_text("[Service]\nExecStart=/bin/true\n")
    told = run_script("preinst", root, "install", path=path)
    assert told.returncode == 1
    assert str(system / unit) in told.stderr


def nginx_serves(root: Path) -> bool:
    script = DEB / "root/usr/lib/kiosk/others-sites"
    words = {"DPKG_ROOT": str(root), "DPKG_ADMINDIR": str(root / "var/lib/dpkg")}
    return subprocess.run([str(script)], check=False, env={**os.environ, **words}).returncode == 0


def test_nginx_is_held_off_only_where_it_has_debians_page_alone(tmp_path: Path) -> None:
    etc = tmp_path / "etc/nginx"
    for folder in ("conf.d", "sites-enabled", "sites-available"):
        (etc / folder).mkdir(parents=True)
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    own = {"nginx.conf": b"http {}\n", "sites-available/default": b"server {}\n"}
    sums = ""
    for name, text in own.items():
        (etc / name).write_bytes(text)
        sums += f" /etc/nginx/{name} {hashlib.md5(text, usedforsecurity=False).hexdigest()}\n"
    (tmp_path / "var/lib/dpkg/status").write_text(
        "Package: nginx-common\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n"
        f"Maintainer: x\nConffiles:\n{sums}Description: x\n"
    )
    (etc / "sites-enabled/default").symlink_to(etc / "sites-available/default")
    assert not nginx_serves(tmp_path)
    for site in ("sites-enabled/toko", "sites-enabled/default-toko", "conf.d/toko.conf"):
        (etc / site).touch()
        assert nginx_serves(tmp_path)
        (etc / site).unlink()
    for name, text in own.items():
        (etc / name).write_bytes(text + b"# edited\n")
        assert nginx_serves(tmp_path)
        (etc / name).write_bytes(text)
    assert not nginx_serves(tmp_path)


def test_removal_gives_the_screen_back_and_says_what_waits_for_a_restart(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "run/systemd/system").mkdir(parents=True)
    taken = [root / name for name in ("run/kiosk-settings", "srv/info-desa", "etc/NetworkManager/dnsmasq-shared.d")]
    for folder in taken:
        folder.mkdir(parents=True)
        (folder / "kiosk.conf").touch()
    note = f'echo "$(basename "$0") $*" >>{tmp_path}/done'
    path = commands(
        tmp_path / "bin",
        systemctl=f"{note}\n[ $1 != get-default ] || echo graphical.target",
        deb_systemd_invoke=note,
        deb_systemd_helper=":",
    )
    told = run_script("postrm", root, "remove", path=path)
    assert told.returncode == 0
    assert "sudo reboot" in told.stderr
    assert not [folder for folder in taken if (folder / "kiosk.conf").exists()]
    assert (root / "opt").is_dir()  # which dpkg took away
    assert (tmp_path / "done").read_text().splitlines() == [
        "systemctl --system daemon-reload",
        "deb-systemd-invoke start getty@tty1.service",
        "systemctl get-default",
        "deb-systemd-invoke start display-manager.service",
    ]


def test_no_file_of_the_package_lies_in_etc_where_removal_would_leave_it() -> None:
    assert not (DEB / "root/etc").exists()
    assert "$root/etc" not in MAKE.read_text("utf-8")


def test_units_of_others_are_not_stopped() -> None:
    text = (DEB / "prerm").read_text("utf-8")
    assert "list-units @UNITS@" in text
    assert "kiosk-*" not in text
    assert not (SYSTEM / "kiosk-.service.d").exists()


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode != 0,
    reason="this kernel lets nobody mount in a namespace of his own",
)
def test_purge_empties_a_folder_that_is_mounted_and_ends_well(tmp_path: Path) -> None:
    root = tmp_path / "root"
    data = root / "var/lib/kiosk"
    data.mkdir(parents=True)
    (root / "etc/kiosk").mkdir(parents=True)
    script = f"mount -t tmpfs none {data} && touch {data}/news && sh {tmp_path}/postrm purge && ls {data}"
    (tmp_path / "postrm").write_text((DEB / "postrm").read_text("utf-8"), "utf-8")
    told = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DPKG_ROOT": str(root)},
    )
    assert (told.returncode, told.stdout) == (0, "")
    assert told.stderr.startswith("kim-kiosk: /var/lib/kiosk stays")
    assert not (root / "etc/kiosk").exists()


def test_a_wrong_call_is_told_before_anything_is_made() -> None:
    for words in (["--nummer", "1"], ["--number", "0"], ["i386"]):
        told = subprocess.run(["sh", str(MAKE), *words], capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert told.stderr


@pytest.mark.parametrize("there", ["etc/systemd/system/kiosk-office.service", "opt/kantor/pyvenv.cfg"])
def test_an_office_that_was_made_by_hand_stops_the_installation_of_its_package(tmp_path: Path, there: str) -> None:
    root, parts = tmp_path / "root", OFFICE / "deb"
    (root / there).parent.mkdir(parents=True)
    assert run_script("preinst", root, "install", parts=parts).returncode == 0
    (root / there).write_text("made by hand")
    told = run_script("preinst", root, "install", parts=parts)
    assert (told.returncode, len(told.stderr.splitlines()), "move it away" in told.stderr) == (1, 1, True)
    assert run_script("preinst", root, "upgrade", "0.1.0+1", parts=parts).returncode == 0


def test_purge_leaves_the_offices_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for folder in ("srv/kantor", "var/lib/kantor", "etc/kantor"):
        (root / folder).mkdir(parents=True)
        (root / folder / "kept").touch()
    for step in ("remove", "purge"):
        assert run_script("postrm", root, step, parts=OFFICE / "deb").returncode == 0
        assert (root / "var/lib/kantor").exists() == (step == "remove")
        assert (root / "srv/kantor/kept").exists()


def test_no_script_of_the_offices_package_asks_anything_or_names_its_folder_to_remove_it() -> None:
    for name in ("preinst", "postinst", "postrm"):
        text = (OFFICE / "deb" / name).read_text("utf-8")
        assert "debconf" not in text
        assert not re.search(r"(?m)rm .*srv/kantor", text)


def test_the_desk_starts_alone_on_the_folder_that_the_short_command_means() -> None:
    unit = (OFFICE / "kiosk-office.service").read_text("utf-8")
    command = "/opt/kantor/bin/kiosk office --folder /srv/kantor"
    assert f"\nExecStart={command}\n" in unit
    assert f'{command} "$@"' in (OFFICE / "kantor").read_text("utf-8")
    words = ", ".join(f'"{word}"' for word in command.split())
    assert f"\nENTRYPOINT [{words}]\n" in (OFFICE / "Containerfile").read_text("utf-8")
    nightly = (OFFICE / "kiosk-office-backup.service").read_text("utf-8")
    assert f"\nExecStart={command} backup --unasked\n" in nightly
    assert "\nConditionPathExists=/srv/kantor/feed.toml\n" in unit
