"""Files that only look like exports: refused in a sentence, never read as what they are not."""

import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.stage import Ask

LOOK_ALIKES = {
    "a report made by hand": (
        "Month,Followers,Likes,Calls,Enquiries,Sales\n"
        "January 2025,1204,310,22,9,4100\nFebruary 2025,1230,298,25,7,3900\n"
    ),
    "a report made by hand, with a title": (
        "Marketing report Q1\n\nChannel,Jan,Feb,Mar,Total\nInstagram,310,298,340,948\n"
        "LinkedIn,90,88,102,280\nTotal,400,386,442,1228\n"
    ),
    "a bank statement": (
        "Date,Type,Description,Paid out,Paid in,Balance\n"
        "31/03/2025,DEB,TIMBER YARD,120.00,,880.00\n28/03/2025,FPI,FIELD A,,361.50,1000.00\n"
    ),
    "a bank statement with one amount": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"
        "31/03/2025,Timber Yard,INV 77,FASTER PAYMENT,-120.00,880.00\n"
    ),
    "a German bank statement": (
        "Kontoauszug;DE00 0000 0000\n\nBuchungstag;Valuta;Auftraggeber/Empfänger;Verwendungszweck;"
        "Betrag;Währung;Saldo\n31.03.2025;31.03.2025;Holzhof;Rechnung 77;-120,00;EUR;880,00\n"
    ),
    "a statement of a money card": (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        "CARD_PAYMENT,Current,2025-03-31 10:00:00,2025-03-31 10:00:01,Timber,-12.00,0.00,GBP,"
        "COMPLETED,88.00\n"
    ),
    "a list of invoices": (
        "Invoice No,Date,Customer,Net,VAT,Total,Due date,Paid\n"
        "1001,14/03/2025,Ada Field,300.00,60.00,360.00,13/04/2025,yes\n"
    ),
    "a payroll sheet": (
        "Employee,Month,Hours,Gross,Tax,Net\nAda Field,2025-03,160,2400.00,480.00,1920.00\n"
    ),
    "a list of products": (
        "Name,SKU,Category,Price,Qty\nOak door,D-1,Doors,180.75,12\nFrame,F-1,Doors,42.00,30\n"
    ),
    "a shop's products": (
        "Handle,Title,Vendor,Type,Tags,Published,Variant SKU,Variant Price,Status\n"
        "oak-door,Oak door,Joinery,Doors,,true,D-1,180.75,active\n"
    ),
    "an address book": (
        "First Name,Last Name,E-mail Address,Mobile Phone,Company,Birthday,Notes\n"
        "Ada,Field,ada@example.com,01632 960001,,,\n"
    ),
    "an address book with labels": (
        "First Name,Middle Name,Last Name,Organization Name,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Value\nAda,,Field,,* myContacts,Home,ada@example.com,\n"
    ),
    "a timesheet": (
        "Date,Employee,Project,Start,End,Hours\n2025-03-31,Ada,Kitchen,09:00,17:00,7.5\n"
    ),
    "a calendar": (
        "Subject,Start Date,Start Time,End Date,End Time,Location\n"
        "Fair,03/11/2025,9:00 AM,03/13/2025,5:00 PM,Leeds\n"
    ),
    "a stock list": "Item,Location,On hand,Reorder at,Unit cost\nOak board,A1,40,20,12.50\n",
    "an expense list": ("Date,Type,Item,Amount,Balance\n2025-03-31,Card,Screws,12.50,80.00\n"),
    "a list of contacts of another CRM": (
        "Record Id,First Name,Last Name,Email,Lead Source,Created Time,Modified Time\n"
        "zcrm_1,Ada,Field,ada@example.com,Fair,2025-03-31 09:00:00,2025-03-31 09:00:00\n"
    ),
    "a list of tickets": (
        "Record ID,Ticket name,Ticket status,Create date,Priority\n"
        "1,Door sticks,Closed,2025-03-31 09:00,Low\n"
    ),
    "subscribers of another newsletter": (
        "email,status,created_at,tags\nada@example.com,active,2025-03-31T09:00:00Z,fair\n"
    ),
    "a competitor's figures": "Name,Followers,Posts\nOther Joinery,2040,12\nThird,990,4\n",
    "guests of an event": "Name,Date,Attendees\nAda,2025-03-11,2\nBen,2025-03-12,1\n",
    "a page that only shows a table": (
        "<html><body><table><tr><td>Menu</td><td>Home</td></tr><tr><td>Sign in</td>"
        "<td>Forgot your password?</td></tr></table></body></html>"
    ),
}


@pytest.mark.parametrize("what", LOOK_ALIKES)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_only_looks_like_an_export_is_refused_and_told(tmp_path, what, delimiter):
    content = LOOK_ALIKES[what]
    if ";" not in content:
        content = content.replace(",", delimiter)
    file = tmp_path / "export.csv"
    file.write_text(content, encoding="utf-8")
    receipt = inspect(file, Ask(file.name))
    assert (receipt.status, receipt.tables) == ("rejected", [])
    (problem,) = receipt.problems
    assert problem.happened.startswith("This is not an export we know")
    assert problem.mend


@pytest.mark.parametrize("name", ["orders_export_1.csv", "Follows.csv", "CallLog_20250331.csv"])
def test_the_name_of_an_export_makes_none_of_a_look_alike(tmp_path, name):
    file = tmp_path / name
    file.write_text(LOOK_ALIKES["a list of invoices"], encoding="utf-8")
    assert inspect(file, Ask(name)).status == "rejected"
