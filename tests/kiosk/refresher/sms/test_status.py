"""What the office is told by SMS."""

import pytest

from kiosk.refresher.sms.status import plain_letters


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Do\u2019a \u2018x\u2019", "Do'a 'x'"), ("caf\u00e9", "cafe"), ("{a} [b] \u20ac \u4e2d", "?a? ?b? ? ?")],
)
def test_letters_that_would_halve_an_sms_are_others(text: str, plain: str) -> None:
    assert plain_letters(text) == plain
