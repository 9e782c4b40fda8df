#!/bin/sh
# Makes a kiosk of Raspberry Pi OS (trixie, 64 bit) at its first start, without a keyboard and without a login:
#
#   kios-pasang.sh arrange    by cloud-init (user-data): no wizard asks for a user, and two units do the rest
#   kios-pasang.sh settings   at each start: kiosk.toml and pin-baru.txt go from the boot partition to /etc/kiosk, and are wiped there
#   kios-pasang.sh install    until it is done: joins the Wi-Fi of kiosk.toml, installs the package, starts the machine anew
#
# A power cut at any moment is followed by another try; so is a start without a line. KIOSK_ROOT is another root, for tests.
set -eu
root=${KIOSK_ROOT:-}
boot=$root/boot/firmware etc=$root/etc/kiosk units=$root/etc/systemd/system own=/usr/local/lib/kim-kiosk/kios-pasang.sh

# Tells *words* on the screen, which nobody has logged in to, and in the log.
tell() {
    echo "$*"
    { printf '\033[2J\033[H\n\n  %s\n' "$*" >"$root/dev/tty1"; } 2>/dev/null || true
}

arrange() {
    # masked for later starts, stopped now: it may have begun to ask
    systemctl mask userconfig.service 2>/dev/null || true
    systemctl stop --no-block userconfig.service 2>/dev/null || true
    mkdir -p "$root${own%/*}" "$units"
    cp "$boot/kios-pasang.sh" "$root$own.part"
    mv "$root$own.part" "$root$own"
    cat >"$units/kios-setelan.service" <<END
[Unit]
Description=Info Desa: kiosk.toml from the boot partition
DefaultDependencies=no
RequiresMountsFor=/boot/firmware
After=local-fs.target
Before=kiosk-settings.service kios-pasang.service shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
ExecStart=/bin/sh $own settings

[Install]
WantedBy=multi-user.target
END
    cat >"$units/kios-pasang.service" <<END
[Unit]
Description=Info Desa: the package is installed
Wants=network-online.target
After=kios-setelan.service NetworkManager.service
ConditionPathExists=!/etc/kiosk/installed
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=/bin/sh $own install
Restart=on-failure
RestartSec=30
RestartPreventExitStatus=2

[Install]
WantedBy=multi-user.target
END
    systemctl daemon-reload
    systemctl enable kios-setelan.service kios-pasang.service
    systemctl start --no-block kios-setelan.service kios-pasang.service
}

# Moves *name* from the boot partition to /etc/kiosk, on the disk there before it is wiped here. Windows hides the end of a name, and
# its editor adds one: of two files the newer is taken.
take() {
    older=$1 newer=$1.txt
    [ "$boot/$newer" -nt "$boot/$older" ] || older=$1.txt newer=$1
    for name in "$older" "$newer"; do
        [ -f "$boot/$name" ] || continue
        # a first byte that is none: a power cut ended the wiping
        case $(head -c 1 "$boot/$name" | od -An -tx1) in
            '' | ' 00') ;;
            *)
                mkdir -p "$etc"
                (umask 077 && head -c 200000 "$boot/$name" >"$etc/$1.part")
                sync "$etc/$1.part"
                mv "$etc/$1.part" "$etc/$1"
                sync "$etc"
                ;;
        esac
        # the bytes too: a name that is removed leaves them on the card
        head -c "$(stat -c %s "$boot/$name")" /dev/zero | dd of="$boot/$name" conv=notrunc,fsync status=none
        rm "$boot/$name"
        sync "$boot"
    done
}

# Writes the profile that the kiosk itself will write (kiosk/appliance/wifi_profile.py), so that the first line is the kiosk's too.
join_wifi() {
    connections=$root/etc/NetworkManager/system-connections
    mkdir -p "$connections"
    python3 - "$etc/kiosk.toml" "$connections/kiosk-wifi.nmconnection" <<'END' || return 0
import os, re, sys, tomllib

content = open(sys.argv[1], "rb").read()
try:
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    wifi = tomllib.loads(text).get("wifi", {})
    name, password = wifi["name"], wifi.get("password", "")
    if not isinstance(name, str) or not isinstance(password, str) or not 1 <= len(name.encode()) <= 32:
        raise ValueError(name)
    fits = 8 <= len(password) <= 63 and password.isascii() and password.isprintable()
    if password and not fits and not re.fullmatch("[0-9a-fA-F]{64}", password):
        raise ValueError("password")
except (ValueError, KeyError, AttributeError) as error:
    sys.exit(f"no Wi-Fi in kiosk.toml: {error!r}"[:60])
escaped = password.replace("\\", "\\\\")
blanks = len(escaped) - len(escaped.lstrip(" "))
security = "\n[wifi-security]\nkey-mgmt=wpa-psk\npsk=" + blanks * "\\s" + escaped[blanks:] + "\n"
profile = (
    "[connection]\nid=kiosk-wifi\nuuid=1f0ad3f6-5f8e-4c0b-9d7e-2b6a1c9e7a11\ntype=wifi\nautoconnect=true\nautoconnect-retries=0\n"
    f"\n[wifi]\nmode=infrastructure\nssid={''.join(f'{byte};' for byte in name.encode())}\n{security if password else ''}"
    "\n[ipv4]\nmethod=auto\n\n[ipv6]\nmethod=auto\n"
)
with open(os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
    file.write(profile)
END
    # the radio of Raspberry Pi OS is off until it knows its country
    raspi-config nonint do_wifi_country ID 2>/dev/null || iw reg set ID 2>/dev/null || true
    rfkill unblock wifi 2>/dev/null || true
    nmcli connection reload && nmcli --wait 60 connection up kiosk-wifi || true
}

install_package() {
    package=$boot/$(cut -c 67- "$boot/kios-paket.sha256" 2>/dev/null)
    if ! (cd "$boot" && sha256sum --check --quiet --strict kios-paket.sha256) >/dev/null 2>&1; then
        tell 'Paket kios di kartu tidak utuh. Salin isi folder rilis ke kartu sekali lagi, lalu nyalakan.'
        exit 2
    fi
    if ! dpkg-query -W -f='${db:Status-Status}' kim-kiosk 2>/dev/null | grep -qx installed; then
        tell 'Kios sedang dipasang, 10 sampai 40 menit. Internet diperlukan. Jangan cabut listrik.'
        join_wifi
        export DEBIAN_FRONTEND=noninteractive
        # what a power cut left half done
        dpkg --configure -a || true
        if ! { apt-get -qq update && apt-get -y -qq -o DPkg::Lock::Timeout=300 --fix-broken install "$package"; }; then
            tell 'Kios belum terpasang: belum ada internet, atau terputus. Dicoba lagi tiap setengah menit.'
            exit 1
        fi
    fi
    sync
    # from here on nothing of the boot partition is run
    mkdir -p "$root/etc/cloud" "$etc"
    : >"$root/etc/cloud/cloud-init.disabled"
    : >"$etc/installed"
    rm -f "$boot/user-data" "$boot/kios-pasang.sh"
    sync
    tell 'Kios terpasang dan dimulai ulang.'
    systemctl reboot
}

case ${1:-} in
    arrange) arrange ;;
    settings) take kiosk.toml && take pin-baru.txt ;;
    install) install_package ;;
    *) exit 2 ;;
esac
