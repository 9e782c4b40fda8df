#!/bin/sh
# While packages are unpacked, the build machine's own dpkg-deb serves the new root: to decompress 400 packages in emulation takes
# ten times as long. customize01-ramdisk.sh puts the root's own back.
set -eu
[ "$(uname -m)" = x86_64 ] || exit 0
mkdir "$1/native"
for file in $(ldd /usr/bin/dpkg-deb | grep -o '/[^ ]*'); do
    cp "$file" "$1/native/"
done
cp /usr/bin/dpkg-deb "$1/native/"
mv "$1/usr/bin/dpkg-deb" "$1/usr/bin/dpkg-deb.emulated"
cat >"$1/usr/bin/dpkg-deb" <<'END'
#!/bin/sh
exec /native/ld-linux-x86-64.so.2 --library-path /native /native/dpkg-deb "$@"
END
chmod 755 "$1/usr/bin/dpkg-deb"
