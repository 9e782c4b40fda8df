"""What a bus may do between a question and its answer."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from kiosk.refresher.sms.door import Arrived
from kiosk.refresher.sms.modem import Modems

SERVICE = "org.freedesktop.ModemManager1"
MODEM, SMS = "/org/freedesktop/ModemManager1/Modem/0", "/org/freedesktop/ModemManager1/SMS/1"


class Racing:
    """The last part of an SMS comes after it was looked at, and is told of before the answer is read."""

    def __init__(self) -> None:
        self.asked = 0
        self.deleted: list[str] = []
        self._told: Callable[[Message], None] = lambda _message: None

    def add_message_handler(self, told: Callable[[Message], None]) -> None:
        self._told = told

    async def wait_for_disconnect(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def call(self, message: Message) -> Message:
        signature, body = self._answer(message)
        return Message(message_type=MessageType.METHOD_RETURN, reply_serial=1, signature=signature, body=body)

    def _answer(self, message: Message) -> tuple[str, list[Any]]:
        match message.member:
            case "GetManagedObjects":
                parts = {f"{SERVICE}.Modem": {"State": Variant("i", 8)}, f"{SERVICE}.Modem.Messaging": {}}
                return "a{oa{sa{sv}}}", [{MODEM: parts}]
            case "List":
                return "ao", [[SMS]]
            case "GetAll":
                self.asked += 1
                if self.asked == 1:
                    self._told(changed())
                return "a{sv}", [{"State": Variant("u", 2 if self.asked == 1 else 3), "Data": Variant("ay", b"whole")}]
            case "Delete":
                self.deleted += message.body
        return "", []


def changed() -> Message:
    return Message(
        message_type=MessageType.SIGNAL,
        path=SMS,
        interface="org.freedesktop.DBus.Properties",
        member="PropertiesChanged",
        signature="sa{sv}as",
        body=[f"{SERVICE}.Sms", {"State": Variant("u", 3)}, []],
    )


def test_last_part_that_comes_while_it_is_looked_at_is_not_missed() -> None:
    bus, came = Racing(), list[Arrived]()

    def take(arrived: Arrived) -> str:
        came.append(arrived)
        return ""

    modems = Modems(cast(MessageBus, bus), take, lambda _fault: None, lambda _fault: None)
    asyncio.run(modems.listen())
    assert [each.data for each in came] == [b"whole"]
    assert bus.deleted == [SMS]
