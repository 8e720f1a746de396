"""Loaded once by the process that parsing processes are forked from.

Every source's headings are made ready here, so that no forked process has to do it again. Nothing
is started: a process with threads can't be forked safely.
"""

import gc

import data_pipeline.intake.stage_file  # noqa: F401  # pyright: ignore[reportUnusedImport]
from data_pipeline.intake.headings import lookup
from data_pipeline.sources import all_sources

for source in all_sources().values():
    for table in source.tables:
        lookup(table)

gc.freeze()  # what is loaded stays: it is neither searched for garbage nor copied after a fork
