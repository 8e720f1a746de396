"""What is odd about the exports of website analytics, searches and scheduling tools."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.receipt import Receipt

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
UNIVERSAL = """\
# ----------------------------------------
# All Web Site Data
# Countries
# 20220711-20220713
# ----------------------------------------

"""
CHART = "Date,Clicks,Impressions,CTR,Position\n2025-03-01,41,1204,3.41%,18.3\n"
QUERIES = "Top queries,Clicks,Impressions,CTR,Position\noak table,31,640,4.84%,6.1\n"
CLARITY = """\
"Project name","Harbour"
"Date range","03/01/2025 12:00 AM - 03/31/2025 11:59 PM"

"Metric","Sessions"
"","Total sessions","842"
"Metric","Top pages","No. of sessions"
"","https://harbour.example/","408"
"""
SPROUT = "Date,Network,Profile,Audience,Net Audience Growth,Impressions\n"
SPROUT_POSTS = "Date,Network,Post Type,Profile,Link,Post,Impressions\n"


def source(receipt: Receipt) -> str:
    (name,) = {table.source for table in receipt.tables}
    return name


def kept(receipt: Receipt, table: int = 0) -> pl.DataFrame:
    frames = receipt.tables[table].frames
    return pl.concat(frames) if frames else pl.DataFrame()


def sums(receipt: Receipt) -> dict[str, str]:
    return receipt.as_json()["sums"]


def periods(receipt: Receipt) -> list[tuple[date, date]]:
    return kept(receipt).select("first_date", "date").rows()


def archive(path: Path, **members: str) -> bytes:
    with zipfile.ZipFile(path, "w") as made:
        for name, content in members.items():
            made.writestr(f"{name}.csv", content)
    return path.read_bytes()


def workbook(path: Path, **sheets: tuple[tuple[object, ...], ...]) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path.read_bytes()


# -- Google Analytics 4 -------------------------------------------------------------------------


def test_tables_of_a_snapshot_are_parted_by_nothing_but_a_blank_line(told):
    tables = "Country ID,Active users\nIE,10\n\nCity,Active users\nCork,7\nGalway,3\n"
    receipt = told(f"{REMARKS}\n{tables}\nShoe size,Active users\n43,6\n44,4\n")
    assert [(table.name, table.rows) for table in receipt.tables] == [
        ("Country", 1),
        ("City", 2),
        ("Table", 2),
    ]
    assert kept(receipt, 2).is_empty()


def test_weeks_are_counted_from_sundays_and_end_with_the_window(told):
    weeks = "".join(f"000{nth},{10 + nth}\n" for nth in range(6))
    receipt = told(f"{REMARKS}\nNth week,New users\n{weeks}")
    assert periods(receipt)[:2] == [
        (date(2025, 3, 1), date(2025, 3, 1)),  # a Saturday
        (date(2025, 3, 2), date(2025, 3, 8)),
    ]
    assert periods(receipt)[-1] == (date(2025, 3, 30), date(2025, 3, 31))


def test_months_are_counted_from_the_windows_first(told):
    remarks = REMARKS.replace("20250301", "20250115")
    receipt = told(f"{remarks}\nNth month,Sessions\n0000,5\n0001,6\n0002,7\n")
    assert periods(receipt) == [
        (date(2025, 1, 15), date(2025, 1, 31)),
        (date(2025, 2, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 3, 31)),
    ]


def test_days_counted_from_a_start_that_a_spreadsheet_lost_are_asked_for_it(told):
    asked = told("Nth day,Active users\n0000,31\n0001,33\n")
    assert [need.key for need in asked.needs] == ["period"]
    answered = told("Nth day,Active users\n0000,31\n0001,33\n", period="2025-03-01 to 2025-03-02")
    assert [last for _, last in periods(answered)] == [date(2025, 3, 1), date(2025, 3, 2)]


def test_days_split_into_columns_by_channel_are_not_days_of_the_website(told):
    receipt = told(f"{REMARKS}\nNth day,Organic Search,Direct\n0000,3,4\n0001,5,6\n")
    assert sums(receipt) == {"Organic Search": "8", "Direct": "10"}
    assert kept(receipt).is_empty()


@pytest.mark.parametrize("metric", ["Brand-new metric", "Engaged sessions"])
def test_a_metric_nobody_has_described_spoils_no_days(told, metric):
    receipt = told(f"{REMARKS}Date,Sessions,{metric}\n20250302,10,0.5\n20250301,12,1.5\n")
    assert receipt.tables[0].measures["sessions"] == 22
    assert sums(receipt)[metric] == "2"


def test_an_exploration_with_columns_for_devices_is_not_kept(told):
    headings = "Device category,desktop,mobile,Totals\nEvent name" + 3 * ",Event count" + "\n"
    lines = ",30,40,70,Grand total\npage_view,20,30,50\nclick,10,10,20\n"
    receipt = told(EXPLORATION + headings + lines)
    assert [table.rows for table in receipt.tables] == [2]
    assert sums(receipt)["Event count (column 4)"] == "70"
    assert kept(receipt).is_empty()


def test_an_event_by_a_dimension_nobody_has_described_is_not_kept(told):
    lines = "form_submit,red,31\nform_submit,blue,12\n"
    receipt = told(f"{EXPLORATION}Event name,Colour,Event count\n{lines}")
    assert sums(receipt) == {"Event count": "43"}
    assert kept(receipt).is_empty()


def test_a_page_without_a_title_is_a_page_and_a_total_without_a_label_none(told):
    headings = f"{REMARKS}Page title and screen class,Views,Active users\n"
    page = told(f"{headings}Home,100,50\n,30,9\nShop,20,8\n")
    assert kept(page).filter(segment="")["value"].to_list() == [30, 9]
    total = told(f"{headings}Home,100,50\nShop,20,8\n,120,55\n")
    assert (total.rows(), sums(total)["Views"]) == (2, "120")


def test_the_largest_event_is_no_total_though_it_lost_its_name(told):
    lines = ",4120,100\nscroll,310,90\nform_submit,31,29\n"
    receipt = told(f"{REMARKS}Event name,Event count,Total users\n{lines}")
    assert (receipt.rows(), sums(receipt)["Event count"]) == (3, "4461")


def test_a_total_over_more_lines_than_are_shown_is_a_total(told):
    lines = ",4120,100\n" + "".join(f"event_{number},10,5\n" for number in range(10))
    receipt = told(f"{EXPLORATION}Event name,Event count,Total users\n{lines}")
    assert (receipt.rows(), sums(receipt)["Event count"]) == (10, "100")


def test_beside_a_grand_total_another_line_without_a_name_is_none(told):
    lines = ",9,Grand total\n,6\n/contact,3\n"
    receipt = told(f"{EXPLORATION}Page path and screen class,Total users\n{lines}")
    assert (receipt.rows(), sums(receipt)) == (2, {"Total users": "9"})


def test_of_visitors_who_are_compared_only_all_of_them_are_kept(told):
    window = "# Start date: 20250301\n# End date: 20250331\n"
    table = "Country,Active users\nIreland,{}\n"
    receipt = told(f"{REMARKS}{table.format(10)}# Mobile traffic\n{window}{table.format(3)}")
    assert kept(receipt)["value"].to_list() == [10]
    assert kept(receipt, 1).is_empty()
    assert sums(receipt) == {"Active users": "13"}


@pytest.mark.parametrize(
    ("first", "last", "headings"),
    [
        ("Startdatum", "Enddatum", "Ereignisname,Ereignisanzahl,Nutzer insgesamt"),
        (
            "Fecha de inicio",
            "Fecha de finalización",
            "Nombre del evento,Número de eventos,Usuarios totales",
        ),
        (
            "Date de début ",
            "Date de fin ",
            "Nom de l’événement,Nombre d’événements,Nombre total d’utilisateurs",
        ),
        (
            "Data de início",
            "Data de término",
            "Nome do evento,Contagem de eventos,Total de usuários",
        ),
        ("Data di inizio", "Data di fine", "Nome evento,Conteggio eventi,Utenti totali"),
    ],
)
def test_remarks_and_headings_are_in_the_accounts_language(told, first, last, headings):
    remarks = REMARKS.replace("Start date", first).replace("End date", last)
    receipt = told(f"{remarks}{headings}\nform_submit,31,29\n")
    assert dict(receipt.tables[0].measures) == {"events": 31, "users": 29}
    assert periods(receipt)[0] == (date(2025, 3, 1), date(2025, 3, 31))


def test_words_nobody_has_described_are_read_where_remarks_tell_what_it_is(told):
    receipt = told(f"{REMARKS}Strona docelowa,Sesje\n/,31\n/kontakt,12\n")
    assert (source(receipt), sums(receipt)) == ("ga4_report", {"Sesje": "43"})


def test_remarks_padded_by_a_spreadsheet_are_remarks(told):
    padded = REMARKS.replace("\n", ";;\n")
    receipt = told(f"{padded}Date;Event count;Total users\n20250302;1.204;30\n20250301;311;20\n")
    assert sums(receipt) == {"Event count": "1515", "Total users": "50"}


def test_a_month_of_the_year_is_its_days(told):
    receipt = told(f"{EXPLORATION}Year month,Sessions\n202503,4\n")
    assert periods(receipt) == [(date(2025, 3, 1), date(2025, 3, 31))]


def test_a_key_event_is_shared_between_the_visits_that_led_to_it(told):
    receipt = told(f"{REMARKS}Source / medium,Sessions,Key events\ngoogle / cpc,10,3.46\n")
    assert (receipt.status, sums(receipt)["Key events"]) == ("accepted", "3.46")
    assert kept(receipt).filter(measure="key_events")["value"].to_list() == [Decimal("3.46")]


def test_a_page_whose_title_begins_like_a_remark_is_a_page(told):
    lines = "#1 in oak,30,9\n# hashes,4,1\nHome,20,8\n# All Users\n"
    receipt = told(f"{REMARKS}Page title and screen class,Views,Active users\n{lines}")
    assert (receipt.rows(), sums(receipt)["Views"]) == (3, "54")


@pytest.mark.parametrize(("delimiter", "thousand"), [(",", '"1,204"'), (";", "1.204")])
def test_visitors_are_whole_so_their_thousands_are_not_asked_for(told, delimiter, thousand):
    table = [("Colour", "Event count", "Total users"), ("red", thousand, thousand)]
    lines = "".join(delimiter.join(line) + "\n" for line in table)
    receipt = told(f"{REMARKS}{lines}")
    assert (receipt.needs, sums(receipt)["Total users"]) == ([], "1204")


def test_a_total_over_two_dimensions_may_have_lost_its_words(told):
    lines = ",,100\ngoogle / cpc,a,60\nbing / cpc,b,40\n"
    receipt = told(f"{REMARKS}Session source / medium,Session campaign,Sessions\n{lines}")
    assert (receipt.status, receipt.rows(), sums(receipt)) == ("accepted", 2, {"Sessions": "100"})


@pytest.mark.parametrize("total", ["Grand total", "Gesamtsumme", "Suma total", "Total général"])
def test_people_counted_on_many_pages_are_more_than_their_total(told, total):
    lines = f",10,{total}\n/a,9\n/b,8\n/c,7\n"
    receipt = told(f"{EXPLORATION}Page path and screen class,Total users\n{lines}")
    assert (receipt.rows(), sums(receipt)) == (3, {"Total users": "24"})


def test_a_spreadsheet_without_remarks_is_known_by_figures_nobody_else_has(told):
    report = "Country,Active users,Engaged sessions\nIreland,4,2\nMalta,3,1\n"
    assert [need.key for need in told(report).needs] == ["period"]
    assert sums(told(report, period="2025-03")) == {"Active users": "7", "Engaged sessions": "3"}


def test_what_is_said_of_items_alone_is_told_to_be_not_kept(told):
    receipt = told(f"{REMARKS}Item name,Items viewed,Item revenue\noak table,10,1234.5\n")
    assert sums(receipt) == {"Items viewed": "10", "Item revenue": "1234.5"}
    assert "nothing of it is kept" in receipt.warnings[0]


@pytest.mark.parametrize("days", [("3/1/2025", "3/2/2025"), ("01/03/2025", "02/03/2025")])
def test_days_a_spreadsheet_rewrote_lie_in_the_window_of_the_remarks(told, days):
    lines = "".join(f"{day},10\n" for day in days)
    receipt = told(f"{REMARKS}Date,Active users\n{lines}")
    assert receipt.needs == []
    assert [day for _, day in periods(receipt)] == [date(2025, 3, 1), date(2025, 3, 2)]


def test_days_that_lie_in_the_window_either_way_are_asked_for(told):
    year = REMARKS.replace("20250301", "20250101").replace("20250331", "20251231")
    receipt = told(f"{year}Date,Active users\n3/1/2025,10\n3/2/2025,11\n")
    assert [need.key for need in receipt.needs] == ["date_order"]


@pytest.mark.parametrize(
    "heading",
    ["Chemin de la page et classe de l’écran", "Percorso pagina e classe schermata"],
)
def test_pages_are_kept_in_further_languages(told, heading):
    receipt = told(f"{REMARKS}{heading},Utenti attivi\n/,10\n")
    assert kept(receipt).select("dimension", "segment").row(0) == ("page", "/")


# -- Universal Analytics and Clarity ------------------------------------------------------------


def test_a_day_that_lost_its_date_is_told_of_and_is_no_total(told):
    receipt = told(f"{UNIVERSAL}Day Index,Users\n7/11/22,40\n,300\n7/13/22,2\n,342\n")
    assert (receipt.status, receipt.rows()) == ("rejected", 3)
    assert "There is no “Day Index” (export.csv, row 9" in str(receipt.problems[0])


def test_a_channel_that_lost_its_name_is_counted(told):
    table = "Source / Medium,Users\ngoogle,40\n,300\nbing,2\n,342\n"
    receipt = told(f"{UNIVERSAL}{table}\nDay Index,Users\n7/13/22,342\n,342\n")
    assert (receipt.status, receipt.tables[1].rows) == ("accepted", 3)
    assert kept(receipt, 1)["segment"].to_list() == ["google", "", "bing"]


@pytest.mark.parametrize("index", ["Week Index", "Month Index"])
def test_another_index_than_of_days_tells_universal_analytics_too(told, index):
    receipt = told(f"{UNIVERSAL}{index},Sessions\n0,10\n1,20\n,30\n")
    assert (source(receipt), sums(receipt)) == ("universal_analytics", {"Sessions": "30"})


def test_its_thousands_are_not_asked_for_whatever_they_are_broken_down_by(told):
    table = 'Language,Users,% Users\nen-us,"1,204",60.0%\nga,800,40.0%\n,"2,004",100%\n'
    receipt = told(f'{UNIVERSAL}{table}\nDay Index,Users\n7/11/22,"1,902"\n7/13/22,102\n')
    assert (receipt.needs, sums(receipt)["Users"]) == ([], "4008")


def test_its_shortest_visits_are_left_open_and_not_called_damaged(told):
    table = "Source / Medium,Users,Avg. Session Duration\ngoogle,4,00:01:40\nx,1,<00:00:01\n"
    receipt = told(f"{UNIVERSAL}{table}\nDay Index,Users\n7/13/22,5\n")
    assert (receipt.warnings, sums(receipt)["Avg. Session Duration"]) == ([], "100")


@pytest.mark.parametrize(
    ("sheet", "index", "users"),
    [
        ("Ensemble de données", "Index des jours", "Utilisateurs"),
        ("Conjunto de datos", "Índice de días", "Usuarios"),
        ("Set di dati", "Indice giorno", "Utenti"),
    ],
)
def test_its_workbook_in_another_language(told, tmp_path, sheet, index, users):
    sheets = {
        f"{sheet}1": (("Dimension", users), ("One", 40), ("Two", 2), ("", 42)),
        f"{sheet}2": ((index, users), ("2022-07-01", 40), ("2022-07-02", 2), ("", 42)),
    }
    receipt = told(workbook(tmp_path / "made.xlsx", **sheets), "Analytics.xlsx")
    assert (source(receipt), sums(receipt)) == ("universal_analytics", {users: "84"})
    assert dict(receipt.tables[0].measures) == {"users": 42}


def test_claritys_window_is_written_month_first(told):
    told_of = told(CLARITY.replace("03/31/2025", "03/07/2025")).as_json()
    assert (told_of["first_date"], told_of["last_date"]) == ("2025-03-01", "2025-03-07")


def test_universal_analytics_ends_with_a_total_without_a_label(told, tmp_path):
    days = ("Day Index", "Users"), ("2022-07-01", 40), ("2022-07-02", 2), ("", 42)
    receipt = told(workbook(tmp_path / "made.xlsx", Dataset2=days), "Analytics.xlsx")
    assert source(receipt) == "universal_analytics"
    assert kept(receipt)["value"].to_list() == [40, 2]


def test_its_report_is_for_the_days_in_the_same_workbook(told, tmp_path):
    content = workbook(
        tmp_path / "made.xlsx",
        Summary=(("harbour.example",), ("Countries",), ("20220701-20220702",)),
        Dataset1=(("Country", "Users"), ("Ireland", 40), ("Malta", 2), ("", 42)),
        Dataset2=(("Day Index", "Users"), ("2022-07-01", 40), ("2022-07-02", 2), ("", 42)),
    )
    receipt = told(content, "Analytics.xlsx")
    assert [(table.name, table.rows) for table in receipt.tables] == [
        ("Dataset2", 2),
        ("Dataset1", 2),
    ]
    assert kept(receipt, 1).select("first_date", "date", "segment").row(1) == (
        date(2022, 7, 1),
        date(2022, 7, 2),
        "Malta",
    )


@pytest.mark.parametrize("breakdown", ["Country", "Browser", "Default Channel Grouping"])
def test_its_csv_is_not_taken_for_the_newer_analytics(told, breakdown):
    table = f'{breakdown},Users,Sessions\nOne,"1,204",1300\nTwo,96,101\n,"1,300","1,401"\n'
    days = 'Day Index,Users\n7/11/22,400\n7/12/22,500\n7/13/22,402\n,"1,302"\n'
    receipt = told(f"{UNIVERSAL}{table}\n{days}")
    assert source(receipt) == "universal_analytics"
    assert (receipt.rows(), sums(receipt)["Users"]) == (5, "2602")


def test_claritys_window_totals_are_read_and_not_kept(told):
    receipt = told(CLARITY)
    told_of = receipt.as_json()
    assert (told_of["first_date"], told_of["last_date"]) == ("2025-03-01", "2025-03-31")
    assert (receipt.rows(), told_of["sums"]) == (2, {"No. of sessions": "408"})
    assert all(not table.frames for table in receipt.tables)
    assert len(receipt.warnings) == 1


# -- Search Console -----------------------------------------------------------------------------


def test_lists_beside_the_days_of_a_search_are_read_and_not_counted(told, tmp_path):
    filters = "Filter,Value\nSearch type,Web\nDate,1 Mar 2025-31 Mar 2025\n"
    content = archive(tmp_path / "made.zip", Chart=CHART, Queries=QUERIES, Filters=filters)
    receipt = told(content, "harbour.example-Performance-on-Search.zip")
    assert (receipt.rows(), sums(receipt)["Clicks"]) == (1, "41")
    assert [(table.name, table.sums.get("Clicks")) for table in receipt.tables[1:]] == [
        ("Queries", 31),
        ("Filters", None),
    ]
    assert set(receipt.tables[0].measures) == {"clicks", "impressions"}


def test_a_list_alone_is_added_up_and_not_kept(told):
    receipt = told(QUERIES, "Queries.csv")
    assert (receipt.status, receipt.rows(), sums(receipt)["Clicks"]) == ("accepted", 1, "31")
    assert not receipt.needs
    assert kept(receipt).is_empty()


@pytest.mark.parametrize(
    ("line", "limit"),
    [("Page,+/blog/", "Page: +/blog/"), ("Search type,Image", "Search type: Image")],
)
def test_what_limits_the_figures_of_a_search_is_told(told, tmp_path, line, limit):
    filters = f"Filter,Value\nDate,Last 3 months\n{line}\n"
    receipt = told(archive(tmp_path / "made.zip", Chart=CHART, Filters=filters), "made.zip")
    assert f"limited to “{limit}”" in receipt.warnings[0]


@pytest.mark.parametrize(
    ("chart", "queries"),
    [
        ("Datum,Klicks,Impressionen,CTR,Position", "Häufigste Suchanfragen"),
        ("Date,Clics,Impressions,CTR,Position", "Requêtes les plus fréquentes"),
        ("Fecha,Clics,Impresiones,CTR,Posición", "Consultas principales"),
        ("Data,Cliques,Impressões,CTR,Posição", "Principais consultas"),
        ("Data,Clic,Impressioni,CTR,Posizione", "Query principali"),
        ("Datum,Klikken,Vertoningen,CTR,Positie", "Populairste zoekopdrachten"),
    ],
)
def test_a_search_in_another_language(told, tmp_path, chart, queries):
    figures = chart.split(",", 1)[1]
    content = archive(
        tmp_path / "made.zip",
        Diagramm=f"{chart}\n2025-03-01,41,1204,3.41%,18.3\n",
        Suchanfragen=f"{queries},{figures}\noak table,31,640,4.84%,6.1\n",
    )
    receipt = told(content, "made.zip")
    assert dict(receipt.tables[0].measures) == {"clicks": 41, "impressions": 1204}
    assert receipt.rows() == 1


def test_a_rank_that_a_spreadsheet_took_for_a_day_is_left_open(told):
    lines = "01.03.2025;4;100;4,00%;18. Mrz\n02.03.2025;4;100;4,00%;3,2\n"
    receipt = told(f"Datum;Klicks;Impressionen;CTR;Position\n{lines}")
    assert dict(receipt.tables[0].measures) == {"clicks": 8, "impressions": 200}
    assert "“18. Mrz” can't be read" in receipt.warnings[0]


@pytest.mark.parametrize(
    ("month", "needs"),
    [("03", []), ("01", ["date_order"])],  # 01/01, 02/01 … may be the first of each month
)
def test_days_that_follow_one_another_tell_which_number_is_the_day(told, month, needs):
    lines = "".join(f"{day:02}/{month}/2025,1,10,10%,3\n" for day in range(1, 12))
    receipt = told(f"{CHART.splitlines()[0]}\n{lines}")
    assert [need.key for need in receipt.needs] == needs
    if not needs:
        assert receipt.as_json()["last_date"] == "2025-03-11"


def test_what_falls_due_each_month_does_not_tell_which_number_is_the_day(told):
    lines = "".join(f"05/{month:02}/2025,Sale,1000,GBP\n" for month in range(1, 7))
    receipt = told(f"Date,Kind,Amount,Currency\n{lines}", "revenue.csv")
    assert "date_order" in [need.key for need in receipt.needs]


@pytest.mark.parametrize(
    "heading",
    ["Top-Suchanfragen", "Query più frequenti", "Consultas principais", "Aspecto de la búsqueda"],
)
def test_a_list_has_more_names_than_one_in_a_language(told, heading):
    receipt = told(QUERIES.replace("Top queries", heading), "Liste.csv")
    assert (source(receipt), sums(receipt)["Clicks"]) == ("search_console_chart", "31")


def test_a_date_alone_brings_a_file_near_to_no_export(told):
    receipt = told("Date,Clicks\n2025-03-01,41\n", "Chart.csv")
    assert (receipt.status, "nearest" in str(receipt.problems[0])) == ("rejected", False)


def test_days_broken_down_by_page_are_not_days_of_the_site(told):
    lines = "2025-03-01,/,4,90,4.4%,7\n2025-03-01,/blog,2,40,5%,9\n"
    receipt = told(f"Date,Page,Clicks,Impressions,CTR,Position\n{lines}")
    assert (sums(receipt)["Clicks"], kept(receipt).is_empty()) == ("6", True)


# -- Sprout Social ------------------------------------------------------------------------------


def test_a_profile_is_an_account_only_beside_another_of_its_network(told):
    lines = (
        '03-31-2025,Instagram,harbour,"1,204",3,40\n'
        "03-31-2025,LinkedIn,Harbour,510,1,9\n"
        "03-31-2025,LinkedIn,Harbour Malta,77,0,2\n"
    )
    receipt = told(SPROUT + lines)
    totals = kept(receipt, 1).select("channel", "account", "date", "followers").rows()
    assert totals == [
        ("instagram", "", date(2025, 3, 31), 1204),
        ("linkedin", "Harbour", date(2025, 3, 31), 510),
        ("linkedin", "Harbour Malta", date(2025, 3, 31), 77),
    ]
    assert receipt.tables[0].measures["followers_net"] == 4
    assert receipt.rows() == 3


@pytest.mark.parametrize("day", ["03-31-2025", "3/31/2025", "2025-03-31"])
def test_days_are_written_as_the_account_writes_them(told, day):
    receipt = told(f"{SPROUT}{day},X,harbour,20,0,4\n")
    assert periods(receipt)[0][1] == date(2025, 3, 31)


def test_a_network_no_page_shows_is_told_and_not_kept(told):
    receipt = told(f"{SPROUT}3/31/2025,Threads,harbour,20,0,4\n3/31/2025,X,harbour,9,1,5\n")
    assert receipt.warnings == ["No page shows Threads: those rows are added up, and not kept."]
    assert set(kept(receipt)["channel"]) == {"x"}
    assert sums(receipt)["Impressions"] == "9"


@pytest.mark.parametrize(
    ("network", "link", "known_as"),
    [
        ("X", "https://x.com/harbour/status/1902000000000000002", "1902000000000000002"),
        ("LinkedIn", "https://www.linkedin.com/feed/update/urn:li:share:73050/", "73050"),
        (
            "TikTok",
            "https://www.tiktok.com/@harbour/video/74000001",
            "74000001",
        ),
        ("YouTube", "https://youtu.be/b_4mPqLs9Wc", "b_4mPqLs9Wc"),
        ("Instagram", "https://www.instagram.com/p/DGx/", "https://www.instagram.com/p/DGx/"),
    ],
)
def test_a_post_is_known_by_its_networks_number_where_its_address_has_one(
    told, network, link, known_as
):
    receipt = told(f"{SPROUT_POSTS}3/4/2025 9:05 am,{network},Post,harbour,{link},Oak,40\n")
    assert kept(receipt).select("post_id", "date").row(0) == (known_as, date(2025, 3, 4))
