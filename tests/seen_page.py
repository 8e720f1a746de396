"""A page drawn for a test, and what stands on it."""

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest


def _page(name: str, folder: str, may_edit: bool, theme: str) -> None:
    from importlib import import_module
    from pathlib import Path

    from data_pipeline.warehouse import open_warehouse
    from pages import Visit

    visit = Visit(Path(folder), open_warehouse(Path(folder)), theme, may_edit)  # type: ignore[arg-type]
    import_module(f"pages.{name}").PAGE.draw(visit)


def shown(
    name: str, folder: Path, *, may_edit: bool = True, theme: str = "light", **asked: str
) -> AppTest:
    """The page of this module as a visitor of this workspace sees it; asked: its address."""
    seen = AppTest.from_function(
        _page, args=(name, str(folder), may_edit, theme), default_timeout=120
    )
    for word, text in asked.items():
        seen.query_params[word] = text
    return seen.run()


def words(seen: AppTest) -> str:
    """Everything said on the page, without the marks that keep it from acting as Markdown."""
    said = [*seen.title, *seen.header, *seen.markdown, *seen.metric, *seen.error]
    texts = [text for one in said for text in (_label(one), str(one.value)) if text]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def _label(one: Any) -> str:
    return str(getattr(one, "label", ""))


def pictures(seen: AppTest) -> list[Any]:
    """Every chart, as it is sent."""
    return [chart.proto for chart in seen.get("vega_lite_chart")]
