"""One module per kind of export, and nothing else: found by looking in this folder."""

import importlib
import pkgutil
from functools import cache

from data_pipeline.contract import Source


@cache
def all_sources() -> dict[str, Source]:
    """Every source, by name."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").SOURCE
        for module in pkgutil.iter_modules(__path__)
    ]
    sources = {source.name: source for source in found}
    assert len(sources) == len(found), "two sources share a name"
    return sources
