"""The rules by which staged rows become a month's figures: tiny tables in, tiny tables out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import fill, rows

JANUARY, FEBRUARY, MARCH = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


# -- followers: a stock and its flow ------------------------------------------------------------


def test_followers_are_the_last_count_of_the_month_and_gains_add_up(warehouse: Warehouse):
    fill(
        warehouse,
        "follower_counts",
        """
        channel  | date       | followers
        linkedin | 2025-03-03 | 1000
        linkedin | 2025-03-31 | 1040
        """,
    )
    fill(
        warehouse,
        "channel_days",
        """
        channel  | date       | measure          | value
        linkedin | 2025-03-30 | followers_gained | 25
        linkedin | 2025-03-31 | followers_gained | 15
        linkedin | 2025-03-31 | followers_lost   | 4
        """,
    )
    query = "select followers, net_new_followers, followers_gained from marts.monthly_followers"
    assert rows(warehouse, query) == [(1040, 36, 40)]


GAINS = """
    channel   | date       | measure       | value
    instagram | 2025-01-31 | followers_net | 10
    instagram | 2025-02-28 | followers_net | 20
    instagram | 2025-03-31 | followers_net | 30
"""
FOLLOWERS = "select month, followers, basis from marts.monthly_followers order by month"


def test_gains_alone_are_never_drawn_as_an_audience(warehouse: Warehouse):
    fill(warehouse, "channel_days", GAINS)
    assert [row[1] for row in rows(warehouse, FOLLOWERS)] == [None, None, None]


def test_one_known_total_carries_backwards_and_forwards(warehouse: Warehouse):
    fill(warehouse, "channel_days", GAINS)
    warehouse.anchor("instagram", date(2025, 2, 28), 1000)
    assert rows(warehouse, FOLLOWERS) == [
        (JANUARY, 980, "carried from a count"),
        (FEBRUARY, 1000, "counted"),
        (MARCH, 1030, "carried from a count"),
    ]


def test_a_known_total_taken_back_leaves_the_audience_unknown(warehouse: Warehouse):
    fill(warehouse, "channel_days", GAINS)
    warehouse.anchor("instagram", date(2025, 2, 28), 1000)
    warehouse.remove_anchor("instagram", date(2025, 2, 28))
    assert [row[1] for row in rows(warehouse, FOLLOWERS)] == [None, None, None]


def test_a_month_without_gains_breaks_the_chain(warehouse: Warehouse):
    fill(
        warehouse,
        "channel_days",
        """
        channel   | date       | measure       | value
        instagram | 2025-01-31 | followers_net | 10
        instagram | 2025-03-31 | followers_net | 30
        """,
    )
    warehouse.anchor("instagram", date(2025, 1, 31), 500)
    assert rows(warehouse, FOLLOWERS) == [
        (JANUARY, 500, "counted"),
        (MARCH, None, "carried from a count"),
    ]


def test_a_count_of_the_platform_goes_before_one_entered_by_hand(warehouse: Warehouse):
    warehouse.anchor("linkedin", date(2025, 3, 31), 9)
    fill(
        warehouse,
        "follower_counts",
        """
        channel  | date       | followers
        linkedin | 2025-03-31 | 1040
        """,
    )
    assert rows(warehouse, "select followers from marts.monthly_followers") == [(1040,)]


# -- what a channel gives for its days ----------------------------------------------------------


def test_people_reached_are_never_added_over_days(warehouse: Warehouse):
    fill(
        warehouse,
        "channel_days",
        """
        channel   | date       | measure | value
        instagram | 2025-03-01 | reach   | 10
        instagram | 2025-03-02 | reach   | 20
        """,
    )
    query = "select total, daily_average, highest from marts.monthly_channels"
    assert rows(warehouse, query) == [(None, 15.0, Decimal(20))]


def test_a_window_counts_whole_and_its_days_not_again(warehouse: Warehouse):
    fill(
        warehouse,
        "channel_days",
        """
        channel         | first_date | date       | measure   | value
        google_business | 2025-03-01 | 2025-03-31 | call_taps | 300
        google_business | 2025-03-01 | 2025-03-07 | call_taps | 70
        google_business | 2025-03-02 | 2025-03-02 | call_taps | 9
        """,
    )
    assert rows(warehouse, "select total from marts.monthly_channels") == [(300,)]


def test_of_two_windows_as_long_the_later_one_counts(warehouse: Warehouse):
    fill(
        warehouse,
        "channel_days",
        """
        channel         | first_date | date       | measure   | value
        google_business | 2025-03-01 | 2025-03-28 | call_taps | 280
        google_business | 2025-03-04 | 2025-03-31 | call_taps | 310
        """,
    )
    assert rows(warehouse, "select total from marts.monthly_channels") == [(310,)]


def test_a_window_across_the_end_of_a_month_belongs_to_none(warehouse: Warehouse):
    fill(
        warehouse,
        "channel_days",
        """
        channel         | first_date | date       | measure   | value
        google_business | 2025-03-20 | 2025-04-10 | call_taps | 300
        google_business | 2025-03-31 | 2025-03-31 | call_taps | 12
        """,
    )
    query = "select month, total from marts.monthly_channels"
    assert rows(warehouse, query) == [(MARCH, 12)]


def test_a_reaction_the_platform_lacks_adds_nothing(warehouse: Warehouse):
    fill(
        warehouse,
        "posts",
        """
        channel  | post_id | date       | likes | comments | saves
        linkedin | 1       | 2025-03-04 | 48    | 6        |
        """,
    )
    assert rows(warehouse, "select engagements from marts.monthly_posts") == [(54,)]


# -- conversations: comments, and who wrote to our inbox ------------------------------------------

INBOX = """
    channel   | interaction_id | thread | person | date       | direction | kind
    instagram | 1              | a      | ada    | 2025-03-03 | in        | message
    instagram | 2              | a      | ada    | 2025-03-03 | in        | message
    instagram | 3              | a      | ada    | 2025-03-04 | out       | message
    instagram | 4              | b      | bo     | 2025-03-05 | out       | message
    instagram | 5              | a      | ada    | 2025-04-01 | in        | message
    instagram | 6              | c      |        | 2025-03-09 |           | message
"""
CONVERSATIONS = "select month, conversations from marts.monthly_activity order by month"


def test_a_conversation_counts_once_in_a_month_in_which_somebody_wrote_to_us(
    warehouse: Warehouse,
):
    fill(warehouse, "interactions", INBOX)
    assert rows(warehouse, CONVERSATIONS) == [(MARCH, 1), (date(2025, 4, 1), 1)]
    query = "select messages_received, messages_sent from marts.monthly_interactions"
    assert rows(warehouse, f"{query} order by month") == [(2, 2), (1, 0)]


def test_comments_and_conversations_by_message_are_added(warehouse: Warehouse):
    posts = """
        channel   | post_id | date       | comments
        instagram | 1       | 2025-03-04 | 6
        facebook  | 2       | 2025-03-04 | 2
    """
    fill(warehouse, "posts", posts)
    fill(warehouse, "interactions", INBOX)
    query = "select channel, conversations from marts.monthly_activity"
    assert rows(warehouse, f"{query} where month = '2025-03-01' order by channel") == [
        ("facebook", 2),
        ("instagram", 7),
    ]


def test_an_answer_to_a_story_counts_in_the_inbox_where_it_is_here(warehouse: Warehouse):
    story = """
        channel   | post_id | date       | comments
        instagram | 1       | 2025-03-04 | 6
        instagram | 2       | 2025-02-04 | 5
    """
    fill(warehouse, "posts", story, source="instagram_stories")
    fill(warehouse, "interactions", INBOX)
    assert rows(warehouse, CONVERSATIONS) == [(FEBRUARY, 5), (MARCH, 1), (date(2025, 4, 1), 1)]


# -- posts gather figures over their life -------------------------------------------------------


def test_a_later_export_that_has_not_computed_a_figure_yet_leaves_the_known_one(
    warehouse: Warehouse,
):
    fill(
        warehouse,
        "posts",
        """
        channel  | post_id | date       | likes | views
        linkedin | 1       | 2025-03-04 | 48    | 900
        """,
    )
    fill(
        warehouse,
        "posts",
        """
        channel  | post_id | date       | likes | views
        linkedin | 1       | 2025-03-04 | 51    |
        """,
    )
    query = "select posts, likes, views from marts.monthly_posts"
    assert rows(warehouse, query) == [(1, 51, 900)]


def test_a_post_that_went_out_later_than_planned_moves_to_its_month(warehouse: Warehouse):
    for day in ("2025-03-31", "2025-04-02"):
        fill(
            warehouse,
            "posts",
            f"""
            channel  | post_id | date  | likes
            linkedin | 1       | {day} | 48
            """,
        )
    query = "select month, posts from marts.monthly_posts"
    assert rows(warehouse, query) == [(date(2025, 4, 1), 1)]


# -- money --------------------------------------------------------------------------------------


def test_refunds_lower_revenue_and_failed_payments_stay_apart(warehouse: Warehouse):
    fill(
        warehouse,
        "revenue",
        """
        revenue_id | kind   | date       | amount  | currency
        1          | sale   | 2025-03-04 | 100.10  | GBP
        2          | sale   | 2025-03-05 | 50      | GBP
        1          | refund | 2025-03-09 | -100.10 | GBP
        3          | failed | 2025-03-10 | 999     | GBP
        """,
    )
    query = "select revenue, sales, refunds, orders, failed_payments from marts.monthly_revenue"
    expected = (Decimal(50), Decimal("150.10"), Decimal("-100.10"), 2, Decimal(999))
    assert rows(warehouse, query) == [expected]


def test_currencies_are_never_added(warehouse: Warehouse):
    fill(
        warehouse,
        "revenue",
        """
        revenue_id | kind | date       | amount | currency
        1          | sale | 2025-03-04 | 100    | GBP
        2          | sale | 2025-03-05 | 100    | EUR
        """,
    )
    query = "select currency, revenue from marts.monthly_revenue order by currency"
    assert rows(warehouse, query) == [("EUR", Decimal(100)), ("GBP", Decimal(100))]


# -- outcomes and where they came from ----------------------------------------------------------


ENQUIRIES = """
    enquiry_id | date       | source_text
    1          | 2025-03-04 | I found you on Instagram
    2          | 2025-03-05 | Blue van
    3          | 2025-03-06 |
"""
ENQUIRIES_BY_CHANNEL = "select channel, enquiries from marts.monthly_enquiries order by channel"


def test_what_cannot_be_known_stays_unknown_and_is_counted(warehouse: Warehouse):
    fill(warehouse, "enquiries", ENQUIRIES)
    assert rows(warehouse, ENQUIRIES_BY_CHANNEL) == [("instagram", 1), ("unknown", 2)]


def test_a_rule_of_ones_own_moves_past_enquiries_too(warehouse: Warehouse):
    fill(warehouse, "enquiries", ENQUIRIES)
    warehouse.keep_setting("channel_rules", [["blue van", "referral"]])
    assert rows(warehouse, ENQUIRIES_BY_CHANNEL) == [
        ("instagram", 1),
        ("referral", 1),
        ("unknown", 1),
    ]


def test_a_deal_counts_in_the_month_it_was_decided_and_open_ones_apart(warehouse: Warehouse):
    fill(
        warehouse,
        "accounts",
        """
        account_id | date       | status
        1          | 2025-03-04 | open
        2          | 2025-03-05 | lost
        """,
    )
    fill(
        warehouse,
        "accounts",
        """
        account_id | date       | status
        1          | 2025-04-09 | won
        """,
    )
    query = "select month, new_accounts, lost_deals from marts.monthly_accounts order by month"
    assert rows(warehouse, query) == [(MARCH, 0, 1), (date(2025, 4, 1), 1, None)]


def test_missed_calls_are_incoming_ones_only(warehouse: Warehouse):
    fill(
        warehouse,
        "calls",
        """
        call_id | date       | direction | answered | seconds | first_time
        1       | 2025-03-04 | in        | yes      | 60      | yes
        2       | 2025-03-04 | in        | no       | 5       | no
        3       | 2025-03-04 | out       | no       | 9       |
        """,
    )
    query = """
        select calls, calls_incoming, calls_answered, calls_missed, first_time_calls, call_seconds
        from marts.monthly_calls
    """
    assert rows(warehouse, query) == [(3, 2, 1, 1, 1, 74)]


# -- events without an id -----------------------------------------------------------------------


TWO_ALIKE = """
    at                  | date       | direction | answered | seconds
    2025-03-04 10:00:00 | 2025-03-04 | in        | yes      | 60
    2025-03-04 10:00:00 | 2025-03-04 | in        | yes      | 60
"""
CALLS = "select sum(calls), sum(call_seconds) from marts.monthly_calls"


def test_two_identical_calls_in_one_file_are_two(warehouse: Warehouse):
    fill(warehouse, "calls", TWO_ALIKE)
    assert rows(warehouse, CALLS) == [(2, 120)]


def test_the_same_two_calls_in_the_next_overlapping_file_are_still_two(warehouse: Warehouse):
    fill(warehouse, "calls", TWO_ALIKE)
    later = "\n2025-03-09 12:00:00 | 2025-03-09 | in | yes | 7"
    fill(warehouse, "calls", TWO_ALIKE.strip() + later)
    assert rows(warehouse, CALLS) == [(3, 127)]


def test_a_third_identical_call_in_the_later_file_is_a_third_call(warehouse: Warehouse):
    fill(warehouse, "calls", TWO_ALIKE)
    fill(warehouse, "calls", TWO_ALIKE.strip() + "\n" + TWO_ALIKE.strip().splitlines()[-1])
    assert rows(warehouse, CALLS) == [(3, 180)]


def test_the_same_call_of_two_phone_systems_is_two(warehouse: Warehouse):
    fill(warehouse, "calls", TWO_ALIKE, source="one_system")
    fill(warehouse, "calls", TWO_ALIKE, source="another_system")
    assert rows(warehouse, CALLS) == [(4, 240)]


# -- months are rebuilt one by one --------------------------------------------------------------


def test_months_an_upload_does_not_touch_stay_as_they_were(warehouse: Warehouse):
    for day, number in (("2025-01-05", 1), ("2025-02-05", 2), ("2025-03-05", 3)):
        fill(
            warehouse,
            "calls",
            f"""
            call_id  | date  | direction | answered | seconds
            {number} | {day} | in        | yes      | 60
            """,
        )
    fill(
        warehouse,
        "calls",
        """
        call_id | date       | direction | answered | seconds
        2       | 2025-02-05 | in        | yes      | 90
        """,
    )
    query = "select month, calls, call_seconds from marts.monthly_calls order by month"
    assert rows(warehouse, query) == [(JANUARY, 1, 60), (FEBRUARY, 1, 90), (MARCH, 1, 60)]


def test_an_order_that_moved_to_another_month_is_not_counted_in_both(warehouse: Warehouse):
    for day in ("2025-01-31", "2025-02-01"):
        fill(
            warehouse,
            "revenue",
            f"""
            revenue_id | kind | date  | amount | currency
            1          | sale | {day} | 100    | GBP
            """,
        )
    query = "select month, revenue from marts.monthly_revenue"
    assert rows(warehouse, query) == [(FEBRUARY, Decimal(100))]
