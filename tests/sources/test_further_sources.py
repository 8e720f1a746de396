"""What is odd about further shops, call logs, forms and lists of deals, and what becomes of it."""

from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest

from data_pipeline.intake.receipt import Receipt

PAYPAL = "Date,Time,Time zone,Name,Type,Status,Currency,Gross,Fee,Net,Receipt ID,Balance,Tip\n"
WOO = (
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Items sold,N. Revenue,"
    "Attribution\n"
)
TICKERA = "Event Name,Payment Date,Order Number,Order Status,Order Total,Ticket Code\n"
XERO = (
    "ContactName,InvoiceNumber,InvoiceDate,Total,Description,Quantity,UnitAmount,Currency,Type,"
    "Status\n"
)
EVENTBRITE = "Order #,Order Date,Attendee #,Currency,Total Paid,Attendee Status\n"
THREE_CX = "Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost\n"
AIRCALL = "datetime (tz offset incl.),datetime (utc),direction,from,answered,missed_call_reason\n"
TYPEFORM = "#,Your name,Response Type,Start Date (UTC),Submit Date (UTC),Network ID\n"
SALESFORCE = "Opportunity Name,Stage,Amount,Close Date,Created Date\n"


def kept(receipt: Receipt, *columns: str) -> list[tuple[object, ...]]:
    return pl.concat(receipt.tables[0].frames).select(*columns).rows()


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


# -- PayPal -------------------------------------------------------------------------------------


def movement(
    kind: str, gross: str, status: str = "Completed", *, day: str = "31/03/2025", money: str = "GBP"
) -> str:
    return f'{day},09:14:07,GMT,Ada Example,{kind},{status},{money},"{gross}",-1.00,5.00,,,\n'


@pytest.mark.parametrize(
    ("kind", "gross", "status", "becomes"),
    [
        ("Express Checkout Payment", "1,204.00", "Completed", [("sale", Decimal("1204"))]),
        ("Website Payment", "20.00", "Pending", [("pending", Decimal("20"))]),
        ("Website Payment", "20.00", "Denied", [("failed", Decimal("20"))]),
        ("Payment Refund", "-20.00", "Completed", [("refund", Decimal("-20"))]),
        ("General Authorisation", "75.00", "Pending", []),
        ("Void of Authorisation", "-75.00", "Completed", []),
        ("General Currency Conversion", "38.12", "Completed", []),
        ("General Withdrawal - Bank Account", "-100.00", "Completed", []),
        ("Bank Deposit to PP Account", "100.00", "Completed", []),
        ("Payment Hold", "-20.00", "Completed", []),
        ("PreApproved Payment Bill User Payment", "-8.00", "Completed", []),
        ("Payment Refund", "8.00", "Completed", []),
    ],
)
def test_only_a_payment_received_is_a_sale(told, kind, gross, status, becomes):
    receipt = told(PAYPAL + movement(kind, gross, status))
    assert receipt.rows() == 1
    assert kept(receipt, "kind", "amount") == becomes


def test_a_british_account_writes_the_day_first_and_one_that_could_be_either_is_asked(told):
    clear = told(PAYPAL + movement("Website Payment", "5.00"))
    assert kept(clear, "date") == [(date(2025, 3, 31),)]
    unclear = told(PAYPAL + movement("Website Payment", "5.00", day="01/10/2022"))
    assert [need.key for need in unclear.needs] == ["date_order"]


def test_currencies_of_one_account_stay_apart(told):
    receipt = told(
        PAYPAL
        + movement("Website Payment", "5.00")
        + movement("Website Payment", "7.00", money="EUR")
    )
    sums = receipt.tables[0].sums
    assert (sums["Gross [GBP]"], sums["Gross [EUR]"]) == (5, 7)


# -- WooCommerce --------------------------------------------------------------------------------


def test_a_refund_is_a_further_line_of_its_order_with_an_apostrophe(told):
    receipt = told(
        WOO
        + "2025-03-28 11:33:02,1042,£128.40,completed,Ada,new,2,128.4,Direct\n"
        + "2025-03-30 09:00:00,1042,-£30.00,refunded,Ada,new,-1,'-30,\n"
        + "2025-03-31 09:00:00,1042,-£10.00,refunded,Ada,new,0,'-10,\n"
    )
    assert kept(receipt, "revenue_id", "kind", "amount") == [
        ("1042", "sale", Decimal("128.4")),
        ("1042 2025-03-30 09:00", "refund", Decimal("-30")),
        ("1042 2025-03-31 09:00", "refund", Decimal("-10")),
    ]


def test_the_formatted_revenue_tells_takas(told):
    line = '2025-03-28 11:33:02,1042,"৳2,999",completed,Ada,new,2,2999,Direct\n'
    assert kept(told(WOO + line), "amount", "currency") == [(Decimal("2999"), "BDT")]


def test_two_prices_in_one_cell_still_tell_the_currency(told):
    line = "2025-03-28 11:33:02,1042,£128.40 £96.30,completed,Ada,new,2,96.3,Direct\n"
    assert kept(told(WOO + line), "amount", "currency") == [(Decimal("96.3"), "GBP")]


def test_a_spreadsheets_re_save_changes_nothing(told):
    line = "8/19/2024 11:33,901,€128.40 ,completed,René,new,1,128.4 ,Direct\r\n"
    receipt = told((WOO.replace("\n", "\r\n") + line).encode("cp1252"))
    assert kept(receipt, "date", "amount", "currency") == [
        (date(2024, 8, 19), Decimal("128.4"), "EUR")
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("wc-failed", "failed"),
        ("Fehlgeschlagen", "failed"),
        ("Annulée", "failed"),
        ("Fallido", "failed"),
        ("Annullato", "failed"),
        ("Geannuleerd", "failed"),
        ("Malsucedido", "failed"),
        ("wc-on-hold", "pending"),
        ("In Wartestellung", "pending"),
        ("En attente", "pending"),
        ("Pendiente de pago", "pending"),
        ("In sospeso", "pending"),
        ("In de wacht", "pending"),
        ("Pagamento pendente", "pending"),
        ("Abgeschlossen", "sale"),
        ("En cours", "sale"),
        ("In behandeling", "sale"),
    ],
)
def test_woocommerce_tells_in_the_sites_language_what_was_never_paid(told, status, kind):
    line = f"2025-03-28 11:33:02,1042,€96.30,{status},Ada,new,2,96.3,Direct\n"
    assert kept(told(WOO + line), "kind") == [(kind,)]


def test_a_woocommerce_report_of_one_page_is_made_by_the_browser(told):
    receipt = told(
        '"Date","Order #","Status","Customer","Customer type","Product(s)","Items sold",'
        '"Coupon(s)","Net sales","Attribution"\n'
        '"2025-03-28 11:33:02","1042","completed","Ada","new","1× Tray","1","","96.3","Direct"\n'
        '"2025-03-29 09:00:00","1042","refunded","Ada","new","1× Tray","-1","","-30","Direct"\n',
        currency="GBP",
    )
    assert kept(receipt, "kind", "amount", "currency", "source_text") == [
        ("sale", Decimal("96.3"), "GBP", "Direct"),
        ("refund", Decimal("-30"), "GBP", "Direct"),
    ]
    assert receipt.tables[0].sums["Net sales"] == Decimal("66.3")


# -- tickets and invoices -----------------------------------------------------------------------


def test_an_order_total_that_repeats_on_each_ticket_counts_once(told):
    line = 'Workshop,"August 8, 2024 - 10:05 pm",ORD1,Paid,60.00,T-{}\n'
    receipt = told(TICKERA + line.format(1) + line.format(2), currency="GBP")
    assert receipt.tables[0].sums["Order Total"] == 120
    assert kept(receipt, "date", "amount") == [(date(2024, 8, 8), Decimal("60"))]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("Order Cancelled", "failed"),
        ("Storniert", "failed"),
        ("Commande annulée", "failed"),
        ("Rimborsato", "failed"),
        ("Bestelling ontvangen", "pending"),
        ("Pedido recibido", "pending"),
        ("Bezahlt", "sale"),
        ("Pago recibido", "sale"),
    ],
)
def test_a_ticket_order_is_a_sale_when_it_was_paid_and_not_given_back(told, status, kind):
    line = f'Workshop,"August 8, 2024 - 10:05 pm",ORD1,{status},60.00,T-1\n'
    assert kept(told(TICKERA + line, currency="EUR"), "kind") == [(kind,)]


def test_an_order_that_nobody_paid_has_no_day_and_spoils_no_other(told):
    receipt = told(
        TICKERA
        + "Workshop,,ORD1,Order Received,60.00,T-1\n"
        + 'Workshop,"August 8, 2024 - 10:05 pm",ORD2,Paid,30.00,T-2\n',
        currency="GBP",
    )
    assert (receipt.rows(), kept(receipt, "revenue_id")) == (2, [("ORD2",)])
    assert receipt.warnings == ["No day stands in row 2: that is counted in no month."]


def test_the_order_total_that_is_shown_once_does_as_well(told):
    heading = TICKERA.replace("Order Total", "Order Total (Shown Once)")
    line = 'Workshop,"August 8, 2024 - 10:05 pm",ORD1,Paid,{},T-{}\n'
    receipt = told(heading + line.format("60.00", 1) + line.format("", 2), currency="GBP")
    assert (receipt.rows(), kept(receipt, "amount")) == (2, [(Decimal("60"),)])


def test_a_suppliers_bill_that_is_numbered_like_an_invoice_does_not_replace_it(told):
    line = "{},INV-1,14/03/2025,{},Doors,1,200.00,GBP,{},Paid\n"
    receipt = told(
        XERO
        + line.format("Timber", "99.00", "Purchase invoice")
        + line.format("Ada", "1440.00", "Sales invoice")
    )
    assert kept(receipt, "kind", "amount") == [("sale", Decimal("1440"))]


def test_a_list_of_bills_to_pay_is_not_taken_for_sales(told):
    heading = "*ContactName,*InvoiceNumber,*InvoiceDate,{}Total,*UnitAmount,Currency\n"
    line = "Timber,INV-1,14/03/2025,{}1440.00,200.00,GBP\n"
    bills = told(heading.format("") + line.format(""))
    assert (bills.status, bills.rows(), bills.may_come_in()) == ("accepted", 1, False)
    assert bills.needs[0].question.startswith(
        "It has no column “Type” or “Reference” or “BrandingTheme”"
    )
    invoices = told(heading.format("Reference,") + line.format(","))
    assert (invoices.may_come_in(), kept(invoices, "kind")) == (True, [("sale",)])


def test_an_invoices_total_repeats_on_each_of_its_lines_and_counts_once(told):
    line = "Timber,INV-1,14/03/2025,1440.00,{},1,200.00,GBP,Sales invoice,Paid\n"
    receipt = told(XERO + line.format("Doors") + line.format("Fitting"))
    assert kept(receipt, "revenue_id", "kind", "amount") == [("INV-1", "sale", Decimal("1440"))]


def test_the_import_templates_asterisks_make_no_other_export(told):
    heading = XERO.replace("ContactName", "*ContactName").replace("Invoice", "*Invoice")
    line = "Timber,INV-1,14/03/2025,1440.00,Doors,1,200.00,GBP,Sales invoice,Paid\n"
    (table,) = told(heading + line).tables
    assert table.source == "xero_invoices"


@pytest.mark.parametrize(
    ("kind", "status", "becomes"),
    [
        ("Sales credit note", "Paid", ("refund", Decimal("-60"))),
        ("Sales invoice", "Voided", ("failed", Decimal("60"))),
        ("Sales invoice", "Draft", ("pending", Decimal("60"))),
    ],
)
def test_a_credit_note_is_a_refund_and_a_draft_no_revenue(told, kind, status, becomes):
    receipt = told(XERO + f"Timber,N-1,14/03/2025,60.00,Doors,1,50.00,GBP,{kind},{status}\n")
    assert kept(receipt, "kind", "amount") == [becomes]


def test_what_an_order_paid_is_the_sum_of_its_attendees(told):
    receipt = told(
        EVENTBRITE
        + "9,2025-03-02 19:04:11,1,GBP,21.50,Attending\n"
        + "9,2025-03-02 19:04:11,2,GBP,21.50,Attending\n"
        + "10,2025-03-05 08:00:00,3,GBP,0.00,Attending\n"
    )
    assert kept(receipt, "revenue_id", "kind", "amount") == [("9", "sale", Decimal("43"))]


# -- calls --------------------------------------------------------------------------------------


def test_the_desks_a_call_rang_at_are_one_call(told):
    receipt = told(
        THREE_CX
        + "2025-03-31T09:15:02,A1,0201555,Queue,Inbound Queue,Unanswered,00:00:12,,\n"
        + "2025-03-31T09:15:14,A1,0201555,Dee (102),Inbound,Answered,00:00:05,00:02:10,\n"
        + ",Totals,,,,,00:00:17,00:02:10,\n"
    )
    assert (receipt.rows(), receipt.tables[0].measures["calls"]) == (2, 1)
    assert kept(receipt, "direction", "answered", "seconds", "at") == [
        ("in", True, 130, datetime(2025, 3, 31, 9, 15, 2))
    ]


def test_a_call_between_desks_neither_comes_in_nor_goes_out(told):
    line = "2025-03-31T09:40:00,A4,Dee (102),Bo (103),Internal,Answered,00:00:02,00:00:20,\n"
    measures = told(THREE_CX + line).tables[0].measures
    assert (measures["calls"], measures["calls_incoming"], measures["calls_outgoing"]) == (1, 0, 0)


def test_a_call_stands_on_the_day_its_own_clock_showed(told):
    line = "2025-04-01 00:58:10,2025-03-31 23:58:10,inbound,+4420718,Yes,\n"
    assert kept(told(AIRCALL + line), "date", "answered") == [(date(2025, 4, 1), True)]


def test_the_part_of_a_call_dialled_on_is_no_second_call(told):
    receipt = told(
        "Call Sid,From,To,Status,Start Time,Duration,Direction\n"
        "CA01,+442071838750,+441134960000,completed,2025-03-30 11:00:00,120,inbound\n"
        "CA02,+442071838750,+441134960009,completed,2025-03-30 11:00:05,115,outbound-dial\n"
    )
    assert kept(receipt, "call_id", "direction") == [("CA01", "in")]


# -- enquiries and deals ------------------------------------------------------------------------


def test_a_response_that_was_never_sent_is_no_enquiry(told):
    receipt = told(
        TYPEFORM
        + "a1,Ada,completed,2025-03-12 09:01:10,2025-03-12 09:04:48,n1\n"
        + "b2,Bo,partial,2025-03-31 07:00:00,2025-03-31 07:00:40,n2\n"
        + "c3,Cy,partial,2025-03-31 07:00:00,,n3\n"
    )
    assert (receipt.rows(), receipt.warnings) == (3, [])
    assert kept(receipt, "enquiry_id") == [("a1",)]


def test_questions_with_commas_and_html_are_headings_all_the_same(told):
    receipt = told(
        '#,"Your <strong>e-mail</strong>, please?","How did you hear about us?",'
        "Start Date (UTC),Submit Date (UTC),Network ID\n"
        "a1,ada@example.com,A friend,29-12-2018 23:46,29-12-2018 23:51,n1\n"
    )
    ((day, said, person),) = kept(receipt, "date", "source_text", "person")
    assert (day, said) == (date(2018, 12, 29), "A friend")
    assert person
    assert "@" not in str(person)


def test_salesforces_footer_is_no_deal(told):
    receipt = told(
        SALESFORCE
        + '"Kitchen","Closed Won","18,400.00","31/03/2025","14/01/2025"\n\n\n'
        + '"Grand Totals (1 records)"\n"Copyright (c) 2000-2025 salesforce.com, inc."\n'
        + '"Confidential Information - Do Not Distribute"\n',
        currency="GBP",
    )
    assert (receipt.rows(), receipt.warnings, sentences(receipt)) == (1, [], [])
    assert kept(receipt, "status", "date") == [("won", date(2025, 3, 31))]
