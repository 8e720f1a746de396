"""How the command prints: tables on a terminal, plain lines in a pipe, text as text."""

import csv
import io
import json
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from data_pipeline.intake.receive import Progress as Report
from data_pipeline.problems import Refused

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet runs when a cell begins so


def shown(text: object) -> str:
    """A text without anything that could steer a terminal."""
    return "".join(mark if mark.isprintable() else "�" for mark in str(text))


def say(text: object = "") -> None:
    """One line on the way out."""
    typer.echo(shown(text))


def complain(text: object) -> None:
    """One line beside the output."""
    typer.echo(shown(text), err=True)


def complain_of(refusal: Refused) -> None:
    """Every sentence of a refusal."""
    for problem in refusal.problems:
        complain(problem)


def say_json(value: object) -> None:
    """One JSON value on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], right: int = 0) -> None:
    """Rows under headings; the last `right` columns hold numbers. Tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for row in (headings, *rows):
            say_tabbed(row)
        return
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(headings):
        numbers = place >= len(headings) - right
        drawn.add_column(Text(heading), justify="right" if numbers else "left")
    for row in rows:
        drawn.add_row(*(Text(shown(cell)) for cell in row))
    Console().print(drawn)


def say_tabbed(cells: Sequence[object]) -> None:
    """Cells of one line."""
    typer.echo("\t".join(shown(cell) for cell in cells))


@contextmanager
def progress() -> Generator[Report]:
    """A bar beside the output while somebody watches; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total, name: None
        return
    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[file]}", markup=False)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, file="")
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, file=shown(name)
        )


def csv_of(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """CSV in which no text of a file can become a spreadsheet's formula."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([[_harmless(row[column]) for column in columns] for row in rows])
    return written.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def write_parquet(figures: pl.DataFrame) -> None:
    """Parquet into whatever the output leads to, which is never a terminal."""
    content = io.BytesIO()
    figures.write_parquet(content)
    typer.get_binary_stream("stdout").write(content.getvalue())
