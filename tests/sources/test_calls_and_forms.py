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


def test_numbers_that_a_spreadsheet_rounded_are_not_one_person(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Missed", other="4.42072E+11") * 2)
    assert column(receipt, "caller") == [None, None]
    assert receipt.warnings == [
        "A spreadsheet cut short 2 phone numbers in the column “From”: left open, since a "
        "shortened one may be many people's. Upload the file as the platform gave it."
    ]


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


def test_the_weekday_says_which_number_is_the_month(told):
    receipt = told(RINGCENTRAL + leg("Voice", "Missed").replace("Mon 03/31/2025", "Fri 01/08/2025"))
    assert receipt.needs == []
    assert receipt.tables[0].first_day == datetime(2025, 8, 1).date()


def test_days_that_no_spreadsheet_has_touched_are_in_the_order_of_their_platform(told):
    log = RINGCENTRAL + leg("Voice", "Missed").replace("Mon 03/31/2025", "Tue 07/01/2025")
    receipt = told(log.replace(",", ";"))  # the 7th of January was a Tuesday too
    assert receipt.needs == []
    assert receipt.tables[0].first_day == datetime(2025, 7, 1).date()


def test_times_that_a_spreadsheet_left_as_parts_of_a_day_are_times(told):
    line = leg("Voice", "Accepted").replace("6:14 PM", "0.7597222222").replace("0:01:05", "{}")
    receipt = told(RINGCENTRAL + line.format("0.000752315") + line.format("0"))
    assert column(receipt, "at") == [datetime(2025, 3, 31, 18, 14)] * 2
    assert column(receipt, "seconds") == [65, 0]


def test_a_log_without_lengths_does_not_say_that_nobody_talked(told):
    lengthless = RINGCENTRAL + leg("Voice", "Accepted")
    receipt = told(lengthless.replace(',"Duration"', "").replace(',"0:01:05"', ""))
    assert receipt.tables[0].measures["calls_answered"] == 1
    assert "call_seconds" not in receipt.tables[0].measures


# -- Other call logs ----------------------------------------------------------------------------

AIRCALL = "call direction - type,call start time,in-call duration,missed_call_reason,call id\n"
DIALPAD = "call_id,date_started,date_connected,date_ended,direction,external_number\n"
TWILIO = "Call Sid,From,To,Status,Start Time,Duration,Direction\n"
THREE_CX = "Call Time,Call ID,From,Direction,Status,Talking\n"


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        ("Inbound - Missed", "in"),
        ("Inbound - Out of business hours", "in"),
        ("Outbound", "out"),
        ("Internal", "internal"),
    ],
)
def test_aircall_says_in_one_cell_which_way_a_call_went_and_how_it_ended(told, said, direction):
    receipt = told(AIRCALL + f"{said},2025-12-04 18:57:14,00:08:06,,CA1\n")
    assert column(receipt, "direction") == [direction]


def test_a_call_between_colleagues_did_not_come_in(told):
    when = "2025-03-30 11:00:00,2025-03-30 11:00:09,2025-03-30 11:03:09"
    receipt = told(DIALPAD + f"1,{when},internal,+442071838750\n2,{when},inbound,+442071838750\n")
    assert column(receipt, "direction") == ["internal", "in"]
    assert receipt.tables[0].measures["calls_incoming"] == 1
    assert column(receipt, "caller")[0] is None


@pytest.mark.parametrize("leg_of_another", ["outbound-dial", "Outgoing Dial"])
def test_the_call_that_twilio_dials_for_another_is_none_of_its_own(told, leg_of_another):
    receipt = told(
        TWILIO
        + "CA1,+4420,+44113,completed,2025-03-30 11:00:00,120,inbound\n"
        + f"CA2,+4420,+44113,completed,2025-03-30 11:00:05,115,{leg_of_another}\n"
    )
    assert column(receipt, "call_id") == ["CA1"]


def test_3cx_speaks_other_languages(told):
    receipt = told(
        "وقت المكالمة,معرف المكالمة,من,الاتجاه,الحالة,المحادثة\n"
        "2025-03-31T09:15:14,A1,02071838750,Inbound,Answered,00:02:10\n"
    )
    assert kept(receipt).select("direction", "answered", "seconds").rows() == [("in", True, 130)]


def test_an_id_that_3cx_gives_again_is_another_call(told):
    call = "{day}T09:15:14,A1,02071838750,Inbound,Answered,00:02:10\n"
    legs = [call.format(day=day) for day in ("2025-03-30", "2025-03-31", "2025-03-31")]
    assert told(THREE_CX + "".join(legs)).tables[0].measures["calls"] == 2


def test_a_footer_of_3cx_is_no_call(told):
    receipt = told(
        THREE_CX
        + "2025-03-31T09:15:14,A1,02071838750,Inbound,Answered,00:02:10\n"
        + ",,,,Totals,00:02:10\nGenerated on 2025-04-01,,,,,\n"
    )
    assert (receipt.status, receipt.rows()) == ("accepted", 1)


def test_a_line_that_lost_its_time_is_not_passed_over(told):
    receipt = told(
        THREE_CX
        + "2025-03-31T09:15:14,A1,02071838750,Inbound,Answered,00:02:10\n"
        + ",A2,02071838751,Inbound,Answered,00:02:10\n"
    )
    assert receipt.warnings == ["1 line that is not a record left out (row 3): “A2”."]


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


def test_a_status_may_say_that_a_call_went_out(told):
    receipt = told(CALLRAIL + "Outbound Call,555,2025-03-31 16:45:10,12,Direct,false\n")
    assert column(receipt, "direction") == ["out"]


@pytest.mark.parametrize(("cell", "first_time"), [("WAHR", True), ("FAUX", False)])
def test_a_spreadsheet_says_true_in_its_own_language(told, cell, first_time):
    receipt = told(CALLRAIL + f"Answered Call,555,2025-03-31 16:45:10,12,Direct,{cell}\n")
    assert column(receipt, "first_time") == [first_time]


def test_words_for_a_first_call_that_nobody_knows_leave_only_that_open(told):
    receipt = told(CALLRAIL + "Answered Call,555,2025-03-31 16:45:10,12,Direct,Maybe\n")
    assert (receipt.status, column(receipt, "first_time")) == ("accepted", [None])
    assert receipt.warnings[0].startswith("“Maybe” can't be read")


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
        "Woher kennen Sie uns?",
        "Comment avez-vous connu notre entreprise ?",
        "¿Cómo te enteraste de nosotros?",
        "Como ficou a saber de nós?",
        "Come hai sentito parlare di noi?",
        "How do you know us?",
    ],
)
def test_the_question_how_they_heard_of_us_is_found_however_it_is_put(told, question):
    receipt = told(
        FORMS.format(question=question) + "1,3/31/2025 22:03,3/31/2025 22:04,anonymous,,,Insta\n"
    )
    assert column(receipt, "source_text") == ["Insta"]


@pytest.mark.parametrize(
    "question",
    [
        "Have you come across us before?",
        "Tell us about you",
        "Comment avez-vous trouvé la visite ?",
        "Wer hat Sie gefunden?",
    ],
)
def test_no_other_question_is_taken_for_it(told, question):
    receipt = told(FORMS.format(question=question) + "1,3/31/2025 22:03,3/31/2025 22:04,,,,Hello\n")
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
        ("ID", "Hora de início", "Hora da conclusão"),
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


def test_a_completed_response_that_lost_its_time_is_told(told):
    receipt = told(
        "#,Name,Response Type,Start Date (UTC),Submit Date (UTC)\n"
        "a,Ada,completed,2025-03-12 09:01:10,2025-03-12 09:04:48\n"
        "b,Bo,completed,2025-03-12 09:01:10,\n"
        "c,Cy,partial,2025-03-12 09:01:10,\n"
    )
    assert receipt.tables[0].measures == {"enquiries": 1}
    assert receipt.warnings == ["Row 3 is completed, but no time says when: it is left out."]


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


def test_entries_exported_without_their_ids_are_entries(told):
    content = (
        "Entry Date,Email,Source Url\n2025-03-31 23:59:07,a@example.com,https://example.com/\n"
    )
    receipt = told(content)
    assert (source(receipt), receipt.tables[0].measures) == ("gravity_forms", {"enquiries": 1})


@pytest.mark.parametrize("headings", ["your-email,Date", "your-name,your-message,Date"])
def test_flamingos_messages_are_known_by_the_first_forms_fields(told, headings):
    cells = ",".join("Ada" for _ in headings.split(",")[1:])
    receipt = told(f"{headings}\n{cells},2025-03-31 21:14:05\n")
    assert (source(receipt), receipt.rows()) == ("contact_form_7", 1)


GOOGLE = "Timestamp,Name,Where did you hear about us?\n3/13/2025 9:12:33,Ada,A friend\n"


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


def test_a_timestamp_that_only_google_forms_writes_says_enough(told):
    own = GOOGLE.replace("3/13/2025 9:12:33", "2025/03/13 9:12:33 PM GMT+1")
    receipt = told(own, "Contact form.csv")
    assert (source(receipt), receipt.needs) == ("google_forms", [])
    assert column(receipt, "at") == [datetime(2025, 3, 13, 21, 12, 33)]


def test_google_forms_in_italy_parts_hours_from_minutes_with_a_point(told):
    content = "Informazioni cronologiche,Nome\n31/03/2025 9.12.33,Ada\n"
    assert column(told(content, "Modulo (Risposte).csv"), "at") == [
        datetime(2025, 3, 31, 9, 12, 33)
    ]


def test_a_file_or_sheet_named_by_google_forms_is_not_asked_about(told, tmp_path):
    assert source(told(GOOGLE, "Contact (Responses) - Form Responses 1.csv")) == "google_forms"
    file = tmp_path / "contact.xlsx"
    workbook(file, [("Timestamp", "Name"), ("3/31/2025 9:12:33", "Ada")], "Form Responses 1")
    assert source(told(file.read_bytes(), "contact.xlsx")) == "google_forms"


def test_an_empty_column_in_front_makes_no_difference(told):
    pushed = "".join(f",{line}\n" for line in f"Contact\n{GOOGLE}".splitlines())
    assert source(told(pushed, "Form Responses 1.csv")) == "google_forms"


def test_one_heading_alone_is_no_reason_to_name_a_source(told):
    receipt = told("Name,Timestamp\nAda,3/31/2025 9:12:33\n", "Visits.csv")
    assert "comes nearest" not in sentences(receipt)[0]


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
