# Sets up this checkout on Debian 13 or Raspberry Pi OS (trixie) that has only git and python3. Sourced by try.sh and
# test.sh, from the checkout's top folder:
#
#   set_up               what the kiosk and its desk need
#   set_up test lint     these dependency groups of pyproject.toml as well
#
# Does only what is missing: no apt when the packages are there, no pip when pyproject.toml and deploy/lock are as they were last time,
# and of the catalogues only those are compiled that are newer than their compiled form.
# What pip installs is locked there, with hashes: deploy/lock.sh.
# shellcheck shell=sh

PACKAGES="python3-venv espeak-ng libegl1 libgl1 libgl1-mesa-dri libmtdev1t64 libportaudio2 libseccomp2 alsa-utils"
TEST_PACKAGES="cryptsetup-bin dbus-daemon erofs-utils nftables tesseract-ocr tesseract-ocr-ind fonts-liberation fonts-crosextra-carlito fonts-dejavu-core fonts-lato fonts-open-sans dosfstools e2fsprogs faketime fdisk libarchive13t64 exfat-fuse exfatprogs libnginx-mod-stream man-db minisign mount mtools nginx-light openssh-client rauc rsync squashfs-tools systemd udev zstd"
STAMP=.venv/.set-up

say() { printf '==> %s\n' "$*"; }
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

set_up() {
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        fail "python3 is missing or older than 3.11: use Debian 13, Raspberry Pi OS (trixie) or newer."
    install_packages "$@"
    make_environment "$@"
    .venv/bin/python deploy/compile_catalogues.py || fail "The catalogues could not be compiled: see above, then run this again."
}

install_packages() {
    wanted=$PACKAGES
    case " $* " in *" test "*) wanted="$wanted $TEST_PACKAGES" ;; esac
    if ! command -v dpkg-query >/dev/null; then
        say "This is not Debian: see to it yourself that the likes of these are installed: $wanted"
        return 0
    fi
    missing=
    for package in $wanted; do
        case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) in
            installed) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    say "Installing system packages:$missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086  # a list of words on purpose
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends $missing
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@" || fail "'$*' failed: see above, then run this again."
    elif command -v sudo >/dev/null; then
        sudo "$@" || fail "'sudo $*' failed: see above, then run this again."
    else
        fail "This needs the rights of root and sudo is not installed. As root, run: $*"
    fi
}

make_environment() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "Making the virtual environment .venv"
        python3 -m venv --clear .venv || fail "python3 -m venv failed: see above, then run this again."
    fi
    # what was set up for the tests serves the kiosk as well
    grep -qsxF "$(stamp_of "$@")" "$STAMP" && return 0
    # what has no wheel is built here: lgpio for Debian's Python on a Pi, and a server of the tests
    locks="-r deploy/lock/program.txt"
    for group in "$@"; do locks="$locks -r deploy/lock/$group.txt"; done
    say "Installing Python packages into .venv (a few minutes the first time)"
    # shellcheck disable=SC2086  # a list of words on purpose
    pip_install --require-hashes --only-binary :all: --no-binary lgpio,wsgidav $locks
    pip_install --no-deps --no-build-isolation --editable .
    { stamp_of "$@" && stamp_of; } >"$STAMP"
}

stamp_of() {
    printf '%s %s groups:%s\n' "$(cat pyproject.toml deploy/lock/*.txt | sha256sum | cut -d' ' -f1)" "$(.venv/bin/python -V)" "$*"
}

pip_install() {
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-input "$@" ||
        fail "pip could not install the packages: see above. Without a network, run this again when there is one."
}
