#!/bin/sh
# The kernel modules of the boards alone (modules.txt), before the initial ramdisk is made of them.
set -eu
[ -n "$MODULES" ] || exit 0
python3 "$HERE/modules.py" "$1" "$HERE/$MODULES"
for kernel in "$1"/usr/lib/modules/*; do
    chroot "$1" depmod "${kernel##*/}"
done
