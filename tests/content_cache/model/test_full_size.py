"""Where a picture lies in its full size."""

from __future__ import annotations

import pytest

from content_cache.model.full_size import full_size

WORDPRESS = "https://dinas.test/wp-content/uploads/2026/09"
BLOGGER = "https://blogger.googleusercontent.com/img/b/R29/AVvX"


@pytest.mark.parametrize(
    ("small", "whole"),
    [
        (f"{WORDPRESS}/poster-300x200.jpg", f"{WORDPRESS}/poster.jpg"),
        (f"{WORDPRESS}/poster-1024x724.PNG?ver=2", f"{WORDPRESS}/poster.PNG?ver=2"),
        (f"{WORDPRESS}/poster-scaled.jpg", f"{WORDPRESS}/poster-scaled.jpg"),
        (f"{WORDPRESS}/kegiatan-2026.jpg", f"{WORDPRESS}/kegiatan-2026.jpg"),
        ("https://dinas.test/foto/poster-300x200.jpg", "https://dinas.test/foto/poster-300x200.jpg"),
        ("https://1.bp.blogspot.com/-a/b/s72-c/posyandu.jpg", "https://1.bp.blogspot.com/-a/b/s2560/posyandu.jpg"),
        (f"{BLOGGER}/w640-h480/posyandu.jpg", f"{BLOGGER}/s2560/posyandu.jpg"),
        (f"{BLOGGER}=s320", f"{BLOGGER}=s2560"),
        ("https://blogspot.com.attacker.test/a/s72-c/b.jpg", "https://blogspot.com.attacker.test/a/s72-c/b.jpg"),
        ("https://[torn/uploads/a-300x200.jpg", "https://[torn/uploads/a-300x200.jpg"),
    ],
)
def test_it_is_found_by_the_address_of_a_smaller_form(small: str, whole: str) -> None:
    assert full_size(small) == whole
