"""The sample business as the pages show it, against what really happened: every month, exactly."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_pipeline.metrics.campaigns import told_of
from data_pipeline.metrics.catalogue import OUTCOMES
from data_pipeline.metrics.health import retold_months
from data_pipeline.metrics.judged import judge_together
from data_pipeline.metrics.judged_bets import settle
from data_pipeline.metrics.query import Scope, measure
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.campaigns import campaigns
from pages.view.verdicts import told_at_once
from sample_data.load import load

pytestmark = pytest.mark.slow
TOLD = json.loads((Path(__file__).parent.parent / "sample_data" / "truth.json").read_text("utf-8"))
# Messages through Google count as conversations too; the truth has those of the platforms.
PLATFORMS = ("instagram", "facebook", "linkedin", "x", "tiktok")
ALL_OF = {
    "calls": lambda month: month["calls_incoming"],
    "calls_answered": lambda month: month["calls_answered"],
    "enquiries": lambda month: month["enquiries"],
    "new_accounts": lambda month: month["accounts"],
    "revenue": lambda month: float(month["revenue"]["total"]),
    "followers": lambda month: month["followers"]["total"],
    "net_new_followers": lambda month: month["followers_net"]["total"],
    "conversations": lambda month: month["conversations"]["total"],
}
BY_CHANNEL = {
    "followers": "followers",
    "net_new_followers": "followers_net",
    "conversations": "conversations",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = open_warehouse(tmp_path_factory.mktemp("truth") / "sample")
    assert load(warehouse, lambda done, total, name: None) == []
    return warehouse


def the_month(month: dict[str, Any]) -> date:
    return date.fromisoformat(f"{month['month']}-01")


@pytest.mark.parametrize("name", ALL_OF)
def test_every_month_of_the_sample_is_what_happened(sample: Warehouse, name: str):
    scope = Scope(channels=PLATFORMS if name == "conversations" else None)
    told: Callable[[dict[str, Any]], float] = ALL_OF[name]
    shown = dict(measure(sample, name, scope=scope).select("month", "value").rows())
    assert shown == {the_month(month): pytest.approx(told(month)) for month in TOLD["months"]}


@pytest.mark.parametrize("name", BY_CHANNEL)
def test_every_channel_of_the_sample_is_what_happened(sample: Warehouse, name: str):
    scope = Scope(channels=PLATFORMS)
    figures = measure(sample, name, by=("channel",), scope=scope)
    shown = {(month, channel): value for month, channel, value, _ in figures.rows()}
    truth = {
        (the_month(month), channel): month[BY_CHANNEL[name]][channel]
        for month in TOLD["months"]
        for channel in PLATFORMS
    }
    assert shown == truth


def test_only_the_month_that_goes_on_and_the_missing_export_are_not_complete(sample: Warehouse):
    def open_months(name: str) -> set[str]:
        figures = measure(sample, name)
        return {f"{month:%Y-%m}" for month in figures.filter(~figures["complete"])["month"]}

    missing = TOLD["irregularities"]["tiktok_overview_missing"]
    assert open_months("calls") == {TOLD["unfinished_month"]}
    assert open_months("conversations") == {missing, TOLD["unfinished_month"]}


def test_the_trade_shows_extra_enquiries_lie_in_the_range_told(sample: Warehouse):
    declared = campaigns(sample)
    assert [one.name for one in declared] == ["Giveaway", "Trade show"]
    told = told_of(sample, declared[1], declared, "enquiries")
    assert told.verdict.total_effect is not None
    low, high = told.verdict.total_effect.absolute_interval
    assert low < 30 + 30 < high
    giveaway = [told_of(sample, declared[0], declared, name).verdict for name in OUTCOMES]
    assert {one.verdict for one in giveaway} == {"no clear change"}  # followers did nothing


def test_the_bet_on_conversations_is_won_and_none_on_followers(sample: Warehouse):
    told = [(one.declared.metric, one.declared.outcome, one.state) for one in settle(sample)]
    assert told == [
        ("conversations", "calls", "waiting"),
        ("followers", "enquiries", "open"),
        ("conversations", "enquiries", "won"),
    ]


def test_of_all_that_is_looked_at_at_once_only_the_true_link_is_told(sample: Warehouse):
    """Engagement and enquiries move together by accident; with every pair counted they do not."""
    alone = judge_together(sample, "engagements", "enquiries")
    told = told_at_once(sample, OUTCOMES)
    assert alone.verdict == "moved together"
    assert told
    assert [(*pair, verdict.delay) for *pair, verdict in told.claims] == [
        ("conversations", "enquiries", 1)
    ]
    assert told.sentence == (
        "Followers and engagement: nothing to be seen. Conversations: enquiries rose the month"
        " after."
    )


def test_the_corrected_export_is_told(sample: Warehouse):
    (told,) = retold_months(sample)
    (figure,) = told.figures
    assert (figure.channel, figure.figure) == ("instagram", "views")
    assert (figure.month, figure.before) == (date(2026, 2, 1), None)
