"""What is odd about the exports of YouTube and Google, and what becomes of it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.receipt import Receipt

VIDEOS = "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers\n"
REMARKS = """\
# ----------------------------------------
# Report
# Account: Harbour
# Property: harbour.example - GA4
# ----------------------------------------
#
# All Users
# Start date: 20250301
# End date: 20250331
"""
EXPLORATION = """\
# ----------------------------------------
# harbour.example - GA4
# Free form 1-Enquiries
# 20250301-20250331
# ----------------------------------------

"""
PROFILE = "Store code,Business name,Address,Calls,Directions,Website clicks\n"
EXPLAINED = ",,,Number of interactions with the call button,Number of requests,Number of clicks\n"
IN_JULY = "GMB insights (Performance Report) - 2025-7-1 - 2025-7-31 - 0f3a.csv"


def source(receipt: Receipt) -> str:
    (name,) = {table.source for table in receipt.tables}
    return name


def kept(receipt: Receipt, table: int = 0) -> pl.DataFrame:
    return pl.concat(receipt.tables[table].frames)


def figures(receipt: Receipt, measure: str, table: int = 0) -> list[tuple[str, float]]:
    rows = kept(receipt, table).filter(pl.col("measure") == measure)
    return rows.select(pl.col("date").cast(pl.String), pl.col("value").cast(pl.Float64)).rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def workbook(path: Path, *rows: tuple[object, ...]) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("data-export")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path.read_bytes()


# -- YouTube ------------------------------------------------------------------------------------


@pytest.mark.parametrize("total", ["Total", "Gesamt", "Totale"])
@pytest.mark.parametrize("last", [False, True])
def test_a_total_is_no_video_wherever_it_stands(told, total, last):
    lines = ['b_4mPqLs9Wc,Oak,"Aug 12, 2024",95,54,0.9,2\n', f"{total},,,,61,1.2,3\n"]
    receipt = told(VIDEOS + "".join(lines if last else reversed(lines)))
    assert receipt.rows() == 1
    assert receipt.as_json()["sums"]["Views"] == "54"


def test_the_blank_that_guards_a_video_number_is_taken_off(told):
    posts = kept(told(VIDEOS + ' -e7Jn2RqX0,Oak,"Aug 12, 2024",95,54,0.9,-2\n'))
    assert posts["post_id"].to_list() == ["-e7Jn2RqX0"]
    assert posts["link"].to_list() == ["https://www.youtube.com/watch?v=-e7Jn2RqX0"]
    assert posts["follows"].to_list() == [-2]


def test_a_video_without_a_publish_time_is_still_a_video(told):
    receipt = told(VIDEOS + "b_4mPqLs9Wc,Oak,,95,54,0.9,2\n")
    assert kept(receipt).select("date", "views").rows() == [(None, 54)]


@pytest.mark.parametrize(
    "headings",
    [
        "Video,Videotitel,Veröffentlichungszeitpunkt des Videos,Aufrufe,Abonnenten",
        "Conteúdo,Título do vídeo,Horário de publicação do vídeo,Visualizações,Inscritos",
        "Contenu,Titre de la vidéo,Heure de publication de la vidéo,Vues,Abonnés",
        "Contenido,Título del vídeo,Hora de publicación del vídeo,Visualizaciones,Suscriptores",
        "Video,Video title,Video publish time,Views,Subscribers",
    ],
)
def test_headings_are_translated_and_publish_times_are_not(told, headings):
    receipt = told(headings + '\nb_4mPqLs9Wc,Oak,"Aug 12, 2024",54,2\n')
    assert source(receipt) == "youtube_table"
    assert kept(receipt).select("date", "views", "follows").rows() == [(date(2024, 8, 12), 54, 2)]


def test_a_german_account_calls_the_column_of_numbers_videos(told):
    headings = "Videos,Videotitel,Veröffentlichungszeitpunkt des Videos,Aufrufe,"
    headings += "Kommentare hinzugefügt,Thumbnail-Impressionen\n"
    receipt = told(headings + 'Gesamt,,,54,2,90\nb_4mPqLs9Wc,Eiche,"Aug 12, 2024",54,2,90\n')
    assert source(receipt) == "youtube_table"
    assert kept(receipt).select("views", "comments", "impressions").rows() == [(54, 2, 90)]


def test_a_video_may_be_called_total(told):
    lines = "Total,,,,61,1.2,3\nb_4mPqLs9Wc,Total,,95,54,0.9,2\n"
    assert kept(told(VIDEOS + lines))["title"].to_list() == ["Total"]


def test_a_workbook_holds_all_three_parts_of_a_report(told, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
        for name, rows in {
            "Table data": [
                VIDEOS.strip().split(","),
                ["b_4mPqLs9Wc", "Oak", "Aug 12, 2024", 95, 54, 0.9, 2],
            ],
            "Totals": [["Date", "Views"], ["2025-03-01", 54]],
            "Chart data": [
                ["Date", "Content", "Video title", "Views"],
                ["2025-03-01", "b_4mPqLs9Wc", "Oak", 54],
            ],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    receipt = told((tmp_path / "made.xlsx").read_bytes(), "Content 2025-03-01 Harbour.xlsx")
    assert receipt.needs == []
    subjects = {(table.source, table.channel): table.rows for table in receipt.tables}
    assert subjects == {
        ("youtube_table", "youtube"): 1,
        ("youtube_totals", "youtube"): 1,
        ("youtube_chart", "youtube"): 1,
    }


def test_traffic_sources_are_no_posts(told):
    receipt = told("Traffic source,Views,Watch time (hours)\nTotal,107,9\nYouTube search,107,9\n")
    assert source(receipt) == "youtube_table"
    assert receipt.as_json()["sums"] == {"Views": "107", "Watch time (hours)": "9"}
    assert receipt.tables[0].frames == []
    assert "nothing of it is kept" in receipt.warnings[0]


def test_estimated_revenue_names_its_currency(told):
    headings = VIDEOS.strip() + ",Estimated revenue (EUR)\n"
    receipt = told(headings + 'b_4mPqLs9Wc,Oak,"Aug 12, 2024",95,54,0.9,2,1.204\n')
    assert receipt.as_json()["sums"]["Estimated revenue (EUR)"] == "1.204"
    assert not receipt.needs


def test_views_by_day_could_be_anybodys_so_the_manager_is_asked(told):
    receipt = told("Date,Views\n2025-03-01,40\n", "download.csv")
    assert [need.key for need in receipt.needs] == ["network"]
    assert receipt.as_json()["first_date"] == "2025-03-01"
    answered = told("Date,Views\n2025-03-01,40\n", "download.csv", network="youtube")
    assert figures(answered, "views") == [("2025-03-01", 40)]


@pytest.mark.parametrize("name", ["Totals.csv", "Totals (1).csv", "Gesamtwerte.csv"])
def test_views_by_day_are_youtubes_where_the_files_name_says_so(told, name):
    receipt = told("Date,Views\n2025-03-01,40\n", name)
    assert not receipt.needs
    assert {row["channel"] for row in kept(receipt).to_dicts()} == {"youtube"}


def test_a_metric_that_only_youtube_has_needs_no_name(told):
    receipt = told("Date,Watch time (hours)\n2025-03-01,1.25\n", "download.csv")
    assert not receipt.needs
    assert figures(receipt, "watch_hours") == [("2025-03-01", 1.25)]


def test_portuguese_subscribers_by_day_end_with_their_total(told):
    content = "Data,Inscritos\n2025-03-01,-2\n2025-03-02,3\nTotal,1\n"
    receipt = told(content, "Dados da tabela.csv")
    assert receipt.rows() == 2
    assert figures(receipt, "followers_net") == [("2025-03-01", -2), ("2025-03-02", 3)]


def test_a_day_of_one_video_is_a_part_and_no_channels_figure(told):
    headings = "Date,Content,Video title,Video publish time,Duration,Views\n"
    receipt = told(headings + "2025-03-01, -e7Jn2RqX0,Oak,,95,4\n")
    assert source(receipt) == "youtube_chart"
    assert receipt.tables[0].subject == "post_days"
    assert kept(receipt)["post_id"].to_list() == ["-e7Jn2RqX0"]


def test_a_chart_by_traffic_source_is_not_kept(told):
    receipt = told("Date,Traffic source,Views\n2025-03-01,External,4\n")
    assert source(receipt) == "youtube_chart"
    assert (receipt.rows(), receipt.tables[0].frames) == (1, [])


def test_a_metric_nobody_has_described_is_youtubes_beside_its_own_words(told):
    lines = "2025-03-01,{},7\n2025-03-01,{},9\n"
    own = told(
        "Date,Traffic source,Brand-new metric\n" + lines.format("YouTube search", "External")
    )
    assert (source(own), own.as_json()["sums"]) == ("youtube_chart", {"Brand-new metric": "16"})
    other = told("Date,Device type,Repairs\n" + lines.format("Router", "Phone"), "report.csv")
    assert other.status == "rejected"


def test_a_broken_view_count_is_told_by_row_and_column(told):
    receipt = told(VIDEOS + 'b_4mPqLs9Wc,Oak,"Aug 12, 2024",95,lots,0.9,2\n')
    assert sentences(receipt) == [
        "“lots” can't be read (export.csv, row 2, column “Views”). It should look like 1204."
    ]


# -- Google Analytics ---------------------------------------------------------------------------


def test_a_report_by_day_is_in_no_order(told):
    headings = "Date,Event count,Total users,New users\n"
    receipt = told(REMARKS + headings + "20250310,11338,2831,2539\n20250301,90,40,30\n")
    assert source(receipt) == "ga4_report"
    assert figures(receipt, "users") == [("2025-03-10", 2831), ("2025-03-01", 40)]
    assert receipt.as_json()["first_date"] == "2025-03-01"


def test_a_report_without_days_has_its_window_in_the_remarks(told):
    receipt = told(REMARKS + "Event name,Event count,Total users\nform_submit,31,29\n")
    row = kept(receipt).row(0, named=True)
    assert (row["first_date"], row["date"]) == (date(2025, 3, 1), date(2025, 3, 31))
    assert (row["dimension"], row["segment"]) == ("event", "form_submit")


def test_a_spreadsheet_without_the_remarks_still_has_its_days(told, tmp_path):
    content = workbook(
        tmp_path / "made.xlsx",
        ("Date", "Event count", "Total users"),
        (20250310, 11338, 2831),
    )
    receipt = told(content, "data-export.xlsx")
    assert source(receipt) == "ga4_report"
    assert figures(receipt, "events") == [("2025-03-10", 11338)]


def test_a_spreadsheet_without_remarks_and_days_is_asked_for_its_window(told, tmp_path):
    rows = ("Event name", "Event count", "Total users"), ("form_submit", 31, 29)
    content = workbook(tmp_path / "made.xlsx", *rows)
    asked = told(content, "data-export.xlsx")
    assert [need.key for need in asked.needs] == ["period"]
    answered = told(content, "data-export.xlsx", period="2025-03")
    assert figures(answered, "events") == [("2025-03-31", 31)]


def test_a_rate_that_a_spreadsheet_took_for_a_day_is_left_open(told):
    headings = "Date,Event count,Total users,Event count per user\n"
    receipt = told(REMARKS + headings + "20250310,11338,2831,1995-03-01\n")
    assert receipt.status == "accepted"
    assert figures(receipt, "events") == [("2025-03-10", 11338)]
    assert "“1995-03-01” can't be read" in receipt.warnings[0]


def test_an_event_count_that_is_no_number_is_told(told):
    receipt = told(REMARKS + "Date,Event count,Total users\n20250310,eleven,2831\n")
    assert sentences(receipt) == [
        "“eleven” can't be read (export.csv, row 11, column “Event count”). "
        "It should look like 1204."
    ]


def test_a_snapshot_holds_several_tables_and_counts_days_from_its_start(told):
    second = "\n# Start date: 20250301\n# End date: 20250302\nCountry,Active users\nIreland,5\n"
    receipt = told(REMARKS + "Nth day,Active users\n0000,31\n0001,33\n" + second)
    assert figures(receipt, "active_users") == [("2025-03-01", 31), ("2025-03-02", 33)]
    assert kept(receipt, 1).select("first_date", "date", "segment").rows() == [
        (date(2025, 3, 1), date(2025, 3, 2), "Ireland")
    ]
    assert receipt.rows() == 3


@pytest.mark.parametrize("dimensions", ["Event name", "Event name,Country"])
def test_an_explorations_grand_total_is_no_row(told, dimensions):
    blanks = "," * dimensions.count(",")
    lines = f"{blanks},5343,Grand total\npage_view{blanks},4120\nform_submit{blanks},1223\n"
    receipt = told(f"{EXPLORATION}{dimensions},Event count\n{lines}", "download.csv")
    assert receipt.rows() == 2
    assert receipt.as_json()["sums"] == {"Event count": "5343"}


def test_two_dimensions_at_once_are_added_up_and_not_kept(told):
    receipt = told(REMARKS + "Event name,Country,Event count\nform_submit,Ireland,31\n")
    assert receipt.tables[0].frames == []
    assert "nothing of it is kept" in receipt.warnings[0]


def test_days_broken_down_by_what_we_do_not_know_are_no_days_of_the_website(told):
    headings = "Date,Shoe size,Sessions\n"
    receipt = told(REMARKS + headings + "20250310,43,7\n20250310,44,9\n")
    assert (receipt.rows(), receipt.tables[0].frames) == (2, [])


# -- Google Business Profile --------------------------------------------------------------------


def test_the_files_name_is_where_the_window_stands(told):
    receipt = told(PROFILE + EXPLAINED + ",Harbour,4 Ropewalk,29,54,83\n", IN_JULY)
    row = kept(receipt).row(0, named=True)
    assert (row["first_date"], row["date"]) == (date(2025, 7, 1), date(2025, 7, 31))
    assert receipt.warnings == []


def test_a_renamed_file_is_asked_for_its_window(told):
    content = PROFILE + EXPLAINED + ",Harbour,4 Ropewalk,29,54,83\n"
    assert [need.key for need in told(content, "google july.csv").needs] == ["period"]
    answered = told(content, "google july.csv", period="2025-07-01 to 2025-07-31")
    assert figures(answered, "website_clicks") == [("2025-07-31", 83)]


def test_calls_are_taps_on_a_button(told):
    receipt = told(PROFILE + EXPLAINED + ",Harbour,4 Ropewalk,29,54,83\n", IN_JULY)
    assert receipt.tables[0].measures["call_taps"] == 29
    assert receipt.tables[0].subject == "channel_days"


def test_branches_of_one_name_stay_apart(told):
    rows = ",Harbour,4 Ropewalk,29,54,83\n,Harbour,Weir Yard,11,20,17\nHP-3,Harbour,,4,7,2\n"
    accounts = kept(told(PROFILE + EXPLAINED + rows, IN_JULY))["account"].unique().sort()
    assert accounts.to_list() == ["HP-3", "Harbour, 4 Ropewalk", "Harbour, Weir Yard"]


@pytest.mark.parametrize("between", [" – ", "+-+", "_-_", " to ", "-"])
def test_the_window_in_the_files_name_is_parted_in_many_ways(told, between):
    name = f"GMB insights{between}2025-7-1{between}2025-7-31{between}0f3a (1).csv"
    receipt = told(PROFILE + EXPLAINED + ",Harbour,4 Ropewalk,29,54,83\n", name)
    row = kept(receipt).row(0, named=True)
    assert (row["first_date"], row["date"]) == (date(2025, 7, 1), date(2025, 7, 31))


def test_months_on_sheets_of_one_workbook_are_told_by_the_sheets_names(told, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
        for month, last in ((10, 31), (11, 30)):
            sheet = book.add_worksheet(f"2025-{month}-1 - 2025-{month}-{last}")
            sheet.write_row(0, 0, PROFILE.strip().split(","))
            sheet.write_row(1, 0, ("", "Harbour", "4 Ropewalk", month, 54, 83))
    receipt = told((tmp_path / "made.xlsx").read_bytes(), "profile.xlsx")
    assert [figures(receipt, "call_taps", table) for table in (0, 1)] == [
        [("2025-10-31", 10)],
        [("2025-11-30", 11)],
    ]


def test_a_branch_without_a_name_is_known_by_its_address(told):
    lines = ",Harbour,4 Ropewalk,29,54,83\n,,Weir Yard,11,20,17\n"
    receipt = told(PROFILE + EXPLAINED + lines, IN_JULY)
    assert (receipt.rows(), receipt.as_json()["sums"]["Calls"]) == (2, "40")


def test_a_profile_in_french_is_a_profile(told):
    headings = "Code magasin,Nom de l’entreprise,Adresse,Appels,Itinéraires,Clics sur le site Web\n"
    receipt = told(headings + ",Port,4 rue du Port,29,54,83\n", IN_JULY)
    assert dict(receipt.tables[0].measures) == {
        "call_taps": 29,
        "directions": 54,
        "website_clicks": 83,
    }


def test_fewer_taps_than_none_are_told_of(told):
    receipt = told(PROFILE + EXPLAINED + ",Harbour,4 Ropewalk,-29,54,83\n", IN_JULY)
    assert "“-29” in the column “Calls” is below nought" in receipt.warnings[0]


def test_a_hand_made_report_is_refused(told):
    receipt = told("Month,Instagram,Facebook\nMarch,120,80\nApril,131,77\n", "report.csv")
    assert receipt.status == "rejected"


def test_a_hand_made_list_of_many_figures_is_not_taken_for_youtubes(told):
    receipt = told("Date,Views,Likes,Comments,Shares\n2025-03-01,4,3,2,1\n", "report.csv")
    assert receipt.status == "rejected"


def test_a_french_apostrophe_is_an_apostrophe(told):
    headings = "Vidéo,Titre de la vidéo,Heure de publication de la vidéo,Durée moyenne d’une vue\n"
    receipt = told(headings + 'b_4mPqLs9Wc,Chêne,"Aug 12, 2024",0:01:02\n')
    assert receipt.as_json()["sums"] == {"Durée moyenne d’une vue": "62"}


def test_notes_of_one_cell_do_not_hide_that_every_line_was_wrapped(told):
    report = REMARKS + "Event name,Event count\nform_submit,31\nclick_contact,12\n"
    wrapped = "".join(f'"{line}"\n' for line in report.splitlines())
    assert told(wrapped).as_json()["sums"] == {"Event count": "43"}
