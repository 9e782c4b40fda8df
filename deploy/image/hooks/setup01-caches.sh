#!/bin/sh
# The packages that an earlier build fetched. $1 is the new root.
set -eu
mkdir -p "$1/boot/firmware" "$1/var/cache/apt/archives"
find "$DEBS" -name '*.deb' -exec cp -t "$1/var/cache/apt/archives" {} +
