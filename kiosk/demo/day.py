"""Day of the sample village: a forecast as BMKG answers, and the sheets of sea, prices and staff, all dated by today. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

VILLAGE, WATER = "72.01.05.2003", "Selat Peleng"
FORECAST, SEA, PRICES, STAFF = "cuaca.json", "laut.json", "harga.json", "petugas.json"
_BEGINS = 5  # the hour with which a day begins
_DAYS = (  # (BMKG's code, degrees) from then on, by three hours
    ((0, 26), (1, 29), (0, 31), (1, 31), (60, 29), (60, 27), (3, 26), (0, 25)),
    ((0, 25), (0, 28), (1, 31), (1, 31), (3, 30), (3, 28), (0, 26), (0, 24)),
    ((3, 25), (1, 28), (1, 30), (95, 28), (95, 27), (61, 26), (3, 25), (3, 25)),
)
_PRICES = (  # the price of skipjack agrees with the sample's news about the market
    ("Beras medium", "1 kg", 14_500, 14_500),
    ("Cabai rawit", "1 kg", 65_000, 58_000),
    ("Bawang merah", "1 kg", 35_000, 38_000),
    ("Minyak goreng", "1 liter", 18_000, 17_500),
    ("Ikan cakalang", "1 kg", 25_000, 32_000),
    ("Gula pasir", "1 kg", 18_500, 18_500),
    ("Telur ayam", "1 butir", 2_500, 2_300),
    ("Tomat", "1 kg", 12_000, 0),
)


def day_files(now: datetime) -> dict[str, bytes]:
    """Return the content of the day's files by file name, as they are at the aware local time *now*."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    made = midnight + timedelta(hours=18 if now.hour >= 18 else 6 if now.hour >= 6 else 0)
    if now.hour < _BEGINS:  # the forecast is still the evening's: its first day began yesterday
        midnight -= timedelta(days=1)
        made = midnight + timedelta(hours=18)
    sheets: dict[str, Any] = {
        FORECAST: _forecast(midnight, made),
        SEA: {
            "type": "sea", "issued": made.isoformat(), "source": "BMKG", "areas": ["72.01"],
            "rows": [{
                "name": WATER, "from": midnight.isoformat(), "until": (midnight + timedelta(days=2)).isoformat(),
                "wave_m": [0.5, 1.25], "wind_knots": [3, 7], "wind_from": "SE",
            }],
        },
        PRICES: {
            "type": "prices", "issued": min(now, midnight + timedelta(hours=6, minutes=30)).isoformat(),
            "source": "Pasar Desa Bunga", "place": "Pasar Desa Bunga",
            "rows": [{"name": name, "unit": unit, "price": price, "before": before} for name, unit, price, before in _PRICES],
        },
        STAFF: {
            "type": "staff", "issued": now.isoformat(), "source": "Pemerintah Desa Bunga", "place": "Balai Desa Bunga",
            "rows": [{"name": "Ibu Rahma", "role": "Kasi Pelayanan", "from": "08.00", "until": "15.00"}],
        },
    }  # fmt: skip
    return {name: json.dumps(sheet, ensure_ascii=False, indent=1).encode() for name, sheet in sheets.items()}


def _forecast(midnight: datetime, made: datetime) -> dict[str, Any]:
    place = {
        "adm4": VILLAGE, "provinsi": "Sulawesi Tengah", "kotkab": "Banggai", "kecamatan": "Luwuk Utara", "desa": "Bunga",
        "lon": 122.79, "lat": -0.93, "timezone": "Asia/Makassar",
    }  # fmt: skip
    days = []
    for ahead, day in enumerate(_DAYS):
        steps = []
        for place_of_day, (weather, degrees) in enumerate(day):
            at = midnight + timedelta(days=ahead, hours=_BEGINS + 3 * place_of_day)
            steps.append(
                {
                    "utc_datetime": f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
                    "local_datetime": f"{at:%Y-%m-%d %H:%M:%S}",
                    "analysis_date": f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
                    "t": degrees,
                    "weather": weather,
                    "ws": 12.0,
                    "wd": "SE",
                }
            )
        days.append(steps)
    return {"lokasi": place, "data": [{"lokasi": place, "cuaca": days}]}
