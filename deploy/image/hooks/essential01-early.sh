#!/bin/sh
# Before any package of ours: settings that packages read while they are configured, and no initial ramdisk yet. It is made
# once, at the end: in emulation each time costs minutes, and five packages ask for it.
set -eu
cp -r --no-preserve=ownership "$EARLY/." "$1/"
chroot "$1" dpkg-divert --quiet --local --no-rename --divert /usr/sbin/update-initramfs.real --add /usr/sbin/update-initramfs
ln -s /bin/true "$1/usr/sbin/update-initramfs"
