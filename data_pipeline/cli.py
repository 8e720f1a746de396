"""The `sowhat` command: the dashboard, and everything the pipeline does without it."""

import os
import re
import runpy
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import polars as pl
import typer
from typer.core import TyperGroup

from data_pipeline import terminal
from data_pipeline.home import OWN, default_home, is_workspace, workspace_folder
from data_pipeline.intake.afterwards import afterwards
from data_pipeline.intake.folders import files_below
from data_pipeline.intake.forgetting import forget
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import File, Outcome, Preview, receive, staged_below
from data_pipeline.judge_cli import judge
from data_pipeline.metrics.catalogue import METRICS, Metric, metric_named
from data_pipeline.metrics.query import Scope, measure
from data_pipeline.problems import Place, Problem, Refused, refused
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.own_sources import own_sources
from data_pipeline.watching import Taken, watch_folder

ACCEPTED, REFUSED, MISUSED = 0, 1, 2
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Commands(TyperGroup):
    """Our commands: what the manager can mend is told in sentences, never as a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            terminal.complain_of(refusal)
            ctx.exit(MISUSED)


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
)
app.add_typer(judge, name="judge")

Home = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="SOWHAT_HOME",
        default_factory=default_home,
        show_default=False,
        help="The folder in which everything is kept.",
    ),
]
Workspace = Annotated[
    str,
    typer.Option(
        "--workspace",
        "-w",
        help="A workspace's name, or the path of its folder (with a slash in it).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of sentences.")]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        "-a",
        metavar="KEY=VALUE",
        help="The answer to a question, such as date_order=dmy. May be given several times.",
    ),
]
WithoutBadRows = Annotated[
    bool,
    typer.Option("--without-bad-rows", help="Leave out the rows that can't be read."),
]


# -- the dashboard ------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def sowhat(context: typer.Context) -> None:
    """You have 100,000 followers. So what?

    Without a command the dashboard starts, on a sample business until you add your own files.
    """
    if context.invoked_subcommand is None:
        raise typer.Exit(_serve(default_home(), 8501, "127.0.0.1", open_browser=True))


@app.command()
def serve(
    home: Home,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="This machine only, for now.")] = "127.0.0.1",
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the browser.")
    ] = False,
) -> None:
    """Start the dashboard and open it in the browser. Ctrl-C ends it.

    Example: `sowhat serve --port 8600 --no-browser`
    """
    raise typer.Exit(_serve(home, port, address, open_browser=not no_browser))


def _serve(home: Path, port: int, address: str, *, open_browser: bool) -> int:
    # By its path: the pipeline imports nothing of the screen.
    dashboard = Path(__file__).resolve().parent.parent / "dashboard.py"
    start = runpy.run_path(str(dashboard))["serve"]
    return start(home, port=port, address=address, open_browser=open_browser)


# -- files in -----------------------------------------------------------------------------------


@app.command()
def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Exports, untouched.")],
    home: Home,
    as_json: AsJson = False,
    workspace: Annotated[
        str | None,
        typer.Option("--workspace", "-w", help="Tell too what this workspace would then hold."),
    ] = None,
    answer: Answers = None,
    without_bad_rows: WithoutBadRows = False,
) -> None:
    """Say what files are and what is in them. Nothing is kept or changed.

    Example: `sowhat inspect Visits.csv CallLog.csv --json`
    """
    found, absent = _files(files, _answers(answer), without_bad_rows=without_bad_rows)
    receipts = list(absent)
    with TemporaryDirectory(prefix="sowhat-") as scratch, terminal.progress() as report:
        store = _store_to_compare(home, workspace, Path(scratch))
        for number, file in enumerate(found):
            report(number, len(found), file.name)
            one, after = _inspected(file, store, Path(scratch))
            receipts.append(one.receipt)
            _tell(one.receipt, one.receipt.as_json() | after, as_json=as_json)
    for receipt in absent:
        _tell(receipt, receipt.as_json(), as_json=as_json)
    raise typer.Exit(_code(receipts, absent))


def _store_to_compare(home: Path, workspace: str | None, scratch: Path) -> Warehouse | None:
    if workspace is None:
        return None
    folder = workspace_folder(home, workspace)
    # Nothing was ever kept there: an empty store elsewhere tells the same and leaves no trace.
    return open_warehouse(folder if is_workspace(folder) else scratch / "empty")


def _inspected(
    file: File, store: Warehouse | None, scratch: Path
) -> tuple[Preview, dict[str, Any]]:
    secret = store.setting("pseudonym_key") if store else None
    own = own_sources(store.folder).as_json() if store else ()
    [one] = staged_below(scratch, [file], bytes.fromhex(secret or "00"), {}, own)
    if store is None or not one.may_be_kept():
        return one, {}
    live = {upload.sha256: upload.id for upload in store.uploads()}
    one.already = live.get(one.receipt.sha256, "")
    return one, {"after": afterwards(store, one)}


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="FILE-OR-FOLDER…", help="Exports, or folders of them.")
    ],
    home: Home,
    workspace: Workspace = OWN,
    as_json: AsJson = False,
    answer: Answers = None,
    without_bad_rows: WithoutBadRows = False,
) -> None:
    """Take exports in. A file that is refused does not stop the others; `undo` takes one back.

    Example: `sowhat import ~/Downloads/march --answer date_order=dmy`
    """
    found, absent = _files(paths, _answers(answer), without_bad_rows=without_bad_rows)
    outcomes = _received(workspace_folder(home, workspace), found) if found else []
    for outcome in outcomes:
        _tell(outcome.preview.receipt, outcome.as_json(), as_json=as_json)
    for receipt in absent:
        _tell(receipt, receipt.as_json() | _NOTHING_DONE, as_json=as_json)
    if len(outcomes) > 1 and not as_json:
        _tell_in_all(outcomes)
    receipts = [*absent, *(outcome.preview.receipt for outcome in outcomes)]
    raise typer.Exit(_code(receipts, absent))


_NOTHING_DONE = {"inserted": 0, "replaced": 0, "unchanged": 0, "refused": 0}


def _received(folder: Path, found: Sequence[File]) -> list[Outcome]:
    with terminal.progress() as report:
        try:
            return receive(open_warehouse(folder), found, progress=report)
        except Refused as refusal:
            # Not about one file (a full disk, say): nothing of all this was kept.
            terminal.complain_of(refusal)
            raise typer.Exit(REFUSED) from None


def _tell_in_all(outcomes: Sequence[Outcome]) -> None:
    kept = sum(outcome.kept for outcome in outcomes)
    already = sum(bool(outcome.preview.already) for outcome in outcomes)
    refused_ones = len(outcomes) - kept - already
    terminal.say(
        f"{kept:,} of {len(outcomes):,} files kept, {already:,} already here, "
        f"{refused_ones:,} refused or waiting for an answer."
    )


@app.command()
def watch(
    folder: Annotated[Path, typer.Argument(help="A folder that a cloud drive keeps in step.")],
    home: Home,
    workspace: Workspace = OWN,
) -> None:
    """Take in whatever appears in a folder. Ctrl-C ends it; begun again, it goes on where it was.

    Example: `sowhat watch ~/Drive/Exports`
    """
    store = open_warehouse(workspace_folder(home, workspace))
    terminal.say(f"Watching {folder}. Ctrl-C ends it.")
    # A KeyboardInterrupt is how a watch ends, whatever it was doing.
    with suppress(KeyboardInterrupt):
        watch_folder(store, folder, _tell_of_watched, terminal.complain_of)


def _tell_of_watched(taken: Taken) -> None:
    for outcome in taken.outcomes:
        _tell(outcome.preview.receipt, outcome.as_json(), as_json=False)
    for one in taken.refused:
        _tell(one.receipt, one.receipt.as_json() | _NOTHING_DONE, as_json=False)
    sys.stdout.flush()


def _answers(given: Sequence[str] | None) -> dict[str, str]:
    answers: dict[str, str] = {}
    for pair in given or ():
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise typer.BadParameter(f"“{pair}” is not key=value.", param_hint="--answer")
        answers[key.strip()] = value.strip()
    return answers


def _files(
    paths: Sequence[Path], answers: dict[str, str], *, without_bad_rows: bool
) -> tuple[list[File], list[Receipt]]:
    """The files that are meant, and a receipt for each that is not there."""
    found: list[File] = []
    absent: list[Receipt] = []
    for path in paths:
        inside = _inside(path)
        found += [File(one, one.name, answers, without_bad_rows) for one in inside]
        if not inside:
            what = "There is no file in this folder" if path.is_dir() else _why_not(path)
            problem = Problem(what, Place(str(path)), "Look whether its name is written right.")
            absent.append(Receipt(path.name, "rejected", problems=[problem]))
    return found, absent


def _why_not(path: Path) -> str:
    return "This file may not be read" if path.is_file() else "There is no such file"


def _inside(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if os.access(path, os.R_OK) else []
    return files_below(path)


def _code(receipts: Sequence[Receipt], absent: Sequence[Receipt]) -> int:
    if absent:
        return MISUSED
    return ACCEPTED if all(receipt.may_come_in() for receipt in receipts) else REFUSED


def _tell(receipt: Receipt, said: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        terminal.say_json(said)
        return
    terminal.say(f"{receipt.file}: {_in_short(receipt, said)}")
    for problem in receipt.problems[:5]:
        terminal.say(f"  {problem}")
    in_all = max(receipt.problems_in_all, len(receipt.problems))
    if in_all > 5:
        terminal.say(f"  … and {in_all - 5:,} more like these.")
    for warning in receipt.warnings:
        terminal.say(f"  {warning}")
    for need in receipt.needs:
        terminal.say(f"  {need.question}")
        if need.answerable:
            terminal.say(f"    --answer {need.key}={'|'.join(need.options) or '…'}")
    for source, held in said.get("after", {}).items():
        terminal.say(
            f"  Then {source} would hold {held['rows']:,} rows, "
            f"{held['first_date']} to {held['last_date']}."
        )


def _in_short(receipt: Receipt, said: dict[str, Any]) -> str:
    if receipt.problems and receipt.status == "rejected":
        return "refused"
    if said.get("already_here"):
        return "already here, nothing changes"
    parts = [f"{receipt.rows():,} rows"]
    if said.get("first_date"):
        parts.append(f"{said['first_date']} to {said['last_date']}")
    if receipt.needs:
        parts.append("waiting for an answer")
    elif "inserted" in said:
        parts += [f"{said[what]:,} {what}" for what in ("inserted", "replaced", "unchanged")]
    return ", ".join(parts)


# -- what is kept -------------------------------------------------------------------------------


@app.command()
def uploads(
    home: Home,
    workspace: Workspace = OWN,
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Those taken back too.")] = False,
) -> None:
    """List what was uploaded, newest first.

    Example: `sowhat uploads --all`
    """
    listed = _existing(home, workspace).uploads(undone=every)
    if as_json:
        terminal.say_json(
            [
                {
                    "upload": one.id,
                    "file": one.file,
                    "rows": one.receipt.get("rows", 0),
                    "bytes": one.bytes,
                    "sha256": one.sha256,
                    "received_at": one.received_at.isoformat(),
                    "received_by": one.received_by,
                    "undone_at": one.undone_at.isoformat() if one.undone_at else None,
                }
                for one in listed
            ]
        )
        return
    rows = [
        (
            one.id[:8],
            one.received_at.strftime("%Y-%m-%d %H:%M"),
            "undone" if one.undone_at else "kept",
            one.file,
            f"{one.receipt.get('rows', 0):,}",
        )
        for one in listed
    ]
    terminal.table(("Upload", "Received (UTC)", "State", "File", "Rows"), rows, right=1)


@app.command()
def undo(
    upload: Annotated[str, typer.Argument(help="The upload, or how its name begins.")],
    home: Home,
    workspace: Workspace = OWN,
) -> None:
    """Take an upload back. What it had replaced stands again.

    Example: `sowhat undo 3f2a91c0`
    """
    taken = _existing(home, workspace).undo(upload)
    terminal.say(f"{taken.file} is taken back; what it had replaced stands again.")


@app.command("forget")
def forget_(
    person: Annotated[str, typer.Argument(help="A phone number or an e-mail address.")],
    home: Home,
    workspace: Workspace = OWN,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Remove a person's rows, and every original that names them. This cannot be undone.

    Example: `sowhat forget "+44 1632 960001"`
    """
    store = _existing(home, workspace)
    if not sure:
        typer.confirm("Their rows and every file that names them are removed. Go on?", abort=True)
    erasure = forget(store, person)
    terminal.say(
        f"{erasure.rows:,} rows and {erasure.originals:,} originals are removed. "
        "That it was done is recorded, without the name."
    )


@app.command()
def doctor(
    home: Home,
    workspace: Workspace = OWN,
    tidy: Annotated[
        bool, typer.Option("--tidy", help="Remove originals that need not be kept any longer.")
    ] = False,
) -> None:
    """Look whether every kept file is there and is what was kept.

    Example: `sowhat doctor --workspace my-business`
    """
    store = _existing(home, workspace)
    if tidy:
        retired = store.tidy(date.today())
        terminal.say(f"{retired:,} originals with people's names in them were removed.")
    faults = store.verify()
    for fault in faults:
        terminal.say(fault)
    if not faults:
        terminal.say("All is well: every kept file is there and unchanged.")
    raise typer.Exit(REFUSED if faults else ACCEPTED)


def _existing(home: Path, workspace: str) -> Warehouse:
    folder = workspace_folder(home, workspace)
    if not is_workspace(folder):
        raise refused(
            f"There is no workspace “{workspace}”", "", "`sowhat import` makes it with its files."
        )
    return open_warehouse(folder)


# -- figures out --------------------------------------------------------------------------------


class Format(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@app.command()
def metrics(as_json: AsJson = False) -> None:
    """List every metric and what it means.

    Example: `sowhat metrics --json`
    """
    if as_json:
        terminal.say_json([_described(metric) for metric in METRICS.values()])
        return
    rows = [
        (one.name, one.label, ", ".join(one.dimensions), one.meaning) for one in METRICS.values()
    ]
    terminal.table(("Metric", "Label", "By", "Meaning"), rows)


def _described(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": metric.label,
        "group": metric.group,
        "unit": metric.unit,
        "by": list(metric.dimensions),
        "meaning": metric.meaning,
        "formula": metric.formula,
    }


@app.command("measure")
def measure_(
    names: Annotated[list[str], typer.Argument(metavar="METRIC…", help="`sowhat metrics` lists.")],
    home: Home,
    workspace: Workspace = OWN,
    by: Annotated[
        list[str] | None, typer.Option("--by", help="A dimension, such as channel.")
    ] = None,
    first: Annotated[str, typer.Option("--from", help="The first month, as 2025-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="The last month, as 2025-12.")] = "",
    written: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Print metrics month by month, exactly as the pages show them.

    Example: `sowhat measure calls revenue --from 2025-01 --format csv`
    """
    chosen = [metric_named(name) for name in dict.fromkeys(names)]
    months = _month(first, "--from", date.min), _month(last, "--to", date.max)
    if months[0] > months[1]:
        raise typer.BadParameter("the first month lies after the last.", param_hint="--from")
    if written is Format.PARQUET and sys.stdout.isatty():
        raise typer.BadParameter("send parquet on, as in `… > figures.parquet`.")
    store = _existing(home, workspace)
    dimensions = tuple(by or ())
    figures = [
        measure(store, one.name, by=dimensions, scope=Scope(months if first or last else None))
        for one in chosen
    ]
    if written is Format.TABLE:
        _print_table(chosen, figures, dimensions)
    else:
        _print_plainly(chosen, figures, dimensions, written)


def _month(written: str, option: str, otherwise: date) -> date:
    if not written:
        return otherwise
    if not (found := _MONTH.fullmatch(written)):
        raise typer.BadParameter(f"“{written}” is not a month such as 2025-01.", param_hint=option)
    return date(int(found[1]), int(found[2]), 1)


def _print_plainly(
    chosen: Sequence[Metric],
    figures: Sequence[pl.DataFrame],
    dimensions: Sequence[str],
    written: Format,
) -> None:
    named = [
        frame.select(pl.lit(metric.name).alias("metric"), "month", *dimensions, "value", "complete")
        for metric, frame in zip(chosen, figures, strict=True)
    ]
    together = pl.concat(named)
    if written is Format.PARQUET:
        terminal.write_parquet(together)
        return
    rows = [
        {**row, "value": _exact(METRICS[row["metric"]], row["value"])}
        for row in together.iter_rows(named=True)
    ]
    if written is Format.JSON:
        terminal.say_json(rows)
    else:
        typer.echo(terminal.csv_of(rows, together.columns), nl=False)


def _exact(metric: Metric, value: float | None) -> float | int | None:
    """A count is a whole number, and nothing is rounded."""
    if value is not None and metric.unit == "count" and value.is_integer():
        return int(value)
    return value


def _print_table(
    chosen: Sequence[Metric], figures: Sequence[pl.DataFrame], dimensions: Sequence[str]
) -> None:
    keys = ["month", *dimensions]
    cells = {
        (place, *row[:-2]): _written(metric, row[-2]) + ("" if row[-1] else " *")
        for place, (metric, frame) in enumerate(zip(chosen, figures, strict=True))
        for row in frame.select(*keys, "value", "complete").iter_rows()
    }
    lines = sorted({key[1:] for key in cells}, key=lambda line: [str(part) for part in line])
    rows = [
        (
            f"{line[0]:%b %Y}",
            *line[1:],
            *(cells.get((place, *line), "—") for place in range(len(chosen))),
        )
        for line in lines
    ]
    headings = ["Month", *(one.capitalize() for one in dimensions), *(one.label for one in chosen)]
    terminal.table(headings, rows, right=len(chosen))
    if any(cell.endswith("*") for cell in cells.values()):
        terminal.complain("* not complete: an export that feeds it does not reach the month's end.")


def _written(metric: Metric, value: float | None) -> str:
    if value is None:
        return "—"
    match metric.unit:
        case "share":
            return f"{value:.1%}"
        case "money":
            return f"{value:,.2f}"
        case "count" | "seconds":
            return f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
        case "hours":
            return f"{value:,.1f}"


def main() -> None:
    """The command's way in. A reader that has seen enough of a pipe ends it quietly."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
