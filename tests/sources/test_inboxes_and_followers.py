"""What is odd about downloads of one's own data: who follows, and who wrote to whom."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.receive import File, receive
from data_pipeline.intake.stage import Ask
from data_pipeline.warehouse import Warehouse, open_warehouse
from tests.tables import rows

US = "Harbour Joinery"
INBOX = "your_instagram_activity/messages/inbox/{}/message_1.json"
LINKEDIN = "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,SUBJECT,CONTENT,FOLDER\n"


@pytest.fixture
def told(tmp_path):
    """The receipt of a file with this content."""

    def receipt_of(content: Any, name: str, **answers: str) -> Receipt:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return inspect(file, Ask(name, answers))

    return receipt_of


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "workspace")


def archive(members: Mapping[str, Any]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, inside in members.items():
            packed.writestr(name, inside if isinstance(inside, bytes) else json.dumps(inside))
    return content.getvalue()


def since_1970(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp())  # type: ignore[arg-type]


def conversation(title: str, *messages: tuple[str, Sequence[int]]) -> dict[str, Any]:
    return {
        "participants": [{"name": title}, {"name": US}],
        "messages": [
            {
                "sender_name": who,
                "timestamp_ms": since_1970(*when) * 1000,
                "content": "secret words",
            }
            for who, when in messages
        ],
        "title": title,
        "thread_path": f"inbox/{title.replace(' ', '').lower()}_1",
    }


def follower(name: str, *began: int) -> dict[str, Any]:
    entry = {"href": f"https://x/{name}", "value": name, "timestamp": since_1970(*began)}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def kept(receipt: Receipt, *columns: str, table: int = 0) -> list[tuple[Any, ...]]:
    return pl.concat(receipt.tables[table].frames).select(*columns).rows()


ADA = conversation("Ada Example", (US, (2025, 3, 4, 9, 0)), ("Ada Example", (2025, 3, 3, 21, 0)))
BO = conversation("Bo Sample", ("Bo Sample", (2025, 3, 5, 7, 0)))
FAIR = conversation("Spring fair", ("Bo Sample", (2025, 4, 1, 7, 0)), (US, (2025, 4, 2, 7, 0)))


def test_followers_are_people_and_no_series_of_gains(told):
    followers = [follower("ada", 2025, 3, 31, 23, 59), follower("bo", 2025, 3, 1)]
    receipt = told(followers, "followers_1.json")
    assert (receipt.rows(), receipt.tables[0].subject) == (2, "connections")
    assert kept(receipt, "channel", "date") == [
        ("instagram", date(2025, 3, 31)),
        ("instagram", date(2025, 3, 1)),
    ]
    assert "ada" not in str(kept(receipt, "person"))


def test_older_lists_have_a_name_and_newer_ones_a_title(told):
    older = {"relationships_followers": [follower("ada", 2022, 3, 1)]}
    newer: dict[str, Any] = {**follower("ada", 2022, 3, 1), "title": "ada"}
    del newer["string_list_data"][0]["value"]
    assert kept(told(older, "followers.json"), "person") == kept(
        told([newer], "followers_1.json"), "person"
    )


def test_whom_we_follow_is_counted_and_not_kept(told):
    receipt = told({"relationships_following": [follower("ada", 2022, 3, 1)]}, "following.json")
    assert (receipt.rows(), receipt.tables[0].frames) == (1, [])


def test_other_lists_of_the_same_form_are_no_followers(told):
    receipt = told({"relationships_blocked_users": [follower("ada", 2022, 3, 1)]}, "blocked.json")
    assert receipt.status == "rejected"


def test_lists_of_followers_in_parts_are_one(told):
    folder = "connections/followers_and_following/"
    parts = {
        folder + "followers_1.json": [follower("ada", 2025, 3, 1)],
        folder + "followers_2.json": [follower("bo", 2025, 2, 1), follower("cy", 2025, 1, 1)],
        "media/1.jpg": b"\xff\xd8\xff",
    }
    receipt = told(archive(parts), "instagram.zip")
    assert [table.rows for table in receipt.tables] == [3]


def test_a_damaged_moment_is_told_where_it_stands(told):
    damaged = follower("bo", 2025, 3, 1)
    damaged["string_list_data"][0]["timestamp"] = "soon"
    receipt = told([follower("ada", 2025, 3, 1), damaged], "followers_1.json")
    assert str(receipt.problems[0]) == (
        "“soon” can't be read (followers_1.json, row 3, column “string_list_data.timestamp”). "
        "It should look like 1741428300."
    )


def test_a_conversation_of_two_is_called_by_the_others_name(told):
    receipt = told(ADA, "message_1.json", source="instagram_messages")
    assert kept(receipt, "direction", "date") == [
        ("out", date(2025, 3, 4)),
        ("in", date(2025, 3, 3)),
    ]
    ours, theirs = kept(receipt, "person")
    assert ours == theirs


def test_one_who_never_answered_is_told_from_those_who_wrote(told):
    assert kept(told(BO, "message_1.json", source="instagram_messages"), "direction") == [("in",)]


def test_in_a_group_the_owner_is_who_is_in_most_conversations(told):
    inbox = {
        INBOX.format(name): thread for name, thread in [("a_1", ADA), ("b_1", BO), ("f_1", FAIR)]
    }
    receipt = told(archive(inbox), "instagram-harbour.zip")
    directions: dict[Any, Any] = dict(kept(receipt, "date", "direction"))
    assert directions[date(2025, 4, 1)] == "in"
    assert directions[date(2025, 4, 2)] == "out"


def test_whose_inbox_a_single_group_is_stays_open(told):
    receipt = told(FAIR, "message_1.json", source="facebook_messages")
    assert kept(receipt, "direction") == [(None,), (None,)]


def test_the_network_is_told_by_the_archives_folders_or_asked(told):
    assert told(archive({INBOX.format("a_1"): ADA}), "copy.zip").tables[0].channel == "instagram"
    older = archive({"messages/inbox/a_1/message_1.json": ADA})
    assert told(older, "facebook-harbour.zip").tables[0].channel == "facebook"
    assert [need.key for need in told(ADA, "message_1.json").needs] == ["source"]


def test_a_download_of_thousands_of_pictures_is_read(told):
    members = {f"media/{number}.jpg": b"\xff\xd8\xff" for number in range(600)}
    receipt = told(archive(members | {INBOX.format("a_1"): ADA}), "instagram.zip")
    assert receipt.rows() == 2


def test_a_download_of_web_pages_is_told_how_to_be_asked_for(told):
    pages = {INBOX.format("a_1").replace(".json", ".html"): b"<html></html>"}
    [problem] = told(archive(pages), "instagram.zip").problems
    assert "choose JSON" in problem.mend


def test_no_word_and_no_name_of_a_message_is_kept(told):
    receipt = told(archive({INBOX.format("ada_1"): ADA}), "instagram.zip")
    written = pl.concat(receipt.tables[0].frames).write_csv().lower()
    assert not [word for word in ("secret", "ada", "harbour") if word in written]


def test_the_same_inbox_downloaded_later_counts_once(warehouse, tmp_path):
    later = ADA | {"messages": [*ADA["messages"], *BO["messages"]]}
    for name, thread in (("march.zip", ADA), ("april.zip", later)):
        (tmp_path / name).write_bytes(archive({INBOX.format("ada_1"): thread}))
    told = receive(warehouse, [File(tmp_path / name, name) for name in ("march.zip", "april.zip")])
    assert [outcome.difference.counts()["inserted"] for outcome in told] == [2, 1]


def test_the_words_of_an_inbox_go_with_the_next_change(warehouse, tmp_path):
    path = tmp_path / "instagram.zip"
    path.write_bytes(archive({INBOX.format("ada_1"): ADA}))
    receive(warehouse, [File(path, path.name)])
    warehouse.tidy(date.today())
    assert not list((warehouse.folder / "originals").iterdir())
    assert rows(warehouse, "select messages_received from marts.monthly_interactions") == [(1,)]


def linkedin(*messages: str) -> bytes:
    return (LINKEDIN + "".join(f"{message}\n" for message in messages)).encode()


def test_the_owner_of_a_linkedin_inbox_is_in_each_of_its_conversations(told):
    receipt = told(
        linkedin(
            "2-a,,Mo Joiner,Ada Example,2025-03-31 09:02:44 UTC,,Hello,INBOX",
            '2-a,,Ada Example,Mo Joiner,2025-03-31 17:20:05 UTC,,"Hello,\nMo",INBOX',
            "2-b,,Bo Sample,Mo Joiner,2025-03-15 11:00:00 UTC,,Stairs?,INBOX",
        ),
        "messages.csv",
    )
    assert kept(receipt, "direction") == [("out",), ("in",), ("in",)]


def test_spam_and_drafts_are_no_messages(told):
    receipt = told(
        linkedin(
            "2-a,,Ada Example,Mo Joiner,2025-03-31 17:20:05 UTC,,Hello,INBOX",
            "2-b,,LinkedIn Member,Mo Joiner,2025-03-15 11:00:00 UTC,,Grow!,SPAM",
        ),
        "messages.csv",
    )
    assert (receipt.rows(), len(kept(receipt, "row"))) == (2, 1)


# -- Pinterest ----------------------------------------------------------------------------------


def test_a_series_is_pinterests_where_the_lines_above_say_so(told):
    days = b"Date,Impressions\n2025-03-01,412\n2025-03-02,388\n"
    receipt = told(b"Pinterest Analytics\nDate range,2025-03-01 - 2025-03-02\n\n" + days, "a.csv")
    assert (receipt.tables[0].channel, receipt.tables[0].measures["impressions"]) == (
        "pinterest",
        800,
    )
    assert "pinterest" not in {table.source for table in told(days, "a.csv").tables}


def test_the_title_of_the_next_table_is_no_day(told):
    content = b"Date,Pin clicks\n2025-03-01,4\n\nTop Pins\nPin link,Pin clicks\nhttps://p/1,3\n"
    receipt = told(content, "pins.csv")
    assert [(table.rows, table.sums["Pin clicks"]) for table in receipt.tables] == [(1, 4), (1, 3)]
    assert receipt.status == "accepted"


def test_a_damaged_day_of_a_series_is_told(told):
    receipt = told(b"Date,Pin clicks\n2025-03-01,4\nsoon,3\n", "pins.csv")
    assert "soon" in str(receipt.problems[0])


def test_outbound_clicks_beside_saves_are_pinterests(told):
    days = b"2025-03-01,10,2,3\n"
    receipt = told(b"Date,Impressions,Outbound clicks,Saves\n" + days, "a.csv")
    assert {table.source for table in receipt.tables} == {"pinterest"}
    assert receipt.tables[0].measures == {"impressions": 10, "link_clicks": 2, "saves": 3}
    anybodys = told(b"Date,Impressions,Link clicks,Saves\n" + days, "a.csv")
    assert anybodys.status == "rejected"
    views = told(b"Date,Video views,Watch time (ms)\n" + days, "a.csv")
    assert "Pinterest" not in str(views.problems[0])
