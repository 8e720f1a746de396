"""Where uploads are kept: originals, immutable staged rows, a ledger, and marts as snapshots."""

from data_pipeline.warehouse.store import Warehouse, open_warehouse

__all__ = ["Warehouse", "open_warehouse"]
