"""`sowhat judge`: the verdicts of the pages, on any table or on a workspace's own metrics."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from data_pipeline import terminal
from data_pipeline.analysis.campaign import campaign
from data_pipeline.analysis.channels import channels
from data_pipeline.analysis.delays import USUAL_DELAYS
from data_pipeline.analysis.follower_jumps import follower_jumps
from data_pipeline.analysis.recorded_results import WORDS as RECORDED
from data_pipeline.analysis.recorded_results import Recorded
from data_pipeline.analysis.timeline import placed, timeline
from data_pipeline.analysis.together import Counted, together
from data_pipeline.analysis.verdict import LeftOut, Verdict
from data_pipeline.home import default_home, is_workspace, workspace_folder
from data_pipeline.judged_table import read_table
from data_pipeline.metrics.breaks import breaks_in
from data_pipeline.metrics.catalogue import METRICS, metric_named
from data_pipeline.metrics.judged import (
    complete_months,
    counted_as,
    judge_channels,
    named,
    share_a_part,
)
from data_pipeline.problems import refused
from data_pipeline.warehouse import Warehouse, open_warehouse

LONGEST_DELAY = 12
_DELAYS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?")

judge = typer.Typer(
    help="Judge figures honestly: a verdict with its interval, or why there is none.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)

Data = Annotated[
    Path | None, typer.Option("--data", help="A table: CSV, Excel or Parquet.", show_default=False)
]
Dates = Annotated[str, typer.Option("--date", help="The column of dates, weeks or months.")]
Workspace = Annotated[
    str | None,
    typer.Option(
        "--workspace", "-w", help="Judge this workspace's own metrics instead of a table."
    ),
]
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
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of sentences.")]


class ScaleOption(StrEnum):
    """How effects add up."""

    LOG = "log"
    ORIGINAL = "original"


@judge.command("together")
def together_(
    home: Home,
    metric: Annotated[str, typer.Option(help="What might move: its column or metric.")],
    outcome: Annotated[str, typer.Option(help="What we want: its column or metric.")],
    data: Data = None,
    dates: Dates = "date",
    workspace: Workspace = None,
    delays: Annotated[str, typer.Option(help="Rows by which the outcome may come later.")] = "0-3",
    amounts: Annotated[
        bool, typer.Option("--amounts", help="The outcome is an amount or a rate, not a count.")
    ] = False,
    breaks: Annotated[
        list[str] | None,
        typer.Option("--break", help="A date on which something began to be counted differently."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Whether two figures go together: changes are compared, never lines.

    Example: `sowhat judge together --data t.csv --date month --metric likes --outcome enquiries`
    """
    asked = _delays(delays)
    changed = [_day(one, "--break", last=False) for one in breaks or ()]
    rows, left_out = _rows(home, data, dates, workspace, [metric, outcome])
    labels, counted, related = (metric, outcome), "counts", metric == outcome
    if workspace is not None:
        one, other = metric_named(metric), metric_named(outcome)
        labels, counted = (named(one), named(other)), counted_as(other)
        related = share_a_part(one, other)
        store = _existing(home, workspace)
        changed += [each.day for name in (metric, outcome) for each in breaks_in(store, name)]
    outcome_is: Counted = "amounts" if amounts or counted == "amounts" else "counts"
    _say(
        together(
            rows,
            metric,
            outcome,
            labels=labels,
            delays=asked,
            outcome_is=outcome_is,
            breaks=changed,
            one_from_the_other=related,
            left_out=left_out,
        ),
        as_json=as_json,
    )


@judge.command("campaign")
def campaign_(
    home: Home,
    outcome: Annotated[str, typer.Option(help="What we want: its column or metric.")],
    start: Annotated[str, typer.Option(help="The first day or month, as 2024-06-01 or 2024-06.")],
    end: Annotated[str, typer.Option(help="The last day or month.")],
    data: Data = None,
    dates: Dates = "date",
    workspace: Workspace = None,
    compare: Annotated[
        str, typer.Option(help="Columns that the campaign could not touch, as x1,x2.")
    ] = "",
    scale: Annotated[
        ScaleOption, typer.Option(help="Per cent of a growing figure, or plain amounts.")
    ] = ScaleOption.LOG,
    no_trend: Annotated[
        bool, typer.Option("--no-trend", help="Without a straight trend of its own.")
    ] = False,
    overlapping: Annotated[
        list[str] | None, typer.Option(help="What else happened in the window.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What happened between two dates, against what the rows before led to expect.

    Example: `sowhat judge campaign --data t.csv --outcome calls --start 2024-06 --end 2024-08`
    """
    first, last = _day(start, "--start", last=False), _day(end, "--end", last=True)
    if last < first:
        raise typer.BadParameter("the window ends before it begins.", param_hint="--end")
    beside = _named(compare)
    rows, left_out = _rows(home, data, dates, workspace, [outcome, *beside])
    _say(
        campaign(
            rows,
            outcome,
            first,
            last,
            label=_label(outcome, workspace),
            compare=beside,
            scale=scale.value,
            trend=not no_trend,
            overlapping=overlapping or (),
            left_out=left_out,
        ),
        as_json=as_json,
    )


@judge.command("channels")
def channels_(
    home: Home,
    outcome: Annotated[str, typer.Option(help="What we want: its column or metric.")],
    spend: Annotated[
        str,
        typer.Option(help="The columns of spend, as tv,search; of a workspace all its channels."),
    ] = "",
    data: Data = None,
    dates: Dates = "date",
    workspace: Workspace = None,
    controls: Annotated[
        str, typer.Option(help="Columns of what else moves the outcome, as price,holiday.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """What each channel's spend returned: an estimate, where the figures can carry one.

    Example: `sowhat judge channels --data t.csv --date week --outcome sales --spend tv,search`
    """
    spent, beside = _named(spend), _named(controls)
    if workspace is None and not spent:
        raise typer.BadParameter("name at least one column.", param_hint="--spend")
    if workspace is not None and data is None:
        judged = judge_channels(_existing(home, workspace), outcome, spend=spent, controls=beside)
    else:
        rows, left_out = _rows(home, data, dates, workspace, [outcome, *spent, *beside])
        judged = channels(rows, outcome, spent, controls=beside, left_out=left_out)
    _say(judged, as_json=as_json)
    if not as_json and judged.recorded:
        _say_recorded(judged.recorded)


@judge.command("jump")
def jump_(
    home: Home,
    followers: Annotated[str, typer.Option(help="The follower count: its column or metric.")],
    data: Data = None,
    dates: Dates = "date",
    workspace: Workspace = None,
    engagements: Annotated[str, typer.Option(help="Engagements: column or metric.")] = "",
    reach: Annotated[str, typer.Option(help="Reach: column or metric.")] = "",
    as_json: AsJson = False,
) -> None:
    """Whether followers jumped, and whether engagement came along.

    Example: `sowhat judge jump --data t.csv --date month --followers followers --engagements likes`
    """
    names = [followers, *(one for one in (engagements, reach) if one)]
    rows, left_out = _rows(home, data, dates, workspace, names)
    days = rows["date"].to_list()
    calendar = timeline(days)
    lines = {name: placed(calendar, days, rows[name].to_list()) for name in names}
    _say(
        follower_jumps(
            calendar,
            lines[followers],
            engagements=lines.get(engagements),
            reach=lines.get(reach),
            left_out=tuple(left_out),
        ),
        as_json=as_json,
    )


# -- what is asked --------------------------------------------------------------------------------


def _named(listed: str) -> list[str]:
    return [one.strip() for one in listed.split(",") if one.strip()]


def _delays(written: str) -> tuple[int, ...]:
    found = _DELAYS.fullmatch(written.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if first > last or last > LONGEST_DELAY:
        usual = f"{USUAL_DELAYS[0]}-{USUAL_DELAYS[-1]}"
        raise typer.BadParameter(
            f"“{written}” is no range of delays such as {usual}, up to {LONGEST_DELAY}.",
            param_hint="--delays",
        )
    return tuple(range(first, last + 1))


def _day(written: str, option: str, *, last: bool) -> date:
    """A day; of a month its first or its last."""
    found = _DAY.fullmatch(written.strip())
    try:
        if found and found[3]:
            return date.fromisoformat(written.strip())
        if found:
            first = date(int(found[1]), int(found[2]), 1)
            following = (first + timedelta(days=31)).replace(day=1)
            return following - timedelta(days=1) if last else first
    except ValueError:
        pass
    raise typer.BadParameter(f"“{written}” is no day such as 2024-06-01.", param_hint=option)


# -- figures --------------------------------------------------------------------------------------


def _rows(
    home: Path, data: Path | None, dates: str, workspace: str | None, names: Sequence[str]
) -> tuple[pl.DataFrame, list[LeftOut]]:
    if (data is None) == (workspace is None):
        raise typer.BadParameter("give either --data or --workspace.", param_hint="--data")
    if data is not None:
        return read_table(data, dates, list(dict.fromkeys(names))), []
    return complete_months(_existing(home, workspace or ""), names)


def _existing(home: Path, workspace: str) -> Warehouse:
    folder = workspace_folder(home, workspace)
    if not is_workspace(folder):
        raise refused(
            f"There is no workspace “{workspace}”", "", "`sowhat import` makes it with its files."
        )
    return open_warehouse(folder)


def _label(name: str, workspace: str | None) -> str:
    return name if workspace is None else METRICS[name].label


# -- the answer -----------------------------------------------------------------------------------


def _say(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        terminal.say_json(verdict.as_json())
        return
    terminal.say(f"{verdict.verdict.capitalize()}.")
    terminal.say(verdict.words)
    for note in verdict.notes:
        terminal.say(note)
    for left_out in verdict.rows_left_out:
        terminal.say(f"Left out: {left_out.rows:,} × {left_out.reason}.")


def _say_recorded(recorded: Sequence[Recorded]) -> None:
    terminal.say(RECORDED)
    rows = [
        (
            one.channel,
            f"{one.results:,}",
            f"{one.share:.0%} ({one.low:.0%} to {one.high:.0%})",
            "—" if one.cost is None else f"{one.cost:,.2f}",
        )
        for one in recorded
    ]
    terminal.table(("Channel", "Results", "Share", "Cost of one"), rows, right=3)
