"""Two profiles of hypothesis: what runs always, and `--hypothesis-profile=long` with more than 20,000 cases in all."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# a case that takes two seconds has failed; the short form leaves out the deadline, for a loaded machine is no fault of a feed's
settings.register_profile("short", max_examples=60, deadline=None)
settings.register_profile(
    "long", max_examples=3_000, deadline=2_000, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("short")
