"""Rules for alerts: the places they concern, their severity there, updates, and validity. Pure; no clock, no store.

Silence is never safety: where these rules find no alert, nothing is known, and nobody may be told that all is well.

- **A warning belongs to who brought it**: the keys of a signed edition, else the source's host. Only feeds of that
  owner cancel, update or merge it.
- **What was ended stays ended**, also after its Cancel or Update has run out. A warning that an edition withdraws is
  ended until it is published again.
- **A warning is for each of its areas** (CAP 1.2, 3.2.4): by polygons and circles, else by a Kemendagri code (2, 4, 6
  or 10 digits), else by its name. What names no area is for all.
- **An earthquake reckoned anew** is one: same sender, within 15 seconds, 100 km and one magnitude. An Update all of
  which is AllClear (3.2.2) is an end. A tsunami is reckoned away by the list alone that told of it.
- **A list of warnings that is older** (`Last-Modified`, else `Date` less `Age`, else its newest earthquake) takes
  nothing back, and changes a warning only to a graver one.
- **A warning begins** when it takes effect; of urgency Future with its onset; never before it was sent. While nobody
  vouches for our clock it keeps its times.

No warning holds longer after it was sent than its hazard allows: earthquake 1 day; tsunami 2; rain, wind 3; waves 7;
flood, landslide, fire 14; volcano and others 30. What says more is cut; its issuer sends it again.
"""

from content_cache.alerts.area import AlertArea
from content_cache.alerts.place import Place, concerns, region, severity_here
from content_cache.alerts.standing import LATE_AFTER, AlertState, Standing, standing, taken_back

__all__ = [
    "LATE_AFTER",
    "AlertArea",
    "AlertState",
    "Place",
    "Standing",
    "concerns",
    "region",
    "severity_here",
    "standing",
    "taken_back",
]
