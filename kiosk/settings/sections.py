"""Sections of the settings as frozen classes, each field with the parser of its value. deploy/kiosk.toml explains each key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType

from msgspec import Struct, field

from content_cache.formats import FORMATS
from content_cache.model.items import Category, Hazard, Source
from content_cache.model.sheets import CONTACT_ICONS, LONGEST_NAME, LONGEST_WAY
from kiosk.post.envelope import parse_key
from kiosk.settings import parsers as v
from kiosk.settings.faults import Fault, SettingCode
from kiosk.settings.schema import Section, required, setting

VERBS = ("previous", "listen", "next", "home", "louder", "softer", "bulletin")
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
    name: str = setting("", v.text)
    area: str = setting("", v.area)
    groups: tuple[str, ...] = setting((), v.list_of(v.group))
    latitude: float = setting(-0.95, v.number(-90.0, 90.0))
    longitude: float = setting(122.79, v.number(-180.0, 180.0))
    timezone: str = setting("Asia/Makassar", v.zone)
    language: str = setting("id", v.language)
    contact: str = setting("", v.text)


class AlertSettings(Section, frozen=True):
    """Area of alerts.

    *names* are those of village, district and regency as warnings may name them. *widen_km* also takes warnings for
    places that near.
    """

    names: tuple[str, ...] = setting((), v.list_of(v.text))
    widen_km: float = setting(0.0, v.number(0.0, 500.0))


class WeatherSettings(Section, frozen=True):
    """Weather.

    *adm4* is BMKG's code of the village, "" for no forecast; *sea* are the waters to tell of, as their issuer names
    them.
    """

    adm4: str = setting("", v.village_code)
    sea: tuple[str, ...] = setting((), v.list_of(v.text))


class SourceTable(Section, frozen=True):
    """Table [[source]] as written; `Settings.sources` has them as the content cache takes them."""

    name: str = required(v.text)
    url: str = required(v.feed_url)
    format: str = setting("auto", v.one_of(("auto", "central", *FORMATS)), refused=SettingCode.SOURCE_NOT_USED)
    category: str = setting("berita", v.one_of(CATEGORIES))
    every: float = setting(3600.0, v.duration, written='"1h"')
    keys: tuple[str, ...] = setting((), v.list_of(v.text))
    alert_keys: tuple[str, ...] = setting((), v.list_of(v.text))
    alerts: bool = setting(False, v.yes_no)
    issues: tuple[str, ...] | None = setting(None, v.list_of(v.one_of(HAZARDS)))
    official: bool = setting(False, v.yes_no)
    texts_from_pictures: bool = setting(True, v.yes_no)
    timezone: str = setting("", v.zone)


class NumberSettings(Section, frozen=True):
    """Emergency number and its name."""

    name: str = required(v.label(LONGEST_NAME))
    number: str = required(v.phone)
    icon: str = setting("", v.one_of(("", *CONTACT_ICONS)))


class PointSettings(Section, frozen=True):
    """Assembly point, the way there, and a drawing or photo of it beside the settings."""

    name: str = required(v.label(LONGEST_NAME))
    direction: str = setting("", v.label(LONGEST_WAY))
    picture: str = setting("", v.path)


class SignSettings(Section, frozen=True):
    """Film in sign language beside the settings, for one kind of warning."""

    hazard: str = required(v.one_of(HAZARDS))
    film: str = required(v.path)


class EmergencySettings(Section, frozen=True):
    """Emergency page.

    *checked* is the day when somebody last rang the numbers; *hazards* are those that the screen has steps for.
    """

    numbers: tuple[NumberSettings, ...] = field(default=())
    points: tuple[PointSettings, ...] = field(default=())
    signs: tuple[SignSettings, ...] = field(default=())
    checked: date | None = setting(None, v.day)
    hazards: tuple[str, ...] = setting(
        ("gempa", "tsunami", "banjir", "longsor", "kebakaran"), v.list_of(v.one_of(HAZARDS))
    )


class ForSettings(Section, frozen=True):
    """Person or office that may be asked a question; *about* says on what, in a few words.

    One with *hall* answers at the hall's desk, without an office. One with a *number* or a *link* is asked there, and
    takes no question of ours.
    """

    name: str = required(v.label(LONGEST_NAME))
    icon: str = setting("", v.one_of(("", *ASKED_ICONS)))
    about: str = setting("", v.label(LONGEST_NAME))
    hall: bool = setting(False, v.yes_no)
    number: str = setting("", v.phone_or_none)
    link: str = setting("", v.secure_link)


class QuestionSettings(Section, frozen=True):
    """Residents' questions: *asked* (in the file `for`) may be asked; nobody if it is empty.

    The office keeps a voice for *kept_days*, and usually answers within *answer_days*; 0 says nothing about that.
    """

    asked: tuple[ForSettings, ...] = field(default=())
    kept_days: int = setting(30, v.number(1, 365))
    answer_days: int = setting(3, v.number(0, 60))


class PrayerSettings(Section, frozen=True):
    """Prayer times.

    Angles in degrees below the horizon, *before* and *after* in minutes; *show* puts today's times on the screen.
    """

    fajr_angle: float = setting(20.0, v.number(10.0, 25.0))
    isha_angle: float = setting(18.0, v.number(10.0, 25.0))
    before: int = setting(5, v.number(0, 60))
    after: int = setting(20, v.number(0, 90))
    show: bool = setting(False, v.yes_no)


class SpeechSettings(Section, frozen=True):
    """Speech; *rate* in words a minute, volumes in percent."""

    voice: str = setting("auto", v.voice)
    rate: int = setting(110, v.number(60, 300))
    volume: int = setting(80, v.number(0, 100))
    chime: bool = setting(True, v.yes_no)
    quiet_hours: tuple[v.Hours, ...] = setting((v.hours("21:00-05:30"),), v.list_of(v.hours), written='["21:00-05:30"]')
    quiet_at_prayer: bool = setting(True, v.yes_no)
    prayer: PrayerSettings = field(default_factory=PrayerSettings)
    device: str = setting("auto", v.text)
    horn_device: str = setting("", v.text)
    horn_profile: str = setting("horn", v.one_of(("flat", "horn")))
    horn_rate: int = setting(85, v.number(60, 300))
    night_volume: int = setting(40, v.number(0, 100))
    lexicon: dict[str, str] = setting({}, v.table_of(v.text))


class ReadoutSettings(Section, frozen=True):
    """Scheduled read-out. *days* are weekdays, Monday 0; *what* is "bulletin" or a category."""

    at: time = required(v.clock_time)
    days: tuple[int, ...] = setting(tuple(range(7)), v.days, written='"daily"')
    what: str = setting("bulletin", v.one_of(("bulletin", *CATEGORIES)))


class SensorSettings(Section, frozen=True):
    """Sensors by BCM pins; *rotary* are the two of an encoder that turns the volume."""

    motion: int | None = setting(None, v.pin)
    rotary: tuple[int, int] | None = setting(None, v.two_pins)


class OutputSettings(Section, frozen=True):
    """Outputs by BCM pins: relays of the amplifiers, and the lamp that is on while something is read out."""

    amplifier: int | None = setting(None, v.pin)
    horn: int | None = setting(None, v.pin)
    lamp: int | None = setting(None, v.pin)

    @property
    def relays(self) -> tuple[str, ...]:
        """The amplifiers that are switched."""
        wired = {"amplifier": self.amplifier, "horn": self.horn}
        return tuple(name for name, pin in wired.items() if pin is not None)


class ScreenSettings(Section, frozen=True):
    """Screen.

    *warn_after* in seconds; *dpi* 0 = as the display says; *distance_mm* from which it is read, 0 = by the display's
    size. *rotation*: degrees by which the picture is turned clockwise. *output* is "auto", or a connector as the kernel
    names it. *scale* enlarges all that is drawn; *brightness* in percent, 0 = unchanged. *touch* corrects a touch
    panel: the first two rows of a matrix in shares of the panel (`kiosk.core.panel_touch`), () for none.
    """

    theme: str = setting("light", v.one_of(("light", "dark", "contrast", "auto")))
    text_scale: float = setting(1.0, v.number(1.0, 2.0))
    warn_after: float = setting(75.0, v.duration, written='"75s"')
    dpi: int = setting(0, v.number(0, 600))
    distance_mm: int = setting(0, v.number(0, 3000))
    off_hours: tuple[v.Hours, ...] = setting((), v.list_of(v.hours))
    off: str = setting("auto", v.one_of(("auto", "dpms", "cec", "black")))
    rotation: int = setting(0, v.quarter_turn)
    output: str = setting("auto", v.output)
    scale: float = setting(1.0, v.number(0.7, 2.0))
    brightness: int = setting(0, v.number(0, 100))
    touch: tuple[float, ...] = setting((), v.touch)


class BoardSettings(Section, frozen=True):
    """Board: device-tree overlays, each by its name and parameters, for the card's firmware to load."""

    overlays: tuple[str, ...] = setting((), v.overlays)


class LoopSettings(Section, frozen=True):
    """Idle screen: whether posters and films take turns, for how many seconds each, and whether films play."""

    posters: bool = setting(True, v.yes_no)
    films: bool = setting(True, v.yes_no)
    seconds: int = setting(20, v.number(5, 600))


class NetworkSettings(Section, frozen=True):
    """Network; *deadline* in seconds for one feed."""

    contact: str = setting("", v.text)
    daily_megabytes: int = setting(50, v.number(1, 100_000))
    deadline: float = setting(60.0, v.duration, written='"60s"')
    max_feed_megabytes: int = setting(20, v.number(1, 200))
    hostname: str = setting("", v.hostname)
    usb: bool = setting(False, v.yes_no)

    @property
    def max_feed_bytes(self) -> int:
        return self.max_feed_megabytes * _MEGABYTE


class WifiSettings(Section, frozen=True):
    name: str = setting("", v.text)
    password: str = setting("", v.text)


class ReportSettings(Section, frozen=True):
    url: str = setting("", v.web_url)
    token: str = setting("", v.text)


class PostSettings(Section, frozen=True):
    """Post to the office: its receiver ("" for by stick alone), its key ("" for none), and the code by which this kiosk enrols.

    *notices*: the hall's notices go along.
    """

    url: str = setting("", v.post_url)
    key: str = setting("", v.post_key)
    code: str = setting("", v.post_code)
    notices: bool = setting(True, v.yes_no)

    @property
    def office(self) -> bytes | None:
        """The office's key, None where none is set."""
        return parse_key(self.key, "office") if self.key else None


class MachineSettings(Section, frozen=True):
    """Machine: "small" leaves off what takes most memory, "full" nothing, "auto" is what the appliance finds.

    See `kiosk.appliance.handing_out`; elsewhere "auto" means "full".
    """

    memory: str = setting("auto", v.one_of(("auto", "small", "full")))


class StorageSettings(Section, frozen=True):
    megabytes: int = setting(2000, v.number(50, 1_000_000))


class DeskSettings(Section, frozen=True):
    """Desk for notices made in the hall: the web app, and the microphone at the kiosk.

    *address* is what the code for phones opens, "" for the kiosk's own in its network.
    """

    enabled: bool = setting(False, v.yes_no)
    port: int = setting(8080, v.number(1, 65_535))
    address: str = setting("", v.text)
    microphone: str = setting("auto", v.text)


class PublicSettings(Section, frozen=True):
    """Pages for phones, which a web server hands out to everybody in reach, from *folder*; its user may be another.

    *courier* is the folder in which editions arrive that phones bring, "" for none. *neighbours*: other kiosks in reach
    may take the edition, and a newer one is taken from them. *hotspot*: the kiosk has a Wi-Fi of its own for them,
    called *name*; open without a *password*.
    """

    enabled: bool = setting(False, v.yes_no)
    folder: str = setting("/srv/info-desa", v.path)
    courier: str = setting("/var/lib/kiosk-courier", v.path)
    neighbours: bool = setting(False, v.yes_no)
    hotspot: bool = setting(False, v.yes_no)
    name: str = setting("Info Desa", v.text)
    password: str = setting("", v.text)


class SmsSettings(Section, frozen=True):
    """SMS by a modem of the kiosk's own.

    Unsigned messages of *numbers* are shown as not checked. *office* may ask for the kiosk's state, which costs at most
    *monthly* SMS a month.
    """

    enabled: bool = setting(False, v.yes_no)
    numbers: tuple[str, ...] = setting((), v.list_of(v.phone))
    office: str = setting("", v.phone_or_none)
    monthly: int = setting(30, v.number(0, 1_000))


class UpdateSettings(Section, frozen=True):
    """Signed updates of the program: the keys that may sign them, and the folder on the web where they are looked for.

    *ring*: "trial" takes one first, "hold" none from the web, "" when its turn has come.
    """

    keys: tuple[str, ...] = setting((), v.list_of(v.public_key))
    url: str = setting("", v.web_url)
    ring: str = setting("", v.one_of(("", "trial", "hold")))


class TechnicianSettings(Section, frozen=True):
    pin: str = setting("", v.pin_digits)


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
    verbs: Mapping[str, str] = field(default_factory=dict)
    holds: Mapping[str, str] = field(default_factory=dict)
    keyboard: Mapping[str, str] = field(default_factory=dict)
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
    public: PublicSettings = field(default_factory=PublicSettings)
    sms: SmsSettings = field(default_factory=SmsSettings)
    technician: TechnicianSettings = field(default_factory=TechnicianSettings)
    update: UpdateSettings = field(default_factory=UpdateSettings)
    faults: tuple[Fault, ...] = ()
    office: str = ""
    office_words: Mapping[str, str] = field(default_factory=dict)
