"""What a page is, and how pages are found: by looking in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data_pipeline.warehouse import Warehouse

Group = Literal["Answer", "Explore", "Decide", "Data", "Share"]


@dataclass(frozen=True)
class Visit:
    """One reader's look at one workspace: all that a page may know of who is looking."""

    workspace: Path
    warehouse: Warehouse
    theme: Literal["light", "dark"]
    may_edit: bool


@dataclass(frozen=True)
class Page:
    """A page defines itself; it draws only when asked to, for a visit somebody has checked."""

    title: str
    icon: str
    order: int
    url_path: str
    group: Group
    draw: Callable[[Visit], None]


def draw_page(page: Page, visit: Visit) -> None:
    """All of a page's figures are of one state of the workspace."""
    with visit.warehouse.one_moment():
        page.draw(visit)


def all_pages() -> list[Page]:
    """In the order they are offered. A module here with a `PAGE` is a page; `view` is not."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
        if not found.ispkg
    ]
    pages = [module.PAGE for module in modules if hasattr(module, "PAGE")]
    addresses = [page.url_path for page in pages]
    assert len(set(addresses)) == len(addresses), f"two pages share an address: {addresses}"
    return sorted(pages, key=lambda page: page.order)
