#!/bin/sh
# Makes the Debian packages that turn a Raspberry Pi OS (trixie, 64 bit) or any Debian 13 into a kiosk:
#
#   sh deploy/make-deb.sh [--office] [--out FOLDER] [--cache FOLDER] [--number N] [--keys FILE] [--maintainer "NAME <MAIL>"] [--quick]
#       [amd64] [arm64]
#
# With --office it is kim-kantor, the desk of an office on a server. Without an architecture both are made. --number is that of the
# newest update of the program that the package holds (deploy/make-update.sh), and the last part of its version. --keys are minisign
# keys, one a line, that may sign updates of the program from the first start on. --quick packs larger and in a tenth of the time,
# for trying. Installs what is missing first, as root or through sudo. Nothing is fetched when the package is installed but Debian's
# own packages. The same commit and arguments make the same bytes.
set -eu
cd "$(dirname "$0")/.."
PATH=/usr/bin:$PATH # Debian's own Python and its pip, whatever else this machine has: the kiosk gets that one
. deploy/setup.sh

out=out/deb cache=build/deb number=1 keys='' architectures='' packing='-Zxz -z6' maintainer='Info Desa <info-desa@example.org>'
product=kim-kiosk place=/opt/kiosk parts=deploy/deb lock=deploy/image/requirements.txt
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=$2 ;;
        --cache) cache=$2 ;;
        --number) number=$2 ;;
        --keys) keys=$(realpath "$2") ;;
        --maintainer) maintainer=$2 ;;
        --office)
            product=kim-kantor place=/opt/kantor parts=deploy/kantor/deb lock=deploy/kantor/requirements.txt
            shift
            continue
            ;;
        --quick)
            packing='-Zzstd -z3'
            shift
            continue
            ;;
        amd64 | arm64)
            architectures="$architectures $1"
            shift
            continue
            ;;
        *) fail "$1: not an option; see the top of deploy/make-deb.sh" ;;
    esac
    shift 2
done
case $number in *[!0-9]* | "" | 0*) fail "--number $number is no number" ;; esac
architectures=${architectures:-amd64 arm64}
git rev-parse --quiet --verify HEAD >/dev/null || fail "This is no git checkout: the package's date is its last commit's."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
umask 022

PACKAGES="$PACKAGES git debhelper po-debconf fakeroot"
case $product$architectures in kim-kiosk*arm64*) PACKAGES="$PACKAGES gcc-aarch64-linux-gnu libc6-dev-arm64-cross swig libpython3-dev" ;; esac
set_up
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' kiosk/core/build.py | sed 's/\.dev/~dev/')+$number
here=$PWD
mkdir -p "$out" "$cache"
out=$(realpath "$out") cache=$(realpath "$cache")

lines() { sed -e 's/ *#.*//' -e '/^$/d' "$1"; }

office_files() {
    root=$1
    install -D -m 644 -t "$root/usr/lib/systemd/system" deploy/kantor/kiosk-office*.service deploy/kantor/kiosk-office*.timer deploy/kantor/kiosk-office*.path
    install -D -m 755 deploy/kantor/kantor "$root/usr/bin/kantor"
    install -D -m 644 deploy/kiosk.1 "$root/usr/share/man/man1/kantor.1" # its commands are there, below kiosk office
    install -D -m 755 deploy/kantor/web.py "$root/usr/lib/kim-kantor/web.py"
    install -D -m 644 deploy/kantor/nginx.conf "$root/usr/share/kim-kantor/nginx.conf"
    install -D -m 644 -t "$root/usr/share/doc/kim-kantor" deploy/panduan-kantor.md deploy/panduan-server.md \
        deploy/pemantauan/panduan-pemantauan.md deploy/pemantauan/grafana.json
    cp CHANGELOG.md "$root/usr/share/doc/kim-kantor/NEWS.md"
}

# What of the image is a package's too. Left out is what mends, fills or mounts a card's partitions, and what stands for another
# file in the image alone.
kiosk_files() {
    root=$1 system=$1/usr/lib/systemd/system
    mkdir -p "$system" "$root/usr/lib/udev/rules.d" "$root/usr/lib/kiosk" "$root/usr/lib/NetworkManager/conf.d" "$root/usr/share/kiosk" \
        "$root/usr/lib/sysctl.d" "$root/usr/lib/modules-load.d"
    for unit in $(lines deploy/deb/units.txt); do
        cp "systemd/$unit" "$system/"
        case $unit in kiosk-*.service) install -D -m 644 deploy/deb/settings.conf "$system/$unit.d/settings.conf" ;; esac
    done
    cp -r deploy/deb/root/. "$root/"
    cp deploy/*.rules "$root/usr/lib/udev/rules.d/"
    image=deploy/image/root
    cp "$image/usr/lib/kiosk/keep-faults" "$image/usr/lib/kiosk/public-fence" "$root/usr/lib/kiosk/"
    mkdir -p "$root/usr/lib/kiosk/publik"
    cp -t "$root/usr/lib/kiosk/publik" deploy/publik/http.conf deploy/publik/situs.conf deploy/publik/hotspot.conf deploy/publik/hotspot.nft deploy/publik/dnsmasq.conf
    install -D -m 644 -t "$root/usr/share/polkit-1/rules.d" "$image/usr/share/polkit-1/rules.d/50-kiosk-sms.rules"
    cp "$image/usr/lib/modules-load.d/kiosk.conf" "$root/usr/lib/modules-load.d/kiosk.conf"
    cp "$image/etc/sysctl.d/90-kiosk.conf" "$root/usr/lib/sysctl.d/90-kiosk.conf"
    for part in journald logind system; do
        mkdir -p "$root/usr/lib/systemd/$part.conf.d"
        cp "$image/etc/systemd/$part.conf.d/kiosk.conf" "$root/usr/lib/systemd/$part.conf.d/"
    done
    # the power key of a PC is on its case, and turns it off as elsewhere
    [ "$architecture" = arm64 ] || sed -i '/^HandlePowerKey/d' "$root/usr/lib/systemd/logind.conf.d/kiosk.conf"
    # of NetworkManager's only what holds for each connection: where they are kept and who names the machine was settled before
    sed -n -e '/^\[connection\]/,/^$/p' -e '/^\[logging\]/,/^$/p' "$image/etc/NetworkManager/conf.d/kiosk.conf" \
        >"$root/usr/lib/NetworkManager/conf.d/kiosk.conf"
    mkdir -p "$root/usr/bin" "$root/usr/share/man/man1" "$root/usr/share/doc/kim-kiosk/examples"
    ln -s /opt/kiosk/bin/kiosk "$root/usr/bin/kiosk"
    cp deploy/kiosk.1 "$root/usr/share/man/man1/"
    cp deploy/kiosk.toml "$root/usr/share/doc/kim-kiosk/examples/"
    cp CHANGELOG.md "$root/usr/share/doc/kim-kiosk/NEWS.md"
    echo "$number" >"$root/usr/share/kiosk/number"
    if [ -n "$keys" ]; then cp "$keys" "$root/usr/share/kiosk/update-keys"; else : >"$root/usr/share/kiosk/update-keys"; fi
    echo "$version" >"$root/usr/share/kiosk/package" # by it the program knows that no card is here (kiosk/core/paths.py)
}

debian_files() {
    debian=$1
    for script in config templates; do [ ! -e "$parts/$script" ] || cp "$parts/$script" "$debian/"; done
    for script in preinst postinst prerm postrm; do
        [ -e "$parts/$script" ] || continue
        sed -e "s/@UNITS@/$(lines deploy/deb/units.txt | xargs)/" -e "s/@USERS@/$(sed -n 's/^u \([^ ]*\) .*/\1/p' systemd/sysusers.conf | xargs)/" \
            -e "s/@ENABLED@/$(cd systemd && lines ../deploy/deb/units.txt | xargs grep --files-with-matches '^\[Install\]' | xargs)/" \
            "$parts/$script" >"$debian/$script"
    done
    if [ "$product" = kim-kiosk ]; then
        cp systemd/sysusers.conf "$debian/$product.sysusers"
        cp systemd/tmpfiles.conf "$debian/$product.tmpfiles"
    else
        cp deploy/kantor/sysusers.conf "$debian/$product.sysusers"
    fi
    own="s#kim-kiosk:#$product:#; s#/opt/kiosk#$place#g; s#opt/kiosk/#${place#/}/#g"
    sed -e "$own" deploy/deb/lintian-overrides >"$debian/$product.lintian-overrides"
    sed -e "s/@MAINTAINER@/$maintainer/" "$parts/control" >"$debian/control"
    sed -e 's/^$/./' -e 's/^/ /' LICENSE >"$debian/licence"
    sed -e "/^@LICENSE@$/{r $debian/licence" -e 'd}' -e "$own" deploy/deb/copyright >"$debian/copyright"
    rm "$debian/licence"
    # of the image's packages those from the screen on: what is before them is a machine's that has Debian already
    depends=$(sed -n '/^# the screen/,$p' deploy/image/packages.txt | sed -e 's/ *#.*//' -e '/^$/d' | LC_ALL=C sort -u |
        grep -vxF -f deploy/deb/not-here.txt | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n/, /g')
    echo "image:Depends=$depends" >"$debian/$product.substvars"
    cat >"$debian/changelog" <<END
$product ($version) trixie; urgency=medium

  * What changed is in /usr/share/doc/$product/NEWS.md.gz.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
}

for architecture in $architectures; do
    case $architecture in arm64) machine=aarch64 ;; *) machine=x86_64 ;; esac
    say "$product $version for $architecture"
    work=$cache/$product-$architecture
    rm -rf "$work"
    mkdir -p "$work/debian/$product/opt"
    sh deploy/image/program.sh "$work/debian/$product$place" "$cache" "$machine" "$place" "$lock"
    if [ "$product" = kim-kiosk ]; then kiosk_files "$work/debian/$product"; else office_files "$work/debian/$product"; fi
    debian_files "$work/debian"
    cd "$work"
    export DEB_HOST_ARCH="$architecture" DEB_RULES_REQUIRES_ROOT=no DH_VERBOSE=
    # what gives times to files and order to archives is debhelper's and dpkg's
    dh_installdirs
    dh_installdocs
    dh_installchangelogs
    [ "$product" != kim-kiosk ] || dh_installdebconf
    dh_installsysusers
    dh_installtmpfiles
    if [ "$product" = kim-kiosk ]; then
        dh_installsystemd --no-start --no-stop-on-upgrade --no-enable kiosk-desk.service kiosk-sms.service kiosk-public.service kiosk-courier.socket kiosk-neighbours.service
        # shellcheck disable=SC2046  # a list of units
        dh_installsystemd --no-start --no-stop-on-upgrade $(cd debian/kim-kiosk/usr/lib/systemd/system && grep --files-with-matches --directories=skip '^\[Install\]' kiosk* | grep -vxE "kiosk-(desk|sms|public|neighbours).service|kiosk-courier.socket")
    else
        dh_installsystemd --no-restart-after-upgrade # stopped while its files are changed
    fi
    dh_lintian
    dh_compress -X.toml
    dh_fixperms "-X${place#/}"
    # as wheels bring them, some libraries may be executed
    find "debian/$product$place" -type d -exec chmod 755 {} +
    find "debian/$product$place/lib" "debian/$product$place/pyvenv.cfg" -type f -exec chmod 644 {} +
    dh_installdeb
    dh_gencontrol
    dh_md5sums
    find "debian/$product" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    # shellcheck disable=SC2086  # two words; one thread: another number of them packs otherwise
    dpkg-deb --root-owner-group $packing --threads-max=1 --build "debian/$product" "$out/${product}_${version}_$architecture.deb" >/dev/null
    cd "$here"
    say "$out/${product}_${version}_$architecture.deb: $(stat -c %s "$out/${product}_${version}_$architecture.deb") bytes"
done
