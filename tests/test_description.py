"""A workspace's own description: data that becomes a source, refused where it is anything else."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from data_pipeline.cli import app
from data_pipeline.contract import Kind
from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.stage import Ask
from data_pipeline.problems import Refused
from data_pipeline.warehouse import open_warehouse
from data_pipeline.warehouse.described_rows import DESCRIBABLE
from data_pipeline.warehouse.description import (
    DescribedColumn,
    Description,
    columns_of,
    described_in,
    description_from,
    kinds_for,
)
from data_pipeline.warehouse.own_sources import (
    keep_description,
    known_sources,
    own_sources,
    way_to,
)

BOOKINGS = Description(
    label="Hall bookings",
    subject="revenue",
    where="In the hall program: Reports › Bookings.",
    columns=(
        DescribedColumn(("Datum", "Tag"), Kind.DATE, "date", "dmy"),
        DescribedColumn(("Betrag ({currency})",), Kind.MONEY, "amount"),
        DescribedColumn(
            ("Stand",), Kind.CHOICE, "kind", words={"sale": ("bezahlt",), "failed": ("storno",)}
        ),
    ),
    currency="EUR",
    grace=14,
)


def complaints(**changes: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        description_from({**BOOKINGS.as_json(), **changes}, "hall.json")
    return [problem.happened for problem in refusal.value.problems]


def complaints_of_column(**changes: Any) -> list[str]:
    first, *others = BOOKINGS.as_json()["columns"]
    return complaints(columns=[{**first, **changes}, *others])


def staged(tmp_path: Path, description: Description, text: str) -> pl.DataFrame:
    file = tmp_path / "file.csv"
    file.write_text(text, "utf-8")
    receipt = inspect(file, Ask("file.csv", own=(description.as_json(),)))
    assert receipt.problems == []
    assert receipt.needs == []
    return pl.concat(receipt.tables[0].frames)


def described(subject: str, **columns: tuple[str, Kind]) -> Description:
    return Description(
        "Our file",
        subject,
        tuple(
            DescribedColumn((heading,), kind, becomes)
            for becomes, (heading, kind) in columns.items()
        ),
        channel="instagram" if "channel" in columns_of(subject) else "",
    )


def test_a_description_is_the_same_after_a_journey_as_a_file():
    assert described_in(BOOKINGS.as_file(), "hall.json") == BOOKINGS


def test_what_is_not_a_description_is_refused():
    for content in (b"\xff\xfe", b"[1, 2]", b'"text"', b'{"rows": 3}', b"[" * 100_000):
        with pytest.raises(Refused):
            described_in(content, "x.json")


def test_an_unknown_key_is_refused_by_name():
    assert complaints(sql="drop table") == [
        "The description holds “sql”, which So What does not know"
    ]
    assert complaints_of_column(finish="os.system") == [
        "A column holds “finish”, which So What does not know"
    ]


def test_only_subjects_kinds_and_columns_of_our_own_lists():
    assert complaints(subject="audience") == ["“audience” is no subject that So What knows"]
    assert "“upload” is no becomes that So What knows" in complaints_of_column(becomes="upload")
    assert "“pickle” is no kind that So What knows" in complaints_of_column(kind="pickle")
    assert "“money” is no kind that So What knows" in complaints_of_column(kind="money")
    assert complaints(constants={"kind": "gift"}) == ["“gift” is no kind that So What knows"]
    assert complaints(currency="euro") == ["“euro” is not a currency's code, such as GBP"]


def test_a_person_is_never_kept_as_text():
    assert kinds_for("enquiries", "person") == {Kind.PERSON}
    assert kinds_for("calls", "caller") == {Kind.PERSON}
    assert kinds_for("revenue", "customer") == {Kind.PERSON}


def test_every_problem_is_told_together():
    first, *_ = BOOKINGS.as_json()["columns"]
    assert complaints(columns=[{**first, "becomes": "amount", "kind": "money"}], label="x") == [
        "The name has to have 2 to 60 characters",
        "No column tells the day",
    ]


def test_two_columns_cannot_become_the_same():
    first, *others = BOOKINGS.as_json()["columns"]
    twice = [first, {**first, "headings": ["Noch ein Tag"]}, *others]
    assert complaints(columns=twice) == ["Two columns become “date”"]


@pytest.mark.parametrize("heading", ["", "*", 3, None, "x" * 400])
def test_a_heading_is_a_short_text_and_no_sign_for_all_columns(heading: object):
    assert complaints_of_column(headings=[heading])


@pytest.mark.parametrize("subject", DESCRIBABLE)
def test_what_a_subject_can_be_told_can_be_read(subject: str):
    for becomes in columns_of(subject):
        assert kinds_for(subject, becomes)


def test_a_kept_description_is_known_in_its_workspace_only(tmp_path: Path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    keep_description(ours, BOOKINGS)
    assert BOOKINGS.name in known_sources(ours)
    assert BOOKINGS.name not in known_sources(theirs)
    assert way_to(ours, BOOKINGS.name) == "In the hall program: Reports › Bookings."
    assert way_to(theirs, BOOKINGS.name) == ""


def test_a_damaged_description_is_told_and_the_others_stay(tmp_path: Path):
    keep_description(tmp_path, BOOKINGS)
    (tmp_path / "sources" / "broken.json").write_text("{")
    own = own_sources(tmp_path)
    assert list(own.sources) == [BOOKINGS.name]
    assert [problem.where.file for problem in own.problems] == ["broken.json"]


def test_a_changed_description_is_read_again(tmp_path: Path):
    keep_description(tmp_path, BOOKINGS)
    own_sources(tmp_path)
    keep_description(tmp_path, BOOKINGS.respelt({"Stand": "Status"}))
    (known,) = own_sources(tmp_path).descriptions.values()
    assert known.columns[2].headings == ("Stand", "Status")


def test_a_name_of_a_known_export_is_taken(tmp_path: Path):
    taken = json.loads(BOOKINGS.as_file()) | {"label": "LinkedIn content"}
    with pytest.raises(Refused, match="knows already"):
        keep_description(tmp_path, description_from(taken))


def test_names_that_look_alike_do_not_overwrite_each_other(tmp_path: Path):
    for label in ("Säle", "Sale", "売上"):
        keep_description(tmp_path, description_from({**BOOKINGS.as_json(), "label": label}))
    assert len(own_sources(tmp_path).descriptions) == 3


# What becomes of the rows


def test_money_keeps_the_currency_of_its_heading_and_words_are_ours(tmp_path: Path):
    rows = staged(
        tmp_path,
        BOOKINGS,
        "Tag;Betrag (CHF);Stand\n01.02.2025;1.204,50;Bezahlt\n02.02.2025;-80,00;bezahlt\n"
        "03.02.2025;20,00;Storno\n",
    )
    assert rows["kind"].to_list() == ["sale", "refund", "failed"]
    assert [str(amount) for amount in rows["amount"]] == ["1204.500000", "-80.000000", "20.000000"]
    assert set(rows["currency"]) == {"CHF"}


def test_lines_of_one_day_add_up_on_a_channel(tmp_path: Path):
    daily = described("channel_days", date=("Day", Kind.DATE), likes=("Hearts", Kind.COUNT))
    text = "Day,Hearts\n2025-03-01,3\n2025-03-01,4\n2025-03-02,5\n"
    rows = staged(tmp_path, daily, text)
    assert dict(
        rows.select(pl.col("date").cast(pl.String), pl.col("value").cast(pl.Int64)).rows()
    ) == {
        "2025-03-01": 7,
        "2025-03-02": 5,
    }
    assert set(rows["channel"]) == {"instagram"}


def test_a_months_costs_are_the_sum_of_its_lines(tmp_path: Path):
    costs = described("channel_costs", date=("Paid", Kind.DATE), spend=("Cost", Kind.MONEY))
    text = "Paid,Cost\n2025-03-01,£10.50\n2025-03-20,£4.50\n"
    rows = staged(tmp_path, costs, text)
    assert rows.select(pl.col("date").cast(pl.String), pl.col("spend").cast(pl.Float64)).rows() == [
        ("2025-03-01", 15.0)
    ]


def test_a_post_without_an_id_is_known_by_its_day_and_title(tmp_path: Path):
    posts = described(
        "posts", date=("Day", Kind.DATE), title=("Text", Kind.TEXT), likes=("Likes", Kind.COUNT)
    )
    rows = staged(tmp_path, posts, "Day,Text,Likes\n2025-03-01,Spring,3\n")
    assert rows["post_id"].to_list() == ["2025-03-01 Spring"]


def test_a_known_export_wins_only_where_it_says_more(tmp_path: Path):
    enquiries = described("enquiries", date=("Date", Kind.DATE), form=("Form", Kind.TEXT))
    file = tmp_path / "march.csv"
    file.write_text("Date,Form,Source,Person\n2025-03-01,Contact,Instagram,\n")
    receipt = inspect(file, Ask("march.csv", own=(enquiries.as_json(),)))
    assert [table.source for table in receipt.tables] == ["template_enquiries"]


def test_the_command_knows_what_its_workspace_described(tmp_path: Path):
    hall = open_warehouse(tmp_path / "hall")
    keep_description(hall.folder, BOOKINGS)
    hall.secret()
    file = tmp_path / "march.csv"
    file.write_text("Datum;Betrag (EUR);Stand\n01.03.2025;3,50;bezahlt\n", "utf-8")
    told = CliRunner().invoke(
        app, ["inspect", "--json", "--workspace", str(hall.folder), str(file)]
    )
    assert told.exit_code == 0
    said = json.loads(told.stdout)
    assert said["tables"][0]["source"] == "own:Hall bookings"
    assert said["after"]["own:Hall bookings"]["rows"] == 1
