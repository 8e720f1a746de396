"""What is odd about the exports of shops, books and deals, and what becomes of it."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from data_pipeline.intake.receipt import Receipt

DEALS = "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Amount,Currency,Original Source\n"
ORDERS = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem name,Cancelled at,"
    "Refunded Amount\n"
)
STRIPE = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Mode,PaymentIntent ID,Status,"
    "Refunded date (UTC)\n"
)
QUICKBOOKS = (
    "Example Joinery\nSales by Customer Detail\nMarch 2025\n\n"
    ",Date,Transaction type,No.,Product/Service,Memo/Description,Qty,Sales price,Amount,Balance\n"
)


def kept(receipt: Receipt, *columns: str) -> list[tuple[object, ...]]:
    return pl.concat(receipt.tables[0].frames).select(*columns).rows()


def needs(receipt: Receipt) -> list[str]:
    return [need.key for need in receipt.needs]


# -- HubSpot ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("Closed Won", "won"),
        ("Closed won (Sales pipeline)", "won"),
        ("Abgeschlossen und gewonnen", "won"),
        ("Fermé gagné", "won"),
        ("Cierre ganado", "won"),
        ("Gesloten en verloren", "lost"),
        ("Closed Lost", "lost"),
        ("Cierre perdido", "lost"),
        ("Appointment scheduled", "open"),
        ("Wonder how", "open"),
        ("closedwon", "won"),
        ("closedlost", "lost"),
        ("Not won", "lost"),
        ("", "open"),
    ],
)
def test_the_words_of_its_stage_say_whether_a_deal_is_won(told, stage, status):
    line = f"31,Kitchen,{stage},2025-03-31 16:20,2025-01-14 09:00,100,GBP,\n"
    assert kept(told(DEALS + line), "status") == [(status,)]


def test_a_deal_counts_when_it_is_closed_and_an_open_one_when_it_was_made(told):
    receipt = told(
        DEALS
        + "1,Kitchen,Closed Won,2025-03-31 16:20,2025-01-14 09:00,100,GBP,\n"
        + "2,Shelves,Qualified,2025-06-30 00:00,2025-02-20 09:00,100,GBP,\n"
    )
    assert kept(receipt, "date") == [(date(2025, 3, 31),), (date(2025, 2, 20),)]


def test_names_of_deals_and_owners_are_not_kept(told):
    receipt = told(DEALS + "1,Ada's kitchen,Closed Won,2025-03-31,2025-01-14,100,GBP,\n")
    assert "Ada" not in pl.concat(receipt.tables[0].frames).write_csv()


def test_what_the_customer_said_outweighs_what_hubspot_guesses(told):
    heading = DEALS.replace("\n", ",How did you hear about us?\n")
    receipt = told(
        heading
        + "1,A,Closed Won,2025-03-31,2025-01-14,100,GBP,Direct Traffic,A friend\n"
        + "2,B,Closed Won,2025-03-31,2025-01-14,100,GBP,Organic Search,\n"
    )
    assert kept(receipt, "source_text") == [("A friend",), ("Organic Search",)]


def test_a_stage_of_ones_own_is_lost_where_hubspot_says_so(told):
    heading = DEALS.replace("\n", ",Is closed lost\n")
    line = "1,A,Went elsewhere,2025-03-31,2025-01-14,100,GBP,,{lost}\n"
    said = [kept(told(heading + line.format(lost=lost)), "status") for lost in ("true", "false")]
    assert said == [[("lost",)], [("open",)]]


def test_a_view_without_dates_is_read_and_the_missing_columns_are_named(told):
    receipt = told('"Record ID","Deal Name","Amount"\n"1","A","45362.12"\n"2","B","0.88"\n')
    assert (receipt.status, receipt.rows(), receipt.may_come_in()) == ("accepted", 2, False)
    assert receipt.tables[0].sums == {"Amount": Decimal("45363.00")}
    (need,) = receipt.needs
    assert not need.answerable
    assert need.question.startswith(
        "It has no column “Deal Stage”, nor “Close Date” or “Create Date”: its rows can't be "
        "counted by month. Export it again with them."
    )
    assert receipt.as_json()["questions"] == []


def test_a_view_that_lacks_one_column_is_told_of_that_one(told):
    (need,) = told("Record ID,Deal Name,Close Date\n1,A,2025-03-31\n").needs
    assert need.question.startswith(
        "It has no column “Deal Stage”: its rows can't be counted by month. "
        "Export it again with that column."
    )


def test_a_deal_without_any_day_is_in_no_month_and_that_is_told(told):
    receipt = told(DEALS + "1,A,Qualified,,,100,GBP,\n2,B,Qualified,,2025-03-01,100,GBP,\n")
    assert kept(receipt, "account_id") == [("2",)]
    assert receipt.warnings == ["No day stands in row 2: that is counted in no month."]


def test_amounts_without_a_currency_are_asked_for_once(told):
    content = DEALS.replace(",Currency", "") + "1,A,Closed Won,2025-03-31,2025-03-01,100,\n"
    assert needs(told(content)) == ["currency"]
    assert kept(told(content, currency="gbp"), "currency") == [("GBP",)]


def test_a_sign_in_the_cell_tells_the_currency_that_its_column_leaves_open(told):
    receipt = told(
        DEALS
        + "1,A,Closed Won,2025-03-31,2025-01-14,£100,,\n"
        + "2,B,Closed Won,2025-03-31,2025-01-14,100,EUR,\n"
    )
    assert receipt.needs == []
    assert kept(receipt, "currency") == [("GBP",), ("EUR",)]


CONTACTS = '"Record ID","First Name","Last Name","{stage}","Became a Customer Date","Create Date"\n'


def test_contacts_are_known_without_their_names(told):
    content = "Record ID,Email,Lifecycle Stage,Create Date\n1,a@example.com,Customer,2025-03-31\n"
    assert [table.source for table in told(content).tables] == ["hubspot_contacts"]


@pytest.mark.parametrize(
    ("heading", "stage", "customers"),
    [
        ("Lifecycle Stage", "Customer", 1),
        ("Lifecycle Stage", "Lead", 0),
        ("Phase du cycle de vie", "Client potentiel", 0),
        ("Etapa del ciclo de vida", "Cliente potencial", 0),
        ("Etapa del ciclo de vida", "Cliente", 1),
    ],
)
def test_whoever_may_become_a_customer_is_none_yet(told, heading, stage, customers):
    receipt = told(CONTACTS.format(stage=heading) + f'1,Ada,Field,"{stage}",,2025-03-31 10:00\n')
    assert (receipt.rows(), len(kept(receipt, "status"))) == (1, customers)


# -- Salesforce and Pipedrive -------------------------------------------------------------------


def test_an_opportunity_that_is_closed_and_not_won_is_lost(told):
    receipt = told(
        "Opportunity Name,Stage,Close Date,Closed,Won\n"
        "A,Abandoned,31/03/2025,1,0\nB,Delivered,31/03/2025,1,1\nC,Talking,31/03/2025,0,0\n"
    )
    assert kept(receipt, "status") == [("lost",), ("won",), ("open",)]


def test_an_opportunity_that_lost_its_day_is_not_passed_over(told):
    heading, footer = "Opportunity Name,Stage,Close Date\n", "\nGenerated By:,Jo Bell,\n"
    receipt = told(f"{heading}A,Closed Won,31/03/2025\nB,Closed Won,\n{footer}")
    assert [str(problem) for problem in receipt.problems] == [
        "There is no “Close Date” (export.csv, row 3, column “Close Date”). "
        "Fill it in, or import without this row."
    ]


def test_a_report_may_hold_only_converted_amounts(told):
    receipt = told(
        "Opportunity Name,Stage,Close Date,Amount (converted) Currency,Amount (converted)\n"
        "A,Closed Won,31/03/2025,USD,1200.00\n"
    )
    assert kept(receipt, "amount", "currency") == [(Decimal(1200), "USD")]


PIPEDRIVE = "Deal - Title,Deal - Status,Deal - Value,Deal - Currency,Deal - Won time{more}\n"


def test_deals_that_are_won_need_not_say_when_they_were_made(told):
    receipt = told(PIPEDRIVE.format(more="") + "A,Won,100,GBP,2025-03-31 16:20:00\n")
    assert receipt.may_come_in()
    assert kept(receipt, "status", "date") == [("won", date(2025, 3, 31))]


def test_a_list_of_deals_without_any_day_is_no_use(told):
    (need,) = told("Deal - Title,Deal - Status\nA,Won\n").needs
    assert "“Deal - Deal created” or “Deal - Won time”" in need.question


def test_a_deleted_deal_is_not_open(told):
    lines = "A,Deleted,100,GBP,,2025-03-01\nB,Open,100,GBP,,2025-03-02\n"
    receipt = told(PIPEDRIVE.format(more=",Deal - Deal created") + lines)
    assert receipt.rows() == 2
    assert kept(receipt, "status", "date") == [("open", date(2025, 3, 2))]


# -- Shopify ------------------------------------------------------------------------------------


def order(
    name: str, status: str, total: str, *, refunded: str = "0.00", cancelled: str = ""
) -> str:
    day = "2025-03-31 23:58:09 -0500"
    return f"{name},a@example.com,{status},GBP,{total},{day},Tray,{cancelled},{refunded}\n"


ITEM = "{name},a@example.com,,,,2025-03-31 23:58:09 -0500,Tray,,\n"


def test_an_order_is_counted_once_however_many_items_it_has(told):
    receipt = told(ORDERS + order("#1", "paid", "131.00") + ITEM.format(name="#1") * 2)
    assert receipt.rows() == 3
    assert receipt.tables[0].measures["orders"] == 1
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("131"))]
    assert receipt.tables[0].sums["Total [GBP]"] == 131


def test_an_order_that_stands_in_the_file_twice_counts_once_and_that_is_told(told):
    receipt = told(ORDERS + order("#1", "paid", "5.00") + order("#2", "paid", "6.00") * 2)
    assert receipt.warnings == [
        "1 row of “Shopify orders” tells of what a later row tells again (row 3): the last counts."
    ]
    tried = told(ORDERS + order("#1", "voided", "5.00") * 2)
    assert tried.warnings == []


def test_an_order_counts_on_the_day_the_shops_clock_showed(told):
    assert kept(told(ORDERS + order("#1", "paid", "1.00")), "date") == [(date(2025, 3, 31),)]


def test_a_refund_is_a_row_of_its_own(told):
    receipt = told(ORDERS + order("#1", "partially_refunded", "100.50", refunded="48.00"))
    assert kept(receipt, "revenue_id", "kind", "amount") == [
        ("#1", "sale", Decimal("100.5")),
        ("#1", "refund", Decimal("-48")),
    ]


@pytest.mark.parametrize(
    ("status", "cancelled", "kind"),
    [
        ("voided", "", "failed"),
        ("refunded", "2025-03-31 23:59:00 -0500", "failed"),
        ("paid", "2025-03-31 23:59:00 -0500", "failed"),
        ("pending", "", "pending"),
        ("authorized", "", "pending"),
    ],
)
def test_what_was_never_paid_or_was_cancelled_is_no_sale(told, status, cancelled, kind):
    receipt = told(ORDERS + order("#1", status, "52.50", refunded="52.50", cancelled=cancelled))
    assert [one for one, _ in kept(receipt, "kind", "amount")] == [kind]


# -- Stripe -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("Paid", "sale"),
        ("Failed", "failed"),
        ("requires_payment_method", "failed"),
        ("Canceled", "failed"),
        ("Uncaptured", "pending"),
        ("Something new", "pending"),
    ],
)
def test_only_an_attempt_that_was_paid_is_a_sale(told, status, kind):
    line = f"ch_1,2025-03-31 17:40:57,9.99,0.00,gbp,Live,pi_1,{status},\n"
    assert kept(told(STRIPE + line), "kind", "currency") == [(kind, "GBP")]


def test_a_stripe_refund_stands_on_its_own_day(told):
    line = "ch_1,2025-03-31 17:40:57,50.00,20.00,usd,Live,pi_1,Partial refund,2025-04-02 09:00:00\n"
    assert kept(told(STRIPE + line), "kind", "date", "amount") == [
        ("sale", date(2025, 3, 31), Decimal("50")),
        ("refund", date(2025, 4, 2), Decimal("-20")),
    ]


@pytest.mark.parametrize("column", ["Amount Refunded", "Captured", "Seller Message"])
def test_stripe_payments_are_known_by_few_of_the_columns_a_manager_may_choose(told, column):
    receipt = told(
        f"id,Created date (UTC),Amount,Currency,Fee,Status,{column}\n"
        "ch_1,2025-03-31 17:40:57,50.00,usd,1.50,Paid,\n"
    )
    assert [table.source for table in receipt.tables] == ["stripe_payments"]
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("50"))]


def test_stripe_may_tell_days_by_the_clock_of_the_account(told):
    heading = STRIPE.replace("(UTC)", "(Europe/Berlin)")
    line = "ch_1,2025-03-31 17:40:57,50.00,20.00,usd,Live,pi_1,Paid,2025-04-02 09:00:00\n"
    assert kept(told(heading + line), "kind", "date") == [
        ("sale", date(2025, 3, 31)),
        ("refund", date(2025, 4, 2)),
    ]


def test_two_currencies_are_never_one_sum(told):
    receipt = told(
        STRIPE
        + "ch_1,2025-03-31 17:40:57,9.99,0.00,usd,Live,pi_1,Paid,\n"
        + "ch_2,2025-03-31 17:40:57,8.99,0.00,aud,Live,pi_2,Paid,\n"
    )
    sums = receipt.tables[0].sums
    assert (sums["Amount [USD]"], sums["Amount [AUD]"]) == (Decimal("9.99"), Decimal("8.99"))
    assert "Amount" not in sums


def test_an_attempt_never_begun_is_known_by_its_intent(told):
    line = ",2025-03-31 17:40:57,9.99,0.00,usd,Live,pi_1,requires_payment_method,\n"
    assert kept(told(STRIPE + line), "revenue_id") == [("pi_1",)]


def test_payments_made_for_a_test_are_left_out(told):
    line = "ch_1,2025-03-31 17:40:57,9.99,0.00,usd,Test,pi_1,Paid,\n"
    assert kept(told(STRIPE + line), "kind") == []


def test_the_older_charges_export_is_known_too(told):
    receipt = told(
        "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Status\n"
        "ch_1,Invoice 7,Payment complete.,2019-03-31 10:20,120.00,0.00,eur,Paid\n"
    )
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("120"))]


# -- QuickBooks ---------------------------------------------------------------------------------


def sold(day: str, kind: str, number: str, amount: str, product: str = "Shelves") -> str:
    return f",{day},{kind},{number},{product},,1,{amount},{amount},\n"


def test_groups_totals_and_the_footer_are_no_sales_and_not_worth_a_word(told):
    receipt = told(
        QUICKBOOKS
        + "Ada Field\n"
        + sold("03/14/2025", "Invoice", "1001", "361.50")
        + "Total for Ada Field,,,,,,,,361.50,\n"
        + "TOTAL,,,,,,,,361.50,\n\n\nAccrual Basis Tuesday\n",
        currency="GBP",
    )
    assert (receipt.rows(), receipt.warnings) == (1, [])
    assert receipt.tables[0].sums["Amount"] == Decimal("361.50")
    assert "Ada" not in str(receipt.as_json())


def test_the_lines_of_one_invoice_are_one_sale(told):
    receipt = told(
        QUICKBOOKS
        + sold("03/14/2025", "Invoice", "1001", "5000.00", "Kitchen")
        + sold("03/14/2025", "Invoice", "1001", "800.00", "Fitting"),
        currency="GBP",
    )
    assert receipt.rows() == 2
    assert kept(receipt, "revenue_id", "amount") == [("Invoice 1001", Decimal("5800"))]


def test_sales_without_a_number_stay_apart(told):
    line = sold("03/14/2025", "Sales Receipt", "", "35.00")
    receipt = told(QUICKBOOKS + line * 2, currency="GBP")
    assert kept(receipt, "revenue_id", "amount") == [(None, Decimal("35"))] * 2


@pytest.mark.parametrize("amount", ["-250.00", "250.00"])
@pytest.mark.parametrize("kind", ["Credit Memo", "Refund Receipt"])
def test_a_credit_memo_is_a_refund_whatever_sign_it_has(told, kind, amount):
    receipt = told(QUICKBOOKS + sold("03/14/2025", kind, "1004", amount), currency="GBP")
    assert kept(receipt, "kind", "amount") == [("refund", Decimal("-250"))]


@pytest.mark.parametrize("kind", ["Payment", "Deposit", "Journal Entry", "Transfer"])
def test_money_that_only_moves_is_not_revenue(told, kind):
    receipt = told(QUICKBOOKS + sold("03/14/2025", kind, "1", "99.00"), currency="GBP")
    assert (receipt.rows(), kept(receipt, "kind")) == (1, [])


def test_a_report_that_names_no_currency_is_asked_for_it(told):
    receipt = told(QUICKBOOKS + sold("03/14/2025", "Invoice", "1001", "5.00"))
    assert needs(receipt) == ["currency"]


def test_a_sale_whose_kind_is_blank_is_told_and_not_dropped(told):
    receipt = told(QUICKBOOKS + sold("03/14/2025", "", "1001", "5.00"), currency="GBP")
    assert [str(problem) for problem in receipt.problems] == [
        "There is no “Transaction type” (export.csv, row 6, column “Transaction type”). "
        "Fill it in, or import without this row."
    ]


@pytest.mark.parametrize(
    "end",
    ["", ",03/2", ",03/28/2025,Invoice,1006,Oak door,,1,5.00,5.00,5.00\nCy Moss\n"],
)
def test_a_report_that_ends_before_its_last_total_was_cut_off(told, end):
    whole = (
        "Ada Field\n"
        + sold("03/14/2025", "Invoice", "1001", "5.00")
        + sold("03/15/2025", "Invoice", "1002", "5.00")
        + "Total for Ada Field,,,,,,,,10.00,\nBen Moss\n"
        + sold("03/16/2025", "Invoice", "1003", "5.00")
    )
    receipt = told(QUICKBOOKS + whole + end, currency="GBP")
    assert receipt.status == "rejected"
    assert str(receipt.problems[-1]).startswith("The total that follows the others is missing here")
    closed = told(QUICKBOOKS + whole + "Total for Ben Moss,,,,,,,,5.00,\n", currency="GBP")
    assert (closed.status, closed.rows(), closed.warnings) == ("accepted", 3, [])


def test_a_sale_whose_day_was_lost_is_told(told):
    receipt = told(
        QUICKBOOKS
        + sold("03/14/2025", "Invoice", "1001", "5.00")
        + sold("", "Invoice", "1002", "5.00"),
        currency="GBP",
    )
    assert receipt.status == "rejected"
    assert [str(problem) for problem in receipt.problems] == [
        "There is no “Date” (export.csv, row 7, column “Date”). "
        "Fill it in, or import without this row."
    ]


def test_a_report_without_any_total_is_whole(told):
    lines = [sold(f"03/{day}/2025", "Invoice", str(day), "5.00") for day in (14, 15, 16)]
    receipt = told(QUICKBOOKS + "Ada Field\n" + "".join(lines), currency="GBP")
    assert (receipt.status, receipt.rows()) == ("accepted", 3)
