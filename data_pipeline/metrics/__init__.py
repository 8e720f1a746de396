"""Every figure we show, by name: what it means, how to measure it, what lies behind it."""

from data_pipeline.metrics.catalogue import METRICS, Metric, metric_named
from data_pipeline.metrics.query import measure

__all__ = ["METRICS", "Metric", "measure", "metric_named"]
