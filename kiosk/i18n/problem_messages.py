"""The messages of all codes. Each room that has codes has a table of its own; here they are one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.i18n.cache_messages import MESSAGES as CACHE
from kiosk.i18n.folder_messages import MESSAGES as FOLDER
from kiosk.i18n.notice_messages import MESSAGES as NOTICE
from kiosk.i18n.office_messages import MESSAGES as OFFICE
from kiosk.i18n.post_messages import MESSAGES as POST
from kiosk.i18n.settings_messages import MESSAGES as SETTINGS
from kiosk.i18n.sound_messages import MESSAGES as SOUND
from kiosk.i18n.target_messages import MESSAGES as TARGET

MESSAGES: Mapping[str, str] = MappingProxyType(
    {**CACHE, **FOLDER, **NOTICE, **OFFICE, **POST, **SETTINGS, **SOUND, **TARGET}
)
