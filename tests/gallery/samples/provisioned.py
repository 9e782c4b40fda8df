"""What the provisioner of the pictured kiosk answers: the Wi-Fi of an invented village, and an ordinary day's warnings."""

from __future__ import annotations

from kiosk.hardware.sound_outputs import outputs_in
from kiosk.state.request_kinds import RequestAnswer, RequestResult


def _network(
    name: str, signal: int, *, secured: bool = True, joinable: bool = True, used: bool = False
) -> dict[str, object]:
    return {"name": name, "signal": signal, "secured": secured, "joinable": joinable, "used": used}


NETWORKS = RequestAnswer(
    RequestResult.DONE,
    data={
        "networks": [
            _network("Balai Desa Bunga", 82),
            _network("Puskesmas", 61),
            _network("WiFi Warung Kopi", 40, secured=False),
            _network("Dinas-802.1X", 35, joinable=False),
        ]
    },
)
JOURNAL = RequestAnswer(
    RequestResult.DONE,
    data={
        "faults": [
            {
                "at": "2026-11-24T01:31:02+00:00",
                "unit": "kiosk-refresher",
                "text": "KIM: failed: kim.example cannot be reached: it does not answer",
            },
            {"at": "2026-11-24T01:02:44+00:00", "unit": "kernel", "text": "Under-voltage detected! (0x00050005)"},
            {
                "at": "2026-11-24T00:58:10+00:00",
                "unit": "kiosk",
                "text": "audio: the loudspeaker hw:1,0 is not plugged in",
            },
        ]
    },
)
OUTPUTS = outputs_in(
    """card 0: Headphones [bcm2835 Headphones], device 0: bcm2835 Headphones [bcm2835 Headphones]
card 1: vc4hdmi [vc4-hdmi], device 0: MAI PCM i2s-hifi-0 [MAI PCM i2s-hifi-0]
"""
)
SLOTS = RequestAnswer(
    RequestResult.DONE,
    data={
        "running": "a",
        "good": "a",
        "trial": "b",
        "tries": 3,
        "refused": 0,
        "image": 3,
        "system": {"here": 7, "number": 8, "result": "refused", "problem": {"code": "system_expired"}},
        "slots": {"a": {"number": 7, "version": "1.4.2"}, "b": {"number": 9, "version": "1.5.0"}},
    },
)
