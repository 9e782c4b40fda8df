#!/bin/sh
# The image's files are no newer than SOURCE_DATE_EPOCH: of those that are, Python would hold the compiled form for stale at
# every start.
set -eu
(cd "$1" && find usr/lib/python3 usr/lib/python3.* -name '*.py' -newermt "@$SOURCE_DATE_EPOCH" -printf '/%p\n') >"$1/tmp/newer"
if [ -s "$1/tmp/newer" ]; then
    chroot "$1" sh -c 'python3 -m compileall -q -f --invalidation-mode unchecked-hash -i - </tmp/newer'
fi
rm "$1/tmp/newer"
python3 "$HERE/unchecked.py" "$1"
