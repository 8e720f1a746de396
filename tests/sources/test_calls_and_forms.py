"""What is odd about call logs, forms and e-mail campaigns, and what becomes of it."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl
import pytest
import xlsxwriter

from data_pipeline.intake.receipt import Receipt

RINGCENTRAL = (
    '"Type","Direction","From","To","Date","Time","Action Result","Result Description","Duration"\n'
)
CALLRAIL = "Call Status,Tracking Number,Start Time,Duration (seconds),Source,First-Time Caller\n"
FORMS = "Id,Start time,Completion time,Email,Name,Your e-mail,{question}\n"
GRAVITY = "Entry Id,Entry Date,Source Url,Email,How did you find us?\n"
MAILCHIMP = "Title,Subject,Audience,Send Date,Total Recipients,Unique Id\n"
CONSTANT_CONTACT = "Time Sent,Campaign Name,Sends,Opens,Open Rate,Clicks,Bounces,Unsubscribes\n"


def leg(kind: str, result: str, way: str = "Incoming", other: str = "(555) 010-0201") -> str:
    numbers = (other, "(555) 010-0100") if way == "Incoming" else ("(555) 010-0100", other)
    when = ("Mon 03/31/2025", "6:14 PM")
    cells = (kind, way, *numbers, *when, result, "", "0:01:05")
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def kept(receipt: Receipt) -> pl.DataFrame:
    return pl.concat(receipt.tables[0].frames)


def source(receipt: Receipt) -> str:
    (name,) = {table.source for table in receipt.tables}
    return name


def sentences(receipt: Receipt) -> list[str]:
    return [str(problem) for problem in receipt.problems]


def column(receipt: Receipt, name: str) -> list[object]:
    return kept(receipt)[name].to_list()


# -- RingCentral --------------------------------------------------------------------------------


def test_the_phones_a_call_rang_are_no_calls(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Accepted") + leg("", "Missed") + leg("", "Accepted"))
    assert receipt.rows() == 3
    assert receipt.tables[0].measures["calls"] == 1
    assert receipt.tables[0].sums == {"Duration": 195}
    assert receipt.tables[0].measures["call_seconds"] == 65


@pytest.mark.parametrize("kind", ["Fax", "SMS"])
def test_a_fax_or_a_text_message_is_no_call(told, kind):
    receipt = told(RINGCENTRAL + leg(kind, "Received"))
    assert (receipt.rows(), kept(receipt).height) == (1, 0)


@pytest.mark.parametrize(
    ("result", "answered"),
    [
        ("Accepted", True),
        ("Call connected", True),
        ("Missed", False),
        ("Voicemail", False),
        ("Hang Up", False),
        ("No Answer", False),
        ("Wrong Number", False),
    ],
)
def test_answered_means_that_someone_took_it(told, result, answered):
    assert column(told(RINGCENTRAL + leg("Voice", result)), "answered") == [answered]


def test_a_call_stands_where_its_day_and_its_time_say(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Missed"))
    assert column(receipt, "at") == [datetime(2025, 3, 31, 18, 14)]


def test_the_caller_is_the_other_side_whichever_way_the_call_went(told):
    receipt = told(
        RINGCENTRAL + leg("Voice", "Accepted") + leg("Voice", "No Answer", way="Outgoing")
    )
    assert column(receipt, "direction") == ["in", "out"]
    (caller,) = set(column(receipt, "caller"))
    assert caller is not None
    assert "0201" not in str(caller)


def test_callers_who_hide_their_number_are_not_one_person(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Missed", other="Anonymous"))
    assert column(receipt, "caller") == [None]


def test_a_direction_nobody_knows_is_told(told):
    assert sentences(told(RINGCENTRAL + leg("Voice", "Missed", way="Sideways"))) == [
        "“Sideways” can't be read (export.csv, row 2, column “Direction”). "
        "It should look like in or out."
    ]


def test_one_impossible_day_does_not_make_the_others_wrong(told):
    days = ["03/31/2025", "31/02/2025", "03/30/2025"]
    legs = "".join(leg("Voice", "Missed").replace("03/31/2025", day) for day in days)
    assert sentences(told(RINGCENTRAL + legs)) == [
        "“Mon 31/02/2025” can't be read (export.csv, row 3, column “Date”). "
        "It should look like Tue 07/01/2025."
    ]


def test_headings_pasted_in_once_more_begin_no_second_call_log(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Missed") + RINGCENTRAL + leg("Voice", "Accepted"))
    assert [table.rows for table in receipt.tables] == [2]


def test_a_call_log_cut_off_on_its_way_is_not_taken_for_whole(told):
    whole = RINGCENTRAL + leg("Voice", "Missed") * 3
    receipt = told(whole + '"Voice","Incoming","(555) 010-0201"')
    assert receipt.status == "rejected"
    assert sentences(receipt)[-1] == (
        "The file ends here, in cell 3 of 9 (export.csv, row 5). "
        "It was probably cut off on its way. Export or copy it again."
    )


def test_a_quiet_week_is_an_empty_call_log(told):
    receipt = told(RINGCENTRAL)
    assert (receipt.status, receipt.rows(), source(receipt)) == ("accepted", 0, "ringcentral_calls")


# -- CallRail -----------------------------------------------------------------------------------


def test_callrail_keeps_what_it_saw_of_where_a_call_came_from(told):
    receipt = told(CALLRAIL + "Answered Call,555,2025-03-31 16:45:10,312,Google Ads,true\n")
    assert kept(receipt).select(
        "direction", "answered", "seconds", "first_time", "source_text"
    ).rows() == [("in", True, 312, True, "Google Ads")]


@pytest.mark.parametrize("status", ["Missed Call", "Abandoned Call", "Voicemail"])
def test_a_callrail_call_nobody_took_is_not_answered(told, status):
    receipt = told(CALLRAIL + f"{status},555,2025-03-31 16:45:10,12,Direct,false\n")
    assert column(receipt, "answered") == [False]


@pytest.mark.parametrize(
    "headings",
    [
        "Call Status,Number Name",
        "Number Name,Tracking Number",
        "First-Time Caller,Tracking Number",
        "Call Status,First-Time Caller",
    ],
)
def test_callrail_is_known_by_any_two_of_its_own_columns(told, headings):
    assert source(told(f"Start Time,{headings}\n2025-03-31 16:45:10,,\n")) == "callrail_calls"


def test_a_call_cannot_last_less_than_no_time(told):
    receipt = told(CALLRAIL + "Answered Call,555,2025-03-31 16:45:10,-5,Direct,false\n")
    assert sentences(receipt) == [
        "“-5” can't be read (export.csv, row 2, column “Duration (seconds)”). "
        "It should look like 1204."
    ]


# -- Microsoft Forms ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "How did you hear about us?\N{NO-BREAK SPACE}",
        "Where did you find us?",
        "Wie sind Sie auf uns aufmerksam geworden?",
        "Comment avez-vous entendu parler de nous ?",
        "Comment nous avez-vous connus ?",
        "¿Cómo nos conoció?",
        "Hoe heeft u over ons gehoord?",
    ],
)
def test_the_question_how_they_heard_of_us_is_found_however_it_is_put(told, question):
    receipt = told(
        FORMS.format(question=question) + "1,3/31/2025 22:03,3/31/2025 22:04,anonymous,,,Insta\n"
    )
    assert column(receipt, "source_text") == ["Insta"]


def test_no_other_question_is_taken_for_it(told):
    receipt = told(
        FORMS.format(question="Tell us about you") + "1,3/31/2025 22:03,3/31/2025 22:04,,,,Hello\n"
    )
    assert column(receipt, "source_text") == [None]


def test_an_enquiry_counts_on_the_day_it_was_sent(told):
    receipt = told(
        FORMS.format(question="Message") + "1,3/31/2025 23:58,4/1/2025 0:01,anonymous,,,Hello\n"
    )
    assert receipt.tables[0].first_day == datetime(2025, 4, 1).date()


def test_a_column_that_tells_no_order_follows_the_one_beside_it(told):
    receipt = told(
        FORMS.format(question="Message") + "1,4/30/2025 23:58,5/1/2025 0:01,anonymous,,,Hello\n"
    )
    assert (receipt.status, receipt.needs) == ("accepted", [])
    assert column(receipt, "at") == [datetime(2025, 5, 1, 0, 1)]


def test_days_that_may_be_read_both_ways_are_asked_for_and_no_problem(told):
    content = FORMS.format(question="Message") + "1,4/5/2025 23:58,4/5/2025 23:59,anonymous,,,\n"
    receipt = told(content)
    assert (receipt.status, sentences(receipt)) == ("accepted", [])
    assert [need.key for need in receipt.needs] == ["date_order", "date_order"]
    assert column(told(content, date_order="dmy"), "at") == [datetime(2025, 5, 4, 23, 59)]


def test_responses_of_two_forms_are_two_enquiries(told):
    line = "1,3/31/2025 {time},3/31/2025 22:30,anonymous,,,Hello\n"
    heading = FORMS.format(question="Message")
    ids = [
        column(told(heading + line.format(time=time)), "enquiry_id") for time in ("22:03", "22:04")
    ]
    assert ids == [["1 2025-03-31 22:03"], ["1 2025-03-31 22:04"]]


def test_an_anonymous_response_is_nobodys(told):
    receipt = told(
        FORMS.format(question="Message")
        + "1,3/31/2025 22:03,3/31/2025 22:04,anonymous,,,Hello\n"
        + "2,3/31/2025 22:05,3/31/2025 22:06,anonymous,,ada@example.com,Hello\n"
    )
    nobody, someone = column(receipt, "person")
    assert nobody is None
    assert someone is not None
    assert "@" not in str(someone)


@pytest.mark.parametrize(
    "headings",
    [
        ("ID", "Startzeit", "Fertigstellungszeit"),
        ("ID", "Heure de début", "Heure de fin"),
        ("Id", "Hora de inicio", "Hora de finalización"),
        ("Id", "Begintijd", "Tijd van voltooien"),
    ],
)
def test_forms_speaks_the_language_of_its_account(told, tmp_path, headings):
    file = tmp_path / "answers.xlsx"
    rows = [headings, ("1", "2025-03-31 22:03:10", "2025-03-31 22:04:59")]
    workbook(file, rows)
    assert source(told(file.read_bytes(), "answers.xlsx")) == "microsoft_forms"


def workbook(file, rows: Sequence[Sequence[str]], sheet: str = "Sheet1") -> None:
    with xlsxwriter.Workbook(file) as book:
        written = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            written.write_row(at, 0, row)


# -- Gravity Forms and Google Forms -------------------------------------------------------------


def test_the_page_names_the_form_and_its_tag_the_source(told):
    receipt = told(
        GRAVITY
        + "7,2025-03-31 23:59:07,https://example.com/contact/?utm_source=insta&a=1,a@example.com,\n"
        + "6,2025-03-30 23:59:07,https://example.com/contact/#form,a@example.com,A friend\n"
    )
    assert kept(receipt).select("enquiry_id", "form", "source_text").rows() == [
        ("7", "https://example.com/contact/", "insta"),
        ("6", "https://example.com/contact/", "A friend"),
    ]


GOOGLE = "Timestamp,Name,Where did you hear about us?\n2025/03/13 9:12:33 AM GMT+1,Ada,A friend\n"


def test_a_file_that_only_begins_with_a_timestamp_is_asked_about(told):
    receipt = told(GOOGLE, "Contact form.csv")
    assert [need.question for need in receipt.needs] == [
        "Is “Contact form.csv” an export of Google Forms responses?"
    ]
    assert receipt.tables == []
    known = told(GOOGLE, "Contact form.csv", source="google_forms")
    assert kept(known).select("at", "source_text").rows() == [
        (datetime(2025, 3, 13, 9, 12, 33), "A friend")
    ]


def test_a_file_or_sheet_named_by_google_forms_is_not_asked_about(told, tmp_path):
    assert source(told(GOOGLE, "Contact (Responses) - Form Responses 1.csv")) == "google_forms"
    file = tmp_path / "contact.xlsx"
    workbook(file, [("Timestamp", "Name"), ("3/31/2025 9:12:33", "Ada")], "Form Responses 1")
    assert source(told(file.read_bytes(), "contact.xlsx")) == "google_forms"


def test_a_timestamp_further_right_makes_no_google_form(told):
    receipt = told("Name,Timestamp\nAda,3/31/2025 9:12:33\n", "Form Responses 1.csv")
    assert receipt.status == "rejected"


# -- E-mail campaigns ---------------------------------------------------------------------------


def test_a_campaign_counts_on_the_day_it_was_sent(told):
    receipt = told(MAILCHIMP + 'News,Hello,Joinery,"Mar 31, 2025 09:46 pm","1,204",0a1b\n')
    assert kept(receipt).select("campaign_id", "recipients").rows() == [("0a1b", 1204)]
    assert column(receipt, "date") == [datetime(2025, 3, 31).date()]


def test_old_mailchimp_files_say_list_for_audience(told):
    content = MAILCHIMP.replace("Audience", "List")
    assert source(told(content)) == "mailchimp_campaigns"


def test_constant_contact_has_no_ids_and_yet_tells_its_campaigns_apart(told):
    lines = "03/31/25 14:01,News,1204,372,30.90%,45,14,3\n03/01/25 14:01,News,1198,1,0.1%,0,0,0\n"
    receipt = told(CONSTANT_CONTACT + lines)
    assert column(receipt, "campaign_id") == ["News 2025-03-31 14:01", "News 2025-03-01 14:01"]
    assert column(receipt, "delivered") == [1190, 1198]
