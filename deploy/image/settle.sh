#!/bin/sh
# Makes the users and turns the units on, without a boot and without emulation: settle.sh TREE BASE.tar
set -eu
tree=$1 base=$2
mkdir -p "$tree/etc"
(umask 077 && tar -xf "$base" -C "$tree" --no-same-owner ./etc/passwd ./etc/group ./etc/shadow ./etc/gshadow)
systemd-sysusers --root="$tree" "$tree"/usr/lib/sysusers.d/kiosk*.conf
rm -f "$tree"/etc/*- "$tree/etc/.pwd.lock"

mkdir -p "$tree/etc/kiosk" "$tree/data" "$tree/srv/info-desa"
ln -sf /run/kiosk-settings/kiosk.toml "$tree/etc/kiosk/kiosk.toml"
ln -sf /run/NetworkManager/resolv.conf "$tree/etc/resolv.conf"
for unit in "$tree"/usr/lib/systemd/system/kiosk*; do
    name=$(basename "$unit")
    # the hall's desk, SMS and the pages for phones are off until the settings want them
    case $name in
        kiosk-desk.service | kiosk-sms.service | kiosk-public.service | kiosk-courier.socket | kiosk-neighbours.service) continue ;;
    esac
    grep -qs '^\[Install\]' "$unit" || continue
    systemctl --root="$tree" --quiet enable "$name"
done
# those of the second line would be done anew at each start, /var being volatile, and the kiosk would wait for them; no foreign
# programs run here; udev sets each sound card up as it finds it, and what a program left of it last is nothing to keep; the desk
# starts an nginx of its own; nobody uses the file systems of the last two lines
for unit in ctrl-alt-del.target getty@tty1.service getty-static.service systemd-firstboot.service \
    systemd-update-done.service systemd-journal-catalog-update.service systemd-hwdb-update.service ldconfig.service \
    systemd-binfmt.service proc-sys-fs-binfmt_misc.automount alsa-restore.service alsa-state.service nginx.service \
    dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
    sys-fs-fuse-connections.mount modprobe@fuse.service modprobe@configfs.service; do
    systemctl --root="$tree" --quiet mask "$unit"
done
