"""ModemManager on the system's bus: which SMS and cell broadcasts there are, and one to send. It alone speaks D-Bus.

After ModemManager 1.24's interfaces (freedesktop.org, "ModemManager D-Bus Reference Manual"). A modem may be pulled out and put in
at any time, and what came while nobody listened lies on its card.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from dbus_fast import BusType, DBusError, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from kiosk.refresher.sms.door import Arrived
from kiosk.state.sms_state import SmsFault

_SERVICE, _ROOT = "org.freedesktop.ModemManager1", "/org/freedesktop/ModemManager1"
_MODEM = f"{_SERVICE}.Modem"
_MESSAGING, _BROADCAST = f"{_MODEM}.Messaging", f"{_MODEM}.CellBroadcast"
_SMS, _CBM = f"{_SERVICE}.Sms", f"{_SERVICE}.Cbm"
_BUS, _PROPERTIES, _OBJECTS = (
    "org.freedesktop.DBus",
    "org.freedesktop.DBus.Properties",
    "org.freedesktop.DBus.ObjectManager",
)
_FAILED, _LOCKED, _DISABLED = -1, 2, 3  # MMModemState
_RECEIVING, _RECEIVED = 2, 3  # MMSmsState
_CBM_RECEIVED = 2  # MMCbmState
_DELIVERED = (1, 0)  # MMSmsPduType: deliver, unknown
_MOST_UNFINISHED = 20
_CALL_S, _SEND_S, _AGAIN_S = 20.0, 60.0, 30.0
CHANNELS = ((4352, 4354), (4356, 4356), (4370, 4379), (4383, 4392), (4396, 4397))
"""Channels of public warnings: ETWS, and CMAS or EU-Alert, without tests and exercises (3GPP TS 23.041, 9.4.1.2.2)."""
_log = logging.getLogger(__name__)

Take = Callable[[Arrived], str]
"""Function that takes a message, which is then deleted from the card, and returns the answer. It raises OSError to be
called again."""


class Modems:
    """All modems of this machine.

    *tell* is called with the fault that keeps SMS from coming, *sent* with the result of sending. Answers go to the number
    *office*, never to a claimed sender. A failed step is tried again after *again* seconds.
    """

    def __init__(
        self,
        bus: MessageBus,
        take: Take,
        tell: Callable[[SmsFault], None],
        sent: Callable[[SmsFault], None],
        *,
        office: str,
        again: float = _AGAIN_S,
    ) -> None:
        self._bus = bus
        self._take = take
        self._tell = tell
        self._sent = sent
        self._office = office
        self._again = again
        self._to_come: asyncio.TimerHandle | None = None
        self._unfinished: dict[str, str] = {}  # SMS of which a part is missing, and their modem
        self._one_at_a_time = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive_messages(self) -> None:
        """Receive messages until the system bus goes away. Raises OSError if there is no bus."""
        self._bus.add_message_handler(self._on_signal)
        await self._call(_BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", f"type='signal',sender='{_SERVICE}'")
        owner = f"type='signal',sender='{_BUS}',member='NameOwnerChanged',arg0='{_SERVICE}'"
        await self._call(_BUS, "/org/freedesktop/DBus", _BUS, "AddMatch", owner)
        await self._guarded(self.check_modems())
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def check_modems(self) -> None:
        """Open every modem and read the messages on its card; report the fault, if no modem works."""
        async with self._one_at_a_time:
            try:
                (objects,) = await self._call_method(_ROOT, _OBJECTS, "GetManagedObjects")
            except DBusError as error:
                _log.warning("ModemManager: %s", error)
                self._tell(SmsFault.NO_MANAGER)
                return
            faults = [await self._open_modem(path, parts) for path, parts in objects.items() if _MODEM in parts]
            # one that works is enough
            self._tell(SmsFault.NO_MODEM if not faults else min(faults, key=lambda fault: fault is not SmsFault.NONE))

    async def _open_modem(self, path: str, parts: Mapping[str, Mapping[str, Variant]]) -> SmsFault:
        state = parts[_MODEM]["State"].value if "State" in parts[_MODEM] else 0
        if state == _LOCKED:
            return SmsFault.PIN
        if state == _FAILED:
            return SmsFault.SIM
        if state == _DISABLED:
            with suppress(DBusError):
                await self._call_method(path, _MODEM, "Enable", "b", True)
        if _BROADCAST in parts:
            with suppress(DBusError):
                await self._call_method(path, _BROADCAST, "SetChannels", "a(uu)", [list(pair) for pair in CHANNELS])
            await self._each(path, _BROADCAST, self._take_broadcast)
        if _MESSAGING in parts:
            await self._each(path, _MESSAGING, self._take_sms)
        return SmsFault.NONE

    async def _each(self, modem: str, part: str, take: Callable[[str, str], Awaitable[None]]) -> None:
        with suppress(DBusError):
            (paths,) = await self._call_method(modem, part, "List")
            for path in paths:
                await take(modem, path)

    def _on_signal(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        work: Awaitable[None] | None = None
        if message.interface == _MESSAGING and message.member == "Added" and message.signature == "ob":
            path, received = message.body
            work = self._later(self._take_sms, message.path or "", path) if received else None
        elif message.interface == _BROADCAST and message.member == "Added" and message.signature == "o":
            work = self._later(self._take_broadcast, message.path or "", message.body[0])
        elif message.member == "PropertiesChanged" and message.signature == "sa{sv}as":
            work = self._changed(message.path or "", message.body[0], message.body[1])
        elif _tells_of_modems(message):
            work = self.check_modems()
        if work is not None:
            self._start_task(work)

    def _start_task(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _changed(self, path: str, interface: str, values: Mapping[str, Variant]) -> Awaitable[None] | None:
        if interface == _SMS and path in self._unfinished:
            return self._later(self._take_sms, self._unfinished[path], path)
        if interface == _MODEM and "State" in values:
            return self.check_modems()
        return None

    async def _later(self, take: Callable[[str, str], Awaitable[None]], modem: str, path: str) -> None:
        async with self._one_at_a_time:
            await take(modem, path)

    async def _guarded(self, work: Awaitable[None]) -> None:
        try:
            await work
        except (DBusError, OSError) as error:  # a modem that was pulled out, a full disk: it lies on the card still
            _log.warning("SMS: %s", error)
            if self._to_come is None:
                self._to_come = asyncio.get_running_loop().call_later(self._again, self._look_again)

    def _look_again(self) -> None:
        self._to_come = None
        self._start_task(self.check_modems())

    async def _take_sms(self, modem: str, path: str) -> None:
        self._unfinished[path] = modem  # before it is asked: its last part may come while the answer is on its way
        try:
            values = await self._values(path, _SMS)
        except DBusError:
            self._unfinished.pop(path, None)
            raise
        state, kind = values.get("State"), values.get("PduType", 0)
        if state == _RECEIVING:
            await self._let_the_oldest_go()
            return
        self._unfinished.pop(path, None)
        if state != _RECEIVED or kind not in _DELIVERED:
            return
        arrived = Arrived(
            str(values.get("Number", "")),
            str(values.get("Text", "")),
            bytes(values.get("Data", b"")),
            _parse_time(values.get("Timestamp")),
        )
        answer = self._take(arrived)
        with suppress(DBusError):  # pulled out meanwhile: it comes once more, and is known
            await self._call_method(modem, _MESSAGING, "Delete", "o", path)
        if answer:
            self._start_task(self._send(modem, answer))  # apart: a network that is slow to take it holds no warning up

    async def _let_the_oldest_go(self) -> None:
        """Delete the oldest incomplete messages, because a SIM card holds few."""
        while len(self._unfinished) > _MOST_UNFINISHED:
            oldest = next(iter(self._unfinished))
            with suppress(DBusError):
                await self._call_method(self._unfinished.pop(oldest), _MESSAGING, "Delete", "o", oldest)

    async def _take_broadcast(self, modem: str, path: str) -> None:
        values = await self._values(path, _CBM)
        if values.get("State") != _CBM_RECEIVED:
            return
        channel = values.get("Channel", 0)
        if any(first <= channel <= last for first, last in CHANNELS):
            self._take(Arrived(str(channel), str(values.get("Text", "")), cell=True))
        with suppress(DBusError):
            await self._call_method(modem, _BROADCAST, "Delete", "o", path)

    async def _send(self, modem: str, text: str) -> None:
        try:
            said = {"number": Variant("s", self._office), "text": Variant("s", text)}
            (path,) = await self._call_method(modem, _MESSAGING, "Create", "a{sv}", said)
            await self._call_method(path, _SMS, "Send", within=_SEND_S)
            self._sent(SmsFault.NONE)
            await self._call_method(modem, _MESSAGING, "Delete", "o", path)
        except DBusError as error:
            _log.warning("an SMS could not be sent: %s", error)
            self._sent(SmsFault.UNSENT)

    async def _values(self, path: str, interface: str) -> dict[str, Any]:
        (found,) = await self._call_method(path, _PROPERTIES, "GetAll", "s", interface)
        return {name: value.value for name, value in found.items()}

    async def _call_method(
        self, path: str, interface: str, member: str, signature: str = "", *body: object, within: float = _CALL_S
    ) -> list[Any]:
        return await self._call(_SERVICE, path, interface, member, *body, signature=signature, within=within)

    async def _call(
        self,
        to: str,
        path: str,
        interface: str,
        member: str,
        *body: object,
        signature: str = "s",
        within: float = _CALL_S,
    ) -> list[Any]:
        """Call a D-Bus method and return its results.

        Raise DBusError, also if there is no answer *within* so many seconds.
        """
        asked = Message(
            destination=to, path=path, interface=interface, member=member, signature=signature, body=list(body)
        )
        answer: Message | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                answer = await self._bus.call(asked)
        if answer is None or answer.message_type is MessageType.ERROR:
            raise DBusError(
                answer.error_name if answer and answer.error_name else "org.freedesktop.DBus.Error.NoReply",
                str(answer.body[0]) if answer and answer.body else "",
            )
        return list(answer.body)


async def system_bus() -> MessageBus:
    """Return a connection to the system bus. Raises OSError if there is none."""
    return await MessageBus(bus_type=BusType.SYSTEM).connect()


def _tells_of_modems(message: Message) -> bool:
    """Return whether a D-Bus signal says that a modem was plugged in or pulled out, or that ModemManager started or ended."""
    if message.member in ("InterfacesAdded", "InterfacesRemoved"):
        return _MODEM in message.body[1]
    return message.member == "NameOwnerChanged" and message.sender == _BUS


def _parse_time(written: object) -> datetime | None:
    """Return the aware time of a text such as "2026-11-27T22:15:00+08", or None."""
    try:
        when = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return when if when.tzinfo is not None else None
