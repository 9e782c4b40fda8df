#!/bin/sh
# Makes a signed update of the program, as kiosks take it from the web ([update] url) or from the folder `pembaruan` of a stick:
#
#   sh deploy/make-update.sh PROGRAM NUMBER MACHINE KEY OUT
#
# PROGRAM is the virtual environment as the image has it in /opt/kiosk, NUMBER one more than the last, MACHINE as uname -m says
# on the kiosk (aarch64), KEY a minisign secret key whose public half stands in [update] keys of the kiosks. Equal input and
# SOURCE_DATE_EPOCH give an equal file. Needs squashfs-tools and minisign.
set -eu
[ $# -eq 5 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
program=$1 number=$2 machine=$3 key=$4 out=$5
case $number in *[!0-9]* | "" | 0*) echo "$0: $number is no number" >&2; exit 2 ;; esac
[ -x "$program/bin/python" ] || { echo "$0: $program has no bin/python: it is no virtual environment" >&2; exit 2; }
version=$(sed -n 's/^Version: //p' "$program"/lib/python3*/site-packages/kim_kiosk-*.dist-info/METADATA)
[ -n "$version" ] || { echo "$0: kim-kiosk is not installed in $program" >&2; exit 2; }

mkdir -p "$out"
file=kiosk-$number-$machine.squashfs
epoch=${SOURCE_DATE_EPOCH:-0}
unset SOURCE_DATE_EPOCH # mksquashfs takes it or its options
mksquashfs "$program" "$out/$file" -noappend -all-root -comp zstd -Xcompression-level 19 -mkfs-time "$epoch" -all-time "$epoch" \
    -no-xattrs -no-progress -quiet
size=$(stat -c %s "$out/$file")
minisign -S -s "$key" -m "$out/$file" -x "$out/kiosk-$machine.minisig" \
    -t "kim-kiosk-program number=$number version=$version machine=$machine file=$file size=$size"
echo "$out/$file: $size bytes, version $version"
