"""Drawings of a snapshot are made once: to make one costs more than to send it."""

from collections.abc import Callable, Hashable
from typing import Any, Final
from weakref import WeakKeyDictionary

from altair import LayerChart

from data_pipeline.warehouse.marts import Marts
from pages import Visit
from pages.view.charts import to_spec

MOST_KEPT: Final = 300

_KEPT: WeakKeyDictionary[Marts, dict[tuple[Hashable, ...], dict[str, Any]]] = WeakKeyDictionary()


def drawn_once(visit: Visit, make: Callable[[], LayerChart], *what: Hashable) -> dict[str, Any]:
    """`what` names all that the drawing depends on but for the snapshot and the theme: which it is,
    the months, and what is a setting and no row, such as notes."""
    kept = _KEPT.setdefault(visit.warehouse.marts(), {})
    asked = (visit.theme, *what)
    spec = kept.get(asked)
    if spec is None:
        spec = kept[asked] = to_spec(make())
        while len(kept) > MOST_KEPT:
            kept.pop(next(iter(kept)), None)
    return spec
