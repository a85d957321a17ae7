"""What holds for all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Properties take the time that they take: how busy the machine is says nothing of them.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
