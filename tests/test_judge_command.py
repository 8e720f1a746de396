"""`sowhat judge`: on any table, on a workspace's own metrics; an answer or a usage error."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from data_pipeline.analysis import delays
from data_pipeline.analysis.campaign import campaign
from data_pipeline.analysis.changes import changes
from data_pipeline.analysis.channels import channels
from data_pipeline.analysis.follower_jumps import follower_jumps
from data_pipeline.analysis.timeline import timeline
from data_pipeline.analysis.together import together
from data_pipeline.analysis.verdict import Verdict
from data_pipeline.cli import app
from data_pipeline.warehouse import open_warehouse
from sample_data.business import ELASTICITY
from sample_data.load import load
from tests.calibration.businesses import (
    KINDS,
    SEASONED,
    account,
    advertised,
    linked,
    unlinked,
)
from tests.calibration.checks import frame
from tests.small_business import small_business
from tests.tables import upload_tables
from tests.test_judge_together import BANNED

ROOT = Path(__file__).resolve().parents[1]
COMMON = {
    "verdict",
    "words",
    "estimate",
    "interval",
    "level",
    "delay",
    "p",
    "rows_used",
    "rows_left_out",
    "smallest_visible",
    "refused_because",
}


def sowhat(*words: object) -> Result:
    return CliRunner().invoke(app, ["judge", *(str(word) for word in words)])


def said(*words: object) -> dict[str, Any]:
    result = sowhat(*words, "--json")
    assert result.exit_code == 0, result.output
    verdict = json.loads(result.stdout)
    assert set(verdict) >= COMMON
    return verdict


@pytest.fixture
def figures() -> pl.DataFrame:
    one = linked(SEASONED["season and growth"], np.random.default_rng(4), 40, 1.0, 1)
    rows = frame(engagements=one.metric, enquiries=one.outcome)
    return rows.select(month="date", engagements="engagements", enquiries="enquiries")


TOGETHER = ("--date", "month", "--metric", "engagements", "--outcome", "enquiries")


@pytest.mark.parametrize(
    "written", ["%Y-%m-%d", "%Y-%m", "%B %Y", "%b %y", "%Y/%m", "%Y-%m-%dT00:00"]
)
def test_months_are_read_however_they_are_written(tmp_path: Path, figures, written: str):
    path = tmp_path / "t.csv"
    figures.with_columns(pl.col("month").dt.to_string(written)).write_csv(path)
    assert said("together", "--data", path, *TOGETHER)["delay"] == 1


def test_a_table_is_the_same_in_every_format(tmp_path: Path, figures):
    figures.write_csv(tmp_path / "t.csv")
    figures.write_csv(tmp_path / "semicolons.csv", separator=";")
    figures.write_parquet(tmp_path / "t.parquet")
    figures.write_excel(tmp_path / "t.xlsx")
    answers = [said("together", "--data", path, *TOGETHER) for path in sorted(tmp_path.iterdir())]
    assert {one["verdict"] for one in answers} == {"moved together"}
    assert {round(one["estimate"], 9) for one in answers} == {round(answers[0]["estimate"], 9)}


def test_without_json_it_is_told_in_sentences(tmp_path: Path, figures):
    figures.write_csv(tmp_path / "t.csv")
    lines = sowhat("together", "--data", tmp_path / "t.csv", *TOGETHER).stdout.splitlines()
    assert lines[0] == "Moved together."
    assert "rose the month after" in lines[1]


def test_a_refusal_is_an_answer(tmp_path: Path, figures):
    figures[:15].write_csv(tmp_path / "t.csv")
    verdict = said("together", "--data", tmp_path / "t.csv", *TOGETHER)
    assert verdict["verdict"] == "refused"
    assert "We need 24 months" in verdict["refused_because"]
    assert verdict["estimate"] is None


def test_the_delays_looked_at_are_those_asked_for(tmp_path: Path, figures):
    figures.write_csv(tmp_path / "t.csv")
    verdict = said("together", "--data", tmp_path / "t.csv", *TOGETHER, "--delays", "1-2")
    assert [one["delay"] for one in verdict["by_delay"]] == [1, 2]


def test_gaps_stay_gaps(tmp_path: Path, figures):
    holes = figures.with_columns(
        pl.when(pl.int_range(pl.len()).is_in([4, 9]))
        .then(None)
        .otherwise("enquiries")
        .alias("enquiries")
    ).filter(pl.int_range(pl.len()) != 20)
    holes.write_csv(tmp_path / "t.csv", null_value="n/a")
    verdict = said("together", "--data", tmp_path / "t.csv", *TOGETHER)
    assert verdict["rows_left_out"][0] == {
        "rows": 3,
        "reason": "a month in which not both are known",
    }


def test_a_campaign_tells_average_and_total(tmp_path: Path, figures):
    figures.write_csv(tmp_path / "t.csv")
    asked = ("--date", "month", "--outcome", "enquiries", "--start", "2024-02", "--end", "2024-04")
    verdict = said("campaign", "--data", tmp_path / "t.csv", *asked)
    assert set(verdict["average_effect"]) == {
        "absolute",
        "absolute_interval",
        "relative",
        "relative_interval",
    }
    assert verdict["total_effect"] is not None
    assert 0 <= verdict["placebo_share"] <= 1
    beside = said(
        "campaign",
        "--data",
        tmp_path / "t.csv",
        *asked,
        "--compare",
        "engagements",
        "--scale",
        "original",
        "--no-trend",
    )
    assert beside["tight"] is not None


def test_channels_tell_returns_and_who_is_better(tmp_path: Path):
    truth = advertised(np.random.default_rng(3), 120, 2)
    frame("week", sales=truth.sales, tv=truth.spend[:, 0], search=truth.spend[:, 1]).write_csv(
        tmp_path / "t.csv"
    )
    verdict = said(
        "channels", "--data", tmp_path / "t.csv", "--outcome", "sales", "--spend", "tv,search"
    )
    assert [one["channel"] for one in verdict["returns"]] == ["tv", "search"]
    assert verdict["p_better"][0]["p"] >= 0.5
    assert verdict["diagnostics"]["effective_draws"] > 400


def test_a_jump_is_told(tmp_path: Path):
    one = account(np.random.default_rng(1), 24, jump=0.4, matched=False)
    frame(followers=one.followers, likes=one.engagements).write_csv(tmp_path / "t.csv")
    verdict = said(
        "jump", "--data", tmp_path / "t.csv", "--followers", "followers", "--engagements", "likes"
    )
    assert verdict["verdict"] == "not matched"
    assert verdict["jumps"][0]["period"] == "Sep 2022"


# -- a workspace's own metrics --------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    small_business(folder, calls=[40 + place % 7 for place in range(24)], days_short=3)
    return folder


def test_months_that_are_not_complete_are_left_out_and_never_made_larger(small: Path):
    verdict = said(
        "together", "--workspace", small, "--metric", "engagements", "--outcome", "calls"
    )
    assert {"rows": 1, "reason": "a month that is not complete"} in verdict["rows_left_out"]
    assert "you have 23" in verdict["refused_because"]


def test_a_rate_is_not_judged_against_what_it_is_counted_from(small: Path):
    verdict = said(
        "together",
        "--workspace",
        small,
        "--metric",
        "answered_call_rate",
        "--outcome",
        "calls_answered",
    )
    assert "are counted from one another" in verdict["refused_because"]


def test_a_workspace_tells_its_recorded_results_where_no_estimate_is_possible(small: Path):
    upload_tables(
        open_warehouse(small),
        {
            "channel_costs": "channel|date|spend|currency\n"
            "instagram|2025-11-01|80|GBP\n"
            "instagram|2025-12-01|80|GBP"
        },
        "costs",
    )
    verdict = said("channels", "--workspace", small, "--outcome", "enquiries")
    assert verdict["verdict"] == "refused"
    [instagram] = [one for one in verdict["recorded"] if one["channel"] == "instagram"]
    assert instagram["cost"] == pytest.approx(80 / instagram["results"])  # December is not complete


@pytest.mark.slow
def test_the_sample_businesss_truth_is_found(tmp_path: Path):
    assert load(open_warehouse(tmp_path / "sample"), lambda done, total, name: None) == []
    asked = ("together", "--workspace", tmp_path / "sample", "--outcome", "enquiries", "--metric")
    talk, followers = said(*asked, "conversations"), said(*asked, "followers")
    assert (talk["verdict"], talk["delay"]) == ("moved together", 1)
    assert talk["interval"][0] <= ELASTICITY <= talk["interval"][1]
    assert followers["verdict"] in ("cannot tell", "nothing to see")


# -- wrong usage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("together", *TOGETHER), "either --data or --workspace"),
        (("together", "--data", "none.csv", *TOGETHER), "There is no such file"),
        (("together", "--data", "t.csv", *TOGETHER, "--delays", "3-1"), "no range of delays"),
        (("together", "--data", "t.csv", "--metric", "x", "--outcome", "y"), "There is no column"),
        (("together", "--data", "t.csv", "--metric", "x"), "--outcome"),
        (
            ("campaign", "--data", "t.csv", "--outcome", "x", "--start", "May", "--end", "June"),
            "no day such as",
        ),
        (
            (
                "campaign",
                "--data",
                "t.csv",
                "--outcome",
                "x",
                "--start",
                "2024-05",
                "--end",
                "2024-04",
            ),
            "ends before it begins",
        ),
        (("channels", "--data", "t.csv", "--outcome", "x", "--spend", " , "), "at least one"),
        (("together", "--workspace", "none", *TOGETHER[2:]), "There is no workspace"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figures, words: tuple[str, ...], told: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOWHAT_HOME", str(tmp_path / "home"))
    figures.write_csv("t.csv")
    result = sowhat(*words)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())


def test_a_cell_that_is_no_number_is_named_by_its_row(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("month,a,b\n2024-01,1,2\n2024-02,many,3\n", "utf-8")
    result = sowhat(
        "together", "--data", path, "--date", "month", "--metric", "a", "--outcome", "b"
    )
    assert result.exit_code == 2
    assert "“many” can't be read (t.csv, row 3, column “a”)." in result.output


def test_two_rows_for_a_month_are_not_added_up_silently(tmp_path: Path):
    path = tmp_path / "t.csv"
    rows = "".join(f"2024-{month:02},1,2\n" for month in (1, 2, 3, 3, 4, 5))
    path.write_text(f"month,a,b\n{rows}", "utf-8")
    result = sowhat(
        "together", "--data", path, "--date", "month", "--metric", "a", "--outcome", "b"
    )
    assert "There are 2 rows for Mar 2024" in result.output


def test_days_and_months_that_may_be_swapped_are_not_guessed(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("day,a,b\n01/02/2024,1,2\n02/02/2024,1,3\n", "utf-8")
    result = sowhat("together", "--data", path, "--date", "day", "--metric", "a", "--outcome", "b")
    assert "Which number is the day and which the month can't be told" in result.output


# -- the time it takes ----------------------------------------------------------------------------


def spent(started: float) -> float:
    return time.process_time() - started


def test_a_page_of_36_pairs_is_there_at_once():
    dice = np.random.default_rng(1)
    months = np.arange(48, dtype=np.intp) % 12
    lines = [changes(unlinked(kind, dice, 48).metric) for kind in list(KINDS.values())[:12]]
    wanted = [changes(unlinked(kind, dice, 48).outcome) for kind in list(KINDS.values())[:3]]
    started = time.process_time()
    for a in lines:
        for b in wanted:
            delays.search(a, b, months)
    assert spent(started) < 1.0


TIMED = """
import sys, time
import numpy as np
from data_pipeline.analysis.campaign import campaign
from tests.calibration.checks import frame
step, rows, window = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
table = frame(step, calls=500 * np.exp(np.random.default_rng(1).normal(0, 0.1, rows)))
dates = table["date"].to_list()
started = time.process_time()
campaign(table, "calls", dates[-window], dates[-1])
print(time.process_time() - started)
"""


# On one core, or two that others keep busy would be counted while they wait for each other.
@pytest.mark.parametrize(
    ("step", "rows", "window", "seconds"), [("month", 51, 3, 0.3), ("day", 372, 7, 1.5)]
)
def test_a_campaign_is_judged_in_time(step: str, rows: int, window: int, seconds: float):
    run = subprocess.run(
        [sys.executable, "-c", TIMED, step, str(rows), str(window)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert float(run.stdout) < seconds


def test_the_judgements_are_imported_without_scipys_heavy_half():
    # Which modules come along is exact; how long they take depends on who else is at work.
    named = ("together", "campaign", "channels", "follower_jumps", "pace", "time_to_know")
    code = (
        f"import sys; [__import__('data_pipeline.analysis.' + one) for one in {named}];"
        "print(sorted({'scipy.stats', 'emcee', 'statsmodels', 'pandas'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.strip() == "[]"


# -- words ----------------------------------------------------------------------------------------


def verdicts() -> list[Verdict]:
    """One of each name that a judgement can give without being refused."""
    dice = np.random.default_rng(4)
    one, stray = (
        linked(SEASONED["season and growth"], dice, 40, 1.0, 1),
        unlinked(KINDS["random walks"], dice, 30),
    )
    followed, bought, steady = (
        account(dice, 24, jump=jump, matched=matched)
        for jump, matched in ((0.4, True), (0.4, False), (0.0, True))
    )
    truth = advertised(np.random.default_rng(3), 120, 2)
    spent = frame("week", sales=truth.sales, tv=truth.spend[:, 0], search=truth.spend[:, 1])
    months = [frame(calls=one.outcome * (1 + step * (np.arange(40) > 36))) for step in (0, 3, -0.9)]
    day = months[0]["date"].to_list()
    calendar = timeline(day[:24])
    return [
        *(
            together(frame(metric=pair.metric, outcome=pair.outcome), "metric", "outcome")
            for pair in (one, stray)
        ),
        *(campaign(rows, "calls", day[37], day[39]) for rows in months),
        *(
            follower_jumps(calendar, each.followers, engagements=each.engagements)
            for each in (followed, bought, steady)
        ),
        follower_jumps(calendar, bought.followers),
        channels(spent, "sales", ["tv", "search"]),
    ]


def test_every_verdict_names_its_rows_and_what_could_not_have_been_seen():
    told = verdicts()
    assert len({one.verdict for one in told}) >= 8
    for one in told:
        words = one.words.casefold()
        assert not [word for word in BANNED if word in words], words
        assert re.search(r"\d+ (changes|months|weeks)", words), words
        assert re.search(r"not have been seen|have stayed unseen|cannot be seen", words), words
