"""A village's own warning as CAP: whatever somebody writes stands in it as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from kiosk.hall.notices.cap import CAP, as_cap
from kiosk.hall.notices.notice import Notice, NoticeKind

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MEAN = "</instruction><severity>Extreme & \"besar\" 'x' ]]> <!-- &lt;"


def test_what_looks_like_markup_is_read_as_it_was_written() -> None:
    notice = Notice(
        id="n1", kind=NoticeKind.EMERGENCY, title=MEAN, text=f"{MEAN}\nbaris dua", ends=NOW + timedelta(hours=1), written=NOW,
        withdrawn=NOW,
    )  # fmt: skip
    alerts = list(ET.fromstring(as_cap([notice], "Desa <Bunga> & Co", NOW)))

    assert [alert.findtext(f"{{{CAP}}}msgType") for alert in alerts] == ["Alert", "Cancel"]
    info = alerts[0].find(f"{{{CAP}}}info")
    assert info is not None
    told = {each.tag.removeprefix(f"{{{CAP}}}"): each.text for each in info}
    assert (told["headline"], told["instruction"], told["severity"]) == (MEAN, f"{MEAN}\nbaris dua", "Severe")
    assert told["senderName"] == "KIM Desa <Bunga> & Co"


def test_what_xml_forbids_keeps_no_warning_from_being_read() -> None:
    """A soft break of Word's (\\v), what a terminal writes, and what is no character at all: typed or pasted by somebody."""
    mean = Notice(
        id="n1", kind=NoticeKind.EMERGENCY, title="Banjir\x00\x08 di\x1b[31m Dusun\ufffe", text="Naik.\vSekarang.\ud800\x7f",
        ends=NOW + timedelta(hours=1), written=NOW,
    )  # fmt: skip
    other = Notice(id="n2", kind=NoticeKind.EMERGENCY, title="Longsor", ends=NOW + timedelta(hours=1), written=NOW)
    alerts = ET.fromstring(as_cap([mean, other], "Bunga", NOW))
    headlines = [each.text for each in alerts.iter(f"{{{CAP}}}headline")]
    assert headlines == ["Banjir di[31m Dusun", "Longsor"]
    assert next(alerts.iter(f"{{{CAP}}}instruction")).text == "Naik.\nSekarang."
