"""Addresses as they are written in settings, in feeds, and by hands that leave an example's brackets in."""

import pytest

from content_cache.model.urls import host_of, is_local, is_loopback, ports_of


@pytest.mark.parametrize(
    ("url", "host", "local", "ports"),
    [
        ("https://Desa.go.id/umpan", "desa.go.id", False, (80, 443)),
        ("http://[::1]:8080/", "::1", False, (8080,)),
        ("kabar/umpan.xml", "", True, (80, 443)),
        ("file:///srv/umpan.xml", "", True, (80, 443)),
        # no address of a host, and no path of this machine, which is trusted more
        ("https://[alamat]/feed", "", False, (80, 443)),
        ("https://[::1/", "", False, (80, 443)),
        ("//[x", "", False, (80, 443)),
        ("http://a.go.id:99999/", "a.go.id", False, (80, 443)),
    ],
)
def test_what_an_address_names(url: str, host: str, local: bool, ports: tuple[int, ...]) -> None:
    assert (host_of(url), is_local(url), ports_of(url)) == (host, local, ports)


def test_what_is_no_address_is_not_of_this_machine() -> None:
    assert [is_loopback(url) for url in ("http://[::1]/", "http://127.0.0.1/", "https://[alamat]/", "https://[::1/")] == [
        True, True, False, False,
    ]  # fmt: skip
