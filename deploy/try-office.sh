#!/bin/sh
# Shows the office's desk on a sample district of three villages with their kiosks: sh deploy/try-office.sh [FOLDER] [PORT]
# Installs what is missing first (asks for sudo's password then). Open the address that is printed in a browser.
set -eu
cd "$(dirname "$0")/.."
. deploy/setup.sh

set_up
exec .venv/bin/python -m kiosk.demo.district "${1:-out/kantor-contoh}" "${2:-8090}"
