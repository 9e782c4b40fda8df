"""ModemManager's interfaces on a bus of its own, with a modem that can be pulled out, locked and flooded.

Names, signatures and order of events as ModemManager 1.24 has them (its D-Bus reference manual): of an SMS in parts `Added` comes
with the first, its State changes to received with the last. Beside it stands a real dbus-daemon that nobody else speaks to.
"""

# dbus_fast reads signatures from annotations: they are D-Bus types, and no Python
# mypy: disable-error-code="valid-type,name-defined,no-untyped-def,misc,untyped-decorator"
# ruff: noqa: F821, F722, N802

import asyncio
import contextlib
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from dbus_fast import DBusError, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, dbus_signal
from dbus_fast.service import method as dbus_method

NAME, ROOT = "org.freedesktop.ModemManager1", "/org/freedesktop/ModemManager1"
RECEIVING, RECEIVED, SENT = 2, 3, 5
LOCKED, DISABLED, REGISTERED = 2, 3, 8
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""
READ = PropertyAccess.READ


class Sms(ServiceInterface):
    def __init__(self, modem: "Modem", number: str, text: str = "", data: bytes = b"", state: int = RECEIVED) -> None:
        super().__init__(f"{NAME}.Sms")
        self.modem, self.number, self.text, self.data, self.state = modem, number, text, data, state
        self.parts: dict[int, bytes] = {}
        self.stamp = ""

    @dbus_property(access=READ)
    def State(self) -> "u":
        return self.state

    @dbus_property(access=READ)
    def PduType(self) -> "u":
        return 1

    @dbus_property(access=READ)
    def Number(self) -> "s":
        return self.number

    @dbus_property(access=READ)
    def Text(self) -> "s":
        return self.text

    @dbus_property(access=READ)
    def Data(self) -> "ay":
        return self.data

    @dbus_property(access=READ)
    def Timestamp(self) -> "s":
        return self.stamp

    @dbus_method()
    def Send(self):
        if not self.modem.credit:
            raise DBusError(f"{NAME}.Error.Message.Unknown", "no credit")
        self.state = SENT
        self.modem.sent.append((self.number, self.text))


class Cbm(ServiceInterface):
    def __init__(self, channel: int, text: str) -> None:
        super().__init__(f"{NAME}.Cbm")
        self.channel, self.text = channel, text

    @dbus_property(access=READ)
    def State(self) -> "u":
        return 2

    @dbus_property(access=READ)
    def Channel(self) -> "u":
        return self.channel

    @dbus_property(access=READ)
    def Text(self) -> "s":
        return self.text


class _Messaging(ServiceInterface):
    def __init__(self, modem: "Modem") -> None:
        super().__init__(f"{NAME}.Modem.Messaging")
        self._modem = modem

    @dbus_method()
    def List(self) -> "ao":
        return list(self._modem.messages)

    @dbus_method()
    def Delete(self, path: "o"):
        if path not in self._modem.messages:
            raise DBusError(f"{NAME}.Error.Core.NotFound", path)
        self._modem.forget(path)
        self.Deleted(path)

    @dbus_method()
    def Create(self, properties: "a{sv}") -> "o":
        return self._modem.add(Sms(self._modem, properties["number"].value, properties["text"].value, state=0))

    @dbus_signal()
    def Added(self, path: "o", received: "b") -> "ob":
        return [path, received]

    @dbus_signal()
    def Deleted(self, path: "o") -> "o":
        return path


class _CellBroadcast(ServiceInterface):
    def __init__(self, modem: "Modem") -> None:
        super().__init__(f"{NAME}.Modem.CellBroadcast")
        self._modem = modem

    @dbus_method()
    def List(self) -> "ao":
        return list(self._modem.broadcasts)

    @dbus_method()
    def Delete(self, path: "o"):
        self._modem.bus.unexport(path)
        del self._modem.broadcasts[path]

    @dbus_method()
    def SetChannels(self, channels: "a(uu)"):
        self._modem.channels = channels

    @dbus_signal()
    def Added(self, path: "o") -> "o":
        return path


class Modem(ServiceInterface):
    """To be used by the bus's thread: `ModemManager.run` puts what is to be done there."""

    def __init__(self, bus: MessageBus, state: int) -> None:
        super().__init__(f"{NAME}.Modem")
        self.bus, self.state = bus, state
        self.messages: dict[str, Sms] = {}
        self.broadcasts: dict[str, Cbm] = {}
        self.channels: list[list[int]] = []
        self.sent: list[tuple[str, str]] = []
        self.credit = True
        self.messaging, self.cells = _Messaging(self), _CellBroadcast(self)
        self._count = 0

    @dbus_property(access=READ)
    def State(self) -> "i":
        return self.state

    @dbus_method()
    def Enable(self, enable: "b"):
        self.turn(REGISTERED if enable else DISABLED)

    def turn(self, state: int) -> None:
        self.state = state
        self.emit_properties_changed({"State": state})

    def add(self, sms: Sms) -> str:
        self._count += 1
        path = f"{ROOT}/SMS/{self._count}"
        self.messages[path] = sms
        self.bus.export(path, sms)
        return path

    def forget(self, path: str) -> None:
        self.bus.unexport(path)
        del self.messages[path]

    def text(self, number: str, text: str, *, stamp: str = "") -> None:
        sms = Sms(self, number, text)
        sms.stamp = stamp
        self.messaging.Added(self.add(sms), True)

    def binary(self, number: str, user_data: bytes) -> None:
        """A part of an 8-bit SMS, as ModemManager joins them: by sender, reference and count; the first of a place counts."""
        reference, count, place = user_data[3:6]
        key = f"{number} {reference} {count}"
        path = next((p for p, s in self.messages.items() if s.state == RECEIVING and s.stamp == key), "")
        sms = self.messages[path] if path else Sms(self, number, state=RECEIVING)
        sms.stamp = key
        sms.parts.setdefault(place, user_data[6:])
        if not path:
            path = self.add(sms)
            self.messaging.Added(path, True)
        if len(sms.parts) == count:
            sms.data, sms.state, sms.stamp = b"".join(sms.parts[n] for n in sorted(sms.parts)), RECEIVED, ""
            sms.emit_properties_changed({"State": RECEIVED, "Data": sms.data})

    def broadcast(self, channel: int, text: str) -> None:
        self._count += 1
        path = f"{ROOT}/CBM/{self._count}"
        self.broadcasts[path] = Cbm(channel, text)
        self.bus.export(path, self.broadcasts[path])
        self.cells.Added(path)


async def _connected(address: str) -> MessageBus:
    return await MessageBus(bus_address=address).connect()


@contextlib.contextmanager
def dbus_daemon(folder: Path) -> Iterator[str]:
    """One of its own; gives the address that processes are given as DBUS_SYSTEM_BUS_ADDRESS."""
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(socket=folder / "bus"))
    daemon = subprocess.Popen(
        [shutil.which("dbus-daemon") or "dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdout
    daemon.stdout.readline()
    try:
        yield f"unix:path={folder / 'bus'}"
    finally:
        daemon.terminate()
        daemon.wait(5)
        daemon.stdout.close()


class ModemManager:
    """A dbus-daemon and the service on it, in a thread. `address` is what processes are given as DBUS_SYSTEM_BUS_ADDRESS."""

    def __init__(self, folder: Path) -> None:
        self._daemon = dbus_daemon(folder)
        self.address = self._daemon.__enter__()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.bus: MessageBus = self._wait(_connected(self.address))
        self._wait(self.bus.request_name(NAME))
        self.modem: Modem | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self.bus.disconnect)
        with contextlib.suppress(TimeoutError):
            self._wait(self.bus.wait_for_disconnect())  # type: ignore[no-untyped-call]
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._daemon.__exit__(None, None, None)

    def run(self, what: Callable[..., Any], *values: Any, **named: Any) -> Any:
        async def done() -> Any:
            return what(*values, **named)

        return self._wait(done())

    def plug_in(self, state: int = REGISTERED) -> Modem:
        def plug() -> Modem:
            modem = Modem(self.bus, state)
            path = f"{ROOT}/Modem/0"
            for part in (modem, modem.messaging, modem.cells):
                self.bus.export(path, part)
            return modem

        self.modem = self.run(plug)
        return self.modem

    def pull_out(self) -> None:
        def pull() -> None:
            assert self.modem
            for path in (*self.modem.messages, *self.modem.broadcasts):
                self.bus.unexport(path)
            self.bus.unexport(f"{ROOT}/Modem/0")

        self.run(pull)
        self.modem = None

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)


__all__ = ["LOCKED", "REGISTERED", "ModemManager", "Variant"]
