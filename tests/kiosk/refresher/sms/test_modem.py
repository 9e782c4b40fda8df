"""What a bus may do between a question and its answer."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from kiosk.refresher.sms.door import Arrived
from kiosk.refresher.sms.modem import CHANNELS, Modems
from kiosk.state.sms_state import SmsFault

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

    modems = Modems(cast(MessageBus, bus), take, lambda _fault: None, lambda _fault: None, office="1")
    asyncio.run(modems.receive_messages())
    assert [each.data for each in came] == [b"whole"]
    assert bus.deleted == [SMS]


class Holding:
    """Two SMS lie on its card; the network takes no SMS from it until `sends` is set."""

    def __init__(self) -> None:
        self.sends = asyncio.Event()
        self.card = [f"{SMS}{place}" for place in (1, 2)]
        self.sent: list[Any] = []
        self.ended = asyncio.Event()

    def add_message_handler(self, told: Callable[[Message], None]) -> None:
        pass

    async def wait_for_disconnect(self) -> None:
        await self.ended.wait()

    async def call(self, message: Message) -> Message:
        signature, body = await self._answer(message)
        return Message(message_type=MessageType.METHOD_RETURN, reply_serial=1, signature=signature, body=body)

    async def _answer(self, message: Message) -> tuple[str, list[Any]]:
        match message.member:
            case "GetManagedObjects":
                parts = {f"{SERVICE}.Modem": {"State": Variant("i", 8)}, f"{SERVICE}.Modem.Messaging": {}}
                return "a{oa{sa{sv}}}", [{MODEM: parts}]
            case "List":
                return "ao", [list(self.card)]
            case "GetAll":
                return "a{sv}", [{"State": Variant("u", 3), "Number": Variant("s", message.path)}]
            case "Create":
                self.sent.append(message.body[0]["number"].value)
                return "o", [SMS]
            case "Send":
                await self.sends.wait()
            case "Delete" if message.body[0] in self.card:
                self.card.remove(message.body[0])
        return "", []


def test_answer_that_is_slow_to_go_holds_no_warning_up_and_goes_to_the_office() -> None:
    async def done() -> None:
        bus, came, sent = Holding(), list[str](), list[SmsFault]()

        def take(arrived: Arrived) -> str:
            came.append(arrived.sender)
            return "baik" if len(came) == 1 else ""

        def tell_sent(fault: SmsFault) -> None:
            sent.append(fault)
            bus.ended.set()

        modems = Modems(cast(MessageBus, bus), take, lambda _fault: None, tell_sent, office="+62813")
        listening = asyncio.ensure_future(modems.receive_messages())
        while len(came) < 2 or not bus.sent:
            await asyncio.sleep(0)
        assert (sent, bus.sent) == ([], ["+62813"])
        bus.sends.set()
        await listening
        assert sent == [SmsFault.NONE]

    asyncio.run(asyncio.wait_for(done(), 10))


def test_what_a_full_disk_did_not_take_is_looked_for_again() -> None:
    async def done() -> None:
        bus, came = Holding(), list[str]()

        def take(arrived: Arrived) -> str:
            came.append(arrived.sender)
            if len(came) == 1:
                raise OSError(28, "no space")
            if len(came) == 3:
                bus.ended.set()
            return ""

        await Modems(
            cast(MessageBus, bus), take, lambda _f: None, lambda _f: None, office="1", again=0
        ).receive_messages()
        assert came == [f"{SMS}1", f"{SMS}1", f"{SMS}2"]

    asyncio.run(asyncio.wait_for(done(), 10))


def test_channels_of_tests_and_exercises_warn_nobody() -> None:
    """3GPP TS 23.041, 9.4.1.2.2: each in the first language and in another."""
    of_tests = (4355, 4380, 4381, 4382, 4393, 4394, 4395, 4398, 4399)
    assert [channel for channel in of_tests if any(first <= channel <= last for first, last in CHANNELS)] == []
    assert all(any(first <= channel <= last for first, last in CHANNELS) for channel in (4352, 4370, 4379, 4383))
