#!/bin/sh
# Step 1 of build-image.sh: Debian's packages, unpacked and configured in emulation, as one tar. Kept from build to build as
# long as the package lists, early/, hooks/ and this file are the same.
#
#   base.sh OUT.tar CACHE     with debian.conf's variables and SOURCE_DATE_EPOCH in the environment
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
DEBS=$2/debs EARLY=$here/early HERE=$here
export DEBS EARLY HERE MODULES
mkdir -p "$DEBS"

lines() { sed -e 's/ *#.*//' -e '/^$/d' "$1"; }

# Arm programs run on this machine: the kernel hands them to qemu. On a machine that systemd started it does so already.
register=/proc/sys/fs/binfmt_misc
[ -e $register/register ] || mount -t binfmt_misc none $register
[ "$(uname -m)" = aarch64 ] || [ -e $register/qemu-aarch64 ] || /usr/lib/systemd/systemd-binfmt

set -- --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"'
# the firmware's package asks about a file of its own that early/ brings
set -- "$@" --dpkgopt=force-confdef --dpkgopt=force-confold
set -f # the patterns are dpkg's to expand
for pattern in $(lines "$here/unwanted.txt"); do
    case $pattern in
        !*) set -- "$@" "--dpkgopt=path-include=${pattern#!}" ;;
        *) set -- "$@" "--dpkgopt=path-exclude=$pattern" ;;
    esac
done
set +f
[ -z "$KEYRING" ] || set -- "$@" "--keyring=$KEYRING"

# shellcheck disable=SC2086  # SOURCES is one word or none
mmdebstrap --architectures=arm64 --variant=minbase --mode=root --format=tar --components="$COMPONENTS" \
    --include="$({ lines "$here/packages.txt"; echo "$BOARD_PACKAGES"; } | tr -s ' \n' ',' | sed 's/,$//')" \
    "$@" --skip=essential/unlink --hook-directory="$here/hooks" "$SUITE" "$out.part" $SOURCES
mv "$out.part" "$out"
