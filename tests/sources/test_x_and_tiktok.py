"""What is odd about the exports of X and TikTok, and what becomes of it."""

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.receipt import Receipt

OVERVIEW = "Date,Impressions,Likes,New follows,Unfollows,Create Post\n"
POSTS = "Post id,Date,Post text,Link,Impressions,Likes,Share,Reposts,Permalink clicks\n"
TWEETS = "Tweet id,Tweet permalink,Tweet text,time,impressions,likes,promoted impressions\n"
TIKTOK = "Date,Video Views,Profile Views,Likes,Comments,Shares\n"
FOLLOWERS = "Date,Followers,Difference in followers from previous day\n"
STUDIO = "Time,Video title,Video link,Post time,Total likes,Total comments,Total views\n"


def source(receipt: Receipt) -> str:
    (name,) = {table.source for table in receipt.tables}
    return name


def kept(receipt: Receipt, table: int = 0) -> pl.DataFrame:
    return pl.concat(receipt.tables[table].frames)


def figures(receipt: Receipt, measure: str, table: int = 0) -> list[tuple[str, int]]:
    rows = kept(receipt, table).filter(pl.col("measure") == measure)
    return rows.select(pl.col("date").cast(pl.String), pl.col("value").cast(pl.Int64)).rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def video(uploaded: datetime) -> str:
    return f"https://www.tiktok.com/@harbour/video/{(int(uploaded.timestamp()) << 32) + 7}"


def archive_of(path: Path, **members: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", "\ufeff" + content)
    return path.read_bytes()


# -- X ------------------------------------------------------------------------------------------


def test_x_writes_english_days_newest_first(told):
    receipt = told(OVERVIEW + '"Wed, Jan 1, 2025",62,0,1,0,0\n"Tue, Dec 31, 2024",426,18,2,1,2\n')
    assert source(receipt) == "x_overview"
    assert figures(receipt, "impressions") == [("2025-01-01", 62), ("2024-12-31", 426)]
    assert figures(receipt, "followers_lost") == [("2025-01-01", 0), ("2024-12-31", 1)]


def test_x_does_not_say_how_many_followers_there_are(told):
    receipt = told(OVERVIEW + '"Wed, Jan 1, 2025",62,0,1,0,0\n')
    assert {table.subject for table in receipt.tables} == {"channel_days"}


def test_a_spanish_overview_keeps_its_english_days(told):
    headings = "Date,Impresiones,Me gusta,Nuevos seguidores,Dejar de seguir,Crear post\n"
    receipt = told(headings + '"Sat, Mar 8, 2025",62,5,1,0,0\n')
    assert figures(receipt, "likes") == [("2025-03-08", 5)]


def test_a_day_that_does_not_exist_is_told_by_row_and_column(told):
    receipt = told(OVERVIEW + '"Sat, Mar 8, 2025",62,5,1,0,0\n"Feb 30, 2025",6,5,1,0,0\n')
    assert sentences(receipt) == [
        "“Feb 30, 2025” can't be read (export.csv, row 3, column “Date”). "
        "It should look like Tue, Feb 18, 2025."
    ]


def test_an_overview_without_a_day_is_an_export_without_activity(told):
    receipt = told(OVERVIEW)
    assert (receipt.status, receipt.rows()) == ("accepted", 0)


def test_sharing_and_reposting_are_both_passing_on(told):
    row = "1891548163077046272,Mon Feb 17 2025,Oak,,420,9,1,3,0\n"
    posts = kept(told(POSTS + row))
    assert posts.select("date", "shares").rows() == [(date(2025, 2, 17), 4)]


def test_a_post_keeps_its_id_though_a_spreadsheet_cut_it_short(told):
    link = "https://x.com/harbour/status/1891548163077046272"
    receipt = told(POSTS + f"1.89155E+18,Mon Feb 17 2025,Oak,{link},420,9,1,3,0\n")
    assert kept(receipt)["post_id"].to_list() == ["1891548163077046272"]
    assert "cut short 1 id in the column “Post id”" in receipt.warnings[0]


def test_a_tweet_over_several_lines_is_one_row(told):
    row = '1,https://twitter.com/h/status/1,"Oak &amp;\n\nash",2019-01-08 23:59 +0000,5218.0,3,-\n'
    receipt = told(TWEETS + row)
    tweets = kept(receipt).select("row", "date", "title", "impressions")
    assert tweets.rows() == [(2, date(2019, 1, 8), "Oak &\n\nash", 5218)]


def test_half_an_impression_is_no_count(told):
    receipt = told(TWEETS + "1,https://twitter.com/h/status/1,Oak,2019-01-08,5218.5,3,-\n")
    assert sentences(receipt) == [
        "“5218.5” can't be read (export.csv, row 2, column “impressions”). "
        "It should look like 1204."
    ]


def test_follows_by_tweets_are_no_followers_gained(told):
    receipt = told("Date,Tweets published,impressions,follows\n2021-01-31,9,6703,4\n")
    assert source(receipt) == "x_by_day"
    assert receipt.tables[0].measures == {"posts": 9, "impressions": 6703}
    assert receipt.tables[0].sums["follows"] == 4


@pytest.mark.parametrize(
    "headings",
    [
        "Date,Impressions,Likes,New follows,Create Post",
        "Date,Impressions,Gefällt mir,Neue Follows,Post erstellen",
        "Date,Impressioni,Mi piace,Nuovi follower,Crea post",
        "Date,Impressions,J’aime,Désabonnements,Créer un post",
    ],
)
def test_an_overview_is_known_by_two_headings_of_its_own(told, headings):
    receipt = told(f'{headings}\n"Sat, Mar 8, 2025",62,5,1,2\n')
    assert source(receipt) == "x_overview"
    assert figures(receipt, "posts") == [("2025-03-08", 2)]


def test_posts_of_a_portuguese_account(told):
    headings = "ID,Data,Texto do post,Postar link,Impressões,Curtidas,Compartilhamentos,Reposts\n"
    link = "https://x.com/harbour/status/1891548163077046272"
    receipt = told(headings + f'1.89155E+18,"Mon, Feb 17, 2025",Oak,{link},420,9,1,3\n')
    assert source(receipt) == "x_content"
    posts = kept(receipt).select("post_id", "date", "shares")
    assert posts.rows() == [("1891548163077046272", date(2025, 2, 17), 4)]


def test_a_like_was_once_a_favorite(told):
    row = "1,https://twitter.com/h/status/1,Oak,2015-01-08 23:59 +0000,52,3\n"
    receipt = told("Tweet id,Tweet permalink,Tweet text,time,impressions,favorites\n" + row)
    assert receipt.tables[0].measures["likes"] == 3


# -- TikTok -------------------------------------------------------------------------------------


def test_days_without_a_year_are_asked_for_it(told):
    receipt = told(TIKTOK + "April 12,1591,7,10,1,0\nApril 13,1154,1,5,0,0\n")
    assert [need.key for need in receipt.needs] == ["year"]
    said = receipt.as_json()
    assert (said["first_date"], said["last_date"]) == ("April 12", "April 13")
    assert said["sums"]["Video Views"] == "2745"


@pytest.mark.parametrize("answer", ["0", "25", "20255", "next"])
def test_what_is_no_year_is_no_answer(told, answer):
    receipt = told(TIKTOK + "April 12,1591,7,10,1,0\n", year=answer)
    assert (receipt.status, [need.key for need in receipt.needs]) == ("accepted", ["year"])


def test_the_year_is_that_of_the_last_day(told):
    rows = "December 31,10,0,0,0,0\nJanuary 1,11,0,0,0,0\n"
    receipt = told(TIKTOK + rows, year="2026")
    assert figures(receipt, "video_views") == [("2025-12-31", 10), ("2026-01-01", 11)]


def test_a_year_from_february_to_february(told):
    start = date(2025, 2, 28)
    days = [date.fromordinal(start.toordinal() + number) for number in range(365)]
    rows = "".join(f"{day:%B} {day.day},1,0,0,0,0\n" for day in days)
    receipt = told(TIKTOK + rows, year="2026")
    assert kept(receipt)["date"].unique().sort().to_list() == days


def test_a_spanish_account_has_english_headings_and_spanish_days(told):
    receipt = told(TIKTOK + "6 de agosto,12,0,0,0,0\n7 de agosto,13,0,0,0,0\n", year="2025")
    assert figures(receipt, "video_views") == [("2025-08-06", 12), ("2025-08-07", 13)]


@pytest.mark.parametrize("days", [("31 мая", "1 июня"), ("31.май", "01.юни")])
def test_a_russian_account_has_english_headings_and_russian_days(told, days):
    receipt = told(TIKTOK + f"{days[0]},12,0,0,0,0\n{days[1]},13,0,0,0,0\n", year="2025")
    assert figures(receipt, "video_views") == [("2025-05-31", 12), ("2025-06-01", 13)]


def test_undefined_is_not_nought(told):
    rows = "April 12,undefined,undefined,undefined,undefined,undefined\nApril 13,4,0,0,-1,0\n"
    receipt = told(TIKTOK + rows, year="2026")
    assert receipt.rows() == 2
    assert figures(receipt, "video_views") == [("2026-04-13", 4)]
    assert figures(receipt, "comments") == [("2026-04-13", -1)]


def test_a_comma_that_moved_the_cells_of_a_row_is_told(told):
    receipt = told(TIKTOK + "April 12,1,591,7,10,1,0\nApril 13,1154,1,5,0,0\n", year="2026")
    assert "1 row has more cells than there are headings (row 2): “0”" in receipt.warnings[0]
    assert told(TIKTOK + "April 13,1154,1,5,0,0,,\n", year="2026").warnings == []


@pytest.mark.parametrize(
    ("days", "end", "cell"),
    [(0, "April 30,115", 2), (1, "April 30,1154,1", 3), (29, "April 30,1154,1,5,0,", 6)],
)
def test_an_overview_that_ends_within_a_line_is_not_whole(told, days, end, cell):
    rows = "".join(f"April {day},1591,7,10,1,0\n" for day in range(1, days + 1))
    receipt = told(TIKTOK + rows + end)
    assert receipt.status == "rejected"
    place = f"(export.csv, row {days + 2})"
    assert f"The file ends here, in cell {cell} of 6 {place}" in sentences(receipt)[0]


def test_a_short_line_that_ends_is_no_line_cut_off(told):
    receipt = told(TIKTOK + "April 12,1591,7,10,1,0\nApril 13,115\n", year="2026")
    assert (receipt.status, receipt.rows()) == ("accepted", 2)


def test_an_archive_of_one_overview(told, tmp_path):
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("Overview.csv", "\ufeff" + TIKTOK + "April 12,1591,7,10,1,0\n")
    receipt = told((tmp_path / "made.zip").read_bytes(), "Overview.zip", year="2026")
    assert figures(receipt, "video_views") == [("2026-04-12", 1591)]


def test_a_follower_history_gives_totals_and_changes_of_the_same_rows(told):
    receipt = told(FOLLOWERS + "April 12,1480,3\nApril 13,1478,-2\n", year="2026")
    assert receipt.rows() == 2
    assert receipt.as_json()["sums"]["Followers"] == "2958"
    assert kept(receipt)["followers"].to_list() == [1480, 1478]
    assert figures(receipt, "followers_net", 1) == [("2026-04-12", 3), ("2026-04-13", -2)]


def test_a_broken_follower_count_is_told_once(told):
    receipt = told(FOLLOWERS + "April 12,many,3\n", year="2026")
    assert sentences(receipt) == [
        "“many” can't be read (export.csv, row 2, column “Followers”). It should look like 1204."
    ]
    assert receipt.problems_in_all == 1


def test_a_business_overview_is_not_taken_for_studio(told):
    headings = "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,"
    headings += "Phone number clicks ,Leads submission,Net growth,New followers,Lost followers\n"
    receipt = told(headings + "2025/10/31,900,700,20,30,2,1,--,NAN,4,5,1\n")
    assert source(receipt) == "tiktok_business_days"
    assert figures(receipt, "followers_net") == [("2025-10-31", 4)]
    assert "call_taps" not in receipt.tables[0].measures


def test_a_swedish_business_account(told):
    headings = "Datum,Videovisningar,Profilvisningar,Gilla-markeringar,Nettotillväxt,Nya följare\n"
    receipt = told(headings + "2025/10/31,900,20,30,4,5\n")
    assert source(receipt) == "tiktok_business_days"
    assert figures(receipt, "followers_gained") == [("2025-10-31", 5)]


def test_a_business_accounts_total_followers_are_never_there(told):
    headings = "Date,New followers,Total followers,Reached audience,Engaged audience\n"
    receipt = told(headings + "2025/10/31,5,--,700,61\n")
    assert receipt.tables[0].measures == {"followers_gained": 5, "reach": 700}


@pytest.mark.parametrize(
    ("uploaded", "written", "day"),
    [
        (datetime(2024, 2, 29, 12, tzinfo=UTC), "February 29", date(2024, 2, 29)),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "January 1", date(2026, 1, 1)),
        (datetime(2026, 1, 1, 2, 0, tzinfo=UTC), "December 31", date(2025, 12, 31)),
        (datetime(2025, 3, 1, 12, tzinfo=UTC), "1 de marzo", date(2025, 3, 1)),
    ],
)
def test_a_videos_number_gives_its_year_back(told, uploaded, written, day):
    receipt = told(STUDIO + f"April 1,Oak,{video(uploaded)},{written},40,3,2100\n")
    assert source(receipt) == "tiktok_content"
    assert not receipt.needs
    assert kept(receipt)["date"].to_list() == [day]


def test_a_number_that_a_spreadsheet_rounded_is_of_no_second(told):
    link = "https://www.tiktok.com/@harbour/video/7.45E+18"
    receipt = told(STUDIO + f"April 1,Oak,{link},March 1,40,3,2100\n")
    assert kept(receipt).select("post_id", "date").rows() == [(link, None)]


def test_an_impossible_day_of_a_video_is_told(told):
    link = video(datetime(2025, 3, 1, tzinfo=UTC))
    receipt = told(STUDIO + f"April 1,Oak,{link},February 31,40,3,2100\n")
    assert sentences(receipt) == [
        "“February 31” can't be read (export.csv, row 2, column “Post time”). "
        "It should look like February 28."
    ]


def test_a_business_accounts_videos_have_full_days(told):
    headings = "Video title,Video link,Post time,Video views,Likes,Comments,Shares\n"
    link = video(datetime(2025, 10, 31, 18, 19, 6, tzinfo=UTC))
    receipt = told(headings + f"Oak,{link},2025/10/31 18:19:10,900,5,NAN,0\n")
    posts = kept(receipt).select("date", "views", "comments")
    assert posts.rows() == [(date(2025, 10, 31), 900, None)]


def test_a_list_of_search_trends_named_tiktok_is_refused(told):
    receipt = told("Day,tiktok: (Worldwide)\n2025-03-01,71\n2025-03-02,69\n", "tiktok.csv")
    assert receipt.status == "rejected"


def test_viewers_are_counted_once_a_day(told):
    headings = "Date,Total Viewers,New Viewers,Returning Viewers\n"
    receipt = told(headings + "December 31,810,702,108\nJanuary 1,undefined,,\n", year="2026")
    assert source(receipt) == "tiktok_viewers"
    assert figures(receipt, "viewers") == [("2025-12-31", 810)]


def test_hours_of_activity_are_not_kept(told):
    receipt = told("Date,Hour,Active followers\nApril 12,0,31\nApril 12,1,40\n")
    assert (receipt.rows(), receipt.tables[0].frames, receipt.needs) == (2, [], [])


def test_follower_shares_are_asked_for_their_day(told):
    content = "Gender,Distribution\nFemale,0.57\nMale,0.43\n"
    assert [need.key for need in told(content).needs] == ["period"]
    shares = kept(told(content, period="2026-01-07"))
    assert shares.select("date", "dimension", "segment", "share").rows() == [
        (date(2026, 1, 7), "gender", "Female", 0.57),
        (date(2026, 1, 7), "gender", "Male", 0.43),
    ]


def test_the_year_follows_from_the_videos_in_the_same_archive(told, tmp_path):
    posts = (datetime(2025, 12, 20, 12, tzinfo=UTC), "December 20")
    receipt = told(
        archive_of(
            tmp_path / "made.zip",
            Overview=TIKTOK + "December 31,10,0,0,0,0\nJanuary 1,11,0,0,0,0\n",
            FollowerGender="Gender,Distribution\nFemale,0.57\nMale,0.43\n",
            Content=STUDIO + f"January 2,Oak,{video(posts[0])},{posts[1]},40,3,2100\n",
        ),
        "TikTok.zip",
    )
    assert receipt.needs == []
    assert figures(receipt, "video_views") == [("2025-12-31", 10), ("2026-01-01", 11)]
    assert "follows from the posts beside it" in receipt.warnings[-1]
    (shares,) = [table for table in receipt.tables if table.subject == "audience"]
    assert (shares.rows, shares.last_day) == (2, date(2026, 1, 1))


def test_a_video_of_the_day_after_the_last_whole_one_moves_no_year(told, tmp_path):
    link = video(datetime(2026, 1, 2, 9, tzinfo=UTC))
    content = archive_of(
        tmp_path / "made.zip",
        Overview=TIKTOK + "December 31,10,0,0,0,0\n",
        Content=STUDIO + f"January 2,Oak,{link},January 2,40,3,2100\n",
    )
    assert figures(told(content, "TikTok.zip"), "video_views") == [("2025-12-31", 10)]


def test_of_overviews_of_two_times_in_one_archive_no_year_is_guessed(told, tmp_path):
    link = video(datetime(2026, 1, 1, 9, tzinfo=UTC))
    content = archive_of(
        tmp_path / "made.zip",
        Overview=TIKTOK + "January 1,10,0,0,0,0\n",
        Earlier=TIKTOK + "January 31,10,0,0,0,0\n",
        Content=STUDIO + f"January 2,Oak,{link},January 1,40,3,2100\n",
    )
    assert "year" in [need.key for need in told(content, "TikTok.zip").needs]


def test_videos_of_another_time_tell_no_year(told, tmp_path):
    link = video(datetime(2025, 6, 1, 9, tzinfo=UTC))
    content = archive_of(
        tmp_path / "made.zip",
        Overview=TIKTOK + "January 1,10,0,0,0,0\n",
        Content=STUDIO + f"June 2,Oak,{link},June 1,40,3,2100\n",
    )
    assert [need.key for need in told(content, "TikTok.zip").needs] == ["year"]


@pytest.mark.parametrize("days", [("January 1", "December 31"), ("January 1", "December 30")])
def test_the_last_day_is_the_newest_wherever_it_stands(told, days):
    rows = "".join(f"{day},{number},0,0,0,0\n" for number, day in enumerate([*days, days[0]]))
    (need,) = told(TIKTOK + rows).needs
    assert need.question == "Which year is “January 1”, the last day in this file?"
    said = told(TIKTOK + rows).as_json()
    assert (said["first_date"], said["last_date"]) == (days[1], days[0])
    answered = told(TIKTOK + rows, year="2026")
    assert kept(answered)["date"].max() == date(2026, 1, 1)
    assert kept(answered)["date"].min() == date(2025, 12, int(days[1][-2:]))


def test_days_of_a_whole_year_in_no_order_are_told_once(told):
    rows = "".join(f"{day},1,0,0,0,0\n" for day in ("January 1", "September 1", "May 1"))
    receipt = told(TIKTOK + rows, year="2026")
    assert sentences(receipt) == [
        "“January 1” and the other days have no year and stand in no order, so nobody can tell "
        "which of them is the last (export.csv, row 2, column “Date”). "
        "Upload the file as the platform gave it."
    ]


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        ("September 25", "October 1", datetime(2025, 10, 1, 21, 46, tzinfo=UTC)),
        ("December 26", "January 1", datetime(2026, 1, 2, 1, tzinfo=UTC)),
    ],
)
def test_the_archives_name_tells_the_year_of_just_its_days(told, tmp_path, first, last, end):
    rows = f"{first},10,0,0,0,0\n{last},11,0,0,0,0\n"
    content = archive_of(tmp_path / "made.zip", Overview=TIKTOK + rows)
    begun = "2025-09-25" if first == "September 25" else "2025-12-26"
    receipt = told(content, f"Overview_{begun}_{int(end.timestamp())}_harbour (1).zip")
    assert receipt.needs == []
    assert kept(receipt)["date"].max() == date(end.year, 1 if end.month == 1 else 10, 1)
    assert "follows from its name" in receipt.warnings[-1]
    others = told(content, f"Overview_2025-09-24_{int(end.timestamp())}_harbour.zip")
    assert [need.key for need in others.needs] == ["year"]


def test_a_year_that_a_spreadsheet_made_up_for_a_video_gives_way_to_its_number(told):
    link = video(datetime(2025, 12, 20, 12, tzinfo=UTC))
    receipt = told(STUDIO + f"2026-01-05,Oak,{link},2026-12-20,40,3,2100\n")
    assert kept(receipt)["date"].to_list() == [date(2025, 12, 20)]


def test_a_video_whose_link_hides_its_year_is_told_to_be_in_no_month(told):
    known = video(datetime(2025, 12, 20, 12, tzinfo=UTC))
    short = "https://vm.tiktok.com/ZMabc123/"
    lines = [f"2026-01-05,Oak,{link},December 20,40,3,2100\n" for link in (known, short)]
    receipt = told(STUDIO + "".join(lines))
    assert receipt.warnings == ["No day stands in row 3: that is counted in no month."]
    assert kept(receipt)["views"].to_list() == [2100, 2100]


def test_the_hours_of_activity_have_their_days(told):
    content = "Date,Hour,Active followers\n December 31 ,0,31\nJanuary 1,1,40\n"
    said = told(content).as_json()
    assert (said["first_date"], said["last_date"]) == ("December 31", "January 1")


def test_an_archive_of_followers_asks_for_nothing_but_the_year(told, tmp_path):
    content = archive_of(
        tmp_path / "made.zip",
        FollowerHistory=FOLLOWERS + "September 30,3,1\nOctober 1,4,1\n",
        FollowerActivity="Date,Hour,Active followers\nSeptember 30,0,31\n",
        FollowerGender="Gender,Distribution\nFemale,0.57\n",
        FollowerTopTerritories="Top territories,Distribution\n",
    )
    assert [need.key for need in told(content, "Followers.zip").needs] == ["year"]
    answered = told(content, "Followers.zip", year="2025")
    assert answered.needs == []
    said = answered.as_json()
    assert (said["first_date"], said["last_date"]) == ("2025-09-30", "2025-10-01")


def test_shares_of_no_followers_are_of_no_day(told):
    receipt = told("Top territories,Distribution\n")
    assert (receipt.status, receipt.needs) == ("accepted", [])
    (nothing,) = told("Date,Hour,Active followers\n").warnings
    assert nothing.startswith("There is no row in it")


def test_one_workbook_may_hold_a_sheet_of_each_list_of_followers(told, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
        for name, rows in {
            "FollowerHistory": [FOLLOWERS.strip().split(","), ["April 12", "1480", "3"]],
            "FollowerGender": [["Gender", "Distribution"], ["Female", "0.57"]],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    receipt = told((tmp_path / "made.xlsx").read_bytes(), "Followers.xlsx", year="2026")
    assert {table.source for table in receipt.tables} == {"tiktok_followers", "tiktok_audience"}
    assert (receipt.needs, receipt.rows()) == ([], 2)


def test_a_business_overview_without_its_reach_is_no_studio_overview(told):
    headings = "Date,Video views,Profile views,Likes,Shares,Comments,Net growth,New followers\n"
    receipt = told(headings + "2025/10/31,900,20,30,2,1,4,5\n")
    assert source(receipt) == "tiktok_business_days"
    assert figures(receipt, "followers_gained") == [("2025-10-31", 5)]


def test_a_year_that_a_spreadsheet_made_up_is_asked_for(told):
    rows = "2026-12-30,10,0,0,0,0\n2026-12-31,11,0,0,0,0\n2026-01-01,12,0,0,0,0\n"
    assert [need.key for need in told(TIKTOK + rows).needs] == ["year"]
    answered = told(TIKTOK + rows, year="2026")
    assert figures(answered, "video_views") == [
        ("2025-12-30", 10),
        ("2025-12-31", 11),
        ("2026-01-01", 12),
    ]


def test_days_with_their_years_are_left_alone(told):
    rows = "2025-12-31,11,0,0,0,0\n2026-01-01,12,0,0,0,0\n"
    assert figures(told(TIKTOK + rows), "video_views") == [("2025-12-31", 11), ("2026-01-01", 12)]


def test_a_year_that_another_program_added_is_told(told):
    receipt = told(TIKTOK + "2025-12-30,10,0,0,0,0\n2025-12-31,11,0,0,0,0\n")
    assert "that they are of 2025 was added by another program" in receipt.warnings[0]
    assert figures(receipt, "video_views") == [("2025-12-30", 10), ("2025-12-31", 11)]


def test_a_rate_that_cannot_be_read_costs_no_tweet(told):
    headings = "Tweet id,Tweet permalink,Tweet text,time,impressions,engagement rate\n"
    row = "1,https://twitter.com/h/status/1,Oak,2019-01-08 23:59 +0000,5218.0,many\n"
    receipt = told(headings + row)
    assert (receipt.status, receipt.tables[0].measures["impressions"]) == ("accepted", 5218)
    assert "“many” can't be read" in receipt.warnings[0]


@pytest.mark.parametrize("form", ["0{}/04/2026", "04/0{}/26"])
def test_running_days_of_a_re_saved_overview_tell_their_order(told, form):
    rows = "".join(f"{form.format(day)},1,0,0,0,0\n" for day in range(2, 9))
    days = kept(told(TIKTOK + rows))["date"].unique().sort().to_list()
    assert days == [date(2026, 4, day) for day in range(2, 9)]


def test_a_re_saved_overview_may_be_asked_for_the_order_of_its_days(told):
    rows = "02/04/2026,1,0,0,0,0\n03/04/2026,1,0,0,0,0\n"
    receipt = told(TIKTOK + rows)
    assert (receipt.status, [need.key for need in receipt.needs]) == ("accepted", ["date_order"])
    answered = told(TIKTOK + rows, date_order="dmy")
    assert kept(answered)["date"].max() == date(2026, 4, 3)
