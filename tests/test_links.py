"""A link opens what was frozen, to whoever holds it, until it ends; and tells nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from data_pipeline.warehouse.ledger import writing
from sharing import control as store
from sharing.control import Control
from sharing.home import SAMPLE, Home
from sharing.links import EXPIRES_IN_DAYS, Link, links_of, make_link, page_behind, revoke
from tests.local_server import Answer, LocalServer, local_server

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 1))
PAGE = "<!doctype html><title>September</title><p>Frozen.</p>"


@pytest.fixture
def control(tmp_path: Path) -> Control:
    return Home(tmp_path).control


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    with local_server(tmp_path_factory.mktemp("links")) as started:
        yield started


def linked(control: Control, html: str = PAGE, *, title: str = "September") -> str:
    return make_link(control, SAMPLE, title, SEPTEMBER, html)


def only_link(control: Control) -> Link:
    (link,) = links_of(control, SAMPLE)
    return link


def let_time_pass(control: Control, days: int) -> None:
    """All that was made was made so many days earlier."""
    table = store.links.c
    with writing(control.engine) as connection:
        for link, made, expires in connection.execute(
            sa.select(table.id, table.made_at, table.expires_at)
        ).all():
            past = timedelta(days=days)
            connection.execute(
                sa.update(store.links)
                .where(table.id == link)
                .values(made_at=made - past, expires_at=expires - past)
            )


def test_a_link_opens_its_page(control: Control) -> None:
    assert page_behind(control, linked(control)) == PAGE.encode()


def test_two_links_open_a_page_each(control: Control) -> None:
    first, second = linked(control, "one"), linked(control, "two")
    assert (page_behind(control, first), page_behind(control, second)) == (b"one", b"two")


def test_the_token_is_kept_nowhere(control: Control) -> None:
    token = linked(control)
    page_behind(control, token)
    files = [path for path in control.folder.rglob("*") if path.is_file()]
    assert len(files) >= 2
    for path in files:
        assert token not in path.name
        assert token.encode() not in path.read_bytes(), path


def test_tokens_are_long_and_never_alike(control: Control) -> None:
    tokens = {linked(control) for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}  # 256 bits


def test_a_link_ends_by_itself(control: Control) -> None:
    token = linked(control)
    let_time_pass(control, EXPIRES_IN_DAYS - 1)
    assert page_behind(control, token) is not None
    let_time_pass(control, 1)
    assert page_behind(control, token) is None
    assert only_link(control).state() == "expired"


def test_a_revoked_link_opens_nothing_from_the_next_request_on(control: Control) -> None:
    token, other = linked(control, title="mine"), linked(control, "other", title="theirs")
    mine = next(one for one in links_of(control, SAMPLE) if one.title == "mine")
    revoke(control, SAMPLE, mine.id)
    assert page_behind(control, token) is None
    assert page_behind(control, other) == b"other"
    assert {one.title: one.state() for one in links_of(control, SAMPLE)} == {
        "mine": "revoked",
        "theirs": "open",
    }


def test_the_page_of_a_revoked_link_is_gone_from_the_disk(control: Control) -> None:
    linked(control)
    revoke(control, SAMPLE, only_link(control).id)
    assert list(control.folder.rglob("*.html")) == []


def test_a_workspace_lists_and_revokes_its_own_links_only(control: Control) -> None:
    token = linked(control)
    assert links_of(control, "my-business") == []
    revoke(control, "my-business", only_link(control).id)
    assert page_behind(control, token) == PAGE.encode()


def test_opens_are_counted_with_their_time_and_nothing_of_the_reader(control: Control) -> None:
    token = linked(control)
    assert only_link(control).last_opened is None
    for _ in range(3):
        page_behind(control, token)
    page_behind(control, token, count=False)
    assert only_link(control).opens == 3
    assert only_link(control).last_opened is not None
    assert set(store.opens.c.keys()) == {"id", "link_id", "opened_at"}


def test_a_page_changed_on_disk_is_not_passed_off_as_what_was_sent(control: Control) -> None:
    token = linked(control)
    (page,) = control.folder.rglob("*.html")
    page.write_text(PAGE.replace("Frozen", "Forged"), "utf-8")
    assert page_behind(control, token) is None


def test_a_link_does_not_last_longer_than_a_year(control: Control) -> None:
    with pytest.raises(AssertionError):
        make_link(control, SAMPLE, "", SEPTEMBER, PAGE, expires_in_days=366)


@pytest.fixture(scope="module")
def ended(server: LocalServer) -> dict[str, str]:
    """Addresses that open nothing, each for another reason."""
    control = server.home.control
    expired = linked(control, title="expired")
    let_time_pass(control, EXPIRES_IN_DAYS)
    revoked = linked(control, title="revoked")
    for link in links_of(control, SAMPLE):
        if link.title == "revoked":
            revoke(control, SAMPLE, link.id)
    right = linked(control, title="right")
    return {
        "wrong": "A" * 43,
        "expired": expired,
        "revoked": revoked,
        "malformed": "not-a-token",
        "cut": right[:-1],
        "lengthened": right + "A",
        "with more below it": f"{right}/page",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_whatever_opens_nothing_is_answered_alike(
    server: LocalServer, ended: dict[str, str], method: str
) -> None:
    answers = {why: server.ask(method, f"/r/{token}") for why, token in ended.items()}
    assert answers["wrong"].status == 404
    assert {why: said(answer) for why, answer in answers.items()} == dict.fromkeys(
        answers, said(answers["wrong"])
    )


def said(answer: Answer) -> tuple[object, ...]:
    return answer.status, answer.headers, answer.body


def test_a_link_is_served_for_reading_only(server: LocalServer) -> None:
    token = linked(server.home.control, title="read only")
    wrong = said(server.ask("POST", "/r/" + "A" * 43))
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert said(server.ask(method, f"/r/{token}")) == wrong
    assert server.ask("GET", f"/r/{token}").body == PAGE.encode()


def test_looking_whether_a_link_works_is_not_opening_it(server: LocalServer) -> None:
    token = linked(server.home.control, title="looked at")
    assert server.ask("HEAD", f"/r/{token}").status == 200
    assert server.ask("GET", f"/r/{token}").status == 200
    opens = {link.title: link.opens for link in links_of(server.home.control, SAMPLE)}
    assert opens["looked at"] == 1


def test_a_frozen_page_may_load_nothing_and_is_kept_by_nobody(server: LocalServer) -> None:
    headers = server.ask("GET", f"/r/{linked(server.home.control)}").headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"].startswith("noindex")
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers


def test_a_link_revoked_by_another_process_is_shut_at_once(server: LocalServer) -> None:
    token = linked(server.home.control, title="to be revoked")
    assert server.ask("GET", f"/r/{token}").status == 200
    for link in links_of(server.home.control, SAMPLE):
        if link.title == "to be revoked":
            revoke(server.home.control, SAMPLE, link.id)
    assert server.ask("GET", f"/r/{token}").status == 404
