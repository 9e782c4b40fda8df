"""The sample village is served as a good host would."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kiosk.demo.server import serve


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_the_server_answers_304_by_either_validator(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text("{}", encoding="utf-8")
    with serve(tmp_path) as url:
        status, headers, body = get(f"{url}/feed.json")
        assert (status, body) == (200, b"{}")
        assert headers["Content-Type"].startswith("application/feed+json")
        assert get(f"{url}/feed.json", If_None_Match=headers["ETag"])[::2] == (304, b"")
        assert get(f"{url}/feed.json", If_Modified_Since=headers["Last-Modified"])[::2] == (304, b"")
        assert get(f"{url}/feed.json", If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_a_changed_file_is_sent_anew(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_text("{}", encoding="utf-8")
    with serve(tmp_path) as url:
        etag = get(f"{url}/feed.json")[1]["ETag"]
        (tmp_path / "feed.json").write_text('{"a": 1}', encoding="utf-8")
        assert get(f"{url}/feed.json", If_None_Match=etag)[::2] == (200, b'{"a": 1}')


@pytest.mark.parametrize("path", ["/absent.json", "/", "/media/", "/%2e%2e/secret.json", "/notes.txt"])
def test_nothing_outside_the_village_is_served(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    folder = tmp_path / "village"
    (folder / "media").mkdir(parents=True)
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    with serve(folder) as url:
        assert get(url + path)[0] == 404
