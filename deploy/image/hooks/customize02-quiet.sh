#!/bin/sh
# No logins, no jobs that would look for packages, no console but the kiosk's.
set -eu
chroot "$1" passwd --lock root >/dev/null
chroot "$1" systemctl --quiet preset-all
chroot "$1" systemctl --quiet set-default graphical.target
chroot "$1" systemctl --quiet mask getty@tty1.service systemd-firstboot.service apt-daily.timer apt-daily-upgrade.timer \
    dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service seatd.service
