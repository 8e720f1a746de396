"""A file as the manager has it becomes rows as the spreadsheet shows them, or a sentence."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from data_pipeline.intake import read_file as reading
from data_pipeline.intake.read_file import Limits, Sheet, read_file
from data_pipeline.problems import Refused
from tests.real_exports import real_export, truth, with_real_exports

Read = Callable[..., list[Sheet]]

POSTS = [["Date", "Post", "Views"], ["2025-03-04", "Open day, at last", "1,204"]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: bytes, name: str = "march.csv", limits: Limits | None = None) -> list[Sheet]:
        path = tmp_path / "content"
        path.write_bytes(content)
        return read_file(path, name, limits or Limits())

    return read


@pytest.fixture
def rows(read: Read) -> Callable[[str | bytes], list[list[str]]]:
    def rows(content: str | bytes) -> list[list[str]]:
        [sheet] = read(content.encode() if isinstance(content, str) else content)
        return sheet.head

    return rows


@pytest.fixture
def refusal(read: Read) -> Callable[..., list[str]]:
    def refusal(content: bytes, name: str = "march.csv", limits: Limits | None = None) -> list[str]:
        with pytest.raises(Refused) as refused:
            read(content, name, limits)
        return [str(problem) for problem in refused.value.problems]

    return refusal


def workbook(*, options: dict[str, object] | None = None, **sheets: list[list[object]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **(options or {})})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    book.close()
    return content.getvalue()


def archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in members.items():
            packed.writestr(name, inside)
    return content.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    return archive(**members)


# Encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_encoding_is_seen_from_the_bytes(rows, encoding):
    text = 'Date,Post,Views\n2025-03-04,"Düsseldorf, Łódź, София",5\n'
    if encoding == "cp1252":
        text = text.replace("Łódź, София", "Besançon")
    assert rows(text.encode(encoding))[1] == ["2025-03-04", text.split('"')[1], "5"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Müller Köln Straße"),
        ("cp1252", "Hôtel société générale çà et là"),
        ("cp1252", "Año Cataluña Concepción"),
        ("cp1252", "Søren Ærø Malmö Lidingö"),
        ("cp1252", "São João publicações"),
        ("cp1252", "it’s – “quoted” • 5 €"),
        ("cp1250", "Łukasz z Gdańska, żółć i wąż"),
        ("cp1250", "Dvořák z Plzně, Třebíč"),
        ("cp1250", "Győr, Székesfehérvár, tűzoltó, idő"),
        ("cp1251", "Дата Показы Охват"),
        ("cp1251", "София, Стара Загора"),  # noqa: RUF001
        ("cp1253", "Αθήνα Θεσσαλονίκη ημερομηνία"),
        ("cp1254", "İstanbul, Beşiktaş, Muğla, ığdır"),  # noqa: RUF001
        ("mac_roman", "Müller Köln Besançon"),
    ],
)
def test_one_byte_letters_are_told_by_the_language_they_spell(rows, encoding, words):
    assert rows(f"City;Views\n{words};5\n".encode(encoding))[1] == [words, "5"]


def test_a_letter_cut_in_half_does_not_spoil_the_others(rows):
    text = "Post,Views\n" + "Grüße aus Köln,5\n" * 20
    cut = rows(text.encode() + "Grü".encode()[:3] + b",6\n")
    assert cut[1] == ["Grüße aus Köln", "5"]
    assert cut[-1] == ["Gr\ufffd", "6"]


# Dialects


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_rows_equally_wide(rows, delimiter):
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in POSTS)
    assert rows(text) == POSTS


def test_decimal_commas_do_not_divide(rows):
    assert rows("Day;Cost\n1;3,5\n2;4,5\n3;6,5\n")[3] == ["3", "6,5"]


def test_text_full_of_commas_does_not_outweigh_tabs(rows):
    assert rows("Date\tViews\nTue, Feb 18, 2025\t5\nMon, Feb 17, 2025\t6\n")[2] == [
        "Mon, Feb 17, 2025",
        "6",
    ]


def test_lines_above_the_heading_do_not_decide(rows):
    text = "# Exported; by; somebody\n# Start: 1; 2\n\nDate,Views\n1,2\n3,4\n"
    assert rows(text)[3:] == [["Date", "Views"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("declared", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_separator_line_is_obeyed_and_not_counted(rows, declared):
    assert rows(f"{declared}\r\nA;B,C\r\n1;2,3\r\n") == [["A", "B,C"], ["1", "2,3"]]


def test_a_separator_line_that_a_resave_left_behind_is_not_believed(rows):
    assert rows("sep=,\nDate;Views\n2025-03-04;5\n") == [["Date", "Views"], ["2025-03-04", "5"]]


def test_lines_wrapped_once_too_often_are_unwrapped(rows):
    lines = [
        'Date,"Likes, Shares",Post',
        '2025-03-04,5,"first line',
        "",
        'last, ""line"""',
        "2025-03-05,6,x",
    ]
    wrapped = ['"' + line.replace('"', '""') + '"' if line else "" for line in lines]
    assert rows("\r\n".join(wrapped)) == [
        ["Date", "Likes, Shares", "Post"],
        ["2025-03-04", "5", 'first line\r\n\r\nlast, "line"'],
        ["2025-03-05", "6", "x"],
    ]


def test_a_column_of_sentences_is_not_unwrapped(rows):
    text = '"Comment"\n"Great, thanks"\n"Well, no, never"\n'
    assert rows(text) == [["Comment"], ["Great, thanks"], ["Well, no, never"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(rows, end):
    assert rows(end.join(["A,B", "1,2", "", "3,4", ""])) == [["A", "B"], ["1", "2"], [], ["3", "4"]]


def test_a_line_break_in_quotes_starts_no_row(rows):
    assert rows('A,B\r\n1,"one\ntwo\r\nthree"\r\n2,x\r\n')[2] == ["2", "x"]


def test_rows_keep_their_own_width(rows):
    assert rows("A,B,C\n1,2\n1,2,3,\n") == [["A", "B", "C"], ["1", "2"], ["1", "2", "3", ""]]


def test_zero_bytes_are_no_text(rows):
    assert rows(b"A,B\n1,\x002\n") == [["A", "B"], ["1", "2"]]


# Quotation marks that would swallow rows


def test_an_open_quote_is_named_by_the_row_where_it_opens(refusal):
    text = 'A,B\n"1",2\n3,"four\n5,6\n7,8\n'
    assert refusal(text.encode()) == [
        "A quotation mark opens here and is not closed (march.csv, row 3)."
        " Export the file again; if that doesn't help, remove the mark or close it."
    ]


def test_a_quote_that_opens_as_the_file_ends_is_open(refusal):
    assert "row 4" in refusal(b'A,B\n"1",2\n"3",4\n"')[0]


def test_an_open_quote_is_noticed_when_a_later_one_closes_it(refusal):
    text = 'A,B,C\n1,"two,3\n4,"five",6\n"7",8,9\n'
    assert "row 2" in refusal(text.encode())[0]


def test_quotes_that_never_close_anywhere_are_ordinary_characters(rows):
    assert rows('Item,Size\nshelf,"5\nboard,"7\ndesk,9\n')[2] == ["board", '"7']


def test_a_quote_inside_a_cell_is_kept(rows):
    assert rows('A,B\n5" shelf,2\n"say ""hi""",3\n') == [
        ["A", "B"],
        ['5" shelf', "2"],
        ['say "hi"', "3"],
    ]


# Frames


def test_frames_carry_the_spreadsheets_row_numbers_and_null_for_empty(read):
    [sheet] = read(b"Title\n\nA,B,C\n1,,3\n4,5\n")
    frame = pl.concat(sheet.frames(first_row=4, width=3))
    assert frame.schema == {"row": pl.Int64, "c0": pl.String, "c1": pl.String, "c2": pl.String}
    assert frame.rows() == [(4, "1", None, "3"), (5, "4", "5", None)]


# What stands at the top, and what follows it many times.
LARGE = {
    "plain": ("Time,Caller\n", "9:00,{n}\n"),
    "blank lines": ("Time,Caller\n", "\n9:00,{n}\n"),
    "ragged": ("Time,Caller\n", "9:00\n9:00,{n},extra,\n"),
    "line breaks": ("Time,Caller\n", '9:00,"{n}\nand ""more"""\n'),
    "mixed line ends": ("Time,Caller\r\n", "9:00,{n}\n9:01,\r\n"),
    "carriage returns": ("Time,Caller\r", "9:00,{n}\r"),
    "title first": ("Calls, all\n\nTime,Caller\n", "9:00,{n}\n"),
    "separator line": ("sep=;\n", "9:00;{n}\n"),
    "wrapped": ('"Time,""Caller"""\n', '"9:00,""{n}"""\n'),
    "zeros": ("Time,Caller\n", "9:00,{n}\0\n"),
    "no end": ("Time,Caller\n9:00", ',"{n}"\n9:01'),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("top", "following"), LARGE.values(), ids=LARGE.keys())
def test_a_large_text_reads_like_a_small_one(read, monkeypatch, top, following, encoding):
    content = (top + following * 400).replace("{n}", "Köln").encode(encoding)
    [small] = read(content)
    monkeypatch.setattr(reading, "LARGE_BYTES", 100)
    [large] = read(content)
    assert large.is_large
    assert large.head == small.head[:300]
    for first_row in (1, 2, 3, 350):
        expected = pl.concat(small.frames(first_row, 3))
        assert pl.concat(large.frames(first_row, 3)).equals(expected)


def test_a_large_text_names_the_row_of_an_open_quote(read, monkeypatch):
    monkeypatch.setattr(reading, "LARGE_BYTES", 100)
    [sheet] = read(("A,B\n" + "1,2\n" * 500 + '3,"4\n' + "5,6\n" * 500).encode())
    with pytest.raises(Refused, match="row 502"):
        list(sheet.frames(2, 2))


# Workbooks


def test_a_workbook_keeps_its_row_numbers_and_loses_an_empty_edge(read):
    content = workbook(Leads=[[], [], ["", "Name", "Leads"], [], ["", "Köln", 5]])
    [sheet] = read(content, "march.xlsx")
    assert (sheet.name, sheet.delimiter) == ("Leads", "")
    assert sheet.head == [["", ""]] * 2 + [["Name", "Leads"], ["", ""], ["Köln", "5"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (5, "5"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (1.5e-12, "0.0000000000015"),
        (1e20, "100000000000000000000"),
        ("007", "007"),
        ("0.3333333333333333", "0.3333333333333333"),
        (True, "TRUE"),
        (datetime(2025, 3, 4), "2025-03-04"),
        (datetime(2025, 3, 4, 5, 6, 7), "2025-03-04T05:06:07"),
        (time(5, 6, 7), "05:06:07"),
        (timedelta(hours=36), "36:00:00"),
        (" two\nlines ", " two\nlines "),
    ],
)
def test_a_cell_is_written_as_excel_writes_it(read, value, written):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    book.add_worksheet().write_row(0, 0, ["text", value])
    book.close()
    [sheet] = read(content.getvalue())
    assert sheet.head == [["text", written]]


def test_an_error_cell_is_its_text(read):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    write_formula: Any = book.add_worksheet().write_formula
    write_formula("A1", "=NA()", None, "#N/A")
    write_formula("A2", "=1/0", None, "#DIV/0!")
    book.close()
    [sheet] = read(content.getvalue())
    assert sheet.head == [["#N/A"], ["#DIV/0!"]]


def test_hidden_sheets_are_read_and_empty_ones_are_not(read, capfd):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    hidden = book.add_worksheet("Hidden")
    hidden.write("A1", "x")
    hidden.hide()
    book.add_worksheet("Empty")
    chart: Any = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Hidden!$A$1"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.add_worksheet("Shown").write("A1", "y")
    book.worksheets()[3].activate()
    book.close()
    assert [sheet.name for sheet in read(content.getvalue())] == ["Hidden", "Shown"]
    assert capfd.readouterr() == ("", "")


# The stream of an old workbook, and one as long as what a locked workbook has in its place.
LOCKED = ("Workbook".ljust(16, "\0"), "EncryptedPackage")


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Metrics")
    sheet.write(1, 0, "Date")
    sheet.write(2, 0, datetime(2025, 3, 4), xlwt.easyxf(num_format_str="D-MMM-YY"))
    sheet.write(2, 1, 0.25)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_old_workbook(read):
    [sheet] = read(old_workbook(), "page_content.xls")
    assert sheet.head == [["", ""], ["Date", ""], ["2025-03-04", "0.25"]]


def test_the_content_decides_whatever_the_name_says(read):
    assert read(workbook(A=[["x"]]), "march.csv")[0].head == [["x"]]
    assert read(b"A,B\n1,2\n", "march.xlsx")[0].head == [["A", "B"], ["1", "2"]]


@pytest.mark.parametrize(
    "name", ["march.xls", "march.xlsx", "march.xlsb", "march.ods", "MARCH.XLS"]
)
def test_a_workbook_is_read_whatever_workbook_its_path_says(tmp_path, name):
    for content, first in ((workbook(A=[["x"]]), ["x"]), (old_workbook(), ["", ""])):
        path = tmp_path / name
        path.write_bytes(content)
        assert read_file(path, name)[0].head[0] == first


# JSON


def test_every_list_of_objects_is_a_table_under_all_their_keys(read):
    content = b"""{"title": "Ada", "read": true,
        "people": [{"name": "Ada"}, {"name": "Bo", "age": 7.50}],
        "messages": [{"from": "Ada", "photos": [{"uri": "1.jpg"}, {"uri": "2.jpg"}]}]}"""
    assert [(sheet.name, sheet.head) for sheet in read(content, "message_1.json")] == [
        (
            "people",
            [
                ["name", "title", "read", "age"],
                ["Ada", "Ada", "true", ""],
                ["Bo", "Ada", "true", "7.50"],
            ],
        ),
        (
            "messages",
            [["from", "photos.uri", "title", "read"], ["Ada", "1.jpg", "Ada", "true"]],
        ),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            r"\u00c3\u0084nne \u00f0\u009f\u00aa\u00b5",
            "Änne 🪵",
        ),  # bytes of UTF-8, each as a letter
        (r"\u00c4nne", "Änne"),
        ("Änne – Ā", "Änne – Ā"),
        (r"half a smile \ud83d", "half a smile ?"),
    ],
)
def test_letters_are_read_as_they_were_meant(rows, written, meant):
    assert rows(f'[{{"name": "{written}"}}]') == [["name"], [meant]]


@pytest.mark.parametrize(
    ("key", "number", "meant"),
    [
        ("timestamp", "1741428300", "2025-03-08 10:05:00"),
        ("timestamp_ms", "1741428300123", "2025-03-08 10:05:00.123"),
        ("creation_timestamp", "0", ""),
        ("timestamp", "-5", "-5"),
        ("phone", "1741428300", "1741428300"),
    ],
)
def test_a_number_that_is_called_a_timestamp_is_a_moment(rows, key, number, meant):
    assert rows(f'[{{"{key}": {number}, "n": 1}}]')[1] == [meant, "1"]


def test_numbers_of_a_document_stay_as_they_are_written(rows):
    figures = '[{"id": 18446744073709551617, "amount": 1.10, "missing": null}]'
    assert rows(figures)[1] == ["18446744073709551617", "1.10", ""]


# Archives


def test_an_archive_gives_the_tables_inside(read):
    content = zipped(
        {
            "Table data.csv": b"A,B\n1,2\n",
            "in/Book.xlsx": workbook(S=[["x"]]),
            "__MACOSX/._Table data.csv": b"\0\5\x16\7",
            ".DS_Store": b"\0\0\0\1Bud1",
            "logo.png": b"\x89PNG\r\n",
            "profile.json": b'{"name": "Ada"}',
            "in/more.zip": zipped({"C.csv": b"C,D\n3,4\n"}),
            "empty.csv": b"",
        }
    )
    assert [(sheet.member, sheet.name) for sheet in read(content, "all.zip")] == [
        ("Table data.csv", ""),
        ("in/Book.xlsx", "S"),
        ("in/more.zip/C.csv", ""),
    ]


def test_a_compressed_file_is_one_table(read):
    assert read(gzip.compress(b"A,B\n1,2\n"), "march.csv.gz")[0].head == [["A", "B"], ["1", "2"]]


def test_large_members_can_still_be_read_when_the_archive_is_done(read, monkeypatch):
    monkeypatch.setattr(reading, "LARGE_BYTES", 100)
    [sheet] = read(zipped({"calls.csv": b"A,B\n" + b"1,2\n" * 500}), "calls.zip")
    assert pl.concat(sheet.frames(2, 2)).height == 500


def test_what_is_wrong_with_members_is_told_by_name_and_together(refusal):
    content = bytearray(zipped({"good.csv": b"A,B\n1,2\n", "bad.csv": b"A,B\n" * 50}))
    content[content.index(b"bad.csv") + 10] ^= 0xFF
    assert refusal(bytes(content), "all.zip") == [
        "This member of the archive is damaged (all.zip › bad.csv)."
        " It was probably cut off on its way here. Download or copy it again."
    ]
    outside = refusal(zipped({"../a.csv": b"A,B\n", "/b.csv": b"A,B\n"}), "all.zip")
    assert [text.split(" (")[1].split(")")[0] for text in outside] == [
        "all.zip › ../a.csv",
        "all.zip › /b.csv",
    ]


def test_a_locked_member_is_named(refusal):
    content = bytearray(zipped({"a.csv": b"A,B\n1,2\n"}))
    content[content.index(b"PK\1\2") + 8] |= 1
    assert refusal(bytes(content), "all.zip") == [
        "This member of the archive is protected with a password (all.zip › a.csv)."
        " Save it without a password and upload that."
    ]


def test_an_archive_that_unpacks_to_too_much_is_left_alone(refusal):
    bomb = zipped({"a.csv": b"0" * 30_000_000})
    assert "unpacks to far more" in refusal(bomb, "all.zip")[0]
    assert "unpacks to far more" in refusal(gzip.compress(b"0" * 30_000_000), "a.gz")[0]
    lying = bytearray(bomb)
    size = (30_000_000).to_bytes(4, "little")
    place = lying.rindex(size)
    lying[place : place + 4] = (1_000).to_bytes(4, "little")
    assert refusal(bytes(lying), "all.zip")


def test_archives_three_deep_are_not_opened(refusal):
    content = b"A,B\n1,2\n"
    for _ in range(3):
        content = zipped({"inner": content})
    assert "archive in an archive in an archive" in refusal(content, "all.zip")[0]


# What can't be read


@pytest.mark.parametrize(
    ("content", "happened"),
    [
        (b"", "The file is empty"),
        (b"\n\r\n \n,,\n", "It holds only blank lines"),
        (b"\xef\xbb\xbf", "It holds only blank lines"),
        (b"\0" * 5_000, "It holds nothing but zero bytes"),
        (workbook(A=[]), "Its sheets are all empty"),
        (workbook(A=[["x"]])[:3_000], "The archive is damaged"),
        (zipped({"a.csv": b"A,B\n" * 99})[:60], "The archive is damaged"),
        (zipped({}), "The archive holds no table"),
        (zipped({"a.pdf": b"%PDF-1.7"}), "The archive holds no table"),
        (gzip.compress(b"A,B\n" * 99)[:-9], "The compressed file is damaged"),
        (b"%PDF-1.7 ...", "This is a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture"),
        (b"PAR1\x15\x04", "This is a Parquet file"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "This is an XML document"),
        (b'{"data": [1, 2]}', "This is a JSON document"),
        (b"[1, 2]", "This is a JSON document"),
        (b'{"data": [1, 2', "The JSON document is damaged in line 1"),
        (b"[" * 100_000, "The JSON document is nested too deeply"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "This is a Word document"),
        (zipped({"Index/Document.iwa": b""}), "This is an Apple Numbers document"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(refusal, content, happened):
    [sentence] = refusal(content)
    assert sentence.startswith(f"{happened} (march.csv).")


def test_a_locked_workbook_says_how_to_unlock_it(refusal):
    open_name, locked_name = (name.encode("utf-16-le") for name in LOCKED)
    locked = old_workbook().replace(open_name, locked_name)
    assert locked != old_workbook()
    assert refusal(locked, "march.xlsx") == [
        "The workbook is protected with a password (march.xlsx)."
        " Open it in Excel, save a copy without a password and upload that."
    ]


def test_an_old_workbook_whose_sectors_run_in_a_circle_is_damaged(refusal):
    content = bytearray(old_workbook())
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    content[table : table + 4] = (0).to_bytes(4, "little")
    assert refusal(bytes(content), "page_content.xls") == [
        "The workbook is damaged (page_content.xls). Download or copy it again."
    ]


@pytest.mark.parametrize(
    ("limits", "content", "happened"),
    [
        (Limits(file_bytes=5), b"A,B\n1,2\n", "The file is larger than"),
        (Limits(columns=2), b"A,B,C\n1,2,3\n", "There are more than 2 columns"),
        (Limits(rows=1), b"A,B\n1,2\n", "There are more than 5,000 columns or 1 rows"),
        (Limits(cell_characters=20), b"A,B\n" + b"x" * 21 + b",2\n", "A cell has more than 20"),
        (Limits(columns=2), workbook(A=[["x", "y", "z"]]), "A sheet has more than 2 columns"),
        (Limits(columns=2), b'[{"A": 1, "B": 2, "C": 3}]', "There are more than 2 columns"),
        (Limits(rows=1), b'[{"A": 1}]', "There are more than 5,000 columns or 1 rows"),
        (Limits(cell_characters=20), b'[{"A": "' + b"x" * 21 + b'"}]', "A value has more than 20"),
        (Limits(sheets=1), workbook(A=[["x"]], B=[["y"]]), "It has more than 1 sheets"),
        (Limits(members=1), zipped({"a": b"A,B", "b": b"A,B"}), "The archive has more than 1"),
    ],
)
def test_limits_are_told_when_they_are_passed(refusal, limits, content, happened):
    assert refusal(content, limits=limits)[0].startswith(happened)


SEEDS = [
    b'sep=,\n"Follows"\n"Date","Primary"\n"2025-03-04T00:00:00","7"\n'.decode().encode("utf-16"),
    workbook(A=[["Date", "Views"], [1, 2.5]]),
    zipped({"a.csv": b"A,B\n1,2\n", "b.zip": zipped({"c.csv": b"C\n"})}),
    gzip.compress(b"A;B\n1;2\n"),
    b'A\tB\r\n"x\ny"\t2\r\n',
    b'{"title": "Ad\\u00c3\\u00a9le", "messages": [{"from": "A", "timestamp_ms": 1741428300000}]}',
]


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "content"
    assert_read_or_refused(path, content)


@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_file_gives_rows_or_a_sentence(tmp_path_factory, seed, data):
    place = data.draw(st.integers(0, len(seed) - 1))
    end = data.draw(st.integers(place, min(len(seed), place + 8)))
    damaged = seed[:place] + data.draw(st.binary(max_size=8)) + seed[end:]
    assert_read_or_refused(tmp_path_factory.mktemp("any") / "content", damaged)


def assert_read_or_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        sheets = read_file(path, "march.csv")
    except Refused:
        return
    assert all(any(map(any, sheet.head)) for sheet in sheets)


LETTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\r\n\t",;')
CELLS = st.text(LETTERS, max_size=6)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_is_written_with_every_cell_quoted_is_read_back(tmp_path_factory, lines, delimiter):
    heading = ["Date", "Note"]
    path = tmp_path_factory.mktemp("quoted") / "content"
    quoted = [
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line)
        for line in [heading, *lines]
    ]
    path.write_bytes("\n".join(quoted).encode())
    assert read_file(path, "march.csv")[0].head == [heading, *lines]


@with_real_exports
@pytest.mark.parametrize("name", truth())
def test_real_exports_hold_the_rows_they_are_known_for(name):
    known = truth()[name]
    sheets = read_file(real_export(name), Path(name).name)
    rows = {sheet.name: len([row for row in sheet.head if any(row)]) for sheet in sheets}
    expected = {
        sheet: facts.get("rows", 1) for sheet, facts in known.get("sheets", {}).items()
    } or {next(iter(rows)): known.get("rows", 1)}
    assert all(rows[sheet] > count for sheet, count in expected.items())
    assert all(max(map(len, sheet.head)) > 1 for sheet in sheets)
    assert not any("\ufffd" in cell for sheet in sheets for row in sheet.head for cell in row)
