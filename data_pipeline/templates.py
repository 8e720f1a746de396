"""Files to fill in by hand for what no platform exports, made from what reads them."""

# xlsxwriter tells few of its types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import csv
import io

import xlsxwriter

from data_pipeline.contract import EXAMPLE, NUMBERS, Column, Kind, Source
from data_pipeline.sources import all_sources
from data_pipeline.warehouse.channel_rules import CHANNELS, UNKNOWN

ROWS_WITH_LISTS = 2_000  # how far down a workbook offers the words to choose from
NOTES = "Notes"
_CHOSEN = {Kind.YES_NO: ("yes", "no"), Kind.CHANNEL: tuple(CHANNELS.values())}


def templates() -> dict[str, Source]:
    """Every template, by name."""
    return {name: source for name, source in all_sources().items() if source.template}


def template_csv(name: str) -> bytes:
    """The template as CSV, in the form that spreadsheet programs open without asking."""
    written = io.StringIO()
    columns = _columns(name)
    rows = csv.writer(written)
    rows.writerow(columns)
    rows.writerow(_example(heading, column) for heading, column in columns.items())
    return written.getvalue().encode("utf-8-sig")


def template_xlsx(name: str) -> bytes:
    """The template as a workbook that offers the words to choose from."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Template")
        bold = book.add_format({"bold": True})
        for place, (heading, column) in enumerate(_columns(name).items()):
            example = _example(heading, column)
            sheet.write_string(0, place, heading, bold)
            if column.kind in NUMBERS:
                sheet.write_number(1, place, float(example))
            else:
                sheet.write_string(1, place, example)
            if words := _words(column):
                rule = {"validate": "list", "source": list(words), "error_type": "warning"}
                sheet.data_validation(1, place, ROWS_WITH_LISTS, place, rule)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return written.getvalue()


def _columns(name: str) -> dict[str, Column]:
    (table,) = templates()[name].tables
    return {
        names if isinstance(names, str) else names[0]: column
        for names, column in table.columns.items()
    }


def _words(column: Column) -> tuple[str, ...]:
    """What may be chosen in a cell; "unknown" is not worth offering."""
    words = tuple(column.words) or _CHOSEN.get(column.kind, ())
    return tuple(word for word in words if word != CHANNELS[UNKNOWN])


def _example(heading: str, column: Column) -> str:
    if heading == NOTES:
        return EXAMPLE
    words = _words(column)
    return words[0] if words else column.such_as
