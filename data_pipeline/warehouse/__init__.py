"""Where uploads are kept: originals, immutable staged rows, a ledger, and marts as snapshots."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data_pipeline.warehouse.store import Warehouse, open_warehouse

__all__ = ["Warehouse", "open_warehouse"]


def __getattr__(name: str) -> Any:
    # Only when asked for: the process that reads files uses our rules and descriptions, but not
    # the ledger, whose library takes half a second to load.
    if name in __all__:
        from data_pipeline.warehouse import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
