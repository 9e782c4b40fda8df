"""README's lines on `content_cache` as a library, run as they stand but for the address."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.content_cache.misbehaving import MisbehavingServer, reply

README = Path(__file__).parents[2] / "README.md"
FEED = """<rss version="2.0"><channel><title>Antara</title><item><guid>1</guid><title>Panen raya di Luwuk</title>
<link>http://127.0.0.1/1</link><description>Tiga ribu ton.</description></item></channel></rss>"""


def test_ten_lines_fetch_a_feed_and_give_its_items(server: MisbehavingServer, tmp_path: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert len(block.split("\n\n")[1].splitlines()) + len(block.split("\n\n")[0].splitlines()) <= 10
    address = server.on("/rss", reply(FEED.encode(), content_type="application/rss+xml"))
    program = re.sub(r'url="[^"]+"', f'url="{address}"', block)
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout == "Panen raya di Luwuk\n", ran.stderr
