"""A relay of TCP on loopback that counts the bytes of all connections, in both directions."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Relay:
    port: int = 0
    bytes: int = 0

    def take(self) -> int:
        """The bytes since the last call."""
        taken, self.bytes = self.bytes, 0
        return taken


@contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    """In front of `port` of this machine."""
    relay, loop = Relay(), asyncio.new_event_loop()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(65536):
                relay.bytes += len(chunk)
                writer.write(chunk)
                await writer.drain()
        writer.close()

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        onward, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, back), pump(onward, writer))

    server = loop.run_until_complete(asyncio.start_server(joined, "127.0.0.1", 0))
    relay.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()
