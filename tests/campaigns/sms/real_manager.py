"""`python -m tests.campaigns.sms.real_manager MODEMMANAGER PLUGINS`: the same by the real ModemManager, with a modem of AT
commands.

MODEMMANAGER is its daemon (Debian's 1.24 is built with what this needs), PLUGINS the folder of its plugins. It runs on a bus of its
own and opens a socket in place of a serial port, behind which this module answers as a modem does (3GPP TS 27.005, PDU mode).
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from content_cache.formats.sms.parts import binary_parts, letter_parts
from tests.campaigns.sms.hall import OFFICE, Hall, warning
from tests.campaigns.sms.modem_manager import NAME, ROOT, dbus_daemon

PORT = "abstract:kiosk-modem"
SIM = "62811000"
ANSWERS = {
    "AT+GCAP": "+GCAP: +CGSM", "ATI": "Sim", "AT+CGMI": "Acme", "AT+CGMM": "Sim1", "AT+CGMR": "1", "AT+CGSN": "352099001761481",
    "AT+CIMI": "510010000000001", "AT+CPIN?": "+CPIN: READY", "AT+CSQ": "+CSQ: 20,99", "AT+CREG?": "+CREG: 0,1",
    "AT+CGREG?": "+CGREG: 0,1", "AT+CEREG?": "+CEREG: 0,1", "AT+CFUN?": "+CFUN: 1", "AT+CMGF=?": "+CMGF: (0,1)",
    "AT+CPMS=?": '+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")', "AT+CNMI=?": "+CNMI: (0-2),(0-3),(0-3),(0-2),(0,1)",
    "AT+CSCS=?": '+CSCS: ("IRA","GSM","UCS2")', "AT+CSCS?": '+CSCS: "IRA"', "AT+CLCK=?": '+CLCK: ("SC","PN")',
}  # fmt: skip
AGREED = ("ATE", "ATZ", "ATV", "ATX", "AT&", "AT+CMEE", "AT+CMGF=", "AT+CNMI=", "AT+CREG=", "AT+CGREG=", "AT+CEREG=", "AT+CFUN=",
          "AT+CSCS=", "AT+IFC", "AT+COPS=")  # fmt: skip


class AtModem:
    """Holds SMS on its card until they are deleted; `sent` are the PDUs that it was given to send."""

    def __init__(self) -> None:
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(f"\0{PORT}")
        self._server.listen()
        self._line: socket.socket | None = None
        self.card: dict[int, bytes] = {}
        self.sent: list[str] = []
        self._count = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def receive(self, sender: str, user_data: bytes, *, binary: bool) -> None:
        self._count += 1
        self.card[self._count] = pdu(sender, user_data, binary=binary)
        if self._line is not None:
            self._line.sendall(f'\r\n+CMTI: "SM",{self._count}\r\n'.encode())

    def _accept(self) -> None:
        while True:
            self._line, _ = self._server.accept()
            threading.Thread(target=self._serve, args=(self._line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        heard = b""
        while got := line.recv(4096):
            heard += got
            while ended := re.search(rb"[\r\x1a]", heard):
                asked, heard = heard[: ended.start()].strip().decode("latin-1").upper(), heard[ended.end() :]
                if asked:
                    line.sendall(self._answer(asked).encode())

    def _answer(self, asked: str) -> str:
        command, _, value = asked.partition("=")
        number = int(value.split(",")[0]) if value.split(",")[0].isdigit() else 0
        if command == "AT+CMGR" and number in self.card:
            return _ok(_listed("+CMGR: 0,,", self.card[number]))
        if asked == "AT+CMGL=4":
            return _ok(*(_listed(f"+CMGL: {place},0,,", each) for place, each in self.card.items()))
        if command == "AT+CMGD":
            self.card.pop(number, None)
            return _ok()
        if command in ("AT+CMGS", "AT+CMGW"):
            return "\r\n> "
        if re.fullmatch("[0-9A-F]{20,}", asked):
            self.sent.append(asked)
            return _ok("+CMGS: 5")
        if asked.startswith("AT+CPMS="):
            return _ok("+CPMS: 0,30,0,30,0,30")
        if asked in ANSWERS:
            return _ok(ANSWERS[asked])
        return _ok() if asked == "AT" or asked.startswith(AGREED) else "\r\nERROR\r\n"


def _ok(*lines: str) -> str:
    return "".join(f"\r\n{line}\r\n" for line in lines) + "\r\nOK\r\n"


def _listed(head: str, content: bytes) -> str:
    return f"{head}{len(content) - 1 - content[0]}\r\n{content.hex().upper()}"


def pdu(sender: str, user_data: bytes, *, binary: bool) -> bytes:
    """SMS-DELIVER with its centre before it (3GPP TS 23.040, 9.2.2.1); letters in the default alphabet, packed."""
    centre, digits = b"\x91" + _semi(SIM), sender.lstrip("+")
    letters = user_data.replace(b"$", b"\x02")
    body = user_data if binary else _packed(letters)
    head = bytes((0x44 if binary else 0x04, len(digits), 0x91)) + _semi(digits) + bytes((0, 4 if binary else 0))
    return bytes((len(centre),)) + centre + head + _semi("26112715000082") + bytes((len(letters),)) + body


def _semi(digits: str) -> bytes:
    digits += "F" * (len(digits) % 2)
    return bytes(int(digits[at + 1] + digits[at], 16) for at in range(0, len(digits), 2))


def _packed(letters: bytes) -> bytes:
    whole = sum(letter << 7 * place for place, letter in enumerate(letters))
    return whole.to_bytes(-(-len(letters) * 7 // 8), "little")


async def _plug_in(address: str) -> None:
    """Waits until ModemManager is there, has been told of the modem, and has its messages."""
    bus = await MessageBus(bus_address=address).connect()
    body: list[Any] = ["modem", "generic", [PORT]]
    asked: tuple[tuple[str, str, str, list[Any]], ...] = (
        (f"{NAME}.Test", "SetProfile", "ssas", body),
        ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "", []),
    )
    for (interface, member, signature, values), wanted in zip(asked, ("", "Messaging"), strict=True):
        while True:
            answer = await bus.call(
                Message(
                    destination=NAME, path=ROOT, interface=interface, member=member, signature=signature, body=values
                )
            )
            if answer is not None and not answer.error_name and wanted in str(answer.body):
                break
            await asyncio.sleep(0.5)
    bus.disconnect()


def main(program: str, plugins: str) -> int:
    dice, failed = random.Random(26), 0
    with tempfile.TemporaryDirectory(prefix="sms") as made, dbus_daemon(Path(made)) as address:
        modem = AtModem()
        options = [
            "--test-session",
            "--test-enable",
            "--no-auto-scan",
            "--test-no-udev",
            "--test-no-suspend-resume",
            "--test-no-qrtr",
        ]
        manager = subprocess.Popen(
            [program, *options, f"--test-plugin-dir={plugins}"], env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": address},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            asyncio.run(asyncio.wait_for(_plug_in(address), 60))
            with Hall(Path(made), SimpleNamespace(address=address, modem=None)) as hall:  # type: ignore[arg-type]
                hall.bell.wait(hall.is_ready, 60)
                hall.bell.wait(lambda: False, 10)
                for number in range(1, 13):
                    failed += _deliver(hall, modem, dice, number)
                modem.receive(OFFICE, b"STATUS", binary=False)
                answered = hall.bell.wait(lambda: modem.sent, 10)
                sys.stdout.write(f"{'ok  ' if answered else 'FAIL'} the office is answered\n")
                return 1 if failed or not answered or modem.card else 0
        finally:
            manager.terminate()
            manager.wait(10)


def _deliver(hall: Hall, modem: AtModem, dice: random.Random, number: int) -> bool:
    message, content = warning(number, dice)
    binary = bool(number % 2)
    parts = binary_parts(content, number) if binary else [part.encode() for part in letter_parts(content)]
    dice.shuffle(parts)
    for part in parts:
        time.sleep(1.0)  # as networks send them
        sent = time.monotonic()
        modem.receive("+628111", part, binary=binary)
    heard = hall.bell.wait(lambda: hall.bell.of(number), 10) and hall.bell.of(number)
    seconds = heard[0] - sent if heard else float("inf")
    told = "ok  " if seconds <= 1.0 else "FAIL"
    sys.stdout.write(
        f"{told} {'binary' if binary else 'letters'}, {len(parts)} SMS, {message.severity}: {seconds:.2f} s\n"
    )
    return seconds > 1.0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
