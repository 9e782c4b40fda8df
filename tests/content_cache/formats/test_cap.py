"""CAP in the shapes it comes in: BMKG's own, and the table of what is read or refused, each with its reason."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from xml.sax.saxutils import escape

import pytest

from content_cache.formats.feed import Feed, Link
from content_cache.model.errors import Code, FormatError
from content_cache.model.items import Alert, NewsItem
from content_cache.model.problems import problem
from content_cache.model.vocabulary import Category, Hazard, Severity
from tests.content_cache.formats.reading import Read, Sample, alerts
from tests.support.present import present

NS = "urn:oasis:names:tc:emergency:cap:1.2"
HOST = "https://www.bmkg.go.id/alerts/nowcast/id"
SQUARE = "-1,122 -1,123 0,123 0,122 -1,122"


def info(language: str = "id", **fields: str) -> str:
    said = {
        "category": "Met", "event": "Hujan Lebat", "urgency": "Immediate", "severity": "Severe", "certainty": "Observed",
        "effective": "2026-09-03T12:00:00+08:00", "expires": "2026-09-03T14:00:00+08:00", "senderName": "BMKG",
        "headline": "Hujan lebat di Banggai", "description": "Hujan lebat akan terjadi.", "instruction": "Jauhi sungai.",
    } | fields  # fmt: skip
    area = said.pop("area", f"<areaDesc>Sulawesi Tengah</areaDesc><polygon>{SQUARE}</polygon>")
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in said.items() if value)
    return f"<info><language>{language}</language>{inner}<area>{area}</area></info>"


def message(*infos: str, xmlns: str = NS, head: str = "", **fields: str) -> str:
    said = {
        "identifier": "2.49.0.1.360.0.1", "sender": "cuaca.ekstrem@bmkg.go.id", "sent": "2026-09-03T11:50:00+08:00",
        "status": "Actual", "msgType": "Alert", "scope": "Public",
    } | fields  # fmt: skip
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in said.items() if value)
    return f'{head}<alert xmlns="{xmlns}">{inner}{"".join(infos or (info(),))}</alert>'


class Cap(Protocol):
    def __call__(self, body: str | bytes, *, alerts: bool = True) -> Feed: ...


@pytest.fixture
def cap(read: Read) -> Cap:
    def cap(body: str | bytes, *, alerts: bool = True) -> Feed:
        return read(body, format="cap", alerts=alerts, url=f"{HOST}/rss.xml", language="id")

    return cap


def test_bmkg_nowcast(cap: Cap, sample: Sample) -> None:
    (alert,) = alerts(cap(sample("bmkg/siaga_cap-id-CGT20260924002_alert.xml")))
    assert isinstance(alert, Alert)
    assert (alert.id, alert.sender) == ("2.49.0.1.360.0.2026.09.24.07.75.002", "cuaca.ekstrem@bmkg.go.id")
    assert (alert.event, alert.hazard, alert.severity) == ("Hujan Lebat dan Petir", Hazard.RAIN, Severity.WASPADA)
    assert alert.published == datetime(2026, 9, 24, 7, 7, tzinfo=UTC)
    assert alert.effective == datetime(2026, 9, 24, 7, 27, tzinfo=UTC)
    assert alert.expires == datetime(2026, 9, 24, 9, 27, tzinfo=UTC)
    assert (len(alert.polygons), alert.places, alert.author) == (
        4, ("Gorontalo",), "Badan Meteorologi Klimatologi dan Geofisika",
    )  # fmt: skip
    assert "khususnya di DENGILO, MANANGGU." in alert.text


@pytest.mark.parametrize("name", ["dhanyyudi_cap_banten", "dhanyyudi_cap_jateng", "siaga_cap-en-CGT20260924002_alert"])
def test_other_samples(cap: Cap, sample: Sample, name: str) -> None:
    (alert,) = alerts(cap(sample(f"bmkg/{name}.xml")))
    assert alert.hazard is Hazard.RAIN
    assert alert.polygons


@pytest.mark.parametrize(
    ("name", "first"), [("siaga_nowcast-rss-id", "CGT20260924002"), ("dhanyyudi_rss_active", "CBT20260216004")]
)
def test_index(cap: Cap, sample: Sample, name: str, first: str) -> None:
    feed = cap(sample(f"bmkg/{name}.xml"))
    assert feed.items == ()
    assert feed.follow[0].url == f"{HOST}/{first}_alert.xml"
    assert feed.follow[0].id.startswith("2.49.0.1.360.0.2026.")
    assert len({link.url for link in feed.follow}) == len(feed.follow) in (3, 5)


def test_atom_index_and_foreign_links(cap: Cap) -> None:
    index = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Peringatan</title>
      <entry><id>a</id><link rel="alternate" href="a.html"/><link type="application/cap+xml" href="{HOST}/a.xml"/></entry>
      <entry><id>b</id><link href="https://elsewhere.example/b.xml"/></entry>
      <entry><id>c</id><link href="http://www.bmkg.go.id/c.xml"/></entry>
      <entry><id>d</id><link href="file:///etc/passwd"/></entry></feed>"""
    found = cap(index)
    assert found.follow == (Link(f"{HOST}/a.xml", "a"),)
    assert [note.details for note in found.notes] == [{"host": "elsewhere.example"}]


def test_an_index_all_of_whose_messages_are_elsewhere_is_told(cap: Cap) -> None:
    index = "<rss><channel><item><link>https://elsewhere.example/b.xml</link></item></channel></rss>"
    with pytest.raises(FormatError) as raised:
        cap(index)
    assert raised.value.problem == problem(Code.LINKS_ELSEWHERE, host="elsewhere.example")
    assert cap("<rss><channel></channel></rss>").items == (), "nothing to warn of is no error"


ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><link href="https://elsewhere.example/1"/>{}</entry></feed>'


@pytest.mark.parametrize(
    "content",
    [
        f'<content type="application/cap+xml">{message()}</content>',
        f'<content type="text">{escape(message())}</content>',
        f"<content><![CDATA[{message(head='<?xml version=&quot;1.0&quot;?>'.replace('&quot;', chr(34)))}]]></content>",
    ],
    ids=["as elements", "escaped", "as text"],
)
def test_a_message_within_an_entry_is_read(cap: Cap, read: Read, content: str) -> None:
    found = cap(ENTRY.format(content))
    (alert,) = found.items
    assert isinstance(alert, Alert)
    assert (alert.identifier, alert.severity, found.follow) == ("2.49.0.1.360.0.1", Severity.SIAGA, ())
    (news,) = read(ENTRY.format(content), format="cap", url=f"{HOST}/rss.xml").items
    assert isinstance(news, NewsItem), "of a source that may not warn it is news"


def test_what_an_entry_carries_that_is_no_message_is_passed_over(cap: Cap) -> None:
    for text in ("&lt;alert&gt;", "&lt;alert>]]&gt;", escape('<!DOCTYPE a [<!ENTITY b "c">]><alert/>'), "<alert/>"):
        assert (
            cap(ENTRY.format(f"<content>{text}</content>").replace("elsewhere.example", "www.bmkg.go.id")).items == ()
        )


def test_two_languages_are_one_alert(cap: Cap) -> None:
    english = info(
        "en-US", event="Thunderstorm", headline="Thunderstorm in Banggai", description="Heavy rain.", instruction=""
    )
    (alert,) = alerts(cap(message(info(), english)))
    assert (alert.language, alert.title) == ("id", "Hujan lebat di Banggai")
    (other,) = alert.wordings
    assert (other.language, other.title, other.event) == ("en", "Thunderstorm in Banggai", "Thunderstorm")


def test_two_events_are_two_alerts(cap: Cap) -> None:
    both = alerts(cap(message(info(), info(event="Banjir", headline="Banjir di Toili"))))
    assert [(alert.id, alert.hazard) for alert in both] == [
        ("2.49.0.1.360.0.1", Hazard.RAIN),
        ("2.49.0.1.360.0.1#1", Hazard.FLOOD),
    ]
    assert {alert.key for alert in both} == {"cuaca.ekstrem@bmkg.go.id 2.49.0.1.360.0.1"}


@pytest.mark.parametrize(
    ("severity", "urgency", "certainty", "expected"),
    [
        ("Extreme", "Immediate", "Observed", Severity.AWAS),
        ("Extreme", "Past", "Observed", Severity.SIAGA),
        ("Extreme", "Future", "Unlikely", Severity.SIAGA),
        ("Extreme", "Past", "Unlikely", Severity.SIAGA),
        ("Severe", "Expected", "Likely", Severity.SIAGA),
        ("Moderate", "Immediate", "Likely", Severity.WASPADA),
        ("Moderate", "Past", "Likely", Severity.INFO),
        ("Minor", "Immediate", "Observed", Severity.INFO),
        ("Minor", "Past", "Unlikely", Severity.INFO),
        ("Unknown", "Unknown", "Unknown", Severity.INFO),
        ("", "", "", Severity.INFO),
    ],
)
def test_severity(cap: Cap, severity: str, urgency: str, certainty: str, expected: Severity) -> None:
    (alert,) = alerts(cap(message(info(severity=severity, urgency=urgency, certainty=certainty))))
    assert alert.severity is expected


@pytest.mark.parametrize(
    ("event", "hazard"),
    [
        ("Peringatan Dini Tsunami", Hazard.TSUNAMI), ("Gempa Bumi", Hazard.QUAKE), ("Banjir Bandang", Hazard.FLOOD),
        ("Tanah Longsor", Hazard.LANDSLIDE), ("Gelombang Tinggi", Hazard.WAVES), ("Angin Puting Beliung", Hazard.WIND),
        ("Hujan Lebat dan Angin Kencang", Hazard.WIND), ("Erupsi Gunung Api", Hazard.VOLCANO),
        ("Kebakaran Hutan", Hazard.FIRE), ("Thunderstorm", Hazard.RAIN), ("Wabah", Hazard.OTHER),
    ],
)  # fmt: skip
def test_hazard(cap: Cap, event: str, hazard: Hazard) -> None:
    (alert,) = alerts(cap(message(info(event=event, headline="Perhatian", description="Harap waspada."))))
    assert alert.hazard is hazard


@pytest.mark.parametrize(
    ("body", "identifiers"),
    {
        "CAP 1.1": (message(xmlns="urn:oasis:names:tc:emergency:cap:1.1"), ["2.49.0.1.360.0.1"]),
        "no namespace": (message().replace(f' xmlns="{NS}"', ""), ["2.49.0.1.360.0.1"]),
        "a prefix": (
            (
                f'<cap:alert xmlns:cap="{NS}">'
                "<cap:identifier>A1</cap:identifier><cap:sender>a@b</cap:sender><cap:sent>2026-09-03T11:00:00+08:00</cap:sent>"
                "<cap:status>Actual</cap:status><cap:msgType>Alert</cap:msgType><cap:scope>Public</cap:scope></cap:alert>"
            ),
            ["A1"],
        ),
        "EDXL-DE": (
            (
                '<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"><contentObject><xmlContent>'
                f"<embeddedXMLContent>{message()}{message(identifier='B2')}</embeddedXMLContent></xmlContent></contentObject>"
                "</EDXLDistribution>"
            ),
            ["2.49.0.1.360.0.1", "B2"],
        ),
        "signed": (
            message().replace(
                "</alert>", '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature></alert>'
            ),
            ["2.49.0.1.360.0.1"],
        ),
        "a stylesheet and a comment": (
            message(head='<?xml version="1.0" ?>\n<?xml-stylesheet type="text/xsl" href="/x.xsl"?><!-- alert -->'),
            ["2.49.0.1.360.0.1"],
        ),
        "an exercise": (message(status="Exercise"), ["2.49.0.1.360.0.1"]),
        "status of the network itself": (message(status="System"), []),
        "a draft": (message(status="Draft"), []),
        "an acknowledgement": (message(msgType="Ack"), []),
        "an error message": (message(msgType="Error"), []),
        "private": (message(scope="Private"), []),
        "no identifier": (message(identifier=""), []),
        "identifier with blanks": (message(identifier="a b"), []),
        "no sender": (message(sender=""), []),
        "sent at no time": (message(sent="kemarin"), []),
        "a sender that cannot be referred to": (message(sender="a,b"), []),
    }.values(),
)
def test_shapes(cap: Cap, body: str, identifiers: list[str]) -> None:
    feed = cap(body)
    assert [alert.id for alert in feed.items] == identifiers
    assert bool(feed.notes) is not bool(identifiers), "what is left out is told"


def test_latin_1(cap: Cap) -> None:
    body = message(info(headline="Peringatan Dini – Désa"), head='<?xml version="1.0" encoding="ISO-8859-1"?>')
    (alert,) = alerts(cap(body.replace("–", "-").encode("latin-1")))
    assert alert.title == "Peringatan Dini - Désa"


BOMB = '<!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (message(head=BOMB), "xml_declares"),
        (message(head='<!DOCTYPE alert SYSTEM "file:///etc/passwd">'), "xml_declares"),
        (message()[:-30], "xml_broken"),
        ("<alert", "xml_"),
        (f'<alerts xmlns="{NS}"></alerts>', "xml_root"),
        ("", "feed_empty"),
        ("<html><body>Masuk</body></html>", "web_page"),
        ('{"Infogempa": {}}', "found=bmkg"),
    ],
)
def test_refused(cap: Cap, body: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        cap(body)


def test_an_empty_envelope_warns_of_nothing(cap: Cap) -> None:
    assert cap('<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"/>').items == ()


def test_cancel_needs_no_info(cap: Cap) -> None:
    body = message(
        msgType="Cancel", references="a@b,1,2026-09-03T11:00:00+08:00  a@b,2,2026-09-03T11:10:00+08:00 broken"
    )
    (alert,) = alerts(cap(body.replace(info(), "")))
    assert (alert.message, alert.references) == ("Cancel", ("a@b 1", "a@b 2"))
    assert present(alert.expires) - present(alert.published) == timedelta(hours=24), (
        "an alert that names no end has one"
    )


@pytest.mark.parametrize(
    ("references", "responses", "kind"),
    [
        ("a@b,1,2026-09-03T11:00:00+08:00", ["AllClear"], "Cancel"),
        ("a@b,1,2026-09-03T11:00:00+08:00", ["AllClear", "Evacuate"], "Update"),
        ("a@b,1,2026-09-03T11:00:00+08:00", ["Evacuate"], "Update"),
        ("", ["AllClear"], "Update"),
    ],
)
def test_an_all_clear_is_an_end_however_grave_it_says_it_was(
    cap: Cap, references: str, responses: list[str], kind: str
) -> None:
    infos = [info(responseType=each, severity="Extreme") for each in responses]
    found = alerts(cap(message(*infos, msgType="Update", references=references)))
    assert {alert.message for alert in found} == {kind}


@pytest.mark.parametrize(
    ("areas", "expected"),
    {
        "drawn more closely than its code says": (
            [f"<areaDesc>A</areaDesc><polygon>{SQUARE}</polygon><geocode><valueName>K</valueName><value>72</value></geocode>"],
            ((), ()),
        ),
        "one drawn, one by its code": (
            [f"<areaDesc>A</areaDesc><polygon>{SQUARE}</polygon>",
             "<areaDesc>B</areaDesc><geocode><valueName>K</valueName><value>72.01</value></geocode>"],
            (("72.01",), ()),
        ),
        "one drawn, one by its name": (
            [f"<areaDesc>A</areaDesc><polygon>{SQUARE}</polygon>", "<areaDesc>B</areaDesc>"], ((), ("B",)),
        ),
        "one of its shapes is none": (
            [f"<areaDesc>A</areaDesc><polygon>{SQUARE}</polygon><polygon>122,-1 123,-1 123,0 122,-1</polygon>"], ((), ("A",)),
        ),
        "a postcode draws nothing": (
            ["<areaDesc>A</areaDesc><geocode><valueName>pos</valueName><value>94711</value></geocode>"], (("94711",), ("A",)),
        ),
        "an empty shape": (
            ["<areaDesc>A</areaDesc><polygon> </polygon><geocode><valueName>K</valueName><value>72.01</value></geocode>"],
            (("72.01",), ()),
        ),
    }.values(),
)  # fmt: skip
def test_an_alert_is_for_each_of_its_areas(cap: Cap, areas: list[str], expected: tuple[object, object]) -> None:
    (alert,) = alerts(cap(message(info(area="</area><area>".join(areas)))))
    assert (alert.geocodes, alert.undrawn) == expected


@pytest.mark.parametrize(
    ("urgency", "begins"), [("Immediate", "12.00"), ("Expected", "12.00"), ("Future", "20.00"), ("Unknown", "20.00")]
)
def test_what_is_urgent_does_not_wait_for_its_onset(cap: Cap, urgency: str, begins: str) -> None:
    (alert,) = alerts(cap(message(info(urgency=urgency, onset="2026-09-03T20:00:00+08:00"))))
    assert f"{present(alert.effective):%H.%M}" == begins


@pytest.mark.parametrize(
    ("polygon", "kept"),
    [
        (SQUARE, 1),
        ("-1,122 -1,123 0,123", 1),  # not closed: closed here
        ("-1,122 -1,123", 0),
        ("-1,122 -1,123 0,nan 0,122 -1,122", 0),
        ("-1,122 -1,123 95,123 -1,122", 0),
        ("122 -1,123 0,123 -1,122", 0),
        ("", 0),
    ],
)
def test_polygons(cap: Cap, polygon: str, kept: int) -> None:
    area = f"<areaDesc>X</areaDesc><polygon>{polygon}</polygon><circle>-1,122 5</circle>"
    (alert,) = alerts(cap(message(info(area=area))))
    assert len(alert.polygons) == kept
    assert alert.circles == ("-1,122 5",)


@pytest.mark.parametrize("circle", ["-1,122", "-1,122 -5", "-1,122 inf", "x,y 5", "-1,122 5 6"])
def test_circles_that_are_none(cap: Cap, circle: str) -> None:
    (alert,) = alerts(cap(message(info(area=f"<areaDesc>X</areaDesc><circle>{circle}</circle>"))))
    assert alert.circles == ()


def test_without_the_right_it_is_news(cap: Cap) -> None:
    feed = cap(message(), alerts=False)
    (item,) = feed.items
    assert isinstance(item, NewsItem)
    assert (item.category, item.title, item.priority) == (Category.NEWS, "Hujan lebat di Banggai", 0)


def test_texts_cannot_act(cap: Cap) -> None:
    hostile = "Awas\u202e &lt;b&gt;[b]x[/b]&lt;/b&gt;" + "k" * 5000
    (alert,) = alerts(cap(message(info(headline=hostile, event="", description=hostile * 100))))
    assert len(alert.title) <= 300
    assert "\u202e" not in alert.title + alert.text
