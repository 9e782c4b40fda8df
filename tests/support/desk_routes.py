"""Addresses of the desks' routes, with something in the place of each variable."""

from __future__ import annotations

from kiosk.web.routes import Route

NOTICE = "catatan"
VALUES = {
    "<path:name>": NOTICE,
    "<person_id>": "anton",
    "<token>": "x" * 32,
    "<arrival>": "0" * 20,
    "<kiosk>": "kilongan",
    "<code>": "0" * 12,
    "<int:number>": "1",
    "<int(max=999999999999):number>": "1",
    "<int(min=1, max=999999999):number>": "1",
    "<int(max=999999999):who>": "1",
    "<int(max=9007199254740991):n>": "1",
    "<draft_id>": "1",
    "<notice_id>": "1",
    "<language>": "1",
    "<words>": "1",
}
FILES = {"/s/<name>": "/s/gaya.css", "/cadangan/<name>": "/cadangan/1", "/berkas/<name>": "/berkas/1"}


def address(route: Route) -> str:
    """Return the path of *route* for a browser. No window is opened for it, which would take its time."""
    path = FILES.get(route.path, route.path).replace("/layar/<path:name>", "/layar/tidak-ada")
    for variable, value in VALUES.items():
        path = path.replace(variable, value)
    return path
