"""Many phones at once in the guest's namespace: `python -m tests.public.crowd N ROUNDS` prints milliseconds of page views."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from kiosk.core.network import OWN_WIFI

PAGES = ("/index.html", "/berita.html", "/kegiatan.html", "/darurat.html", "/cari.html", "/kirim.html")


async def view(page: str) -> float:
    """A page, its style and its icons, by one connection, as a phone does."""
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection(OWN_WIFI, 80)
    for path in (page, "/gaya.css", "/ikon.svg"):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: info.desa\r\nAccept-Encoding: identity\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("http/1.1 200"), head
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
    writer.close()
    return (time.perf_counter() - begun) * 1_000


async def phone(number: int, rounds: int, taken: list[float]) -> None:
    for turn in range(rounds):
        taken.append(await view(PAGES[(number + turn) % len(PAGES)]))
        await asyncio.sleep(0.2)


async def crowd(phones: int, rounds: int) -> list[float]:
    taken: list[float] = []
    await asyncio.gather(*(phone(number, rounds, taken) for number in range(phones)))
    return sorted(taken)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(int(sys.argv[1]), int(sys.argv[2])))))
