"""Two profiles of hypothesis: what runs always, and `--hypothesis-profile=long` with more than 20,000 cases in all."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# no deadline by the clock: that no case takes two seconds of the processor is asserted with each (see verdict.py)
settings.register_profile("short", max_examples=60, deadline=None)
settings.register_profile(
    "long", max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("short")
