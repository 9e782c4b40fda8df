"""Intensity of an earthquake at a place, estimated by magnitude, depth and distance. Pure.

After Allen, Wald and Worden (2012), "Intensity attenuation for active crustal regions", Journal of Seismology 16, 409-433: the
form for the distance from the hypocentre. Soft ground shakes more, and no formula knows the house one stands in: what it gives
is a middle value, with a spread of nearly one degree.
"""

from __future__ import annotations

import math

from content_cache.model.vocabulary import Severity

# MMI = C0 + C1 M + C2 ln sqrt(R^2 + RM^2) [+ C4 ln(R / 50) beyond 50 km], RM = M1 + M2 exp(M - 5)
_C0, _C1, _C2, _C4 = 2.085, 1.428, -1.402, 0.078
_M1, _M2 = -0.209, 2.042
_FAR_KM = 50.0

# BMKG's SIG scale joins MMI I-II, III-V, VI, VII-VIII, IX-XII: from VI there is damage.
_LADDER = ((6.0, Severity.SIAGA), (4.0, Severity.WASPADA), (2.5, Severity.INFO))


def intensity(magnitude: float, depth_km: float, distance_km: float) -> float:
    """Return the Modified Mercalli intensity, from 1 up. *distance_km* is the distance to the epicentre."""
    hypocentral = math.hypot(depth_km, distance_km)
    near = _M1 + _M2 * math.exp(magnitude - 5.0)
    value = _C0 + _C1 * magnitude + _C2 * math.log(max(math.hypot(hypocentral, near), 0.1))
    if hypocentral > _FAR_KM:
        value += _C4 * math.log(hypocentral / _FAR_KM)
    return max(value, 1.0)


def severity_of(felt: float) -> Severity | None:
    """Map a felt intensity to a severity, or to None if hardly anybody feels it.

    Damage is siaga, felt by all is waspada, felt by some is info.
    """
    return next((severity for least, severity in _LADDER if felt >= least), None)
