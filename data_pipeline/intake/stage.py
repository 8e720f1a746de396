"""A found table becomes typed rows of its subject, and a problem for each cell that will not go."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from data_pipeline import values
from data_pipeline.contract import DAYS, EXAMPLE, NUMBERS, Kind
from data_pipeline.intake.columns import Reader, cut_short, kept_type
from data_pipeline.intake.headings import Described, plain
from data_pipeline.intake.questions import Need
from data_pipeline.intake.recognise import Found
from data_pipeline.intake.summaries import summary_of
from data_pipeline.problems import Place, Problem
from data_pipeline.staging import all_subjects
from data_pipeline.staging.subject import AMOUNT, Subject

PROBLEMS_KEPT = 200  # more are counted, not listed
_TOTAL_WORDS = (
    r"(?i)^\s*(grand\s+)?(total|totals|totale|totaal|summe|gesamt|gesamtsumme|gesamtergebnis|"
    r"gesamtwert|total general|итого)\s*$|^\s*(total|totale|totaal|gesamt)\s*:"
)
_IDENTIFYING = re.compile(
    r"(?i)\b(id|ids|uuid|sku|code|zip|postal|phone|telephone|mobile|fax|number|no|nr|num|last4|year|url|link)\b|#"
)


@dataclass
class Staged:
    """One table, staged.

    frames: its subject's rows, unless they were spooled to `spooled` because the file is large.
    sums: exact sums keyed by the export's own headings; money per currency; durations in seconds.
    written: the first and last day as the file has them, whatever its source makes of them.
    measures: what the product will count from it, by our own names.
    again: the same lines as the table before, for another subject.
    """

    source: str
    name: str
    subject: str
    channel: str
    headings: tuple[str, ...] = ()
    rows: int = 0
    left_out: int = 0
    first_day: date | None = None
    last_day: date | None = None
    days_as_written: tuple[str, str] | None = None
    written: tuple[date, date] | None = None
    sums: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    measures: Counter[str] = field(default_factory=Counter[str])
    frames: list[pl.DataFrame] = field(default_factory=list[pl.DataFrame])
    spooled: Path | None = None
    problems: list[Problem] = field(default_factory=list[Problem])
    problems_in_all: int = 0
    warnings: list[str] = field(default_factory=list[str])
    needs: list[Need] = field(default_factory=list[Need])
    again: bool = False

    def kept_rows(self) -> int:
        """How many rows of the subject it gave."""
        if self.spooled is not None:
            return pq.read_metadata(self.spooled).num_rows
        return sum(frame.height for frame in self.frames)


@dataclass(frozen=True)
class Ask:
    """What the manager has said about a file, and how to treat it."""

    file: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    secret: bytes = b"so-what"
    without_bad_rows: bool = False
    upload: str = ""
    spool: Path | None = None


class TableStager:
    """Stages one found table, whole or piece by piece."""

    def __init__(self, found: Found, ask: Ask, period: tuple[date, date] | None) -> None:
        self.found, self.ask, self.period = found, ask, period
        self.subject: Subject = all_subjects()[found.table.subject]
        semicolons = found.sheet.delimiter == ";"
        self.readers = [
            Reader(one, ask.answers, ask.secret, semicolons, currency=one.currency)
            for one in found.columns
        ]
        constants = dict(found.constants)
        channel = constants.get("channel", found.source.channel)
        self.staged = Staged(
            found.source.name,
            found.name,
            found.table.subject,
            channel,
            tuple(one.heading for one in found.columns),
            again=found.table.again,
        )
        if channel == "?":
            channel = self.staged.channel = self._ask_for_channel()
        self.channel = channel
        self.bad_rows: set[int] = set()
        self.notes: list[tuple[int, str]] = []
        self.undated: list[int] = []
        self._writer: pq.ParquetWriter | None = None

    # -- the way of a piece --------------------------------------------------------------------

    def stage(self) -> Staged:
        """Every piece in turn, then what is only known at the end."""
        self._ask_for_period()
        self._ask_for_columns()
        for lines in self._pieces():
            self._take(lines)
        if self._writer is not None:
            self._writer.close()
        self._tell_of_notes()
        self._tell_of_zeros_and_thresholds()
        self._tell_of_ids_cut_short()
        self._tell_of_what_is_not_kept()
        self._tell_of_undated()
        return self.staged

    def _pieces(self) -> Iterator[pl.DataFrame]:
        # One cell more than the heading has: some platforms write there that a line is a total.
        frames = self.found.sheet.frames(self.found.heading_row + 1, self.found.width + 1)
        if self.found.last_row is not None:
            frames = (frame.filter(pl.col("row") <= self.found.last_row) for frame in frames)
        if self.found.sheet.is_large and not self.found.table.whole:
            yield from frames
            return
        whole = list(frames)
        if whole:
            yield pl.concat(whole)

    def _take(self, lines: pl.DataFrame) -> None:
        records = self._records(lines)
        if not self.staged.rows and not self.staged.left_out:
            self._settle_marks(records)
            self._settle_days(records)
        typed, bad = self._typed(records)
        bad = bad | self._cut_off(records["row"])
        good = typed.filter(~bad)
        if self.ask.without_bad_rows:
            self.staged.left_out += int(bad.sum())
            records, typed = records.filter(~bad), good
        self.staged.rows += records.height
        self._add_up(typed)
        if not self.found.sheet.is_large:
            self._add_up_other_numbers(records)
        self._note_days_as_written(records)
        self._note_days(typed)
        if self._is_all_answered() and (
            self.ask.without_bad_rows or not self.staged.problems_in_all
        ):
            self._keep(typed)

    # -- which lines are records ----------------------------------------------------------------

    def _records(self, lines: pl.DataFrame) -> pl.DataFrame:
        cells = [name for name in lines.columns if name != "row"]
        keyed = {one.key: f"c{one.position}" for one in self.found.columns}
        lines = lines.filter(pl.any_horizontal(pl.col(cells).is_not_null()))
        keyed_lines = lines.select(
            "row", *cells, *[pl.col(column).alias(key) for key, column in keyed.items()]
        )
        total = pl.any_horizontal(
            pl.col(*cells[:2], cells[-1]).str.contains(_TOTAL_WORDS).fill_null(value=False)
        )
        is_record = self.found.table.records
        if is_record is None:
            required = [one.key for one in self.found.columns if one.column.required]
            solid = [
                one.key
                for one in self.found.columns
                if one.column.required and not one.column.may_be_blank
            ]
            is_record = pl.any_horizontal(
                pl.col(solid or required).str.strip_chars().fill_null("") != ""
            )
        keyed_lines = keyed_lines.with_columns(
            (is_record.fill_null(value=False) & ~total & ~self._heading_again()).alias("record?")
        )
        if self.found.source.template:
            keyed_lines = self._without_example(keyed_lines, cells)
        if not self.found.sheet.is_large and not self.found.table.grouped:
            others = keyed_lines.filter(~pl.col("record?") & ~total)
            first = pl.coalesce(pl.col(cells))
            self.notes += others.select("row", first.alias("text")).rows()
        return keyed_lines.filter("record?").drop("record?")

    def _without_example(self, lines: pl.DataFrame, cells: list[str]) -> pl.DataFrame:
        is_example = pl.any_horizontal(pl.col(cells).str.strip_chars() == EXAMPLE)
        examples = is_example.fill_null(value=False)
        for row in lines.filter(examples)["row"]:
            self.staged.warnings.append(
                f"Row {row:,} is the template's example and is left out. If you made it yours, "
                "clear its note and upload the file again."
            )
        return lines.filter(~examples)

    def _heading_again(self) -> pl.Expr:
        """A heading line that was pasted in once more."""
        again = [
            pl.col(f"c{one.position}").str.strip_chars() == one.heading
            for one in self.found.columns
            if one.column.required
        ]
        return pl.all_horizontal(again).fill_null(value=False) if again else pl.lit(value=False)

    # -- typing ---------------------------------------------------------------------------------

    def _settle_marks(self, records: pl.DataFrame) -> None:
        """Columns that cannot tell their decimal mark follow those of the same file that can."""
        marks: set[str] = set()
        for reader in self.readers:
            if reader.column.kind in NUMBERS - {Kind.DURATION}:
                marks.add(values.decimal_mark_of(records[reader.described.key]))
        decided = marks & {".", ","}
        mark = self.ask.answers.get("decimal_mark") or (decided.pop() if len(decided) == 1 else "")
        if not mark and "either" in marks and self.found.sheet.delimiter == ";":
            self._ask_for_mark(records)
        for reader in self.readers:
            reader.mark = mark or "."

    def _settle_days(self, records: pl.DataFrame) -> None:
        """A column that cannot tell its order of day and month follows those of the same file."""
        dated = [one for one in self.readers if one.column.kind in DAYS]
        for reader in dated:
            others = [records[one.described.key] for one in dated if one is not reader]
            reader.other_days = pl.concat(others) if others else None

    def _ask_for_mark(self, records: pl.DataFrame) -> None:
        for reader in self.readers:
            if reader.column.kind in {Kind.NUMBER, Kind.PERCENT}:
                unclear = records[reader.described.key].drop_nulls()
                unclear = unclear.filter(unclear.str.contains(r"^\D*\d{1,3}[.,]\d{3}\D*$"))
                if unclear.len():
                    self._need(
                        Need(
                            "decimal_mark",
                            f"In the column “{reader.described.heading}”, is “{unclear[0]}” more "
                            "than a thousand?",
                            {".": "The comma groups thousands", ",": "The comma marks decimals"},
                        )
                    )
                    return

    def _typed(self, records: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        columns: list[pl.Series] = [records["row"]]
        bad = pl.repeat(value=False, n=records.height, eager=True)
        for reader in self.readers:
            cells = records[reader.described.key]
            reading = reader.read(cells)
            self._tell(records["row"], cells, reading.bad, reader)
            bad = bad | (reading.bad & (not reader.column.tolerant))
            if reader.column.required and not reader.column.may_be_blank:
                excused = reading.bad | values.below_threshold(cells) | cut_short(cells)
                lacking = reading.values.is_null() & ~excused & (not reader.waits)
                self._tell_lacking(records["row"], lacking, reader)
                bad = bad | lacking
            for need in reader.needs:
                self._need(need)
            reader.needs.clear()
            columns.append(reading.values.alias(reader.described.key))
            if reader.column.kind is Kind.MONEY:
                columns.append(self._cell_currency(cells, reader))
        return pl.DataFrame(columns), bad

    def _cell_currency(self, cells: pl.Series, reader: Reader) -> pl.Series:
        name = f"currency of {reader.described.key}"
        if reader.currency:
            return pl.Series(name, [reader.currency], dtype=pl.String).new_from_index(
                0, cells.len()
            )
        codes = values.currencies_of(cells)
        return pl.select(pl.when(codes != "").then(codes)).to_series().alias(name)

    def _tell(self, rows: pl.Series, cells: pl.Series, bad: pl.Series, reader: Reader) -> None:
        if not bad.any():
            return
        wrong = pl.DataFrame({"row": rows, "cell": cells}).filter(bad)
        if reader.column.tolerant:
            self._tell_of_open_cells(wrong, reader)
            return
        self.staged.problems_in_all += wrong.height
        example = reader.column.such_as or _EXAMPLES.get(reader.column.kind, "")
        for row, cell in wrong.head(PROBLEMS_KEPT - len(self.staged.problems)).iter_rows():
            self.staged.problems.append(
                Problem(
                    f"“{_shown(cell)}” can't be read",
                    self._place(row, reader.described),
                    f"It should look like {example}." if example else "Please correct it.",
                )
            )

    def _tell_of_open_cells(self, wrong: pl.DataFrame, reader: Reader) -> None:
        row, cell = wrong.row(0)
        more = f" (and {wrong.height - 1:,} more cells)" if wrong.height > 1 else ""
        self.staged.warnings.append(
            f"“{_shown(cell)}” can't be read: {self._place(row, reader.described)}{more}. "
            "It is left open; the file was probably changed by a spreadsheet program."
        )

    def _tell_lacking(self, rows: pl.Series, lacking: pl.Series, reader: Reader) -> None:
        empty = rows.filter(lacking)
        self.staged.problems_in_all += empty.len()
        for row in empty.head(PROBLEMS_KEPT - len(self.staged.problems)):
            self.staged.problems.append(
                Problem(
                    f"There is no “{reader.described.heading}”",
                    self._place(row, reader.described),
                    "Fill it in, or import without this row.",
                )
            )

    def _cut_off(self, rows: pl.Series) -> pl.Series:
        """Whether the file ends in the middle of its last record, all others being whole."""
        lines = self.found.sheet.head
        is_last = rows == len(lines)
        if self.found.sheet.is_large or not self.found.sheet.delimiter or rows.len() < 3:
            return is_last & False
        full = max(at for at, cell in enumerate(lines[self.found.heading_row - 1]) if cell.strip())
        numbers: list[int] = rows.to_list()
        widths = [len(lines[number - 1]) for number in numbers]
        if widths[-1] > full or min(widths[:-1]) <= full or not is_last[-1]:
            return is_last & False
        self.staged.problems_in_all += 1
        self.staged.problems.append(
            Problem(
                f"The file ends here, in cell {widths[-1]} of {full + 1}",
                Place(self.ask.file, rows[-1], sheet=self.found.sheet.name),
                "It was probably cut off on its way. Export or copy it again.",
            )
        )
        return is_last

    def _place(self, row: int, described: Described) -> Place:
        sheet = self.found.sheet.name
        return Place(self.ask.file, row, described.heading, sheet)

    # -- adding up ------------------------------------------------------------------------------

    def _add_up(self, typed: pl.DataFrame) -> None:
        codes = self._currencies(typed)
        for reader in self.readers:
            heading = self._sum_key(reader.described)
            read = typed[reader.described.key]
            if reader.column.kind is Kind.MONEY:
                by_cell = typed[f"currency of {reader.described.key}"]
                code = (
                    by_cell if codes is None else pl.select(pl.coalesce(by_cell, codes)).to_series()
                )
                amounts = pl.DataFrame({"code": code.fill_null(""), "amount": read})
                nothing = (pl.col("code") == "") & pl.col("amount").is_null()
                if (amounts["code"] != "").any():
                    amounts = amounts.filter(~nothing)
                for (currency,), part in amounts.group_by("code", maintain_order=True):
                    key = f"{heading} [{currency}]" if currency and not reader.currency else heading
                    self._add(key, values.exact_sum(part["amount"]))
            elif reader.column.kind is Kind.DURATION:
                self._add(heading, _plain_sum(read))
            elif reader.column.kind in NUMBERS:
                self._add(heading, values.exact_sum(read))

    def _add(self, key: str, amount: Decimal) -> None:
        self.staged.sums[key] = self.staged.sums.get(key, Decimal(0)) + amount

    def _sum_key(self, described: Described) -> str:
        same = [one for one in self.found.columns if one.heading == described.heading]
        others = [name for name in self.found.other_headings.values() if name == described.heading]
        if len(same) + len(others) > 1:
            return f"{described.heading} (column {described.position + 1})"
        return described.heading

    def _add_up_other_numbers(self, records: pl.DataFrame) -> None:
        """Columns the description leaves out are summed too where they plainly hold numbers."""
        repeated = Counter(self.found.other_headings.values())
        repeated.update(one.heading for one in self.found.columns)
        for position, heading in self.found.other_headings.items():
            cells = records[f"c{position}"]
            if _IDENTIFYING.search(heading) or not cells.drop_nulls().len():
                continue
            if cells.drop_nulls().str.contains(r"^\s*'?[-+]?[\d.,]{1,18}%?\s*$").all():
                mark = values.decimal_mark_of(cells)
                reading = values.read_numbers(cells, "," if mark == "," else ".")
                if not reading.bad.any() and reading.values.drop_nulls().len():
                    key = (
                        heading if repeated[heading] == 1 else f"{heading} (column {position + 1})"
                    )
                    self._add(key, values.exact_sum(reading.values))

    def _currencies(self, typed: pl.DataFrame) -> pl.Series | None:
        for reader in self.readers:
            if reader.column.kind is Kind.CURRENCY:
                return typed[reader.described.key].str.to_uppercase().alias("currency")
        return None

    def _note_days_as_written(self, records: pl.DataFrame) -> None:
        """A file without years can only give its days as they stand."""
        for reader in self.readers:
            if reader.year_needed:
                written = records[reader.described.key].drop_nulls()
                if written.len():
                    self.staged.days_as_written = (written[0], written[-1])

    # -- keeping --------------------------------------------------------------------------------

    def _keep(self, typed: pl.DataFrame) -> None:
        if not self.found.table.kept or not self._is_all_answered():
            return
        rows = self._named(typed)
        if self.found.table.finish is not None:
            rows = self._with_days_beside(self._with_what_is_told_above(rows))
            rows = self.found.table.finish(rows)
        rows = self._conformed(self._with_currency_answered(rows))
        rows = self._dated(rows)
        if self.subject.day in rows.columns and rows.height:
            self._stretch(rows)
        self.staged.measures.update(summary_of(self.subject, rows))
        self._store(rows)

    def _with_days_beside(self, rows: pl.DataFrame) -> pl.DataFrame:
        if not self.found.table.beside or self.period is None:
            return rows
        first, last = self.period
        return rows.with_columns(first_beside=pl.lit(first), last_beside=pl.lit(last))

    def _with_what_is_told_above(self, rows: pl.DataFrame) -> pl.DataFrame:
        pattern = self.found.table.told_above
        told = re.search(pattern, self.found.above, re.IGNORECASE) if pattern else None
        if told is None:
            return rows
        return rows.with_columns(
            pl.lit(words, pl.String).alias(name) for name, words in told.groupdict().items()
        )

    def _note_days(self, typed: pl.DataFrame) -> None:
        """The days of every row as they are written, also of rows without a figure."""
        for reader in self.readers:
            if reader.column.becomes in {self.subject.day, "at"} and not reader.year_needed:
                days = typed[reader.described.key].cast(pl.Date, strict=False)
                self.staged.written = _widened(self.staged.written, days)

    def _named(self, typed: pl.DataFrame) -> pl.DataFrame:
        """Columns by what they become; measures of a long subject unpivoted to rows."""
        kept: list[pl.Series] = [typed["row"]]
        measures: dict[str, str] = {}
        codes = self._currencies(typed)
        for reader in self.readers:
            read, column = typed[reader.described.key], reader.column
            becomes = self._becomes(reader)
            if not becomes or becomes in {one.name for one in kept}:
                continue  # a second figure of the same name is a period compared with
            if (to := kept_type(column.kind)) is not None:
                read = _kept(read, to)
            kept.append(read.alias(becomes))
            if column.measure:
                measures[becomes] = becomes
                if column.kind is Kind.DURATION:
                    kept[-1] = kept[-1].cast(AMOUNT)
            if column.kind is Kind.MONEY and codes is None:
                codes = typed[f"currency of {reader.described.key}"].alias("currency")
        if codes is not None and "currency" not in {column.name for column in kept}:
            kept.append(codes)
        rows = self._zeros_missing(pl.DataFrame(kept))
        rows = self._with_constants(rows)
        return self._long(rows, list(measures)) if self.subject.long else rows

    def _becomes(self, reader: Reader) -> str:
        if reader.column.becomes == "measure?":
            return self.found.constants.get("measure", "")
        if reader.column.becomes == "heading?":
            return reader.described.heading
        return reader.column.becomes

    def _with_currency_answered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """An amount that names no currency is in the one answered, or the manager is asked."""
        amount = _AMOUNTS.get(self.subject.name, "")
        if amount not in rows.columns or "currency" not in rows.columns:
            return rows
        is_amount = pl.col(amount).is_not_null() | pl.lit("currency" in self.subject.key)
        nameless = pl.col("currency").is_null() & is_amount
        if self.staged.needs or not rows.select(nameless.any()).item():
            return rows
        if answer := self.ask.answers.get("currency", "").strip().upper():
            answered = pl.when(nameless).then(pl.lit(answer)).otherwise(pl.col("currency"))
            return rows.with_columns(answered.alias("currency"))
        self._need(Need("currency", "Which currency are the amounts in, such as GBP?"))
        return rows

    def _dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Without the rows that no month can hold; a file none of whose rows has a day is asked."""
        if self.staged.needs or self.subject.name in _WITHOUT_DAYS:
            return rows
        undated = rows[self.subject.day].is_null()
        self.undated += rows["row"].filter(undated).to_list()
        return rows.filter(~undated)

    def _zeros_missing(self, rows: pl.DataFrame) -> pl.DataFrame:
        for name in self.found.table.zero_is_missing:
            if name in rows.columns and rows.height and (rows[name].fill_null(0) == 0).all():
                self.staged.warnings.append(
                    f"“{name}” is 0 in every row: the platform had not computed it yet. "
                    "Figures known from other exports stay."
                )
                rows = rows.with_columns(pl.lit(None, rows.schema[name]).alias(name))
        return rows

    def _with_constants(self, rows: pl.DataFrame) -> pl.DataFrame:
        constants = {
            name: value for name, value in self.found.constants.items() if name != "measure"
        }
        constants["channel"] = self.channel
        added = [
            pl.lit(value, pl.String).alias(name)
            for name, value in constants.items()
            if name in self.subject.columns and name not in rows.columns
        ]
        if self.period is not None:
            first, last = self.period
            if "date" not in rows.columns:
                added += [pl.lit(last).alias("date"), pl.lit(first).alias("first_date")]
        return rows.with_columns(added)

    def _long(self, rows: pl.DataFrame, measures: list[str]) -> pl.DataFrame:
        index = [name for name in rows.columns if name not in measures]
        long = rows.with_columns(pl.col(measures).cast(AMOUNT)).unpivot(
            measures,
            index=index,
            variable_name="measure",
            value_name="value",
        )
        return long.filter(pl.col("value").is_not_null())

    def _conformed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Exactly the subject's columns and types; what the export does not tell is null."""
        if "at" in rows.columns and "date" in self.subject.columns and "date" not in rows.columns:
            rows = rows.with_columns(pl.col("at").dt.date().alias("date"))
        if "first_date" in self.subject.columns and "first_date" not in rows.columns:
            rows = rows.with_columns(pl.col("date").alias("first_date"))
        for name in {"account", "campaign"} & set(self.subject.key):
            named = pl.col(name) if name in rows.columns else pl.lit(None, pl.String)
            rows = rows.with_columns(named.fill_null("").alias(name))
        lacking = [
            pl.lit(None, kind).alias(name)
            for name, kind in self.subject.columns.items()
            if name not in rows.columns
        ]
        rows = rows.with_columns(lacking)
        source = pl.lit(self.found.source.name).alias("source")
        return rows.select(
            pl.lit(self.ask.upload).alias("upload"),
            source,
            pl.col("row").cast(pl.Int64),
            *[pl.col(name).cast(kind) for name, kind in self.subject.columns.items()],
        )

    def _stretch(self, rows: pl.DataFrame) -> None:
        first_column = "first_date" if "first_date" in rows.columns else self.subject.day
        first, last = rows[first_column].min(), rows[self.subject.day].max()
        for day in (first, last):
            if isinstance(day, datetime):
                day = day.date()
            if isinstance(day, date):
                known_first, known_last = self.staged.first_day, self.staged.last_day
                self.staged.first_day = min(day, known_first or day)
                self.staged.last_day = max(day, known_last or day)

    def _store(self, rows: pl.DataFrame) -> None:
        if not (self.found.sheet.is_large and self.ask.spool is not None):
            self.staged.frames.append(rows)
            return
        if not rows[self.subject.day].is_sorted():
            rows = rows.sort(self.subject.day, maintain_order=True)
        arrow = rows.to_arrow()
        if self._writer is None:
            self.staged.spooled = self.ask.spool / f"{len(list(self.ask.spool.iterdir()))}.parquet"
            self._writer = pq.ParquetWriter(
                self.staged.spooled,
                arrow.schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=_repetitive(rows),  # pyright: ignore[reportArgumentType]
            )
        self._writer.write_table(arrow)

    # -- what is said at the end ----------------------------------------------------------------

    def _is_all_answered(self) -> bool:
        return not any(need.answerable for need in self.staged.needs)

    def _need(self, need: Need) -> None:
        if need not in self.staged.needs:
            self.staged.needs.append(need)

    def _ask_for_channel(self) -> str:
        options = self.found.constants.get("channels", "facebook instagram").split()
        answer = self.ask.answers.get("network", "")
        if answer in options:
            return answer
        own, usual = self.found.source.channel, self.found.source.file_names
        if own in options and usual and re.search(usual, self.ask.file, re.IGNORECASE):
            return own
        names = {option: _NETWORKS.get(option, option.title()) for option in options}
        self._need(
            Need(
                "network",
                f"Which network is “{self.found.name}” from: {' or '.join(names.values())}?",
                names,
            )
        )
        return ""

    def _ask_for_period(self) -> None:
        """Rows without a day need the window they are for, or they cannot be put into a month."""
        has_day = any(reader.column.becomes in {self.subject.day, "at"} for reader in self.readers)
        may_have_day = self.found.table.finish is not None and any(
            reader.column.kind in DAYS for reader in self.readers
        )
        if has_day or may_have_day or self.period is not None or self.found.table.needed:
            return
        if not self.found.table.kept:
            return
        if self.subject.name == "posts" or self._may_stand_beside_days():
            return
        if self.subject.name in {"follower_counts", "audience"}:
            self._need(
                Need("period", "On which day was this file exported? Write it as 2025-03-31.")
            )
            return
        self._need(
            Need(
                "period",
                "Which days is this file for? Write the first and last day, such as "
                "2025-03-01 to 2025-03-31.",
            )
        )

    def _may_stand_beside_days(self) -> bool:
        """Whether a snapshot's source has days too, of which the last is the snapshot's."""
        tables = self.found.source.tables
        return self.subject.name == "audience" and any(
            column.kind in DAYS for table in tables for column in table.columns.values()
        )

    def _ask_for_columns(self) -> None:
        """Some columns a manager may leave out of an export; without these nothing is counted."""
        present = {one.key for one in self.found.columns}
        lacking = [
            " or ".join(f"“{heading}”" for heading in group)
            for group in self.found.table.needed
            if not {plain(heading) for heading in group} & present
        ]
        if lacking:
            question = (
                f"It has no column {', nor '.join(lacking)}: its rows can't be counted by month. "
                f"Export it again with them. {self.found.source.where}"
            )
            self._need(Need("columns", question, answerable=False))

    def _tell_of_undated(self) -> None:
        if not self.undated:
            return
        shown = ", ".join(f"{row:,}" for row in self.undated[:5])
        more = f" and {len(self.undated) - 5:,} more" if len(self.undated) > 5 else ""
        self.staged.warnings.append(
            f"No day stands in row {shown}{more}: that is counted in no month."
        )

    def _tell_of_notes(self) -> None:
        if not self.notes:
            return
        shown = ", ".join(f"{row:,}" for row, _ in self.notes[:5])
        more = f" and {len(self.notes) - 5} more" if len(self.notes) > 5 else ""
        line = "line that is" if len(self.notes) == 1 else "lines that are"
        self.staged.warnings.append(
            f"{len(self.notes):,} {line} not a record left out (row {shown}{more}): "
            f"“{_shown(self.notes[0][1])}”."
        )

    def _tell_of_ids_cut_short(self) -> None:
        for reader in self.readers:
            if reader.cut_short:
                self.staged.warnings.append(
                    f"A spreadsheet cut short {reader.cut_short:,} ids in the column "
                    f"“{reader.described.heading}”. Upload the file as the platform gave it, so "
                    "that later exports of the same are not counted twice."
                )

    def _tell_of_what_is_not_kept(self) -> None:
        if not self.found.table.kept:
            if self.period is not None:
                self.staged.first_day, self.staged.last_day = self.period
            self.staged.warnings.append(
                f"“{self.found.name}” is read and added up, but no page shows such figures: "
                "nothing of it is kept."
            )

    def _tell_of_zeros_and_thresholds(self) -> None:
        below = sum(reader.below for reader in self.readers)
        if below:
            self.staged.warnings.append(
                f"{below:,} cells say only “less than …”: they are left open, not counted as 0."
            )


_AMOUNTS = {"revenue": "amount", "accounts": "amount", "channel_costs": "spend", "ad_days": "spend"}
_WITHOUT_DAYS = {"posts", "audience"}
_NETWORKS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "x": "X",
    "youtube": "YouTube",
}
_EXAMPLES = {
    Kind.COUNT: "1204",
    Kind.NUMBER: "12.5",
    Kind.PERCENT: "12.5%",
    Kind.MONEY: "1204.50",
    Kind.DURATION: "0:02:35",
    Kind.TIME: "6:14 PM",
    Kind.YES_NO: "yes or no",
    Kind.CURRENCY: "GBP",
}


def _repetitive(rows: pl.DataFrame) -> list[str]:
    """Columns in which the same values come again and again: only there a dictionary pays."""
    different = rows.select(pl.all().approx_n_unique()).row(0, named=True)
    return [name for name, values in different.items() if 4 * values < rows.height]


def _shown(cell: object) -> str:
    written = str(cell)
    return written if len(written) <= 60 else f"{written[:57]}…"


def _widened(known: tuple[date, date] | None, days: pl.Series) -> tuple[date, date] | None:
    """The first and last day so far: as the file has them, whatever a source makes of them."""
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return known
    return (min(known[0], first), max(known[1], last)) if known else (first, last)


def _plain_sum(read: pl.Series) -> Decimal:
    total = read.sum()
    return Decimal(str(total)) if total else Decimal(0)


def _kept(read: pl.Series, to: pl.DataType) -> pl.Series:
    if to == pl.Int64():
        return values.as_counts(read).values
    return values.as_decimal(read)


def stage(found: Found, ask: Ask, period: tuple[date, date] | None) -> Staged:
    """Stage one found table."""
    return TableStager(found, ask, period).stage()


def with_file(problem: Problem, file: str) -> Problem:
    """The same problem, told of a file by the name the manager gave it."""
    return replace(problem, where=replace(problem.where, file=file))
