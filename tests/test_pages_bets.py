"""Making a bet on screen, what became of it, and hints to bet on."""

import importlib
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from data_pipeline.metrics.judged_bets import Wait, declare_bet, earliest_review
from data_pipeline.warehouse import Warehouse, open_warehouse
from data_pipeline.warehouse.bets import bets, withdraw
from pages.view.bets import told, track_record, wait_told
from tests.calibration.businesses import KINDS, Business, unlinked
from tests.seen_page import shown, words
from tests.test_bets import BANNED, BET, MADE, a_link, add_months, business

NOW = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def drawn(warehouse: Warehouse, **how: Any) -> AppTest:
    app = shown("bets", warehouse.folder, **how)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [one for one in app.button if one.label == label]
    button.click().run()
    assert not app.exception
    return app


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    figures = a_link(1.3, 48, delay=1, seed=3)
    return business(tmp_path, Business(figures.metric[:36], figures.outcome[:36]))


def test_importing_the_page_draws_nothing(capsys: pytest.CaptureFixture[str]):
    sys.modules.pop("pages.bets", None)
    assert importlib.import_module("pages.bets").PAGE.title == "Bets"
    assert capsys.readouterr().err == ""


def test_a_bet_is_made_from_a_sentence_and_locked(warehouse: Warehouse):
    app = drawn(warehouse)
    assert app.title[0].value == "No bet yet: say beforehand what you believe"
    app.selectbox(key="bet_delay").set_value(1)
    app.selectbox(key="bet_size").set_value(0.10)
    app.selectbox(key="bet_direction").set_value("fall").run()
    press(app, "Lock this bet")
    (bet,) = bets(warehouse)
    declared = replace(
        BET, direction="fall", smallest_effect=0.10, review_month=bet.declared.review_month
    )
    assert bet.declared == declared
    assert bet.declared.review_month >= earliest_review(NOW)
    assert app.title[0].value == "1 bet: 1 waiting"
    assert told(bet.declared) in words(app)


def test_how_long_it_takes_to_know_is_told_before_a_bet_is_locked(warehouse: Warehouse):
    app = drawn(warehouse)
    small = app.selectbox(key="bet_size").set_value(0.05).run()
    assert "new months will be needed to see 5" in words(small).replace("\\", "")
    now = datetime(2026, 11, 25, 9)
    assert (
        "14 new months will be needed to see 5% four times in five, which is by January 2028"
        in (wait_told(Wait(14), 0.05, now))
    )
    assert "plan an experiment" in wait_told(Wait(None), 0.01, now)
    assert "two years of both figures" in wait_told(Wait(None, known=False), 0.05, now)


def test_two_bets_on_one_question_are_refused_in_words(warehouse: Warehouse):
    app = press(press(drawn(warehouse), "Lock this bet"), "Lock this bet")
    assert app.error[0].value.startswith("A bet on these two is waiting already")
    assert len(bets(warehouse)) == 1


def test_a_bet_whose_months_are_here_is_judged_by_drawing_the_page(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    add_months(warehouse, a_link(1.3, 48, delay=1, seed=3), 36, 48)
    app = drawn(warehouse)
    assert app.title[0].value == "1 bet: 1 won"
    said = words(app).replace("\\", "")
    assert "The bet was +2% or more. This is a pattern, not proof of cause." in said
    assert "in the words of that day" in said
    assert "Withdraw" not in [one.label for one in app.button]
    assert not [word for word in BANNED if word in said.lower()]


def test_who_may_only_look_makes_and_judges_nothing(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    add_months(warehouse, a_link(1.3, 48, delay=1, seed=3), 36, 48)
    app = drawn(warehouse, may_edit=False)
    assert app.title[0].value == "1 bet: 1 waiting"
    assert [one.label for one in app.button] == ["Look for hints"]


def test_a_withdrawn_bet_stays_listed(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    app = press(drawn(warehouse), "Withdraw")
    assert "Withdraw the bet" in [one.label for one in app.button], "it is asked once more"
    withdraw(warehouse, bets(warehouse)[0].id)
    app = drawn(warehouse)
    assert app.title[0].value == "1 bet: 1 withdrawn"
    assert "before it was judged" in words(app)


def test_the_months_that_are_here_are_counted(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    add_months(warehouse, a_link(1.3, 48, delay=1, seed=3), 36, 40)
    assert "4 of the 12 months that decide it are here" in words(drawn(warehouse))


def test_the_track_record_counts_every_state(warehouse: Warehouse):
    declare_bet(warehouse, BET, MADE)
    (waiting,) = bets(warehouse)
    won, lost = replace(waiting, result="won"), replace(waiting, result="lost")
    open_one = replace(waiting, result="open")
    assert track_record([won, lost, open_one]) == "3 bets: 1 won, 1 lost, 1 open"
    withdrawn = replace(waiting, withdrawn_at=MADE)
    assert track_record([waiting, withdrawn]) == "2 bets: 1 waiting, 1 withdrawn"
    withdraw(warehouse, waiting.id)
    assert track_record(bets(warehouse)) == "1 bet: 1 withdrawn"


def test_a_hint_is_found_and_fills_in_the_bet(warehouse: Warehouse):
    app = press(drawn(warehouse), "Look for hints")
    said = words(app).replace("\\", "")
    assert "2 pairs × 4 delays were looked at: 2 hints left." in said
    assert "enquiries rose the month after" in said
    app.button(key="bet_on_conversations_enquiries").click().run()
    assert app.selectbox(key="bet_delay").value == 1
    assert app.selectbox(key="bet_direction").value == "rise"
    assert "The months to come decide it" in app.success[0].value


def test_where_nothing_stands_out_it_is_said_how_much_was_looked_at(tmp_path: Path):
    figures = unlinked(KINDS["random walks"], np.random.default_rng(4), 36, usual=1500)
    app = press(drawn(business(tmp_path, figures)), "Look for hints")
    assert "looked at: nothing stands out." in words(app).replace("\\", "")


def test_with_less_than_two_years_no_hint_is_looked_for(tmp_path: Path):
    figures = a_link(1.3, 20)
    app = press(drawn(business(tmp_path, figures)), "Look for hints")
    assert "24 months of both are needed" in words(app)


def test_an_empty_workspace_says_which_exports_bring_something_to_bet_on(tmp_path: Path):
    app = drawn(open_warehouse(tmp_path / "empty"))
    assert app.title[0].value == "No bet yet: say beforehand what you believe"
    assert "A year of something to bet on: not here yet" in words(app).replace("\\", "")
    assert len(app.selectbox) == 0


def test_a_bet_reads_as_the_sentence_that_was_locked():
    assert told(replace(BET, direction="fall", review_month=date(2027, 6, 1))) == (
        "When there is a rise in conversations, then enquiries will fall the month after, by at "
        "least 2% for every 10% more; look in June 2027."
    )


@pytest.mark.parametrize("part", ["campaigns", "experiments"])
def test_the_other_parts_are_in_the_address(warehouse: Warehouse, part: str):
    app = drawn(warehouse, part=part)
    assert "bet" not in app.title[0].value.lower()
