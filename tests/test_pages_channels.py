"""Channels: the ledger of hours, money and results, and the page that shows it."""

import shutil
from calendar import monthrange
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.analysis.recorded_results import wilson
from data_pipeline.metrics.channel_ledger import Ledger, channel_ledger
from data_pipeline.metrics.judged import judge_channels
from data_pipeline.metrics.query import Scope
from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.seen_page import shown, words
from tests.tables import upload_tables

JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
HEARD = ("Google", "A friend", "Instagram", "")
COSTS = """
channel|date|spend|hours|currency
instagram|2025-01-01|300|40|GBP
search|2025-01-01|120|2|GBP
client_service|2025-01-01|0|30|GBP
instagram|2025-02-01|100|20|GBP
"""
ACCOUNTS = {"Instagram": 5, "Google": 12, "A friend": 12, "": 3}


def won(accounts: dict[str, int], months: tuple[date, ...] = (JANUARY, FEBRUARY)) -> str:
    """Accounts won in each month, the last of a month on its last day."""
    lines = ["account_id|date|status|source_text"]
    for month in months:
        last = monthrange(month.year, month.month)[1]
        heard = [said for said, number in accounts.items() for _ in range(number)]
        for place, said in enumerate(heard):
            day = month.replace(day=last if place == len(heard) - 1 else place % last + 1)
            lines.append(f"{month}-{place}|{day}|won|{said}")
    return "\n".join(lines)


def business(folder: Path, *, costs: str = COSTS) -> Warehouse:
    """Two months of accounts with where they heard of the business, and what channels cost."""
    warehouse = open_warehouse(folder)
    upload_tables(warehouse, {"accounts": won(ACCOUNTS)}, "crm")
    if costs:
        upload_tables(warehouse, {"channel_costs": costs}, "costs")
    return warehouse


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "business"
    business(folder)
    return folder


@pytest.fixture
def firm(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "business"))


def ledger_of(folder: Path, scope: Scope | None = None) -> Ledger:
    return channel_ledger(open_warehouse(folder), "new_accounts", scope or Scope())


# -- the ledger -----------------------------------------------------------------------------------


def test_every_channel_has_its_hours_money_and_results(firm: Path):
    told = {one.channel: one for one in ledger_of(firm).entries}
    instagram, service, friends = (
        told[name] for name in ("instagram", "client_service", "referral")
    )
    assert (instagram.hours, instagram.spent, instagram.got) == (60, 400, {"new_accounts": 10})
    assert (service.hours, service.spent, service.got) == (30, 0, {})
    assert (friends.hours, friends.spent, friends.got) == (None, None, {"new_accounts": 24})


def test_most_results_come_first_and_the_unknown_pile_last(firm: Path):
    ledger = ledger_of(firm)
    assert [one.channel for one in ledger.entries] == [
        "referral",
        "search",
        "instagram",
        "client_service",
        "unknown",
    ]
    assert (ledger.total, ledger.unknown) == (64, 6)


def test_what_a_result_took_has_the_range_of_its_share(firm: Path):
    instagram = next(one for one in ledger_of(firm).entries if one.channel == "instagram")
    low, high = wilson(10, 64)
    assert instagram.a_result is not None
    assert instagram.a_result.cost == pytest.approx(40)
    assert instagram.a_result.cost_low == pytest.approx(400 / (high * 64))
    assert instagram.a_result.cost_high == pytest.approx(400 / (low * 64))
    assert instagram.a_result_in_hours is not None
    assert instagram.a_result_in_hours.cost == pytest.approx(6)


def test_a_channel_without_a_result_has_only_a_least_cost(firm: Path):
    service = next(one for one in ledger_of(firm).entries if one.channel == "client_service")
    hours = service.a_result_in_hours
    assert hours is not None
    assert (hours.cost, hours.cost_high) == (None, None)
    assert hours.cost_low == pytest.approx(30 / (wilson(0, 64)[1] * 64))


def test_what_one_took_is_of_the_months_with_costs_on_record(tmp_path: Path):
    january = "\n".join(line for line in COSTS.splitlines() if "2025-02" not in line)
    warehouse = business(tmp_path / "firm", costs=january)
    ledger = channel_ledger(warehouse, "new_accounts")
    assert (ledger.months, ledger.with_costs) == ((JANUARY, FEBRUARY), (JANUARY,))
    instagram = next(one for one in ledger.entries if one.channel == "instagram")
    assert instagram.got == {"new_accounts": 10}
    assert instagram.a_result is not None
    assert instagram.a_result.cost == pytest.approx(300 / 5)


def test_only_the_months_asked_for_count(firm: Path):
    ledger = ledger_of(firm, Scope((FEBRUARY, FEBRUARY)))
    assert (ledger.months, ledger.total) == ((FEBRUARY,), 32)


def test_money_for_advertising_is_the_platforms_own_where_none_is_kept_by_hand(tmp_path: Path):
    warehouse = business(tmp_path / "firm")
    ads = "channel|network|date|campaign|spend|currency\nads|google|2025-01-05|spring|70|GBP"
    upload_tables(warehouse, {"ad_days": ads}, "google_ads")
    ledger = channel_ledger(warehouse, "new_accounts")
    assert ledger.ads_by_reports
    assert next(one.spent for one in ledger.entries if one.channel == "ads") == 70
    upload_tables(
        warehouse,
        {"channel_costs": "channel|date|spend|hours|currency\nads|2025-01-01|90|1|GBP"},
        "more costs",
    )
    ledger = channel_ledger(warehouse, "new_accounts")
    assert not ledger.ads_by_reports
    assert next(one.spent for one in ledger.entries if one.channel == "ads") == 90


def test_an_estimate_is_refused_in_words_people_use(firm: Path):
    judged = judge_channels(open_warehouse(firm), "new_accounts")
    assert "There are 2 months. 36 are needed" in str(judged.refused_because)
    assert {one.channel for one in judged.recorded} >= {"instagram", "search", "referral"}


# -- the page -------------------------------------------------------------------------------------


def answered(folder: Path, answer: str) -> AppTest:
    seen = shown("channels", folder)
    seen.radio(key="hidden_cause").set_value(answer)
    return seen.run()


def test_importing_the_page_draws_nothing():
    def imported() -> None:
        import importlib

        importlib.reload(importlib.import_module("pages.channels"))

    seen = AppTest.from_function(imported, default_timeout=60).run()
    assert not seen.exception
    assert not seen.main.children


def test_before_the_first_upload_an_export_is_named(tmp_path: Path):
    said = words(shown("channels", tmp_path / "empty"))
    assert "No channel’s results yet" in said
    assert "Uploads" in said


def test_the_sentence_names_no_winner_where_chance_could_have_made_it(firm: Path):
    title = words(shown("channels", firm)).splitlines()[0]
    assert (
        title == "Most new accounts were recorded for Referrals: 24 of 64; about as many for Search"
    )


def test_platforms_are_one_channel_beside_the_others(firm: Path):
    # 60 of 92 hours; 10 of the 58 accounts whose channel is known.
    assert "All social platforms together: 65% of the hours, 17% of the new accounts" in words(
        shown("channels", firm)
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_picture_says_what_it_shows_and_no_word_says_too_much(firm: Path, theme: str):
    seen = shown("channels", firm, theme=theme)
    assert not seen.exception
    charts = [one.proto for one in seen.get("vega_lite_chart")]
    assert len(charts) == 3
    assert all(len(one.alt) > 20 for one in charts)  # type: ignore[attr-defined]
    said = words(seen).lower()
    for too_much in ("drives", "caused", "because", "proves", "significant", "p-value"):
        assert too_much not in said


def test_the_unknown_pile_is_told(firm: Path):
    assert "Of 9.4% of the new accounts the channel is not known" in words(shown("channels", firm))


@pytest.mark.parametrize("asked", ["junk", "calls", "%00", "2030-01..2031-01"])
def test_no_address_breaks_the_page(firm: Path, asked: str):
    seen = shown("channels", firm, outcome=asked, months=asked)
    assert not seen.exception
    assert not seen.error


def test_no_estimate_is_made_before_the_hidden_cause_is_asked_for(firm: Path):
    seen = shown("channels", firm)
    assert not [one for one in seen.button if "estimate" in one.label]
    assert "Then an estimate would be wrong" in words(answered(firm, "Yes"))


def test_an_estimate_that_cannot_be_made_says_what_is_missing(firm: Path):
    seen = answered(firm, "Nothing we know of")
    assert "36 are needed" not in words(seen)
    next(one for one in seen.button if "estimate" in one.label).click()
    assert "There are 2 months. 36 are needed, 34 more." in words(seen.run())


@pytest.mark.slow
@pytest.mark.parametrize("best", ["search", "ads"])
def test_an_estimate_is_told_as_ranges_beside_its_hidden_cause(tmp_path: Path, best: str):
    """Money for advertising is what the platforms' reports say."""
    dice = np.random.default_rng(3)
    months = [date(2021 + place // 12, place % 12 + 1, 1) for place in range(60)]
    spend = np.where(dice.random((60, 2)) < 0.2, 0, dice.uniform(100, 1000, (60, 2)).round())
    counts = dice.poisson(40 + spend @ [0.02, 0.005]).tolist()
    warehouse = open_warehouse(tmp_path / "firm")
    header, *_ = won({}).splitlines()
    accounts = [
        line
        for month, count in zip(months, counts, strict=True)
        for line in won({"Google": count}, (month,)).splitlines()[1:]
    ]
    upload_tables(warehouse, {"accounts": "\n".join([header, *accounts])}, "crm")
    costs, reports = ["channel|date|spend|hours|currency"], ["channel|network|date|spend|currency"]
    for month, amounts in zip(months, spend.tolist(), strict=True):
        costs.append(f"instagram|{month}|{amounts[1]}|1|GBP")
        if best == "ads":
            last = monthrange(month.year, month.month)[1]
            reports += [f"ads|google|{month.replace(day=day)}|0|GBP" for day in range(2, last + 1)]
            reports.append(f"ads|google|{month}|{amounts[0]}|GBP")
        else:
            costs.append(f"{best}|{month}|{amounts[0]}|1|GBP")
    upload_tables(warehouse, {"channel_costs": "\n".join(costs)}, "costs")
    if best == "ads":
        upload_tables(warehouse, {"ad_days": "\n".join(reports)}, "google_ads")
    seen = answered(tmp_path / "firm", "We are not sure")
    next(one for one in seen.button if "estimate" in one.label).click()
    said = words(seen.run())
    assert "Our estimate from 60 months" in said
    assert "Did anything else push both spend and sales" in said
    assert "Each further £1,000 would likely bring" in said
    returns = {one.channel: one for one in judge_channels(warehouse, "new_accounts").returns}
    assert returns[best].interval[0] <= 0.02 * 1.2
    assert returns[best].tells
