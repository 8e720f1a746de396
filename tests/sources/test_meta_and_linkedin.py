"""What is odd about the exports of Meta and LinkedIn, and what becomes of it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.stage import Ask

KINDS = Path(__file__).parents[2] / "sample_data" / "kinds"
Rows = Sequence[Sequence[object]]
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Data comment,Date"
)


def utf16(*lines: str) -> bytes:
    return "\n".join(["sep=,", *lines, ""]).encode("utf-16")


def section(title: str, *days: str, heading: str = '"Date","Primary"') -> list[str]:
    return [f'"{title}"', heading, *days, ""]


def kept(receipt: Receipt, table: int = 0) -> pl.DataFrame:
    return pl.concat(receipt.tables[table].frames)


def figures(receipt: Receipt, table: int = 0) -> list[tuple[object, ...]]:
    return kept(receipt, table).select(pl.col("date").cast(pl.String), "measure", "value").rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path.read_bytes()


def as_csv(rows: Rows) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


# -- Meta, by day --------------------------------------------------------------------------------


def test_a_clock_that_moves_with_american_summer_time_moves_no_day(told):
    file = section("Facebook reach", '"2025-03-08T00:00:00","7"', '"2025-03-09T01:00:00","9"')
    assert figures(told(utf16(*file))) == [
        ("2025-03-08", "reach", 7),
        ("2025-03-09", "reach", 9),
    ]


def test_a_day_without_instagram_follow_is_zero_and_not_unknown(told):
    file = section("Instagram follows", '"2025-03-01T00:00:00","3"', '"2025-03-04T00:00:00","2"')
    receipt = told(utf16(*file))
    assert receipt.rows() == 2
    assert [value for _, _, value in figures(receipt)] == [3, 0, 0, 2]


def test_instagram_days_are_zero_as_far_as_the_section_beside_reaches(told):
    file = utf16(
        *section("Facebook follows", '"2025-03-01T00:00:00","0"', '"2025-03-04T00:00:00","0"'),
        *section("Instagram follows", '"2025-03-02T00:00:00","3"'),
    )
    receipt = told(file)
    assert [value for _, _, value in figures(receipt, 1)] == [0, 3, 0, 0]
    assert receipt.tables[1].last_day == date(2025, 3, 4)
    assert receipt.as_json()["tables"][1]["last_date"] == "2025-03-02"


def test_a_facebook_day_that_is_missing_stays_unknown(told):
    file = section("Facebook follows", '"2025-03-01T00:00:00","3"', '"2025-03-04T00:00:00","2"')
    assert len(figures(told(utf16(*file)))) == 2


def test_the_title_is_trusted_and_not_the_wrong_heading_below(told):
    file = section(
        "Instagram profile visits",
        '"2022-11-01T00:00:00","5"',
        heading='"Date","Instagram followers"',
    )
    receipt = told(utf16(*file))
    assert receipt.tables[0].channel == "instagram"
    assert figures(receipt) == [("2022-11-01", "profile_visits", 5)]
    assert receipt.tables[0].sums == {"Instagram followers": 5}


def test_a_title_that_does_not_say_the_network_is_asked_about(told):
    file = utf16(*section("Content interactions", '"2025-03-01T00:00:00","5"'))
    asked = told(file)
    assert [need.key for need in asked.needs] == ["network"]
    assert not asked.may_come_in()
    assert set(kept(told(file, network="facebook"))["channel"]) == {"facebook"}


def test_one_of_two_networks_is_enough_to_ask(told):
    file = utf16(
        *section("Follows", '"2025-03-01T00:00:00","5"'),
        *section("Instagram follows", '"2025-03-02T00:00:00","6"'),
    )
    receipt = told(file)
    assert [table.name for table in receipt.tables] == ["Follows", "Instagram follows"]
    assert receipt.as_json()["first_date"] == "2025-03-01"
    assert [need.key for need in receipt.needs] == ["network"]


def test_a_metric_nobody_has_described_is_added_up_and_not_kept(told):
    file = section("Facebook moons", '"2025-03-01T00:00:00","5"', heading='"Date","Основна"')
    receipt = told(utf16(*file))
    assert receipt.may_come_in()
    assert receipt.tables[0].sums == {"Основна": 5}
    assert receipt.tables[0].kept_rows() == 0
    assert "“Facebook moons” is read and added up" in receipt.warnings[0]


@pytest.mark.parametrize("lost", [0, 4], ids=["the first section", "a later section"])
def test_a_section_that_lost_its_title_beside_one_that_has_it_is_told(told, lost):
    lines = [
        *section("Facebook reach", '"2025-03-01T00:00:00","5"'),
        *section("Instagram reach", '"2025-03-01T00:00:00","6"'),
    ]
    del lines[lost]
    receipt = told(utf16(*lines))
    assert receipt.status == "rejected"
    assert sentences(receipt) == [
        "The line above these headings that says what they count is missing "
        f"(export.csv, row {lost + 1}). Upload the file just as the platform gave it."
    ]


def test_a_section_that_is_no_table_we_read_is_told(told):
    lines = [
        *section("Best times", '"8","3"', '"9","4"', heading='"Hour","Monday"'),
        *section("Facebook reach", '"2025-03-01T00:00:00","5"'),
    ]
    receipt = told(utf16(*lines))
    assert receipt.rows() == 1
    assert receipt.warnings == ["“Best times” is left out: no page shows such figures."]


def test_two_sections_of_one_title_that_names_no_network_are_told(told):
    days = ['"2025-03-01T00:00:00","5"'], ['"2025-03-01T00:00:00","7"']
    file = utf16(*section("Views", *days[0]), *section("Views", *days[1]))
    receipt = told(file)
    assert [need.key for need in receipt.needs] == ["network"]
    assert receipt.warnings == [
        "“Views” stands in it 2 times, and nothing says which network each is of: of a day only "
        "the last one counts. Upload each network's in a file of its own."
    ]


def test_a_section_too_short_to_tell_its_order_of_days_follows_the_other(told):
    receipt = told(
        "Facebook follows;\nDate;Primary\n12/03/2025;5\n13/03/2025;6\n;\n"
        "Instagram follows;\nDate;Primary\n12/03/2025;7\n"
    )
    assert receipt.may_come_in()
    assert set(kept(receipt, 1)["date"]) == {date(2025, 3, 12), date(2025, 3, 13)}


def test_a_period_compared_with_is_not_this_period(told):
    file = section(
        "Facebook reach", '"2025-03-01T00:00:00","5","900"', heading='"Date","Primary","Secondary"'
    )
    receipt = told(utf16(*file))
    assert figures(receipt) == [("2025-03-01", "reach", 5)]
    assert receipt.tables[0].sums == {"Primary": 5, "Secondary": 900}


@pytest.mark.parametrize(
    "content",
    [
        "sep=\t\r\nFacebook reach\t\r\nDate\tPrimary\r\n2025-03-13T00:00:00\t5\r\n".encode(
            "utf-16"
        ),
        b"Facebook reach;\r\nDate;Primary\r\n2025-03-13T00:00:00;5\r\n",
        b"Facebook reach,\n,\nDate,Primary\n3/13/2025 0:00,5\n,\n",
        b"\xef\xbb\xbfFacebook reach\n\nDate,Primary\n2025-03-13 00:00:00,5\n",
    ],
    ids=["tabs", "semicolons", "american dates", "blank line below the title"],
)
def test_a_file_saved_again_is_still_known(told, content):
    assert figures(told(content)) == [("2025-03-13", "reach", 5)]


def test_a_workbook_made_of_it_is_still_known(told, tmp_path):
    rows = [["Facebook reach"], ["Date", "Primary"], ["2025-03-01T00:00:00", 5]]
    content = workbook(tmp_path / "made.xlsx", {"Reach": rows})
    assert figures(told(content, "Reach.xlsx")) == [("2025-03-01", "reach", 5)]


def test_sections_in_two_languages_of_one_meaning(told):
    german = section("Facebook-Reichweite", '"2025-03-01T00:00:00","5"', heading='"Datum","Primär"')
    spanish = section(
        "Alcance de Facebook", '"2025-03-01T00:00:00","5"', heading='"Fecha","Principal"'
    )
    assert figures(told(utf16(*german))) == figures(told(utf16(*spanish)))


def test_a_report_made_by_hand_is_not_taken_for_meta(told):
    receipt = told("Views\nDate,Facebook,Instagram,LinkedIn\n2025-03-01,5,6,7\n2025-03-02,5,6,7\n")
    assert receipt.status == "rejected"


def test_a_damaged_day_is_told_with_its_row_and_column(told):
    file = section("Facebook reach", '"2025-03-01T00:00:00","5"', '"2025-02-31T00:00:00","6"')
    assert sentences(told(utf16(*file))) == [
        "“2025-02-31T00:00:00” can't be read (export.csv, row 4, column “Date”)."
        " It should look like 2025-03-31T00:00:00."
    ]


def test_a_value_that_is_no_number_is_told(told):
    file = section("Facebook reach", '"2025-03-01T00:00:00","many"')
    assert sentences(told(utf16(*file))) == [
        "“many” can't be read (export.csv, row 3, column “Primary”). It should look like 1204."
    ]


def test_a_section_without_days_is_a_month_without_activity(told):
    receipt = told(utf16(*section("Facebook reach")))
    assert receipt.may_come_in()
    assert receipt.rows() == 0


# -- Meta, audience ------------------------------------------------------------------------------

TOTALS = utf16(
    '"Facebook followers"', '"FB_PAGE,FOLLOW,UNIQUE_USERS"', '"1240"', "",
    '"Instagram followers"', '"IG_ACCOUNT,FOLLOW,UNIQUE_USERS"', '"2310"', "",
    '"Facebook followers by strange new groups"', '"Group","Value"', '"Left-handed","11%"',
)  # fmt: skip


def test_follower_totals_need_the_day_they_were_exported(told):
    assert [need.question for need in told(TOTALS).needs] == [
        "On which day was this file exported? Write it as 2025-03-31."
    ]
    receipt = told(TOTALS, period="2024-02-29")
    assert receipt.may_come_in()
    rows = pl.concat([kept(receipt, 0), kept(receipt, 1)])
    assert rows.select("channel", "followers", "date").rows() == [
        ("facebook", 1240, date(2024, 2, 29)),
        ("instagram", 2310, date(2024, 2, 29)),
    ]


def test_the_network_is_asked_once_for_all_sections_of_a_file(told):
    file = utf16(
        '"Age & gender"', '"","Women","Men"', '"18-24","6","4"', "",
        '"Top countries"', '"France","Spain"', '"22.1","9"', "",
    )  # fmt: skip
    assert [need.key for need in told(file).needs] == ["network"]
    assert {table.channel for table in told(file, network="instagram").tables} == {"instagram"}


def test_a_total_with_its_thousands_marked_is_one_number_where_nothing_else_stands(told):
    alone = utf16('"Facebook followers"', '"FB_PAGE,FOLLOW,UNIQUE_USERS"', '"1,234,567"')
    assert list(kept(told(alone, period="2024-02-29"))["followers"]) == [1_234_567]


def test_a_section_nobody_has_described_spoils_no_other(told):
    receipt = told(TOTALS, period="2024-02-29")
    assert [table.name for table in receipt.tables] == ["Facebook followers", "Instagram followers"]
    assert [table.rows for table in receipt.tables] == [1, 1]


def test_a_daily_section_inside_the_audience_is_the_same_as_the_networks_own(told):
    days = ['"2025-03-01T00:00:00","3"', '"2025-03-02T00:00:00","2"']
    audience = utf16(
        '"Age & gender"', '"","Women","Men"', '"18-24","6","4"', "", *section("Follows", *days)
    )
    inside = told(audience, network="facebook")
    own = told(utf16(*section("Follows", *days)), network="facebook")
    key = ["channel", "account", "first_date", "date", "measure", "value"]
    assert kept(inside).select(key).equals(kept(own).select(key))
    assert set(kept(inside, 1)["date"]) == {date(2025, 3, 2)}


def test_shares_are_parts_of_one_with_and_without_a_percent_sign(told):
    with_sign = utf16(
        '"Facebook followers by gender and age"', '"Age","Women","Men"', '"18-24","2.5%","0.3%"'
    )
    without = utf16('"Age & gender"', '"","Women","Men"', '"18-24","2.5","0.3"')
    assert list(kept(told(with_sign))["share"]) == [0.025, 0.003]
    assert list(kept(told(without, network="facebook"))["share"]) == [0.025, 0.003]


def test_places_in_two_wide_lines_become_one_row_each(told):
    file = utf16(
        '"Age & gender"', '"","Women","Men"', '"18-24","6","4"', "",
        '"Top towns/cities"', '"Saltmere, United Kingdom","Marram, Kent"', '"22.1","9"', "",
    )  # fmt: skip
    places = kept(told(file, network="instagram"), 1)
    assert places.select("dimension", "segment", "share").rows() == [
        ("city", "Saltmere, United Kingdom", 0.221),
        ("city", "Marram, Kent", 0.09),
    ]


@pytest.mark.parametrize("title", ["Principales villes", "Principais cidades", "Top-Städte"])
def test_places_of_an_account_in_another_language(told, title):
    file = utf16(
        '"Age & gender"', '"","Women","Men"', '"18-24","6","4"', "",
        f'"{title}"', '"Saltmere, United Kingdom"', '"22.1"', "",
    )  # fmt: skip
    places = kept(told(file, network="instagram"), 1)
    assert places.select("dimension", "share").rows() == [("city", 0.221)]


CUT_UP = (
    "sep=\t\t\t\r\nFacebook followers\t\t\t\r\nFB_PAGE\tFOLLOW\tUNIQUE_USERS\t\r\n1240\t\t\t\r\n"
    "\t\t\t\r\nFacebook followers by top cities\t\t\t\r\nTop cities\tValue\t\t\r\n"
    "Saltmere\t United Kingdom\t31.4%\t\r\nNetherquay\t Kent\t United Kingdom\t7.5%\r\n"
)


def test_a_place_cut_up_by_a_spreadsheet_program_is_put_together(told):
    receipt = told(CUT_UP.encode("utf-16"), period="2024-02-29")
    assert kept(receipt, 0)["followers"].to_list() == [1240]
    assert kept(receipt, 1).select("segment", "share").rows() == [
        ("Saltmere, United Kingdom", 0.314),
        ("Netherquay, Kent, United Kingdom", 0.075),
    ]


def test_a_share_that_became_a_date_is_left_open_and_told(told):
    file = "Facebook followers by top countries;\r\nTop countries;Value\r\nUkraine;3.апр\r\n"
    totals = "Facebook followers;\r\nFB_PAGE,FOLLOW,UNIQUE_USERS;\r\n1240;\r\n;\r\n"
    receipt = told((totals + file).encode("cp1251"), period="2024-02-29")
    assert receipt.may_come_in()
    assert "“3.апр” can't be read: export.csv, row 7, column “Value”" in receipt.warnings[0]
    assert kept(receipt, 1)["share"].to_list() == [None]


# -- Meta, posts ---------------------------------------------------------------------------------


def facebook(*lines: str, figures: str = "Views,Reach,Reactions,Comments,Shares") -> str:
    return "\n".join([f"\ufeff{FACEBOOK},{figures}", *lines, ""])


def post(number: int, published: str, figures: str, *, when: str = "Lifetime") -> str:
    return f"12212000000000{number},1099,Harbour,,A table,{published},https://x,Photos,,{when},{figures}"


def test_dates_are_month_first_even_where_the_other_order_fits(told):
    receipt = told(facebook(post(1, "03/04/2025 08:00", "5,4,3,2,1")))
    assert kept(receipt)["date"].to_list() == [date(2025, 3, 4)]


def test_a_whole_column_that_can_only_be_day_first_is_read_so(told):
    receipt = told(
        facebook(post(1, "13/04/2025 08:00", "5,4,3,2,1"), post(2, "03/04/2025 08:00", "5,4,3,2,1"))
    )
    assert kept(receipt)["date"].to_list() == [date(2025, 4, 13), date(2025, 4, 3)]


def test_an_error_line_of_the_platform_is_no_post(told):
    error = ",,,,,,,,An error occurred while computing metadata,Lifetime,51,,,,"
    receipt = told(facebook(post(1, "03/04/2025 08:00", "5,4,3,2,1"), error))
    assert receipt.rows() == 1
    assert receipt.may_come_in()
    assert "An error occurred" in receipt.warnings[0]


def test_views_that_stand_twice_are_summed_apart_and_kept_once(told):
    receipt = told(facebook(post(1, "03/04/2025 08:00", "5,4,6"), figures="Views,Reach,Views"))
    assert receipt.tables[0].sums == {
        "Views (column 11)": 5,
        "Reach": 4,
        "Views (column 13)": 6,
    }
    assert kept(receipt)["views"].to_list() == [5]


def test_views_of_nothing_but_zero_were_not_computed_yet(told):
    receipt = told(
        facebook(post(1, "03/04/2025 08:00", "0,4,3,2,1"), post(2, "03/05/2025 08:00", "0,4,3,2,1"))
    )
    assert kept(receipt)["views"].to_list() == [None, None]
    assert kept(receipt)["reach"].to_list() == [4, 4]
    assert receipt.tables[0].sums["Views"] == 0


def test_views_that_stand_nowhere_are_not_said_to_be_nought(told):
    receipt = told(facebook(post(1, "03/04/2025 08:00", ",4,3,2,1")))
    assert kept(receipt)["views"].to_list() == [None]
    assert receipt.warnings == []


def test_a_single_post_nobody_has_seen_beside_others_is_really_zero(told):
    receipt = told(
        facebook(post(1, "03/04/2025 08:00", "0,4,3,2,1"), post(2, "03/05/2025 08:00", "9,4,3,2,1"))
    )
    assert kept(receipt)["views"].to_list() == [0, 9]


def test_impressions_never_become_views(told):
    receipt = told(facebook(post(1, "03/04/2024 08:00", "5,4"), figures="Impressions,Reach"))
    assert kept(receipt).select("impressions", "views").rows() == [(5, None)]


@pytest.mark.parametrize(
    "heading",
    [
        "Reactions, Comments and Shares",
        "REACTIONS, comments and shares",
        " Reactions,  Comments and Shares ",
    ],
)
def test_case_and_blanks_of_a_heading_do_not_count(told, heading):
    receipt = told(facebook(post(1, "03/04/2024 08:00", "5"), figures=f'"{heading}"'))
    assert kept(receipt)["engagements"].to_list() == [5]


def test_figures_of_single_days_are_no_whole_lives(told):
    receipt = told(
        facebook(
            post(1, "03/04/2025 08:00", "5,4,3,2,1", when="03/05/2025"),
            post(1, "03/04/2025 08:00", "6,4,3,2,1", when="03/06/2025"),
        )
    )
    assert receipt.tables[0].subject == "post_days"
    views = [row for row in figures(receipt) if row[1] == "views"]
    assert views == [("2025-03-05", "views", 5), ("2025-03-06", "views", 6)]


def test_an_id_keeps_every_digit(told):
    line = post(1, "03/04/2025 08:00", "5,4,3,2,1").replace("122120000000001", "122121474620644102")
    assert kept(told(facebook(line)))["post_id"].to_list() == ["122121474620644102"]


def test_every_line_wrapped_in_quotes_once_more_is_unwrapped(told):
    plain = facebook(post(1, "03/04/2025 08:00", "5,4,3,2,1")).removeprefix("\ufeff")
    wrapped = "".join('"' + line.replace('"', '""') + '"\r\n' for line in plain.splitlines())
    assert kept(told(wrapped))["views"].to_list() == [5]


def test_a_post_id_that_is_missing_is_told(told):
    damaged = post(1, "03/04/2025 08:00", "5,4,3,2,1").replace("122120000000001", "")
    receipt = told(facebook(damaged, post(2, "03/05/2025 08:00", "5,4,3,2,1")))
    assert sentences(receipt) == [
        "There is no “Post ID” (export.csv, row 2, column “Post ID”)."
        " Fill it in, or import without this row."
    ]


def test_a_file_without_publish_time_says_what_it_lacks(told):
    receipt = told(facebook(post(1, "x", "5,4,3,2,1")).replace("Publish time", "Sent"))
    assert receipt.status == "rejected"
    assert "It comes nearest to Facebook posts" in sentences(receipt)[0]
    assert "It has no column “Publish time”" in sentences(receipt)[0]


INSTAGRAM = (
    "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,"
    "Permalink,Post type,Data comment,Date,{figures}\n"
    "17900000000000001,1784,harbour,Harbour,A table,0,03/04/2025 08:00,https://x,IG image,,"
    "Lifetime,{values}\n"
)


def test_follows_of_a_post_are_gained_by_it(told):
    content = INSTAGRAM.format(figures="Follows,Saves,Views,Likes", values="2,3,90,7")
    row = kept(told(content)).select("channel", "follows", "saves", "views", "likes")
    assert row.rows() == [("instagram", 2, 3, 90, 7)]


@pytest.mark.parametrize(
    ("post_id", "account_id", "username", "published"),
    [
        ("ID de publication", "ID de compte", "Nom d'utilisateur du compte", "Date de publication"),
        ("Identifiant de la publication", "Identifiant du compte", "Nom d’utilisateur du compte",
         "Heure de publication"),
        ("ID de la publicación", "ID de la cuenta", "Nombre de usuario de la cuenta",
         "Fecha de publicación"),
        ("ID della pubblicazione", "ID dell'account", "Nome utente dell'account",
         "Data di pubblicazione"),
    ],
)  # fmt: skip
def test_posts_of_an_account_in_another_language(told, post_id, account_id, username, published):
    content = (
        INSTAGRAM.format(figures="Reach,Likes", values="90,7")
        .replace("Post ID", post_id)
        .replace("Account ID", account_id)
        .replace("Account username", username)
        .replace("Publish time", published)
    )
    receipt = told(content)
    assert receipt.tables[0].source == "instagram_posts"
    assert receipt.tables[0].sums == {"Reach": 90, "Likes": 7, "Duration (sec)": 0}


def test_stories_are_posts_with_other_figures(told):
    content = INSTAGRAM.format(figures="Views,Replies,Navigation,Sticker taps", values="90,1,40,2")
    receipt = told(content)
    assert receipt.tables[0].source == "instagram_stories"
    assert receipt.tables[0].sums["Navigation"] == 40
    assert kept(receipt).select("views", "comments").rows() == [(90, 1)]


@pytest.mark.parametrize("told_by", ["Replies", "Navigation", "Sticker taps"])
def test_one_heading_of_their_own_tells_stories_from_posts(told, told_by):
    instagram = INSTAGRAM.format(figures=f"Views,{told_by}", values="90,1")
    assert told(instagram).tables[0].source == "instagram_stories"
    facebook = (
        f"{FACEBOOK},Views,{told_by}\n"
        "122000000000001,100,Harbour,,A table,03/04/2025 08:00,https://x,Story,,Lifetime,90,1\n"
    )
    receipt = told(facebook)
    assert [table.source for table in receipt.tables] == ["facebook_stories"]
    assert kept(receipt)["title"].to_list() == ["A table"]


def test_stories_by_day_are_figures_of_their_days(told):
    content = INSTAGRAM.format(figures="Views,Replies", values="90,1")
    receipt = told(content.replace("Lifetime", "03/05/2025"))
    assert [table.source for table in receipt.tables] == ["instagram_stories"]
    assert figures(receipt) == [("2025-03-05", "views", 90), ("2025-03-05", "replies", 1)]


def test_content_formats_are_added_up_and_not_kept(told):
    content = utf16(
        '"Views"', '"Reels","Links","Others"', '"5120","96","14"', "",
        '"Published content"', '"Links","Stories"', '"1","12"',
    )  # fmt: skip
    receipt = told(content, "Top content formats.csv")
    assert [table.source for table in receipt.tables] == ["meta_content_formats"] * 2
    assert receipt.as_json()["sums"] == {
        "Reels": "5120", "Links": "97", "Others": "14", "Stories": "12",
    }  # fmt: skip
    assert [table.frames for table in receipt.tables] == [[], []]


def test_thousands_of_a_content_format_are_not_asked_about(told):
    content = utf16('"Views"', '"Reels","Links"', '"1,200","96"')
    receipt = told(content, "Top content formats.csv")
    assert receipt.may_come_in()
    assert receipt.tables[0].sums == {"Reels": 1200, "Links": 96}


def test_a_post_that_stands_twice_is_told_and_kept_once(told):
    lines = [post(1, "03/04/2025 08:00", "5,4,3,2,1"), post(1, "03/04/2025 08:00", "9,4,3,2,1")]
    receipt = told(facebook(*lines, post(2, "03/05/2025 08:00", "7,4,3,2,1")))
    assert receipt.may_come_in()
    assert receipt.warnings == [
        "1 row of “Facebook posts” tells of what a later row tells again (row 2): the last counts."
    ]


def test_a_day_that_stands_twice_is_told(told):
    file = section("Facebook reach", '"2025-03-01T00:00:00","5"', '"2025-03-01T00:00:00","7"')
    assert "a later row tells again (row 3)" in told(utf16(*file)).warnings[0]


def test_lines_of_another_export_above_are_told(told):
    above = facebook(*(post(number, "03/04/2025 08:00", "5,4,3,2,1") for number in (1, 2, 3)))
    below = INSTAGRAM.format(figures="Views", values="90")
    receipt = told(f"{above}\n{below}", source="instagram_posts")
    assert receipt.rows() == 1
    assert receipt.warnings == [
        "4 lines above row 6 are left out: they are of no table of Instagram posts."
    ]


def test_the_same_bytes_under_another_name_are_the_same_export(told):
    content = INSTAGRAM.format(figures="Views", values="90")
    first = told(content, "Mar-01-2025_Mar-31-2025_1234567890123456.csv")
    second = told(content, "holiday pictures.csv")
    assert kept(first).equals(kept(second))


# -- LinkedIn ------------------------------------------------------------------------------------


def link_of(moment: datetime) -> str:
    milliseconds = int(moment.replace(tzinfo=UTC).timestamp() * 1000)
    return f"https://www.linkedin.com/feed/update/urn:li:activity:{milliseconds << 22}"


METRICS = ["Date", "Impressions (total)", "Unique impressions (organic)", "Clicks (total)",
           "Reactions (total)"]  # fmt: skip
POSTS = ["Post title", "Post link", "Post type", "Created date", "Impressions", "Views", "Clicks",
         "Likes", "Comments", "Reposts", "Content Type"]  # fmt: skip


def content_workbook(folder: Path, *, notes: bool, posts: Rows, metrics: Rows = ()) -> bytes:
    note = [["A note in one cell. All dates and times are in UTC."]] if notes else []
    sheets = {"Metrics": [*note, METRICS, *metrics], "All posts": [*note, POSTS, *posts]}
    return workbook(folder / "made.xlsx", sheets)


@pytest.mark.parametrize("notes", [True, False], ids=["with its note", "without its note"])
def test_the_heading_is_found_and_not_counted(told, tmp_path, notes):
    content = content_workbook(
        tmp_path, notes=notes, posts=[], metrics=[["03/01/2025", 90, 40, 3, 2]]
    )
    receipt = told(content, "page_content_1742193384396.xlsx")
    assert receipt.tables[0].sums["Impressions (total)"] == 90
    assert receipt.tables[0].rows == 1


def test_a_scheduled_post_counts_on_the_day_it_went_out(told, tmp_path):
    link = link_of(datetime(2025, 4, 2, 9))
    scheduled = ["Table", link, "Organic", "03/31/2025", 90, "", 1, 2, 3, 4, ""]
    receipt = told(content_workbook(tmp_path, notes=True, posts=[scheduled]), "page.xlsx")
    posts = receipt.tables[1]
    assert kept(receipt, 1)["date"].to_list() == [date(2025, 4, 2)]
    assert (posts.first_day, posts.last_day) == (date(2025, 4, 2), date(2025, 4, 2))
    assert receipt.as_json()["tables"][1]["first_date"] == "2025-03-31"


def test_a_post_is_known_by_its_activity_and_not_by_its_address(told, tmp_path):
    sent = link_of(datetime(2025, 3, 2, 9))
    row = ["Table", f"{sent}/?tracking=yes", "Organic", "03/02/2025", 90, "", 1, 2, 3, 4, "Video"]
    post_row = kept(told(content_workbook(tmp_path, notes=True, posts=[row]), "p.xlsx"), 1)
    assert post_row["post_id"].to_list() == [sent.rsplit(":", 1)[1]]
    assert post_row["post_type"].to_list() == ["Video"]


def test_a_link_without_an_activity_leaves_the_day_as_written(told, tmp_path):
    row = ["Table", "https://www.linkedin.com/x", "Organic", "03/02/2025", 90, "", 1, 2, 3, 4, ""]
    posts = kept(told(content_workbook(tmp_path, notes=True, posts=[row]), "p.xlsx"), 1)
    assert posts["date"].to_list() == [date(2025, 3, 2)]


LANGUAGES = {
    "German": (
        ["Datum", "Impressions (organisch)", "Impressions (insgesamt)",
         "Eindeutige Impressions (organisch)", "Klicks (insgesamt)", "Reaktionen (insgesamt)",
         "Kommentare (insgesamt)", "Direkt geteilte Beiträge (insgesamt)"],
        ["Titel des Beitrags", "Link zum Beitrag", "Art des Beitrags", "Erstellt am"],
    ),
    "French": (
        ["Date", "Impressions (organiques)", "Impressions (totales)",
         "Impressions uniques (organiques)", "Clics (totaux)", "Réactions (totales)",
         "Commentaires (totaux)", "Republications (totales)"],
        ["Titre du post", "Lien du post", "Type de post", "Date de création"],
    ),
    "Portuguese": (
        ["Data", "Impressões (orgânicas)", "Impressões (totais)", "Impressões únicas (orgânicas)",
         "Cliques (total)", "Reações (total)", "Comentários (total)", "Compartilhamentos (total)"],
        ["Título da publicação", "Link da publicação", "Tipo de publicação", "Data de criação"],
    ),
    "Italian": (
        ["Data", "Impressioni (organiche)", "Impressioni (totali)",
         "Impressioni uniche (organiche)", "Clic (totali)", "Reazioni (totali)",
         "Commenti (totali)", "Diffusioni post (totali)"],
        ["Titolo del post", "Link del post", "Tipo di post", "Data di creazione"],
    ),
    "Dutch": (
        ["Datum", "Weergaven (organisch)", "Weergaven (totaal)", "Unieke weergaven (organisch)",
         "Klikken (totaal)", "Reacties (totaal)", "Commentaren (totaal)", "Keer gedeeld (totaal)"],
        ["Titel van bijdrage", "Link naar bijdrage", "Type bijdrage", "Gemaakt op"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_of_an_account_in_another_language(told, tmp_path, language):
    metrics, posts = LANGUAGES[language]
    post = ["Table", link_of(datetime(2025, 3, 2)), "Organic", "03/02/2025"]
    content = workbook(
        tmp_path / "made.xlsx",
        {
            "First": [["A note in one cell."], metrics, ["03/01/2025", 80, 90, 40, 3, 2, 1, 4]],
            "Second": [["A note in one cell."], posts, post],
        },
    )
    receipt = told(content, "page.xlsx")
    assert [(table.source, table.subject) for table in receipt.tables] == [
        ("linkedin_content", "channel_days"),
        ("linkedin_content", "posts"),
    ]
    assert receipt.tables[0].measures == {
        "impressions": 90, "unique_impressions": 40, "clicks": 3, "likes": 2, "comments": 1,
        "reposts": 4,
    }  # fmt: skip


def test_a_plan_of_posts_in_another_language_is_no_linkedin_export(told):
    plan = "Titre du post,Lien du post,Date de création\nTable,https://example.com/1,03/02/2025\n"
    assert told(plan, "plan.csv").status == "rejected"


@pytest.mark.parametrize(
    ("views", "visitors"),
    [
        ("Seitenaufrufe insgesamt (gesamt)", "Einzelne Besucher insgesamt (gesamt)"),
        ("Total de visualizações da página (total)", "Total de visitantes únicos (total)"),
        ("Nombre total de pages vues (total)", "Nombre total de visiteurs uniques (total)"),
        ("Visualizzazioni totali della pagina (totali)", "Visitatori unici totali (totali)"),
    ],
)
def test_visitors_of_the_whole_page_in_another_language(told, tmp_path, views, visitors):
    mobile = views.rsplit("(", 1)[0] + "(mobile)"
    headings = ["Data", mobile, views, visitors]
    sheets = {"Metrics": [headings, ["03/01/2025", 8, 12, 9]]}
    receipt = told(workbook(tmp_path / "made.xlsx", sheets), "page.xlsx")
    assert receipt.tables[0].source == "linkedin_visitors"
    assert receipt.tables[0].measures == {"page_views": 12, "visitors": 9}


def test_what_a_window_brought_and_the_life_of_its_posts_are_never_added(told, tmp_path):
    row = ["Table", link_of(datetime(2025, 3, 2)), "Organic", "03/02/2025", 90, "", 1, 2, 3, 4, ""]
    content = content_workbook(
        tmp_path, notes=True, posts=[row], metrics=[["03/01/2025", 500, 40, 3, 2]]
    )
    receipt = told(content, "p.xlsx")
    assert [table.subject for table in receipt.tables] == ["channel_days", "posts"]
    assert receipt.tables[0].measures["impressions"] == 500
    assert receipt.tables[1].measures["impressions"] == 90


def test_a_negative_day_is_a_correction(told, tmp_path):
    days = [["03/01/2025", 90, 40, -2, 2]]
    receipt = told(content_workbook(tmp_path, notes=True, posts=[], metrics=days), "p.xlsx")
    assert receipt.may_come_in()
    assert receipt.tables[0].measures["clicks"] == -2


def test_one_sheet_saved_as_csv_is_still_known(told):
    receipt = told(as_csv([METRICS, ["03/01/2025", 90, 40, 3, 2]]), "Metrics.csv")
    assert receipt.tables[0].source == "linkedin_content"


FOLLOWERS = ["Date", "Sponsored followers", "Organic followers", "Auto-invited followers",
             "Total followers"]  # fmt: skip


def test_total_followers_of_a_day_are_gained_and_those_of_a_group_stand(told, tmp_path):
    content = workbook(
        tmp_path / "made.xlsx",
        {
            "New followers": [FOLLOWERS, ["03/01/2025", 0, 2, 1, 3], ["03/02/2025", 0, 4, 0, 4]],
            "Location": [["Location", "Total followers"], ["Saltmere", 118]],
        },
    )
    receipt = told(content, "page_followers_1739343974503.xlsx")
    assert receipt.tables[0].measures == {"followers_gained": 7}
    assert kept(receipt, 1).select("dimension", "segment", "people", "date").rows() == [
        ("location", "Saltmere", 118, date(2025, 3, 2))
    ]
    assert receipt.as_json()["last_date"] == "2025-03-02"


@pytest.mark.parametrize(
    ("sponsored", "organic", "total", "place"),
    [
        ("Gesponserte Follower:innen", "Organische Follower:innen", "Follower:innen gesamt", "Ort"),
        ("Followers sponsorisés", "Followers organiques", "Total followers", "Localisation"),
        ("Seguidores patrocinados", "Seguidores orgânicos", "Seguidores totais", "Localização"),
        ("Follower sponsorizzati", "Follower organici", "Totale dei follower", "Posizione"),
    ],
)
def test_followers_of_a_page_in_another_language(told, tmp_path, sponsored, organic, total, place):
    content = workbook(
        tmp_path / "made.xlsx",
        {
            "First": [["Data", sponsored, organic, total], ["03/13/2025", 1, 2, 3]],
            "Second": [[place, total], ["Saltmere", 118]],
        },
    )
    receipt = told(content, "page.xlsx")
    assert receipt.tables[0].measures == {"followers_gained": 3}
    assert kept(receipt, 1).select("dimension", "people").rows() == [("location", 118)]


def test_followers_before_there_were_invitations(told, tmp_path):
    heading = ["Date", "Sponsored followers", "Organic followers", "Total followers"]
    rows = [heading, ["03/01/2021", 1, 2, 3]]
    receipt = told(workbook(tmp_path / "made.xlsx", {"New followers": rows}), "old.xlsx")
    assert receipt.tables[0].measures == {"followers_gained": 3}


def test_days_that_a_spreadsheet_program_turned_into_serials(told, tmp_path):
    serial = (date(2025, 3, 4) - date(1899, 12, 30)).days
    rows = [FOLLOWERS, [serial, 0, 2, 1, 3], [serial + 1, 0, 2, 1, 3]]
    receipt = told(workbook(tmp_path / "made.xlsx", {"New followers": rows}), "p.xlsx")
    assert kept(receipt)["date"].to_list() == [date(2025, 3, 4), date(2025, 3, 5)]


def test_both_orders_in_one_column_are_told(told):
    rows = [FOLLOWERS, ["13/01/2025", 0, 2, 1, 3], ["01/14/2025", 0, 2, 1, 3]]
    receipt = told(as_csv(rows), "New followers.csv")
    assert receipt.status == "rejected"
    assert "can't be read" in sentences(receipt)[0]
    assert "It should look like 03/31/2025." in sentences(receipt)[0]


def test_visitors_by_group_are_shares_of_views_and_not_people(told, tmp_path):
    heading = ["Date", "Total page views (total)", "Total unique visitors (total)"]
    content = workbook(
        tmp_path / "made.xlsx",
        {
            "Visitor metrics": [heading, ["03/01/2025", 12, 7]],
            "Seniority": [["Seniority", "Total views"], ["Senior", 3], ["Owner", 1]],
        },
    )
    receipt = told(content, "page_visitors_1739343988681.xlsx")
    assert receipt.tables[0].measures == {"page_views": 12, "visitors": 7}
    assert kept(receipt, 1).select("dimension", "people", "share").rows() == [
        ("visits by seniority", None, 0.75),
        ("visits by seniority", None, 0.25),
    ]


def test_demographic_sheets_alone_are_not_an_export(told, tmp_path):
    rows = [["Location", "Total followers"], ["Saltmere", 118]]
    receipt = told(workbook(tmp_path / "made.xlsx", {"Location": rows}), "p.xlsx")
    assert receipt.status == "rejected"


@pytest.mark.parametrize(
    ("name", "in_spanish"),
    [
        ("linkedin_content.xls", "linkedin_content_spanish.xls"),
        ("linkedin_followers.xls", "linkedin_followers_spanish.xls"),
    ],
)
def test_a_spanish_export_tells_the_same(name, in_spanish):
    ours, theirs = (inspect(KINDS / one, Ask(one)) for one in (name, in_spanish))
    assert [table.subject for table in ours.tables] == [table.subject for table in theirs.tables]
    assert [table.rows for table in ours.tables] == [table.rows for table in theirs.tables]


def test_real_dates_beside_written_ones_are_told_to_be_in_two_orders(told):
    rows = [FOLLOWERS, ["2025-02-03", 0, 2, 1, 3], ["03/13/2025", 0, 2, 1, 3]]
    receipt = told(as_csv(rows), "New followers.csv")
    assert receipt.status == "rejected"
    assert "Its column holds days in two orders" in sentences(receipt)[0]


def test_a_year_of_days_has_no_gap(told, tmp_path):
    days = [date(2024, 2, 12) + timedelta(days=number) for number in range(365)]
    rows = [[f"{day:%m/%d/%Y}", 0, 1, 0, 1] for day in days]
    content = workbook(tmp_path / "made.xlsx", {"New followers": [FOLLOWERS, *rows]})
    assert kept(told(content, "p.xlsx"))["date"].to_list() == days


def test_dates_with_dots_are_day_first_whatever_the_platform_writes(told):
    rows = [FOLLOWERS, ["01.03.2025", 0, 2, 1, 3], ["02.03.2025", 0, 2, 1, 3]]
    days = kept(told(as_csv(rows), "New followers.csv"))["date"]
    assert days.to_list() == [date(2025, 3, 1), date(2025, 3, 2)]


def test_dots_settle_the_order_where_a_platform_has_no_habit(told):
    content = "Facebook reach;\nDate;Primary\n01.03.2025 00:00;1.204\n02.03.2025 00:00;310\n"
    assert figures(told(content)) == [("2025-03-01", "reach", 1204), ("2025-03-02", "reach", 310)]


def test_the_order_of_days_is_asked_where_meta_never_wrote_them_so(told):
    content = "Facebook reach,\nDate,Primary\n03/01/2025,5\n03/02/2025,6\n"
    assert [need.key for need in told(content).needs] == ["date_order"]
    assert figures(told(content, date_order="mdy"))[0][0] == "2025-03-01"


def test_a_section_without_its_title_says_what_it_lacks(told):
    receipt = told("Date,Primary\n2025-03-01T00:00:00,5\n")
    assert "It comes nearest to Meta Business Suite Insights, by day" in sentences(receipt)[0]
    assert "The line above the headings that says what they count" in sentences(receipt)[0]
