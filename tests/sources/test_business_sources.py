"""What is odd about balances, customers' lists, further forms, books and deals, and our events."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from data_pipeline.intake.receipt import Receipt

BALANCE = "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description\n"
CONTACTS = "Record ID,First Name,Last Name,Lifecycle Stage,Became a Customer Date,Create Date\n"
HUBSPOT_FORM = "Conversion Date,Conversion Page,First Name,Email,Message\n"
WPFORMS = "Name,Email,Message,Entry ID,Entry Date,Status\n"
MEMBERS = "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID"
PAYPAL = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID\n"
SALESFORCE = "Opportunity Name,Stage,Amount,Amount Currency,Close Date,Created Date\n"
PIPEDRIVE = "Deal - Title,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Value\n"
ZOHO = "Record Id,Deal Name,Stage,Closing Date,Created Time\n"
TRANSACTIONS = (
    "Transaction List by Customer\nExample Joinery\nMarch 2025\n\n"
    ",Date,Transaction Type,Num,Posting,Memo/Description,Account,Amount\n"
)


def kept(receipt: Receipt, *columns: str) -> list[tuple[object, ...]]:
    return pl.concat(receipt.tables[0].frames).select(*columns).rows()


def source(receipt: Receipt) -> str:
    (table,) = receipt.tables
    return table.source


# -- Stripe balance -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "amount", "becomes"),
    [
        ("charge", "42.00", [("sale", Decimal("42"))]),
        ("payment", "42.00", [("sale", Decimal("42"))]),
        ("refund", "-42.00", [("refund", Decimal("-42"))]),
        ("payment_refund", "-42.00", [("refund", Decimal("-42"))]),
        ("refund_failure", "42.00", [("refund", Decimal("42"))]),
        ("payout", "-42.00", []),
        ("stripe_fee", "-1.50", []),
        ("adjustment", "-60.00", []),
        ("transfer", "-60.00", []),
        ("topup", "60.00", []),
    ],
)
def test_of_a_balance_only_charges_and_refunds_are_revenue(told, kind, amount, becomes):
    receipt = told(
        BALANCE + f"txn_1,{kind},ch_1,{amount},0.80,41.20,gbp,2025-03-31 17:40,2025-04-02 00:00,\n"
    )
    assert (receipt.rows(), kept(receipt, "kind", "amount")) == (1, becomes)


def test_a_sale_of_the_balance_counts_as_charged_before_the_fee(told):
    receipt = told(
        BALANCE + "txn_1,charge,ch_1,42.00,0.80,41.20,gbp,2025-03-31 17:40,2025-04-02 00:00,\n"
    )
    assert receipt.tables[0].sums == {
        "Amount [GBP]": Decimal("42.00"),
        "Fee [GBP]": Decimal("0.80"),
        "Net [GBP]": Decimal("41.20"),
    }
    assert kept(receipt, "date", "amount") == [(date(2025, 3, 31), Decimal("42"))]


# -- lists of customers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "First Name,Last Name,Email,Total Spent,Total Orders\nAda,Field,a@example.com,10.00,1\n",
        "id,Email,Created (UTC),Delinquent,Total Spend,Payment Count\n"
        "cus_1,a@example.com,2025-03-31 17:40,false,10.00,1\n",
    ],
)
def test_a_list_of_customers_is_added_up_and_makes_no_new_accounts(told, content):
    receipt = told(content)
    assert (receipt.status, receipt.rows(), receipt.needs) == ("accepted", 1, [])
    assert receipt.tables[0].kept_rows() == 0
    assert Decimal("10.00") in receipt.tables[0].sums.values()


def test_stripe_tells_when_its_customers_were_made(told):
    receipt = told("id,Email,Created (UTC),Total Spend\ncus_1,,2025-03-31 17:40,0.00\n")
    assert receipt.as_json()["first_date"] == "2025-03-31"


@pytest.mark.parametrize("stage", ["Customer", "customer", "Kunde", "Client", "Klant"])
def test_a_contact_is_a_new_account_when_it_became_a_customer(told, stage):
    receipt = told(CONTACTS + f"1,Ada,Field,{stage},2025-03-31 16:20,2025-01-14 09:00\n")
    assert kept(receipt, "date", "status") == [(date(2025, 3, 31), "won")]


@pytest.mark.parametrize("stage", ["Subscriber", "Lead", "Opportunity", "Other", ""])
def test_other_contacts_are_no_accounts(told, stage):
    receipt = told(CONTACTS + f"1,Ada,Field,{stage},,2025-01-14 09:00\n")
    assert (receipt.rows(), kept(receipt, "status")) == (1, [])


def test_contacts_without_a_stage_are_read_and_the_missing_columns_named(told):
    receipt = told("Record ID,First Name,Last Name,Email\n1,Ada,Field,a@example.com\n")
    assert (receipt.status, receipt.rows(), receipt.may_come_in()) == ("accepted", 1, False)
    assert "“Lifecycle Stage”" in receipt.needs[0].question


def test_names_of_contacts_are_not_kept(told):
    receipt = told(CONTACTS + "1,Ada,Field,Customer,2025-03-31 16:20,2025-01-14 09:00\n")
    assert "Ada" not in pl.concat(receipt.tables[0].frames).write_csv()


def test_a_subscriber_whose_day_is_not_told_is_read_and_in_no_month(told):
    line = "{0}@example.com,Ada,4,,{1},501,a1\n"
    receipt = told(f"{MEMBERS}\n" + line.format("a", DAY) + line.format("b", ""))
    assert (receipt.rows(), receipt.tables[0].kept_rows()) == (2, 1)
    assert receipt.warnings == ["No day stands in row 3: that is counted in no month."]


def test_a_subscriber_is_no_enquiry_and_whoever_went_is_not_kept(told):
    here = told(f"{MEMBERS}\na@example.com,Ada,4,,2025-03-31 08:02:40,501,a1\n")
    assert (here.tables[0].subject, kept(here, "channel", "date")) == (
        "connections",
        [("email", date(2025, 3, 31))],
    )
    gone = told(f"{MEMBERS},UNSUB_TIME\na@example.com,Ada,4,,2024-01-02 08:02:40,501,a1,{DAY}\n")
    assert (gone.rows(), gone.tables[0].kept_rows()) == (1, 0)
    assert gone.as_json()["first_date"] == "2025-03-12"


DAY = "2025-03-12 07:00:00"


# -- forms --------------------------------------------------------------------------------------


def test_hubspot_names_a_form_by_its_page_and_its_source_by_the_tag(told):
    receipt = told(
        HUBSPOT_FORM + "2025-03-31 23:58,https://example.com/a?utm_source=insta,Ada,,Hello\n"
    )
    assert source(receipt) == "hubspot_forms"
    assert kept(receipt, "at", "form", "source_text") == [
        (datetime(2025, 3, 31, 23, 58), "https://example.com/a", "insta")
    ]


def test_wpforms_and_gravity_forms_differ_in_one_capital_letter(told):
    line = "Ada,ada@example.com,Hello,41,2025-03-31 23:58:00,\n"
    assert source(told(WPFORMS + line)) == "wpforms"
    assert source(told(WPFORMS.replace("Entry ID", "Entry Id") + line)) == "gravity_forms"


@pytest.mark.parametrize("status", ["Partial", "Abandoned"])
def test_a_form_begun_and_not_sent_is_no_enquiry(told, status):
    receipt = told(WPFORMS + f"Ada,ada@example.com,Hello,41,2025-03-31 23:58:00,{status}\n")
    assert (receipt.rows(), kept(receipt, "enquiry_id")) == (1, [])


FORMS = {
    "wpforms": ("Entry ID,Entry Date,Email,Message,Status", "{n},2025-03-0{n} 10:00:00"),
    "gravity_forms": ("Entry Id,Entry Date,Email,Message,Status", "{n},2025-03-0{n} 10:00:00"),
    "contact_form_7": ("Subject,Date,your-email,Message,Status", "Hi {n},2025-03-0{n} 10:00:00"),
    "hubspot_forms": ("Conversion Page,Conversion Date,Email,Message,Status", "a,2025-03-0{n}"),
    "microsoft_forms": (
        "Id,Start time,Completion time,Email,Message,Status",
        "{n},2025-03-0{n} 9:00:00,2025-03-0{n} 10:00:00",
    ),
    "typeform": (
        "#,Start Date (UTC),Submit Date (UTC),Email,Message,Status",
        "{n},2025-03-0{n} 9:00:00,2025-03-0{n} 10:00:00",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_spam_and_tests_are_told_and_counted(told, name):
    heading, start = FORMS[name]
    written = ["a@example.com,We need a test of our door,", "b@example.com,Buy links,Spam",
               "test@example.com,Hello,", "c@example.com,This is a test.,"]  # fmt: skip
    lines = [f"{start.format(n=n)},{rest}" for n, rest in enumerate(written, start=1)]
    receipt = told("\n".join([heading, *lines, ""]))
    assert source(receipt) == name
    assert receipt.tables[0].kept_rows() == 4
    spam, tests = receipt.warnings
    assert spam.startswith("The form itself calls row 3 spam.")
    assert tests.startswith("Probably only a test: row 4, 5.")


# -- PayPal in other languages ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "gross", "becomes"),
    [
        ("PayPal Express-Zahlung", "20.00", "sale"),
        ("Rückzahlung", "-20.00", "refund"),
        ("Einbehaltene Zahlung", "20.00", None),
        ("Allgemeine Währungsumrechnung", "20.00", None),
        ("Gebühr für Zahlung", "1.00", None),
        ("Bankgutschrift auf PayPal-Konto", "20.00", None),
        ("Paiement Express Checkout", "20.00", "sale"),
        ("Remboursement de paiement", "-20.00", "refund"),
        ("Blocage de paiement", "20.00", None),
        ("Conversion de devise standard", "20.00", None),
        ("Virement vers un compte bancaire", "-20.00", None),
        ("Pago con Pago exprés", "20.00", "sale"),
        ("Reembolso de pago", "-20.00", "refund"),
        ("Retención de pago", "20.00", None),
        ("Conversión de divisa general", "20.00", None),
        ("Pagamento Express Checkout", "20.00", "sale"),
        ("Rimborso pagamento", "-20.00", "refund"),
        ("Conversione di valuta generica", "20.00", None),
        ("Pagamento trattenuto", "20.00", None),
        ("Conversão de moeda geral", "20.00", None),
        ("Express Checkout-betaling", "20.00", "sale"),
        ("Terugbetaling", "-20.00", "refund"),
        ("Algemene valutaomrekening", "20.00", None),
    ],
)
def test_paypal_moves_money_in_every_language_and_sells_only_by_payments(
    told, kind, gross, becomes
):
    line = f"31/03/2025,09:14:07,CET,Ada,{kind},Completed,EUR,{gross},-1.00,19.00,T-1\n"
    receipt = told(PAYPAL + line)
    assert [one for (one,) in kept(receipt, "kind")] == ([becomes] if becomes else [])


@pytest.mark.parametrize("status", ["Denied", "Canceled", "Abgelehnt", "Refusé"])
def test_a_paypal_refund_that_did_not_go_through_takes_nothing_back(told, status):
    line = "31/03/2025,09:14:07,CET,Ada,Payment Refund,{},EUR,-20.00,0.00,-20.00,T-1\n"
    assert kept(told(PAYPAL + line.format(status)), "kind") == []
    assert kept(told(PAYPAL + line.format("Completed")), "kind") == [("refund",)]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Amount,Fees,Total,Exchange Rate,Receipt ID", "20.00,-1.00,19.00,,"),
     ("Amount,Receipt ID", "20.00,")],
)  # fmt: skip
def test_paypal_calls_the_gross_amount_in_a_persons_account(told, heading, cells):
    receipt = told(
        f"Date,Time,TimeZone,Name,Type,Status,Currency,{heading},Balance\n"
        f"31/03/2025,09:14:07,EST,Ada,Mobile Payment,Completed,USD,{cells},19.00\n"
    )
    assert source(receipt) == "paypal"
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("20"))]


def test_an_item_of_a_paypal_cart_has_no_fee_and_is_no_second_sale(told):
    line = "31/03/2025,09:14:07,PDT,Ada,Shopping Cart {},Completed,EUR,20.00,{},T-1\n"
    receipt = told(
        PAYPAL + line.format("Payment Received", "-1.00,19.00") + line.format("Item", "...,...")
    )
    assert (receipt.status, receipt.rows()) == ("accepted", 2)
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("20"))]


# -- QuickBooks ---------------------------------------------------------------------------------


def test_a_list_of_transactions_gives_sales_whichever_side_of_the_books_it_stands_on(told):
    receipt = told(
        TRANSACTIONS
        + "Ada Field\n"
        + ",03/14/2025,Invoice,1001,Yes,,A/R,120.00\n"
        + ",03/15/2025,Sales Receipt,1002,Yes,,Undeposited Funds,-42.00\n"
        + ",03/20/2025,Payment,,Yes,,Undeposited Funds,-120.00\n"
        + ",03/31/2025,Credit Memo,1004,Yes,,A/R,-20.00\n"
        + "Total for Ada Field,,,,,,,22.00\n",
        currency="GBP",
    )
    assert kept(receipt, "revenue_id", "kind", "amount") == [
        ("Invoice 1001", "sale", Decimal("120")),
        ("Sales Receipt 1002", "sale", Decimal("42")),
        ("Credit Memo 1004", "refund", Decimal("-20")),
    ]


def test_a_list_of_bills_paid_is_told_to_hold_no_sale(told):
    bill = ",03/14/2025,Bill,77,Yes,,A/P,120.00\n"
    sale = ",03/15/2025,Invoice,1001,Yes,,A/R,120.00\n"
    assert told(TRANSACTIONS + bill, currency="GBP").warnings == [
        "No row of “QuickBooks sales” is a sale or a refund: nothing of it is counted."
    ]
    assert told(TRANSACTIONS + bill + sale, currency="GBP").warnings == []


def test_an_invoice_is_one_sale_in_whichever_report_it_stands(told):
    product = told(
        "Sales by Product/Service Detail\n\n"
        ",Date,Transaction type,No.,Customer,Qty,Sales price,Amount,Balance\nDoors\n"
        ",03/14/2025,Invoice,1001,Ada Field,1,100.00,100.00,100.00\n",
        currency="GBP",
    )
    listed = told(TRANSACTIONS + ",03/14/2025,Invoice,1001,Yes,,A/R,120.00\n", currency="GBP")
    known = [kept(receipt, "source", "revenue_id", "kind") for receipt in (product, listed)]
    assert known[0] == known[1] == [("quickbooks_sales", "Invoice 1001", "sale")]


# -- deals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("Closed Won", "won"),
        ("Geschlossen und gewonnen", "won"),
        ("Fermée/Gagnée", "won"),
        ("Cerrada ganada", "won"),
        ("Chiusa vinta", "won"),
        ("Fechado e ganho", "won"),
        ("Geschlossen, verloren", "lost"),
        ("Fermée perdue", "lost"),
        ("Cerrada perdida", "lost"),
        ("Chiusa persa", "lost"),
        ("Proposal/Price Quote", "open"),
        ("Perception Analysis", "open"),
    ],
)
def test_the_words_for_won_and_lost_are_known_in_every_crm(told, stage, status):
    salesforce = told(SALESFORCE + f'A,"{stage}",5.00,GBP,31/03/2025,14/03/2025\n')
    zoho = told(ZOHO + f'zcrm_1,A,"{stage}",2025-03-31,2025-03-14 09:00:00\n')
    assert [kept(one, "status") for one in (salesforce, zoho)] == [[(status,)]] * 2


@pytest.mark.parametrize(("said", "status"), [("Won", "won"), ("Lost", "lost"), ("Open", "open")])
def test_pipedrive_says_so_in_one_word(told, said, status):
    line = f"A,{said},2025-03-01 10:00:00,,5.00\n"
    assert kept(told(PIPEDRIVE + line, currency="GBP"), "status") == [(status,)]


def page(*rows: Sequence[str], charset: str = "utf-8") -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><head><meta charset={charset}></head><body><table>{lines}</table></body></html>"


def test_a_workbook_that_is_a_web_page_is_read_as_a_table(told):
    content = page(
        SALESFORCE.strip().split(","),
        ("Caf\N{LATIN SMALL LETTER E WITH ACUTE} &amp; bar", "Closed Won", "1,204.50", "GBP",
         "31/03/2025", "14/03/2025"),
        ("<b>Grand Totals (1 record)</b>", "", "1,204.50", "", "", ""),
        charset="iso-8859-1",
    )  # fmt: skip
    receipt = told(content.encode("iso-8859-1"), "report1743.xls")
    assert (source(receipt), receipt.rows()) == ("salesforce_report", 1)
    assert receipt.tables[0].sums == {"Amount [GBP]": Decimal("1204.50")}


@pytest.mark.parametrize("end", ["<tr><td>B</", "<tr><td>B", "<tr>", ""])
def test_a_web_page_that_ends_within_its_table_was_cut_off(told, end):
    line = ("A", "Closed Won", "1,204.50", "GBP", "31/03/2025", "14/03/2025")
    whole = page(SALESFORCE.strip().split(","), line, line)
    cut = whole.partition("</table>")[0] + end
    assert [str(problem) for problem in told(cut, "report.xls").problems] == [
        "The web page ends in the middle of a table (report.xls). "
        "It was probably cut off on its way. Export or copy it again."
    ]
    assert told(whole.replace("</table>", ""), "report.xls").rows() == 2


# -- our own template for events ----------------------------------------------------------------


def test_an_event_without_a_last_day_lasts_one(told):
    receipt = told("Event,First day,Contacts\nWebinar,2025-04-03,38\n")
    assert kept(receipt, "channel", "date", "last_date", "contacts") == [
        ("events", date(2025, 4, 3), date(2025, 4, 3), 38)
    ]


def test_an_event_that_cost_nothing_asks_for_no_currency_and_one_that_did_does(told):
    heading = "Event,First day,Cost,Contacts\n"
    assert told(f"{heading}Webinar,2025-04-03,,38\n").needs == []
    assert [need.key for need in told(f"{heading}Fair,2025-04-03,90,38\n").needs] == ["currency"]


def test_hours_of_several_people_in_one_channel_add_up_and_name_nobody(told):
    receipt = told(
        "Month,Channel,Spend,Currency,Hours,Staff\n"
        "2025-03,Instagram,60.00,GBP,4.5,Ada\n2025-03,Instagram,,GBP,3,Ben\n"
    )
    assert kept(receipt, "channel", "spend", "hours") == [
        ("instagram", Decimal("60"), Decimal("7.5"))
    ]
    assert "Ada" not in pl.concat(receipt.tables[0].frames).write_csv()


# -- call logs in other languages and layouts ---------------------------------------------------


def test_a_german_call_log_writes_the_day_first(told):
    receipt = told(
        "Typ,Richtung,Von,An,Datum,Zeit,Aktionsergebnis,Ergebnisbeschreibung,Dauer\n"
        "Sprache,Eingehend,030123456,030765432,Di 01.07.2025,18:14,Angenommen,,0:00:33\n"
        "Sprache,Eingehend,030123456,030765432,Mo 14.07.2025,9:02,Verpasst,,0:00:03\n"
    )
    assert kept(receipt, "date", "direction", "answered", "seconds") == [
        (date(2025, 7, 1), "in", True, 33),
        (date(2025, 7, 14), "in", False, 3),
    ]


def test_an_older_3cx_report_tells_directions_by_who_is_outside(told):
    receipt = told(
        "Call Reports\nFrom 01/03/2025 to 31/03/2025\n\n"
        "Call Time,Caller ID,Destination,Status,Ringing,Talking,Cost,Reason\n"
        "31/03/2025 09:15:02,0113 496 0000,Dee (102),Answered,00:00:05,00:02:10,,\n"
        "31/03/2025 09:20:00,Dee (102),01134960001,Unanswered,00:00:08,,0.02,\n"
        "31/03/2025 09:40:00,Dee (102),Bo (103),Answered,00:00:02,00:00:20,,\n"
        "Totals,,,,00:00:15,00:02:30,0.02,\n"
    )
    assert receipt.rows() == 3
    assert kept(receipt, "direction", "answered", "seconds") == [
        ("in", True, 130),
        ("out", False, None),
        ("internal", True, 20),
    ]


@pytest.mark.parametrize("began", ["23:58:10 UTC 2025-03-31", "2025-03-31 23:58:10 UTC"])
@pytest.mark.parametrize("length", ["120", "120 sec"])
def test_twilio_may_write_the_time_before_its_day(told, began, length):
    receipt = told(
        "Call Sid,From,To,Status,Start Time,Duration,Direction\n"
        f"CA01,+441134960001,+441134960000,completed,{began},{length},inbound\n"
    )
    assert kept(receipt, "at", "seconds") == [(datetime(2025, 3, 31, 23, 58, 10), 120)]


def test_woocommerce_may_write_the_sign_of_a_currency_for_a_browser(told):
    receipt = told(
        "Date,Order #,N. Revenue (formatted),Status,Customer type,N. Revenue\n"
        "2025-03-28 11:33:02,1042,&pound;128.40,completed,new,128.4\n"
    )
    assert kept(receipt, "amount", "currency") == [(Decimal("128.4"), "GBP")]
