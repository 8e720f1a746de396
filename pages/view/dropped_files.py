"""Files that were dropped and not yet added: what each is, what it asks, what is wrong, what it
would change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby

import polars as pl
import streamlit as st

from data_pipeline.intake.difference import Difference
from data_pipeline.intake.drop import Drop, Question, answer, look, without_bad_rows
from data_pipeline.intake.questions import Need
from data_pipeline.intake.receive import Preview
from data_pipeline.metrics.coverage import label_of, month_end
from data_pipeline.problems import Problem
from data_pipeline.values.currencies import CODES
from pages.view import wording
from pages.view.retold import show_restated
from pages.view.wording import md

PROBLEMS_SHOWN = 10
CELLS_SHOWN = 20
NAMES_SHOWN = 5
LINES_SHOWN = 30
EARLIEST_YEAR = 2008
FEW = 4  # options that are shown beside each other
# A network or a window differs from file to file; these are the export's own habits.
ANSWERED_ALIKE = frozenset({"currency", "date_order", "decimal_mark"})
USUAL_CURRENCIES = ("GBP", "EUR", "USD", "AUD", "CAD", "CHF", "NZD")


def look_at_them(dropped: Drop) -> None:
    """With a bar that names the file being looked at, and goes when all are done."""
    bar = st.progress(0.0, "Looking at the files …")

    def shown(done: int, total: int, name: str) -> None:
        bar.progress(done / total, f"Looking at {md(name)} ({done + 1} of {total})")

    look(dropped, shown)
    bar.empty()


def show_questions(dropped: Drop) -> None:
    """What only the manager can say, each question once."""
    questions = dropped.questions()
    if not questions:
        return
    with st.container(border=True, key="card_questions"):
        asked = wording.plural(len(questions), "question")
        st.header(f"{asked} before these can be added", anchor=False)
        answers: dict[str, dict[str, str]] = {}
        likely = likely_answers(dropped)
        for number, question in enumerate(questions):
            _ask(question, f"{dropped.folder.name}_{number}", likely, answers)
        if st.button("Go on", type="primary", disabled=not answers, key="go_on"):
            answer(dropped, answers)
            st.rerun()


def _ask(
    question: Question,
    key: str,
    likely: Mapping[tuple[str, str], str],
    answers: dict[str, dict[str, str]],
) -> None:
    """Once for all the files that ask it, or for each of them."""
    st.markdown(f"**{md(question.need.question, longest=400)}**")
    several = len(question.previews) > 1
    if several:
        names = [one.file.name for one in question.previews]
        st.markdown(f":small[:gray[{md(_names(names), longest=600)}]]")
    apart = several and st.toggle("They differ: answer for each file", key=f"apart_{key}")
    if apart:
        for place, one in enumerate(question.previews):
            _note([one], question.need, f"{key}_{place}", one.file.name, likely, answers)
    else:
        label = "For all of them" if several else question.previews[0].file.name
        _note(question.previews, question.need, key, label, likely, answers)


def _note(
    previews: Sequence[Preview],
    need: Need,
    key: str,
    label: str,
    likely: Mapping[tuple[str, str], str],
    answers: dict[str, dict[str, str]],
) -> None:
    sources = ["", *(table.source for one in previews for table in one.receipt.tables)]
    usual = [likely[source, need.key] for source in sources if (source, need.key) in likely]
    said = _answer_to(need, md(label), usual[-1] if usual else "", f"answer_{key}")
    if said:
        for one in previews:
            answers.setdefault(one.upload, {})[need.key] = said


def likely_answers(dropped: Drop) -> dict[tuple[str, str], str]:
    """What to offer first, by source and question: the answer given last for the same export, and
    the year that every file ready beside it is from."""
    likely: dict[tuple[str, str], str] = {}
    for upload in reversed(dropped.warehouse.uploads()):
        for table in upload.receipt.get("tables", []):
            for key in ANSWERED_ALIKE & upload.answers.keys():
                likely[table["source"], key] = upload.answers[key]
    lasts = [table.last_day for one in dropped.ready() for table in one.tables]
    years = {last.year for last in lasts if last}
    return likely | ({("", "year"): str(years.pop())} if len(years) == 1 else {})


def _answer_to(need: Need, label: str, usual: str, key: str) -> str | None:
    """An input that fits what is asked, with the usual answer chosen."""
    words = need.options or _words_for(need.key)
    if words:
        options = list(words)
        first = usual if usual in options else None
        if len(options) <= FEW:
            return st.pills(label, options, default=first, format_func=words.__getitem__, key=key)
        index = options.index(first) if first else None
        return st.selectbox(label, options, index=index, format_func=words.__getitem__, key=key)
    match need.key:
        case "period":
            return _days(label, key)
        case _:
            return st.text_input(label, key=key).strip() or None


def _words_for(key: str) -> dict[str, str]:
    """Years and currencies are chosen too, rather than typed."""
    match key:
        case "year":
            years = [str(year) for year in range(date.today().year, EARLIEST_YEAR - 1, -1)]
            return dict(zip(years, years, strict=True))
        case "currency":
            codes = [*USUAL_CURRENCIES, *sorted(CODES - set(USUAL_CURRENCIES))]
            return dict(zip(codes, codes, strict=True))
        case _:
            return {}


def _days(label: str, key: str) -> str | None:
    """One day is a period of one day."""
    with st.container(horizontal=True):
        first = st.date_input(f"{label}: day, or first day", None, format="DD/MM/YYYY", key=key)
        last = st.date_input("Last day, if several", None, format="DD/MM/YYYY", key=f"{key}_last")
    if not isinstance(first, date):
        return None
    if not isinstance(last, date):
        return first.isoformat()
    if last < first:
        st.error("The last day lies before the first.")
        return None
    return f"{first.isoformat()} to {last.isoformat()}"


def show_refused(
    dropped: Drop, help_with: str, offer: Callable[[Drop, Preview], None] | None = None
) -> None:
    """Files that cannot be added as they are, each with its problems and what else is offered."""
    for one in [*dropped.wrong(), *dropped.unanswerable()]:
        with st.container(border=True, key=f"card_wrong_{one.upload}"):
            st.header(f":material/block: {md(one.file.name)} can't be added as it is", anchor=False)
            if one.receipt.tables:
                st.markdown(f":small[:gray[{md(what_it_is(one))}]]")
            _show_problems(one)
            for need in one.receipt.needs:
                if not need.answerable:
                    st.markdown(md(need.question, longest=600))
            if not one.receipt.tables:
                st.markdown(help_with)
            if one.receipt.readable_without_bad_rows():
                _offer_the_rest(dropped, one)
            if offer is not None:
                offer(dropped, one)


def _show_problems(one: Preview) -> None:
    shown = one.receipt.problems[:PROBLEMS_SHOWN]
    for (column, mend), same in groupby(shown, lambda each: (each.where.column, each.mend)):
        problems = list(same)
        heading = f"Column “{column}”: {mend}" if column else mend
        if any(problem.where.row for problem in problems):
            lines = "\n".join(f"- {md(_place(each))}" for each in problems)
            st.markdown(f"{md(heading, longest=400)}\n\n{lines}")
        else:
            for each in problems:
                st.markdown(f"{md(each.happened, longest=400)}. {md(each.mend, longest=400)}")
    more = max(one.receipt.problems_in_all, len(one.receipt.problems)) - len(shown)
    if more > 0:
        st.markdown(f"and {wording.plural(more, 'problem')} more like these.")


def _place(problem: Problem) -> str:
    sheet = f"sheet “{problem.where.sheet}”, " if problem.where.sheet else ""
    row = f"row {problem.where.row:,}: " if problem.where.row else ""
    return f"{sheet}{row}{problem.happened}"


def _offer_the_rest(dropped: Drop, one: Preview) -> None:
    rows = {(each.where.sheet, each.where.row) for each in one.receipt.problems if each.where.row}
    listed = one.receipt.problems_in_all <= len(one.receipt.problems)
    these = (
        f"this {wording.plural(len(rows), 'row')}"
        if len(rows) == 1
        else f"these {wording.plural(len(rows), 'row')}"
    )
    label = f"Import without {these}" if rows and listed else "Import without such rows"
    st.markdown(
        ":small[:gray[Better is to mend the file and drop it again. Without these rows its months "
        "are marked as incomplete.]]"
    )
    if st.button(md(label), key=f"without_{one.upload}"):
        without_bad_rows(dropped, one, chosen=True)
        st.rerun()


def show_ready(dropped: Drop) -> None:
    """What would be added, and what that would change."""
    ready = dropped.ready()
    if not ready:
        return
    with st.container(border=True, key="card_ready"):
        st.header(f"{wording.plural(len(ready), 'file')} ready to add", anchor=False)
        for one in ready[:LINES_SHOWN]:
            _show_ready(dropped, one)
        if ready[LINES_SHOWN:]:
            with st.expander(f"{len(ready) - LINES_SHOWN} more"):
                st.dataframe(
                    _as_table(dropped, ready[LINES_SHOWN:]),
                    hide_index=True,
                    alt="The other files that are ready to be added",
                )


def _show_ready(dropped: Drop, one: Preview) -> None:
    change = dropped.changes.get(one.upload, Difference())
    st.markdown(
        f":material/check_circle: **{md(what_it_is(one))}**  \n"
        f"{md(_told(change, one.receipt.rows()))}  \n"
        f":small[:gray[{md(one.file.name)}]]"
    )
    for warning in one.receipt.warnings:
        st.markdown(f":small[:gray[{md(warning, longest=400)}]]")
    if left_out := sum(table.left_out for table in one.tables):
        rows = wording.plural(left_out, "row")
        st.markdown(f":small[:gray[{rows} left out: its months are marked as incomplete.]]")
        if st.button("Put them back and mend the file", key=f"with_{one.upload}", type="tertiary"):
            without_bad_rows(dropped, one, chosen=False)
            st.rerun()
    show_restated(change.restated)
    show_cells(change, before="Now", after="Then")


def show_cells(change: Difference, *, before: str, after: str) -> None:
    """The first cells that change."""
    if not change.cells:
        return
    with st.expander(f"{wording.plural(change.cells_in_all, 'figure')} would change"):
        shown = change.cells[:CELLS_SHOWN]
        st.dataframe(
            pl.DataFrame(
                {
                    "Row": [wording.plain(cell.what) for cell in shown],
                    "Column": [cell.column.replace("_", " ") for cell in shown],
                    before: [wording.plain(cell.before) for cell in shown],
                    after: [wording.plain(cell.after) for cell in shown],
                }
            ),
            hide_index=True,
            alt="The first figures that would change, before and after",
        )
        if change.cells_in_all > len(shown):
            st.markdown(f"and {wording.count(change.cells_in_all - len(shown))} more.")


def show_here_already(dropped: Drop) -> None:
    here = dropped.here_already()
    if here:
        names = _names([one.file.name for one in here])
        st.markdown(
            f":material/done_all: **{wording.plural(len(here), 'file')} already here**, nothing "
            f"changes: {md(names, longest=600)}"
        )


def what_it_is(one: Preview) -> str:
    """“LinkedIn content, October 2026, 31 rows”."""
    labels = list(dict.fromkeys(label_of(table.source) for table in one.receipt.tables))
    firsts = [table.first_day for table in one.tables if table.first_day]
    lasts = [table.last_day for table in one.tables if table.last_day]
    days = [period(min(firsts), max(lasts))] if firsts and lasts else []
    rows = wording.plural(one.receipt.rows(), "row")
    return ", ".join([wording.listed(labels), *days, rows])


def period(first: date, last: date) -> str:
    """Whole months by their names, other spans by their days."""
    if first.day == 1 and last == month_end(last.replace(day=1)):
        return wording.months(first, last)
    return wording.day(first) if first == last else f"{wording.day(first)} to {wording.day(last)}"


def _told(change: Difference, rows: int) -> str:
    """“31 new, 2 changed, 4 the same”. A call may take several rows of a file, and so an order."""
    parts = [(change.inserted, "new"), (change.replaced, "changed"), (change.unchanged, "the same")]
    said = [f"{wording.count(number)} {word}" for number, word in parts if number]
    total = sum(number for number, _ in parts)
    taken = f" (its {wording.plural(rows, 'row')} tell of {wording.count(total)})"
    return f"{', '.join(said) or 'nothing new'}{taken if 0 < total != rows else ''}"


def _as_table(dropped: Drop, previews: Sequence[Preview]) -> pl.DataFrame:
    changes = [dropped.changes.get(one.upload, Difference()) for one in previews]
    return pl.DataFrame(
        {
            "What": [what_it_is(one) for one in previews],
            "New": [change.inserted for change in changes],
            "Changed": [change.replaced for change in changes],
            "File": [wording.plain(one.file.name) for one in previews],
        }
    )


def _names(names: Sequence[str]) -> str:
    more = len(names) - NAMES_SHOWN
    shown = [wording.plain(name, longest=80) for name in names[:NAMES_SHOWN]]
    return wording.listed([*shown, f"{more} more"] if more > 0 else shown)
