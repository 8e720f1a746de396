"""What is odd about the exports of X and TikTok, and what becomes of it."""

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

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
    assert "cut short 1 ids in the column “Post id”" in receipt.warnings[0]


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


# -- TikTok -------------------------------------------------------------------------------------


def test_days_without_a_year_are_asked_for_it(told):
    receipt = told(TIKTOK + "April 12,1591,7,10,1,0\nApril 13,1154,1,5,0,0\n")
    assert [need.key for need in receipt.needs] == ["year"]
    said = receipt.as_json()
    assert (said["first_date"], said["last_date"]) == ("April 12", "April 13")
    assert said["sums"]["Video Views"] == "2745"


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


def test_undefined_is_not_nought(told):
    rows = "April 12,undefined,undefined,undefined,undefined,undefined\nApril 13,4,0,0,-1,0\n"
    receipt = told(TIKTOK + rows, year="2026")
    assert receipt.rows() == 2
    assert figures(receipt, "video_views") == [("2026-04-13", 4)]
    assert figures(receipt, "comments") == [("2026-04-13", -1)]


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
