"""What is odd about the exports of advertising, of a profile and of old Insights."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import File, receive
from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import fill, rows

META = (
    "Campaign name,Month,Platform,Reach,Impressions,Amount spent (USD),Reporting starts,"
    "Reporting ends\n"
)
GOOGLE = "Campaign,Currency code,Clicks,Impr.,Cost,Conversions\n"
TIKTOK = "By Day,Cost,CPC (destination),Impressions,CTR (destination),Clicks (all),Currency\n"
SQUARE = (
    "Date,Time,Item,Qty,Price Point Name,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,"
    "Payment ID,Event Type,Customer Name\n"
)
CONNECTIONS = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
PAGE = "Date,Lifetime Total Likes,Daily New Likes,Daily Unlikes,28 Days Total Reach\n"
PAGE_TOLD = (
    ',Lifetime: People who like it. (Unique Users),Daily: New people,Daily: Unlikes,"28 Days: …"\n'
)
VIDEOS = "Post ID,Permalink,Posted,Lifetime Total Video Views\n,,,Lifetime: Number of times\n"
POSTS = "Post ID,Permalink,Post Message,Type,Posted,Lifetime Post Total Reach\n"


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def kept(receipt: Receipt, *columns: str, table: int = 0) -> list[tuple[object, ...]]:
    return pl.concat(receipt.tables[table].frames).select(*columns).rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def needs(receipt: Receipt) -> list[str]:
    return [need.key for need in receipt.needs]


# -- Meta Ads -----------------------------------------------------------------------------------


def month(platform: str, days: str, spend: str, campaign: str = "Spring") -> str:
    return f"{campaign},{days},{platform},10,20,{spend},2025-02-10,2025-03-24\n"


GRAND_TOTAL = ",,,15,40,30.50,2025-02-10,2025-03-24\n"


@pytest.mark.parametrize("total", ["Results from 2 campaigns", "Ergebnisse aus 2 Kampagnen"])
def test_a_total_with_words_of_its_own_does_not_double_the_spend(told, total):
    lines = [month(name, "2025-03-01 - 2025-03-24", "10.50", name) for name in ("A", "B")]
    receipt = told(META + "".join(lines) + month("", "", "21.00", total))
    assert receipt.tables[0].rows == 2
    assert receipt.tables[0].sums["Amount spent (USD)"] == 21


def test_a_total_over_parts_nobody_has_described_does_not_double_the_spend(told):
    days = "2025-03-01,2025-03-24"
    headings = "Body text,Currency,Amount spent (USD),Reporting starts,Reporting ends\n"
    receipt = told(f"{headings},USD,6,{days}\nBuy,USD,2,{days}\nSell,USD,4,{days}\n")
    assert receipt.tables[0].rows == 2
    assert receipt.tables[0].sums["Amount spent (USD)"] == 6


def test_a_part_without_a_name_among_others_is_a_row(told):
    lines = [month(name, "2025-03-01 - 2025-03-24", "10.50") for name in ("facebook", "")]
    assert told(META + "".join(lines)).tables[0].rows == 2


@pytest.mark.parametrize(
    ("spent", "starts", "ends"),
    [
        ("Ausgegebener Betrag (EUR)", "Beginn der Berichterstattung",
         "Ende der Berichterstattung"),
        ("Importe gastado (EUR)", "Inicio de los informes", "Finalización de los informes"),
        ("Importo speso (EUR)", "Inizio report", "Fine report"),
        ("Besteed bedrag (EUR)", "Rapportage begint", "Rapportage eindigt"),
    ],
)  # fmt: skip
def test_a_report_begins_and_ends_in_many_words(told, spent, starts, ends):
    receipt = told(f"Campaign name,{spent},{starts},{ends}\nSpring,6,2025-03-01,2025-03-24\n")
    assert receipt.tables[0].source == "meta_ads"
    assert receipt.tables[0].sums[spent] == 6


def test_a_report_without_its_costs_says_what_it_lacks(told):
    receipt = told("Campaign name,Reporting starts,Reporting ends\nA,2025-03-01,2025-03-24\n")
    assert "It has no column “Amount spent (…)”" in sentences(receipt)[0]


def test_the_grand_total_on_the_first_line_does_not_double_the_spend(told):
    receipt = told(
        META
        + GRAND_TOTAL
        + month("facebook", "2025-02-10 - 2025-02-28", "10.25")
        + month("instagram", "2025-02-10 - 2025-02-28", "20.25")
    )
    assert (receipt.rows(), receipt.warnings) == (2, [])
    assert receipt.tables[0].sums["Amount spent (USD)"] == Decimal("30.50")
    assert receipt.tables[0].measures["ad_spend_USD"] == Decimal("30.50")


@pytest.mark.parametrize("months", [("2025-02", "2025-03"), ("February 2025", "March 2025")])
def test_a_month_in_one_word_ends_where_the_report_ends(told, months):
    receipt = told(META + "".join(month("facebook", one, "10") for one in months))
    assert sorted(kept(receipt, "first_date", "date")) == [
        (date(2025, 2, 10), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 3, 24)),
    ]


def test_a_month_of_which_there_is_a_part_keeps_its_days(told):
    receipt = told(META + GRAND_TOTAL + month("facebook", "2025-03-01 - 2025-03-24", "10"))
    assert kept(receipt, "first_date", "date") == [(date(2025, 3, 1), date(2025, 3, 24))]


def test_a_month_written_otherwise_is_told_by_a_window_within_one_month(told):
    receipt = told(
        "Campaign name,Month,Amount spent (USD),Reporting starts,Reporting ends\n"
        "Spring,March,10,2025-03-01,2025-03-31\n"
    )
    assert kept(receipt, "first_date", "date") == [MARCH]


def test_fewer_than_no_impressions_are_a_mistake(told):
    line = "Spring,2025-03-01 - 2025-03-24,facebook,10,-9,5.00,2025-03-01,2025-03-24\n"
    assert sentences(told(META + line)) == [
        "“-9” can't be read (export.csv, row 2, column “Impressions”). It should look like 1204."
    ]


def test_without_a_breakdown_in_time_a_row_is_for_the_reports_window(told):
    receipt = told(
        "Campaign name,Amount spent (GBP),Reporting starts,Reporting ends\n"
        "Spring,12.50,2025-03-01,2025-03-31\n"
    )
    assert kept(receipt, "first_date", "date", "campaign", "currency") == [
        (date(2025, 3, 1), date(2025, 3, 31), "Spring", "GBP")
    ]


def test_a_report_of_one_account_and_nothing_else_is_its_own_row(told):
    receipt = told(
        "Amount spent (GBP),Impressions,Reporting starts,Reporting ends\n"
        "12.50,300,2025-03-01,2025-03-31\n"
    )
    assert kept(receipt, "spend") == [(Decimal("12.5"),)]


def test_a_report_without_activity_has_no_rows_and_is_no_mistake(told):
    receipt = told(META + '"No data available."\n')
    assert (receipt.status, receipt.rows(), sentences(receipt)) == ("accepted", 0, [])


def test_what_breaks_a_report_down_is_named(told):
    receipt = told(META + month("facebook", "2025-03-01 - 2025-03-24", "10"))
    assert kept(receipt, "channel", "network", "dimension", "segment") == [
        ("ads", "meta", "campaign, platform", "facebook")
    ]


def test_people_reached_are_added_up_as_a_check_and_not_kept(told):
    receipt = told(META + GRAND_TOTAL + month("facebook", "2025-03-01 - 2025-03-24", "10") * 2)
    assert receipt.tables[0].sums["Reach"] == 20
    assert "reach" not in receipt.tables[0].frames[0].columns


def test_an_amount_no_one_can_read_is_told_with_its_place(told):
    receipt = told(META + GRAND_TOTAL + month("facebook", "2025-03-01 - 2025-03-24", "a lot"))
    assert sentences(receipt) == [
        "“a lot” can't be read (export.csv, row 3, column “Amount spent (USD)”). "
        "It should look like 1204.50."
    ]


# -- Google Ads ---------------------------------------------------------------------------------

MARCH = (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    "line",
    [
        "1 March 2025 - 31 March 2025",
        '"March 1, 2025 - March 31, 2025"',
        "March 1, 2025 - March 31, 2025",
        '"Mar 1, 2025 - Mar 31, 2025"',
        "1. März 2025 – 31. März 2025",
        "1 de marzo de 2025 - 31 de marzo de 2025",
        "2025-03-01 - 2025-03-31",
        "3/1/2025 - 3/31/2025",
    ],
)
def test_the_window_in_words_is_read_whichever_way_the_account_writes_it(told, line):
    receipt = told(f"Campaign report\n{line}\n{GOOGLE}Kitchens,GBP,12,340,18.20,1.00\n")
    assert kept(receipt, "first_date", "date") == [MARCH]


def test_all_time_is_no_window_and_is_asked_for(told):
    receipt = told(f"Campaign report\nAll time\n{GOOGLE}Kitchens,GBP,12,340,18.20,1.00\n")
    assert needs(receipt) == ["period"]


def test_up_to_five_lines_of_totals_are_no_campaigns(told):
    totals = "".join(
        f"Total: {what},GBP,12,340,18.20,1.00\n"
        for what in ("Campaigns", "Account", "Search", "Performance Max", "Display")
    )
    receipt = told(
        f"Campaign report\n1 March 2025 - 31 March 2025\n{GOOGLE}"
        f"Kitchens,GBP,12,340,18.20,1.00\n{totals}"
    )
    assert (receipt.rows(), receipt.warnings) == (1, [])
    assert receipt.tables[0].sums["Cost [GBP]"] == Decimal("18.20")


def test_a_total_whose_label_was_cut_away_is_no_campaign(told):
    total = " --,GBP,12,340,18.20,1.00\n"
    receipt = told(
        f"Campaign report\n1 March 2025 - 31 March 2025\n{GOOGLE}"
        f"Kitchens,GBP,12,340,18.20,1.00\n{total}{total}"
    )
    assert receipt.rows() == 1
    assert receipt.tables[0].sums["Cost [GBP]"] == Decimal("18.20")


@pytest.mark.parametrize(
    ("headings", "line", "total"),
    [
        (
            "Kampagne,Währungscode,Klicks,Impr.,Suchanteil,Kosten,Conversions",
            'Küchen,EUR,12,1.340,< 10 %,"18,20","1,00"',
            "Summe: Kampagnen",
        ),
        (
            "Campagne,Code de devise,Clics,Impr.,Part,Coût,Conversions",
            'Cuisines,EUR,12,1340,< 10%,"18,20","1,00"',
            "Total : campagnes",
        ),
        (
            "Campaña,Código de moneda,Clics,Impr.,Cuota,Coste,Conversiones",
            'Cocinas,EUR,12,1.340,< 10%,"18,20","1,00"',
            "Total: Campañas",
        ),
        (
            "Campagna,Codice valuta,Clic,Impr.,Quota,Costo,Conversioni",
            'Cucine,EUR,12,1.340,< 10%,"18,20","1,00"',
            "Totale: Campagne",
        ),
        (
            "Campagne,Valutacode,Klikken,Vert.,Aandeel,Kosten,Conversies",
            'Keukens,EUR,12,1.340,< 10%,"18,20","1,00"',
            "Totaal: Campagnes",
        ),
    ],
)
def test_an_account_in_another_language(told, headings, line, total):
    totals = line.replace(line.split(",")[0], total)
    receipt = told(f"x\n2025-03-01 - 2025-03-31\n{headings}\n{line}\n{totals}\n")
    figures = kept(receipt, "spend", "impressions", "clicks", "conversions", "currency")
    assert figures == [(Decimal("18.2"), 1340, 12, Decimal(1), "EUR")]
    assert receipt.warnings == []


def test_tabs_in_utf_16_and_commas_in_utf_8_say_the_same(told):
    lines = ["Campaign report", "1 March 2025 - 31 March 2025"]
    cells = [GOOGLE.strip().split(","), ["Kitchens", "GBP", " --", '"9,380"', "18.20", " --"]]
    tabs = "\n".join([*lines, *("\t".join(line) for line in cells)]).encode("utf-16")
    commas = "\n".join([*lines, *(",".join(line) for line in cells)])
    figures = ("impressions", "clicks", "spend", "conversions")
    assert kept(told(tabs), *figures) == [(9380, None, Decimal("18.2"), None)]
    assert kept(told(commas), *figures) == kept(told(tabs), *figures)


def test_a_day_beside_the_window_is_the_rows_own(told):
    receipt = told(
        f"Campaign report\n1 March 2025 - 31 March 2025\nDay,{GOOGLE}"
        "2025-03-07,Kitchens,GBP,12,340,18.20,1.00\n"
    )
    assert kept(receipt, "first_date", "date") == [(date(2025, 3, 7), date(2025, 3, 7))]


@pytest.mark.parametrize(
    ("heading", "cells", "periods"),
    [
        (
            "Month",
            ("January 2026", "2026-02-01"),
            [
                (date(2026, 1, 27), date(2026, 1, 31)),
                (date(2026, 2, 1), date(2026, 2, 23)),
            ],
        ),
        (
            "Week",
            ("2026-01-26", "2026-02-02"),
            [
                (date(2026, 1, 27), date(2026, 2, 1)),
                (date(2026, 2, 2), date(2026, 2, 8)),
            ],
        ),
    ],
)
def test_a_month_or_week_ends_where_the_report_ends(told, heading, cells, periods):
    lines = "".join(f"{cell},Kitchens,GBP,12,340,18.20,1.00\n" for cell in cells)
    window = "27 January 2026 - 23 February 2026"
    receipt = told(f"Campaign report\n{window}\n{heading},{GOOGLE}{lines}")
    assert kept(receipt, "first_date", "date") == periods


def test_of_two_reports_in_one_file_each_has_its_own_window(told):
    reports = [
        f"Campaign report\n{window}\n{GOOGLE}Kitchens,GBP,12,340,18.20,1.00\n"
        for window in ("1 March 2025 - 31 March 2025", "1 April 2025 - 30 April 2025")
    ]
    receipt = told("\n".join(reports))
    days = [kept(receipt, "first_date", "date", table=table) for table in (0, 1)]
    assert days == [[MARCH], [(date(2025, 4, 1), date(2025, 4, 30))]]


def test_a_day_that_could_be_read_two_ways_lies_in_the_reports_window(told):
    receipt = told(
        f"Campaign report\n1 February 2026 - 10 February 2026\nDay,{GOOGLE}"
        "02/02/2026,Kitchens,GBP,12,340,18.20,1.00\n03/02/2026,Kitchens,GBP,3,90,4.10,0.00\n"
        "Total: Account, --,GBP,15,430,22.30,1.00\n"
    )
    assert receipt.needs == []
    assert [day for (day,) in kept(receipt, "date")] == [date(2026, 2, 2), date(2026, 2, 3)]


def test_a_click_charged_to_every_asset_shown_is_not_spent_several_times(told):
    receipt = told(
        "Ad asset report\n1 March 2025 - 31 March 2025\nAsset,Currency code,Clicks,Impr.,Cost\n"
        "Oak kitchens,GBP,41,2204,45.10\nMade to measure,GBP,41,2104,45.10\n"
    )
    assert receipt.tables[0].sums["Cost [GBP]"] == Decimal("90.20")
    assert receipt.tables[0].frames == []


# -- LinkedIn Ads -------------------------------------------------------------------------------

CAMPAIGNS = (
    'Campaign Performance Report (in UTC)\n"Report Start: 03/01/2025, Report End: 03/31/2025"\n\n'
    "Start Date (in UTC),Currency,Campaign Name,Total Spent,Impressions,Clicks\n"
)


def test_rows_that_all_start_with_the_window_are_for_all_of_it(told):
    receipt = told(
        CAMPAIGNS
        + "3/1/2025,GBP,Kitchens,24.81,1204,12\n3/1/2025,GBP,Wardrobes,3.10,204,2\n"
        + "Total,,,27.91,1408,14\n"
    )
    assert kept(receipt, "first_date", "date", "spend") == [
        (*MARCH, Decimal("24.81")),
        (*MARCH, Decimal("3.1")),
    ]


@pytest.mark.parametrize("heading", ["Start Date", "Start Date (in account time zone)"])
def test_a_start_in_another_zone_is_a_start(told, heading):
    report = CAMPAIGNS.replace("Start Date (in UTC)", heading)
    receipt = told(report + "3/1/2025,GBP,Kitchens,24.81,1204,12\n")
    assert receipt.tables[0].source == "linkedin_ads"


def test_rows_of_several_days_are_for_their_day(told):
    receipt = told(
        CAMPAIGNS + "3/1/2025,GBP,Kitchens,24.81,1204,12\n3/2/2025,GBP,Kitchens,3.10,204,2\n"
    )
    assert [day for (day,) in kept(receipt, "date")] == [date(2025, 3, 1), date(2025, 3, 2)]


# -- TikTok Ads ---------------------------------------------------------------------------------


def test_a_percentage_is_the_same_as_text_and_as_a_fraction(told):
    as_text = told(TIKTOK + "2025-03-01,15.19,0.19,8716,0.80%,266,GBP\n")
    as_fraction = told(TIKTOK + "2025-03-01,15.19,0.19,8716,0.008,266,GBP\n")
    rates = [one.tables[0].sums["CTR (destination)"] for one in (as_text, as_fraction)]
    assert rates == [Decimal("0.008")] * 2


def test_a_total_that_has_a_dash_for_its_day_is_not_spent(told):
    rows = "2025-03-01,15.19,0.19,8716,0.80%,266,GBP\n-,15.19,0.19,8716,0.80%,266,-\n"
    receipt = told(TIKTOK + rows)
    assert kept(receipt, "spend", "currency") == [(Decimal("15.19"), "GBP")]


@pytest.mark.parametrize(("impressions", "is_whole"), [(8716, True), (17432, False)])
def test_a_report_that_lost_a_day_does_not_agree_with_its_own_total(told, impressions, is_whole):
    total = f"Total of 2 results,15.19,0.19,{impressions},0.80%,266,-\n"
    receipt = told(TIKTOK + "2025-03-01,15.19,0.19,8716,0.80%,266,GBP\n" + total)
    assert receipt.rows() == 1
    assert is_whole == (receipt.warnings == [])
    assert all("does not agree with its rows" in warning for warning in receipt.warnings)


@pytest.mark.parametrize(
    ("answer", "code"), [("gbp", "GBP"), ("£", "GBP"), ("pounds", None), ("$", None)]
)
def test_a_currency_is_answered_by_its_code_or_a_sign_of_its_own(told, answer, code):
    receipt = told("By Day,Cost,CPC (destination)\n2025-03-01,15.19,0.19\n", currency=answer)
    assert needs(receipt) == ([] if code else ["currency"])
    assert code is None or kept(receipt, "currency") == [(code,)]


@pytest.mark.parametrize("answer", ["0001-01-01 to 0001-01-31", "99999-01-01", "2025-02-30"])
def test_days_that_are_none_are_no_answer(told, answer):
    content = "Campaign name,Cost,CPC (destination),Currency\nSpring,15.19,0.19,GBP\n"
    assert needs(told(content, period=answer)) == ["period"]
    assert needs(told(content, period="2025-03-01 to 2025-03-31")) == []


@pytest.mark.parametrize("own", ["CPC (destination)", "CTR (destination)", "Clicks (destination)"])
def test_one_heading_of_tiktoks_own_is_enough(told, own):
    receipt = told(f"By Day,Cost,Impressions,{own},Currency\n2025-03-01,15.19,8716,1,GBP\n")
    assert {table.source for table in receipt.tables} == {"tiktok_ads"}
    assert kept(receipt, "spend", "impressions") == [(Decimal("15.19"), 8716)]


# -- the month's advertising --------------------------------------------------------------------

AD_HEADINGS = (
    "channel | campaign | dimension | segment | currency | first_date | date       | spend"
    " | impressions\n"
)
SPEND = "select month, spend from marts.monthly_ads order by month"


def ad(first: str, last: str, spend: str, dimension: str = "campaign", segment: str = "-") -> str:
    return f"ads | Spring | {dimension} | {segment} | GBP | {first} | {last} | {spend} | 100\n"


def test_a_days_advertising_comes_in_once_from_overlapping_exports(warehouse):
    for spend in ("10", "12"):
        fill(warehouse, "ad_days", AD_HEADINGS + ad("2025-03-01", "2025-03-01", spend))
    assert rows(warehouse, SPEND) == [(date(2025, 3, 1), Decimal("12"))]


def test_one_months_spend_broken_down_twice_is_spent_once(warehouse):
    fill(warehouse, "ad_days", AD_HEADINGS + ad("2025-03-01", "2025-03-31", "30"))
    by_platform = [
        ad("2025-03-01", "2025-03-31", spend, "campaign, platform", name)
        for name, spend in (("facebook", "10"), ("instagram", "20.01"))
    ]
    fill(warehouse, "ad_days", AD_HEADINGS + "".join(by_platform))
    assert rows(warehouse, SPEND) == [(date(2025, 3, 1), Decimal("30.01"))]


def test_a_month_exported_before_its_end_gives_way_to_the_whole_one(warehouse):
    fill(warehouse, "ad_days", AD_HEADINGS + ad("2025-03-01", "2025-03-20", "18"))
    fill(warehouse, "ad_days", AD_HEADINGS + ad("2025-03-01", "2025-03-31", "30"))
    assert rows(warehouse, SPEND) == [(date(2025, 3, 1), Decimal("30"))]


def test_weeks_within_a_month_add_up(warehouse):
    weeks = ad("2025-03-03", "2025-03-09", "7") + ad("2025-03-10", "2025-03-16", "8")
    fill(warehouse, "ad_days", AD_HEADINGS + weeks)
    assert rows(warehouse, SPEND) == [(date(2025, 3, 1), Decimal("15"))]


def test_a_window_over_a_months_end_is_in_neither_month(warehouse):
    fill(warehouse, "ad_days", AD_HEADINGS + ad("2025-02-24", "2025-03-23", "40"))
    assert rows(warehouse, SPEND) == []


# -- Square -------------------------------------------------------------------------------------


def item(net: str, tax: str, transaction: str, event: str = "Payment", day: str = "31") -> str:
    return (
        f'2025-03-{day},17:30:09,Oil,1.0,Regular,"{net}",$0.00,"{net}",{tax},{transaction},'
        f"P{transaction},{event},Ada Example\n"
    )


def test_the_items_of_one_transaction_are_one_order_with_its_tax(told):
    receipt = told(
        SQUARE + item("$1,204.00", "$84.28", "T1") + item("$8.00", "$0.56", "T1"), currency="usd"
    )
    assert (receipt.rows(), receipt.tables[0].measures["orders"]) == (2, 1)
    assert kept(receipt, "revenue_id", "kind", "amount", "currency") == [
        ("T1", "sale", Decimal("1296.84"), "USD")
    ]


def test_items_without_their_transactions_are_each_a_sale(told):
    receipt = told(
        "Date,Item,Qty,Price Point Name,Product Sales,Discounts,Net Sales,Tax,Gross Sales\n"
        "15/12/2024,Cake,1.0,Regular,£10.00,-£1.00,£9.00,£0.90,£9.90\n"
        "15/12/2024,Tea,1.0,Regular,£3.00,£0.00,£3.00,£0.30,£3.30\n"
        "16/12/2024,Tea,-1.0,Regular,-£3.00,£0.00,-£3.00,-£0.30,-£3.30\n"
    )
    assert kept(receipt, "kind", "amount", "revenue_id") == [
        ("sale", Decimal("9.9"), None),
        ("sale", Decimal("3.3"), None),
        ("refund", Decimal("-3.3"), None),
    ]


def test_a_refund_at_the_till_is_a_row_below_zero(told):
    receipt = told(SQUARE + item("-$14.95", "-$1.05", "T2", "Refund", "19"), currency="USD")
    assert kept(receipt, "kind", "date", "amount") == [
        ("refund", date(2025, 3, 19), Decimal("-16"))
    ]


def test_a_dollar_sign_may_be_that_of_several_currencies(told):
    assert needs(told(SQUARE + item("$8.00", "$0.56", "T1"))) == ["currency"]


def test_the_name_of_who_bought_is_not_kept(told):
    receipt = told(SQUARE + item("$8.00", "$0.56", "T1"), currency="USD")
    assert "Ada" not in pl.concat(receipt.tables[0].frames).write_csv()


# -- LinkedIn connections -----------------------------------------------------------------------


def test_a_note_above_the_headings_is_no_connection(told):
    note = 'Notes:\n"You may notice that some addresses are missing."\n\n'
    receipt = told(note + CONNECTIONS + "Ada,Example,,Example,Buyer,28 Nov 2021\n")
    assert (receipt.rows(), receipt.warnings) == (1, [])
    assert kept(receipt, "date") == [(date(2021, 11, 28),)]


def test_a_member_who_left_has_a_day_and_nothing_else(told):
    receipt = told(CONNECTIONS + ",,,,,28 Nov 2021\n" * 2)
    assert kept(receipt, "person", "date") == [(None, date(2021, 11, 28))] * 2


def test_of_a_person_only_a_pseudonym_is_kept(told):
    receipt = told(CONNECTIONS + "Ada,Example,ada@example.com,Timber,Buyer,28 Nov 2021\n")
    written = pl.concat(receipt.tables[0].frames).write_csv()
    assert not [word for word in ("Ada", "Example", "Timber", "Buyer") if word in written]


def test_a_second_archive_brings_the_people_connected_since(warehouse, tmp_path):
    first = CONNECTIONS + "Ada,Example,,,,28 Mar 2025\n"
    (tmp_path / "first.csv").write_text(first)
    (tmp_path / "second.csv").write_text(first + "Bo,Sample,,,,2 Apr 2025\n")
    files = [File(tmp_path / name, name) for name in ("first.csv", "second.csv")]
    told = [outcome.difference.counts() for outcome in receive(warehouse, files)]
    assert told == [
        {"inserted": 1, "replaced": 0, "unchanged": 0},
        {"inserted": 1, "replaced": 0, "unchanged": 1},
    ]


@pytest.mark.parametrize("connected", ["Verbunden am", "Connecté le", "Conectado em"])
def test_connections_in_another_language(told, connected):
    receipt = told(CONNECTIONS.replace("Connected On", connected) + "Ann,Bee,,,,28 Nov 2021\n")
    assert receipt.tables[0].source == "linkedin_connections"


# -- LinkedIn profile ---------------------------------------------------------------------------

LINK = "https://www.linkedin.com/feed/update/urn:li:activity:730000000000000000"
Rows = Sequence[Sequence[object]]


def workbook(path: Path, sheets: Mapping[str, Rows]) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return path.read_bytes()


@pytest.fixture
def profile(told, tmp_path):
    def receipt_of(*top_posts: Sequence[object], above: str = "Total followers on 3/5/2025:"):
        days = [f"3/{day}/2025" for day in (3, 4, 5)]
        sheets: dict[str, Rows] = {
            "ENGAGEMENT": [["Date", "Impressions", "Engagements"], *[[day, 9, 1] for day in days]],
            "TOP POSTS": [
                ["Maximum of 50 posts available to include in this list"],
                [],
                ["Post URL", "Post publish date", "Engagements", "",
                 "Post URL", "Post publish date", "Impressions"],
                *top_posts,
            ],
            "FOLLOWERS": [
                [above, 1294], [], ["Date", "New followers"], *[[day, 2] for day in days],
            ],
        }  # fmt: skip
        return told(workbook(tmp_path / "book.xlsx", sheets), "Content_2025.xlsx")

    return receipt_of


def rows_of(receipt: Receipt, subject: str, *columns: str) -> list[tuple[object, ...]]:
    (table,) = [one for one in receipt.tables if one.subject == subject]
    return pl.concat(table.frames).select(*columns).rows()


@pytest.mark.parametrize(
    ("date_word", "impressions", "engagements", "followers", "link", "published"),
    [
        ("Datum", "Impressions", "Interaktionen", "Neue Follower", "Beitrags-URL",
         "Veröffentlichungsdatum"),
        ("Date", "Impressions", "Interactions", "Nouveaux abonnés", "URL du post",
         "Date de publication du post"),
        ("Data", "Impressioni", "Interazioni", "Nuovi follower", "URL del post",
         "Data di pubblicazione"),
        ("Datum", "Weergaven", "Interacties", "Nieuwe volgers", "URL van bijdrage",
         "Publicatiedatum"),
    ],
)  # fmt: skip
def test_a_profile_in_another_language_whose_sheets_tell_the_order_of_days(
    told, tmp_path, date_word, impressions, engagements, followers, link, published
):
    days = [f"{day}/03/2025" for day in (11, 12, 13)]
    sheets: dict[str, Rows] = {
        "First": [[date_word, impressions, engagements], *[[day, 9, 1] for day in days]],
        "Second": [
            [link, published, engagements, "", link, published, impressions],
            [f"{LINK}1", "11/03/2025", 6, "", f"{LINK}1", "11/03/2025", 412],
        ],
        "Third": [["13/03/2025:", 1294], [], [date_word, followers], *[[day, 2] for day in days]],
    }
    receipt = told(workbook(tmp_path / "book.xlsx", sheets), "book.xlsx")
    assert receipt.may_come_in()
    assert rows_of(receipt, "posts", "date", "impressions") == [(date(2025, 3, 11), 412)]
    assert rows_of(receipt, "follower_counts", "date", "followers") == [(date(2025, 3, 13), 1294)]
    assert [table.rows for table in receipt.tables] == [3, 3, 3, 1]


def test_a_sheet_that_is_no_table_we_read_is_told(told, tmp_path):
    days: Rows = [["Date", "Impressions", "Engagements"], ["3/13/2025", 9, 1]]
    sheets = {"ENGAGEMENT": days, "NOTES": [["Who", "What"], ["Ann", "Looked"]]}
    receipt = told(workbook(tmp_path / "book.xlsx", sheets), "Content_2025.xlsx")
    assert receipt.warnings == ["“NOTES” is left out: no page shows such figures."]


def test_one_sheet_that_tells_nothing_is_refused_with_what_helps(told):
    receipt = told("Date,Impressions,Engagements\n3/13/2025,9,1\n")
    assert "upload the whole workbook" in sentences(receipt)[0]


def test_the_label_above_the_followers_is_their_total_and_its_day(profile):
    assert rows_of(profile(), "follower_counts", "date", "followers", "account") == [
        (date(2025, 3, 5), 1294, "Personal profile")
    ]


def test_two_lists_side_by_side_are_joined_by_the_post_and_not_by_the_row(profile):
    receipt = profile(
        [f"{LINK}1", "3/3/2025", 31, "", f"{LINK}2", "3/4/2025", 2104],
        [f"{LINK}2", "3/4/2025", 14, "", f"{LINK}1", "3/3/2025", 1988],
        ["", "", "", "", f"{LINK}3", "3/5/2025", 640],
    )
    assert rows_of(receipt, "posts", "post_id", "engagements", "impressions") == [
        ("7300000000000000001", 31, 1988),
        ("7300000000000000002", 14, 2104),
        ("7300000000000000003", None, 640),
    ]


def test_what_a_window_brought_an_older_post_is_not_its_life(profile):
    receipt = profile([f"{LINK}1", "1/29/2025", 6, "", f"{LINK}1", "1/29/2025", 412])
    assert rows_of(receipt, "posts", "date", "engagements", "impressions") == [
        (date(2025, 1, 29), None, None)
    ]


# -- LinkedIn competitors -----------------------------------------------------------------------


def test_the_followers_of_competitors_are_never_taken_for_ours(told, tmp_path):
    sheet = [
        ["3/1/2025", "3/31/2025"],
        ["Page", "Total Followers", "New Followers", "Total post engagements", "Total posts"],
        ["Example Joinery", 1294, 31, 208, 9],
        ["Example Timber", 5120, 12, 96, 4],
    ]
    receipt = told(workbook(tmp_path / "book.xlsx", {"COMPETITORS": sheet}), "competitors.xlsx")
    (table,) = receipt.tables
    assert (table.rows, table.frames, table.sums["Total Followers"]) == (2, [], 6414)
    assert (table.first_day, table.last_day) == MARCH


# -- Facebook, until 2021 -----------------------------------------------------------------------


def test_the_line_of_descriptions_is_no_day(told):
    receipt = told(PAGE + PAGE_TOLD + "2016-03-01,412,4,1,900\n")
    assert (receipt.rows(), receipt.warnings) == (1, [])


def test_only_daily_figures_are_kept_though_all_are_added_up(told):
    receipt = told(PAGE + PAGE_TOLD + "2016-03-01,412,4,1,900\n2016-03-02,415,3,0,950\n")
    assert receipt.tables[0].sums["28 Days Total Reach"] == 1850
    assert receipt.tables[0].measures == {"followers_gained": 7, "followers_lost": 1}


def test_likes_of_a_page_are_its_followers_and_zero_is_not_counted_yet(told):
    receipt = told(PAGE + PAGE_TOLD + "2016-03-01,0,0,0,0\n2016-03-02,415,3,0,950\n")
    assert kept(receipt, "date", "followers", table=1) == [(date(2016, 3, 2), 415)]


def test_a_post_is_known_by_its_own_part_of_the_id(told):
    receipt = told(
        POSTS + ',,,,,"Lifetime: People reached"\n'
        "400000000000001_500000000000007,https://example.com,Hello,Photo,"
        "02/19/2016 11:45:22 PM,371\n"
    )
    assert receipt.rows() == 1
    assert kept(receipt, "post_id", "date", "reach") == [
        ("500000000000007", date(2016, 2, 19), 371)
    ]


def test_videos_of_old_insights_are_added_up_and_counted_as_posts_only(told):
    receipt = told(VIDEOS + "1_2,https://f/1,02/19/2015 11:45:22 PM,90\n")
    assert receipt.tables[0].source == "facebook_legacy_posts"
    assert receipt.as_json()["first_date"] == "2015-02-19"
    assert receipt.tables[0].sums == {"Lifetime Total Video Views": 90}
    assert receipt.tables[0].kept_rows() == 0
