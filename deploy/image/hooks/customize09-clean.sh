#!/bin/sh
# Keeps the fetched packages for the next build; leaves nothing of this build's in the image.
set -eu
find "$1/var/cache/apt/archives" -name '*.deb' -exec mv -t "$DEBS" {} +
rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/var/log/*.log "$1"/var/log/apt "$1"/var/lib/dbus/machine-id
rm -rf "$1"/etc/*- "$1"/var/cache/debconf/*-old "$1"/var/lib/dpkg/*-old "$1"/var/cache/ldconfig "$1"/etc/.pwd.lock
echo uninitialized >"$1/etc/machine-id"
