"""What every test stands on: properties without a stopwatch."""

from hypothesis import HealthCheck, settings

# A shared or slow machine is no fault of the code's: only what a property says may fail it.
settings.register_profile(
    "so_what", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("so_what")
