"""Loaded once by the process that parsing processes are forked from. It starts nothing."""

import data_pipeline.intake.receive  # noqa: F401  # pyright: ignore[reportUnusedImport]
from data_pipeline.sources import all_sources

all_sources()
