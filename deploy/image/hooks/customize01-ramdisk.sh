#!/bin/sh
# All packages are there: the initial ramdisk, and with it what the board's firmware reads from the boot partition.
set -eu
if [ -d "$1/native" ]; then
    mv "$1/usr/bin/dpkg-deb.emulated" "$1/usr/bin/dpkg-deb"
    rm -r "$1/native"
fi
rm "$1/usr/sbin/update-initramfs"
chroot "$1" dpkg-divert --quiet --local --no-rename --remove /usr/sbin/update-initramfs
mv "$1/usr/sbin/update-initramfs.real" "$1/usr/sbin/update-initramfs"
chroot "$1" update-initramfs -c -k all
