"""Sections of the settings as frozen classes, each field with the parser of its value. deploy/kiosk.toml explains each key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType

from msgspec import Struct, field

from content_cache.formats import FORMATS
from content_cache.model.sheets import CONTACT_ICONS, LONGEST_NAME, LONGEST_WAY
from content_cache.model.sources import Source
from content_cache.model.vocabulary import Category, Hazard
from kiosk.post.envelope import parse_key
from kiosk.settings import parsers as v
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.schema import Section, required, setting

VERBS = ("previous", "listen", "next", "home", "louder", "softer", "bulletin", "ask")
HELD: Mapping[str, str] = MappingProxyType({"listen": "bulletin"})
"""Verb for holding a button, by the verb for pressing it, unless the settings say otherwise."""
HAZARDS = tuple(str(hazard) for hazard in Hazard)
CATEGORIES = tuple(str(category) for category in Category)
MOST_ASKED = 6
ASKED_ICONS = (
    "bank",
    "identification-card",
    "first-aid",
    "boat",
    "user",
    "users-three",
    "hospital",
    "police-car",
    "heartbeat",
    "mountains",
    "hand-heart",
    "hard-hat",
    "drop",
    "house",
    "megaphone",
)
"""Names of the screen's icons."""
_MEGABYTE = 1_000_000


class PlaceSettings(Section, frozen=True):
    """Place where the kiosk stands."""

    name: str = setting("", v.text)
    """Name of the place, on the screen and in the voice."""
    area: str = setting("", v.area)
    """District or village: `72.01.05`, `72.01.05.2003`."""
    groups: tuple[str, ...] = setting((), v.list_of(v.group))
    """Groups of residents that this kiosk is for: what is for other groups alone is not shown; empty for all."""
    latitude: float = setting(-0.95, v.number(-90.0, 90.0))
    """Degrees, for prayer times and warnings."""
    longitude: float = setting(122.79, v.number(-180.0, 180.0))
    """Degrees."""
    timezone: str = setting("Asia/Makassar", v.zone)
    """Zone of the place."""
    language: str = setting("id", v.language)
    """Language of the screen; `id-ID` is `id`."""
    contact: str = setting("", v.text)
    """Contact that is shown where help is offered."""


class AlertSettings(Section, frozen=True):
    """Places whose warnings count here."""

    names: tuple[str, ...] = setting((), v.list_of(v.text))
    """Names of village and district, and others for this place, as warnings may spell them; those of regency and province
    are known by `[place] area`."""
    widen_km: float = setting(0.0, v.number(0.0, 500.0))
    """Kilometres within which warnings for other areas count too."""


class WeatherSettings(Section, frozen=True):
    """Forecast of BMKG and waters that are shown (formats.md, "Sheets of the day")."""

    adm4: str = setting("", v.village_code)
    """BMKG's code of the village (`72.01.05.2003`): its forecast is asked of BMKG every three hours, unless a source has
    the format `bmkg-cuaca`."""
    sea: tuple[str, ...] = setting((), v.list_of(v.text))
    """Names of waters, as the office's sheet of the sea or BMKG's forecast writes them; no others are shown."""


class SourceTable(Section, frozen=True):
    """Source of content as `[[source]]` writes it; `Settings.sources` has them as the content cache takes them."""

    name: str = required(v.text)
    """Name of the source; each once."""
    url: str = required(v.feed_url)
    """Address of http or https, or a file of this machine; a host in the hall's own network is named by its address, as
    `http://192.168.1.7/`, and by no name."""
    format: str = setting("auto", v.one_of(("auto", "central", *FORMATS)), refused=SettingCode.SOURCE_NOT_USED)
    """`rss` takes Atom too; `bmkg-cuaca`, `bmkg-perairan` and `hari-ini` bring sheets of the day, and only where they are
    named; `central` is a signed edition."""
    category: str = setting("berita", v.one_of(CATEGORIES))
    """Category of items that name none; a `kegiatan` without a time is `berita`."""
    every: float | None = setting(None, v.duration)
    """Time between two requests: 15 minutes to a day, 1 minute to 1 hour for an alert source, from 1 second for this
    machine's own files. Without the key 1 hour, for an alert source 1 minute. A host that could not be reached is
    knocked at every 20 seconds and asked once it opens. `Retry-After` holds all sources of its host for up to a day, an
    alert source by its own answers alone, for five minutes at most."""
    keys: tuple[str, ...] = setting((), v.list_of(v.text))
    """Keys that may sign; a `central` source without them is left out."""
    alert_keys: tuple[str, ...] = setting((), v.list_of(v.text))
    """Keys that may sign `darurat`; a signed source with them is an alert source."""
    alerts: bool = setting(False, v.yes_no)
    """Right to raise warnings, which makes it an alert source; https only, and only its own host, but for signed ones."""
    issues: tuple[str, ...] | None = setting(None, v.list_of(v.one_of(HAZARDS)))
    """Hazards of which this source is the issuer: its awas is heard and shown before any number of others. Without the key: of
    `bmkg.go.id` and hosts below it `gempa`, `tsunami`, `hujan`, `angin`, `gelombang`; else none. What an office has
    signed is its issuer's, whatever the hazard."""
    official: bool = setting(False, v.yes_no)
    """The office's own site, told as *Situs resmi*; https only, and only what its own host answers; for what comes from
    then on."""
    texts_from_pictures: bool = setting(True, v.yes_no)
    """Machine reading of what stands in its pictures, for search and for reading aloud, where their author has not
    written it down and Tesseract is installed."""
    timezone: str = setting("", v.zone)
    """Zone of dates without one; empty: that of `[place]`."""


class NumberSettings(Section, frozen=True):
    """Telephone number in an emergency, at most 12.

    `numbers = [{ name = "Puskesmas", number = "0461 000 118" }]` under `[emergency]` is the same.
    """

    name: str = required(v.label(LONGEST_NAME))
    """Name of who answers."""
    number: str = required(v.phone)
    """Telephone number: 3 to 15 digits, `+` before them, blanks and hyphens between; any other is told as a fault and
    left out."""
    icon: str = setting("", v.one_of(("", *CONTACT_ICONS)))
    """Icon beside the name; empty: by the words of the name."""


class PointSettings(Section, frozen=True):
    """Place where people gather, at most 4. The first one is a step of every warning from which people are to leave."""

    name: str = required(v.label(LONGEST_NAME))
    """Name of the place to gather."""
    direction: str = setting("", v.label(LONGEST_WAY))
    """Way there on foot."""
    picture: str = setting("", v.path)
    """Map or photo, JPEG or PNG, four by three, at most 4 MB, beside the settings."""


class SignSettings(Section, frozen=True):
    """Film in sign language for one kind of warning.

    It is shown again and again beside the pictogram where the screen has room (not at 800x480, upright, or in large letters).
    A film of the warning's own edition (`role` `sign`) goes before it. None comes with the program.
    """

    hazard: str = required(v.one_of(HAZARDS))
    """Kind of warning."""
    film: str = required(v.path)
    """File beside the settings, MP4 or WebM as the films of an edition are."""


class EmergencySettings(Section, frozen=True):
    """Numbers, places and steps of the screen Darurat (formats.md, "Emergency")."""

    numbers: tuple[NumberSettings, ...] = field(default=())
    points: tuple[PointSettings, ...] = field(default=())
    signs: tuple[SignSettings, ...] = field(default=())
    checked: date | None = setting(None, v.day)
    """Day on which somebody last rang the numbers: `2026-11-20`."""
    hazards: tuple[str, ...] = setting(
        ("gempa", "tsunami", "banjir", "longsor", "kebakaran"), v.list_of(v.one_of(HAZARDS))
    )
    """Hazards of which the screen says what to do."""


class ForSettings(Section, frozen=True):
    """Office or person that residents may ask, at most 6.

    They may be written as `for = [{ name = "Puskesmas", icon = "first-aid" }]` in `[questions]`, too.
    """

    name: str = required(v.label(LONGEST_NAME))
    """Name of who may be asked."""
    icon: str = setting("", v.one_of(("", *ASKED_ICONS)))
    """Icon beside the name; empty: `user`."""
    about: str = setting("", v.label(LONGEST_NAME))
    """Subject, in a few words."""
    hall: bool = setting(False, v.yes_no)
    """Answers come from the hall's desk by its own password, once it has one, and no office is asked then, not even where
    its key cannot be read; before, the office of `[post]` is."""
    number: str = setting("", v.phone_or_none)
    """Number of who has no kiosk of ours (SP4N-LAPOR 1708): it is shown and said, with a QR code to dial it; no question
    is taken."""
    link: str = setting("", v.secure_link)
    """Page in place of a number: the QR code leads there."""


class QuestionSettings(Section, frozen=True):
    """Residents' questions to the staff, spoken or typed. `asked` stands in the file as `for`.

    They are taken where `for` names somebody and `[post]` has the office's key, or who answers is of the hall; else
    nothing of them appears. The microphone is that of `[desk]`.
    """

    asked: tuple[ForSettings, ...] = field(default=())
    kept_days: int = setting(30, v.number(1, 30))
    """Days after which the hall's desk deletes a question at the latest, as the screen says. A voice for an office is always
    deleted after 30."""
    answer_days: int = setting(3, v.number(0, 60))
    """Working days within which the office usually answers; 0: nothing is said of it."""


class PrayerSettings(Section, frozen=True):
    """Prayer times, reckoned for the place, and the silence around them in minutes."""

    fajr_angle: float = setting(20.0, v.number(10.0, 25.0))
    """Degrees of the sun below the horizon at subuh."""
    isha_angle: float = setting(18.0, v.number(10.0, 25.0))
    """Degrees of the sun below the horizon at isya."""
    before: int = setting(5, v.number(0, 60))
    """Minutes of silence before a prayer."""
    after: int = setting(20, v.number(0, 90))
    """Minutes of silence from its beginning."""
    show: bool = setting(False, v.yes_no)
    """Today's prayer times stand on the screen and are read in the bulletin, with imsak in Ramadan; then, and in the week
    before, the month's stand in *Layanan*."""


class SpeechSettings(Section, frozen=True):
    """Voice, volume and hours of what is spoken.

    Where there is a horn, what it says takes longer than indoors, by `rate` / `horn_rate` and 0.5 s between sentences in
    place of 0.25; so does the indoor loudspeaker beside it, in step. A chime, a siren and a person's recording keep their
    time. Of what is urgent the heading, hazard, tsunami line, place and time are said a second time. `kiosk check
    --hardware` plays both profiles.

    Indonesian is read as on the radio: letterheads, numbers of letters, carbon copies, NIP, signatures, bylines, trailing
    hashtags and headings of columns are passed over. In an announcement `Acara`, `Hari`, `Tanggal`, `Waktu`, `Tempat`
    come first; of four sentences and more, time, place and telephone numbers come once more at the end. A sentence of
    more than 25 words is said in breaths. `speech_text` is said as it is written.

    `kokoro` needs the extra `neural` and the files of `kiosk voices get kokoro`. It works ahead while the idle screen has
    stood for a minute and nothing is said: the read-outs of the next 24 hours, then announcements (40), events (20), news
    (40), services (20) and clarifications (20), in a child of the lowest priority (768 MB at most), not above 75 degrees.
    A touch ends it. Sentences lie in `speech/ready`, 256 MB, oldest use out first. An utterance whose every sentence is
    there is said by it, any other by `auto`.

    Sounds of an edition are said by the edition's voice: with `auto` any, with `kokoro` the same speaker's, only where
    every sentence has a sound of those very words and nobody has chosen *Pelan*.
    """

    voice: str = setting("auto", v.voice)
    """Voice: `auto`, `mb-id1`, `id`, `silent`, `kokoro` (also `kokoro/em_alex`, `kokoro/ef_dora`), or the path of a Piper
    voice's folder."""
    rate: int = setting(110, v.number(60, 300))
    """Words a minute."""
    volume: int = setting(80, v.number(0, 100))
    """Percent; comes back after each visitor."""
    chime: bool = setting(True, v.yes_no)
    """Chime before an announcement."""
    quiet_hours: tuple[v.Hours, ...] = setting((v.hours("21:00-05:30"),), v.list_of(v.hours), written='["21:00-05:30"]')
    """Hours in which nothing scheduled is read out."""
    quiet_at_prayer: bool = setting(True, v.yes_no)
    """Silence of what is scheduled around the five prayers."""
    prayer: PrayerSettings = field(default_factory=PrayerSettings)
    device: str = setting("auto", v.text)
    """Indoor loudspeaker: what visitors ask for, at any hour."""
    horn_device: str = setting("", v.text)
    """Roof horn: scheduled and urgent things only; empty: there is none, and the indoor loudspeaker speaks."""
    horn_profile: str = setting("horn", v.one_of(("flat", "horn")))
    """Shape of the horn's sound: `flat` as it is, `horn` without what a horn cannot carry (below 300 Hz), with presence
    and compressed 4:1."""
    horn_rate: int = setting(85, v.number(60, 300))
    """Words a minute through the roof horn: sentences are slowed down to it (twice at most), their pitch kept; never made
    faster."""
    private: str = setting("", v.text)
    """Headset or socket for one listener (EN 301 549, 5.1.3), such as `plughw:CARD=Headset`. While it is plugged in, *Tampilan*
    offers it; what is chosen there, and a private answer, sound there alone. Warnings sound everywhere."""
    night_volume: int = setting(40, v.number(0, 100))
    """Highest volume in quiet hours, in percent."""
    lexicon: dict[str, str] = setting({}, v.table_of(v.text))
    """Words as they sound, in `[speech.lexicon]`."""


class ReadoutSettings(Section, frozen=True):
    """Time at which something is read out by itself."""

    at: time = required(v.clock_time)
    """Time at which something is read out."""
    days: tuple[int, ...] = setting(tuple(range(7)), v.days, written='"daily"')
    """Weekdays: `daily`, or some of `mon,tue,wed,thu,fri,sat,sun`."""
    what: str = setting("bulletin", v.one_of(("bulletin", *CATEGORIES)))
    """Day's bulletin, or a category."""


class SensorSettings(Section, frozen=True):
    """BCM pins of sensors."""

    motion: int | None = setting(None, v.pin)
    """Motion sensor; high while somebody is there."""
    rotary: tuple[int, int] | None = setting(None, v.two_pins)
    """Rotary encoder that turns the volume."""


class OutputSettings(Section, frozen=True):
    """BCM pins of relays and lamp."""

    amplifier: int | None = setting(None, v.pin)
    """Relay of the indoor amplifier."""
    horn: int | None = setting(None, v.pin)
    """Relay of the horn's amplifier."""
    lamp: int | None = setting(None, v.pin)
    """Lamp that is on while something is read out."""

    @property
    def relays(self) -> tuple[str, ...]:
        """Return the names of the amplifiers that are switched by a relay: "amplifier", "horn"."""
        wired = {"amplifier": self.amplifier, "horn": self.horn}
        return tuple(name for name, pin in wired.items() if pin is not None)


class ScreenSettings(Section, frozen=True):
    """Display, letters and touch panel.

    `rotation` and `touch` can be changed behind the PIN (*Putar layar*, *Luruskan sentuhan*): a trial goes back after 15
    s without a yes.
    """

    theme: str = setting("light", v.one_of(("light", "dark", "contrast", "auto")))
    """Colours; `auto` is dark at night."""
    text_scale: float = setting(1.0, v.number(1.0, 2.0))
    """Size of letters."""
    warn_after: float = setting(75.0, v.duration, written='"75s"')
    """Time without a touch until "Masih di sini?"; twice that in an article."""
    dpi: int = setting(0, v.number(0, 600))
    """Dots per inch of the screen; 0: by the size that the display tells (EDID), else by its pixels."""
    distance_mm: int = setting(0, v.number(0, 3000))
    """Distance from the eye to the screen; 0: by its diagonal: 500 up to 16 inch, 700 up to 27, then 2.75 diagonals, 3000
    at most."""
    off_hours: tuple[v.Hours, ...] = setting((), v.list_of(v.hours))
    """Hours in which the screen is off while nobody is near."""
    off: str = setting("auto", v.one_of(("auto", "dpms", "cec", "black")))
    """Way in which the screen is turned off. `auto`: the backlight, else a television that answers over CEC, else the
    output where the compositor has a protocol for its power, else a black picture. `dpms`: the output, under cage as if
    it were unplugged. `cec`: the television or nothing. `black`: a black picture alone."""
    rotation: int = setting(0, v.quarter_turn)
    """Degrees by which the picture is turned clockwise, and what fingers touch with it."""
    output: str = setting("auto", v.output)
    """Display that alone shows the picture, as the kernel names it (`HDMI-A-1`, also written `HDMI-1`; `DSI`); `auto`:
    all. One that is not there is told, and all show it."""
    scale: float = setting(1.0, v.number(0.7, 2.0))
    """Factor by which all that is drawn is larger, as far as the layouts have room."""
    brightness: int = setting(0, v.number(0, 100))
    """Backlight in percent; 0: as it is."""
    touch: tuple[float, ...] = setting((), v.touch)
    """Correction of a touch panel: the upper two rows of a matrix in shares of the panel, as libinput's calibration
    matrix."""


class BoardSettings(Section, frozen=True):
    """Board's own devices, on the appliance alone.

    Overlays are those that `/usr/share/kiosk/overlays` names and the card's `overlays/` has. At the boot that finds
    another list, `config.txt` is copied to `config-lama.txt`, the list is added between two marks, and the machine starts
    anew, once. Where the kernel hands the wish to the firmware (Raspberry Pi's, without `autoboot.txt`) the list stands
    in `tryboot.txt` for that start. After a minute of the home screen it is kept; else, at the next start or after ten
    minutes, the old file comes back and that list is not tried again. `board.json` in root's folder remembers. With two
    systems both files are those of the running one's partition (`/run/kiosk-boot`); nothing begins while a system is on
    trial, and a bundle takes over what was kept.
    """

    overlays: tuple[str, ...] = setting((), v.overlays)
    """Device-tree overlays, at most 8: `"hifiberry-dac"`, `"i2c-rtc,ds3231"` (name, then its parameters)."""


class LoopSettings(Section, frozen=True):
    """Posters and films that fill the screen while nobody is there (formats.md, "The loop")."""

    posters: bool = setting(True, v.yes_no)
    """Posters and films take turns or not."""
    films: bool = setting(True, v.yes_no)
    """Films play, without sound, or only their stills stand."""
    seconds: int = setting(20, v.number(5, 600))
    """Seconds of each poster."""


class NetworkSettings(Section, frozen=True):
    """Limits of the line, and the machine's name."""

    contact: str = setting("", v.text)
    """Address of a person, told to the hosts that are asked."""
    daily_megabytes: int = setting(50, v.number(1, 100_000))
    """Megabytes that may come down the line in a day."""
    deadline: float = setting(60.0, v.duration, written='"60s"')
    """Time for one feed, from connect to last byte."""
    max_feed_megabytes: int = setting(20, v.number(1, 200))
    """Largest feed."""
    authorities: str = setting("", v.authorities)
    """Certificates (PEM) of the regency's own authority, trusted for its office alone: signed sources, post, updates, reports.
    Bundles of a system come without it."""
    office_host: str = setting("", v.office_host)
    """Host that the office has moved to. It takes the place of the host of signed sources, there and in `[post]`, `[update]` and,
    without a token, `[reports]`; while it does not answer, signed sources are asked at the old one, too."""
    hostname: str = setting("", v.hostname)
    """Name of the machine in its network."""
    usb: bool = setting(False, v.yes_no)
    """A network adapter on USB, or a telephone, may become the way to the internet; so does the choice on the screen."""

    @property
    def max_feed_bytes(self) -> int:
        return self.max_feed_megabytes * _MEGABYTE


class WifiSettings(Section, frozen=True):
    """Network of the hall that the kiosk joins."""

    name: str = setting("", v.text)
    """Name of the network."""
    password: str = setting("", v.text)
    """Password; moved off the card at the first boot."""


class ReportSettings(Section, frozen=True):
    """Receiver of hourly reports (formats.md, "Reports")."""

    url: str = setting("", v.web_url)
    """Receiver of reports; empty: nothing is sent."""
    token: str = setting("", v.text)
    """Bearer token for it; moved off the card at the first boot."""


class PostSettings(Section, frozen=True):
    """Way back to the office (CONTRACTS.md, "The way back")."""

    url: str = setting("", v.post_url)
    """The office's receiver of the way back; empty: by stick alone."""
    key: str = setting("", v.post_key)
    """The office's key; empty: no way back."""
    code: str = setting("", v.post_code)
    """Code that makes this kiosk known to the office, once."""
    notices: bool = setting(True, v.yes_no)
    """Sending of the hall's notices to the office."""

    @property
    def office(self) -> bytes | None:
        """Return the office's public key, `None` if none is set."""
        return parse_key(self.key, "office") if self.key else None


class MachineSettings(Section, frozen=True):
    """Memory of this machine.

    `small`, for machines sold with 512 MB, leaves off what takes most: a `kokoro` voice (430 MB; `auto` speaks), the
    reading of text in pictures, posters in turn. Root measures at each start.
    """

    memory: str = setting("auto", v.one_of(("auto", "small", "full")))
    """Amount of memory. `auto` is `small` where an appliance has less than 700 MB for programs, else `full`."""


class StorageSettings(Section, frozen=True):
    """Room on the disk."""

    megabytes: int = setting(2000, v.number(50, 1_000_000))
    """Share of the disk for texts, pictures and recordings."""


class DeskSettings(Section, frozen=True):
    """Web app of the hall for notices, and the microphone at the kiosk.

    A phone is paired once, by a link that the screen shows behind the technician's PIN:
    `https://HOST:PORT/pasangkan/CODE#sha256=HEX`, good for one phone and five minutes; `HEX` is the fingerprint of the desk's
    certificate. Unpaired phones, and all without TLS, read only. The desk needs openssl and Debian's `nginx-light` and
    `libnginx-mod-stream`.
    """

    enabled: bool = setting(False, v.yes_no)
    """Web app for notices, on or off."""
    port: int = setting(8080, v.number(1, 65_535))
    """Port, for https and for what is only read by http."""
    address: str = setting("", v.text)
    """Host and port in the QR code for phones; empty: the kiosk's own address."""
    microphone: str = setting("auto", v.text)
    """Microphone: `auto`, a part of its name, or a name of ALSA; also residents' questions are heard by it. `wav:FILE`
    hears that WAV file and then silence, as fast as a microphone would: for tests without one."""


class PrinterSettings(Section, frozen=True):
    """Printer of slips (extra `printer`): ESC/POS, on paper of 58 or 80 mm.

    The key *Cetak* is there where it has an address.
    """

    address: str = setting("", v.printer)
    """Its place: `/dev/usb/lp0`, which is the only one on the appliance; elsewhere also `usb:04b8:0e15` (vendor and
    product), `serial:/dev/ttyUSB0` or `tcp://192.168.1.9:9100`; empty: no slips."""
    width: int = setting(58, v.paper_width)
    """Width of the paper in mm: 58 (384 dots a line) or 80 (576)."""
    baud: int = setting(9600, v.number(1200, 921_600))
    """Speed of a serial line."""
    hourly: int = setting(20, v.number(1, 200))
    """Slips that residents may print in an hour."""


class PublicSettings(Section, frozen=True):
    """Pages for phones in reach of the kiosk (formats.md, "Pages for phones")."""

    enabled: bool = setting(False, v.yes_no)
    """Pages for phones, written by the refresher or not."""
    folder: str = setting("/srv/info-desa", v.path)
    """Folder of the pages that the refresher may write and the web server's user may read, outside the data folder, which
    is the kiosk's alone."""
    courier: str = setting("/var/lib/kiosk-courier", v.path)
    """Folder in which editions arrive that phones bring; empty: none are taken."""
    questions: bool = setting(False, v.yes_no)
    """Questions, complaints and requests by phone, with a photo; they need `courier`, too. The pages are not encrypted."""
    neighbours: bool = setting(False, v.yes_no)
    """Exchange with other kiosks: they may take the signed edition from here, and a newer one is taken from them."""
    hotspot: bool = setting(False, v.yes_no)
    """Wi-Fi of the kiosk's own for the pages, as its radios are at each boot and after one joins or leaves the hall's on
    the screen; not where the only radio joins `[wifi]`."""
    name: str = setting("Info Desa", v.text)
    """Name of that Wi-Fi, of 1 to 32 bytes."""
    password: str = setting("", v.text)
    """Password of 8 to 63 characters (WPA2); empty: open. No secret: the screen shows it to everybody, and it stays on
    the card."""


class SmsSettings(Section, frozen=True):
    """Warnings by SMS, with a modem of the kiosk's own (formats.md, "SMS")."""

    enabled: bool = setting(False, v.yes_no)
    """Receiving of SMS by a modem that ModemManager knows."""
    numbers: tuple[str, ...] = setting((), v.list_of(v.phone))
    """Numbers whose unsigned SMS are shown as not checked."""
    office: str = setting("", v.phone_or_none)
    """Number that may ask for the state with `STATUS`."""
    monthly: int = setting(30, v.number(0, 1_000))
    """SMS sent in a month at most, three a day."""


class UpdateSettings(Section, frozen=True):
    """Signed updates of the program and the system (formats.md, "Program updates")."""

    keys: tuple[str, ...] = setting((), v.list_of(v.public_key))
    """Keys that may sign program updates; on the appliance those of the first settings that name any hold for good."""
    url: str = setting("", v.web_url)
    """Folder on the web that has them, and bundles of the system where it is `https`; empty: only from a stick."""
    ring: str = setting("", v.one_of(("", "trial", "hold")))
    """Turn in which this kiosk takes one from the web: empty as its turn comes, `trial` among the first, `hold` never."""


class TechnicianSettings(Section, frozen=True):
    """Access to the service page."""

    pin: str = setting("", v.pin_digits)
    """PIN of the service page; hashed and moved off the card at the first boot."""


class Settings(Struct, frozen=True):
    """All settings.

    *buttons* maps a button's name to its BCM pin, *verbs* to what it does when pressed, *holds* to what it does when
    held; *keyboard* maps a verb to a key of `wiring.KEYS`. *office* is the digest of the office's settings,
    also where they cannot be used. *office_words* is the office's lexicon, which does not apply to warnings.
    """

    place: PlaceSettings = field(default_factory=PlaceSettings)
    alerts: AlertSettings = field(default_factory=AlertSettings)
    emergency: EmergencySettings = field(default_factory=EmergencySettings)
    weather: WeatherSettings = field(default_factory=WeatherSettings)
    questions: QuestionSettings = field(default_factory=QuestionSettings)
    sources: tuple[Source, ...] = ()
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    readouts: tuple[ReadoutSettings, ...] = ()
    buttons: Mapping[str, int] = field(default_factory=dict)
    """Buttons by name, of any name, each with its pin (between the pin and ground), or a table of `pin`, `verb` and
    `hold`. `verb` is what a press does, without it the button's name: `previous`, `listen`, `next`, `home`, `louder`,
    `softer`, `bulletin` or `ask` (aloud). `hold` is what holding it for 0.8 s does: one of the same, `bulletin` for `listen`, else
    nothing."""
    verbs: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)
    keyboard: Mapping[str, str] = field(default_factory=dict)
    """Verbs of `[buttons]`, each with a key of a USB keypad: `a` to `z`, `0` to `9`, `f1` to `f12`, `enter`, `space`,
    `backspace`, `tab`, `escape`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `insert`, `delete`,
    and `.` `/` `*` `-` `+`. No other key of a keyboard does anything."""
    sensors: SensorSettings = field(default_factory=SensorSettings)
    outputs: OutputSettings = field(default_factory=OutputSettings)
    screen: ScreenSettings = field(default_factory=ScreenSettings)
    board: BoardSettings = field(default_factory=BoardSettings)
    loop: LoopSettings = field(default_factory=LoopSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    wifi: WifiSettings = field(default_factory=WifiSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)
    post: PostSettings = field(default_factory=PostSettings)
    machine: MachineSettings = field(default_factory=MachineSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    public: PublicSettings = field(default_factory=PublicSettings)
    sms: SmsSettings = field(default_factory=SmsSettings)
    technician: TechnicianSettings = field(default_factory=TechnicianSettings)
    update: UpdateSettings = field(default_factory=UpdateSettings)
    faults: tuple[Fault, ...] = ()
    office: str = ""
    office_words: Mapping[str, str] = field(default_factory=dict)
