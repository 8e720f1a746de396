"""What every test stands on: properties without a stopwatch."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A shared or slow machine is no fault of the code's: only what a property says may fail it.
settings.register_profile(
    "so_what", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("so_what")


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """Streamlit's page tests leave their script as the main module; a process started by a later
    test would begin by running it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
