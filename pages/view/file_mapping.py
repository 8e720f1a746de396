"""A file no description fits: what it is, asked one question at a time, with what is proposed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import polars as pl
import streamlit as st

from data_pipeline.intake.changed_headings import Renamed, renamed_in
from data_pipeline.intake.choices import (
    Choices,
    days_offered,
    describe,
    first_choices,
    label_from,
    questions_of,
    reason_for,
    uses_offered,
)
from data_pipeline.intake.column_uses import use_named
from data_pipeline.intake.drop import Drop
from data_pipeline.intake.proposal import ROWS_ARE, WHEN, Candidate, candidates
from data_pipeline.intake.receive import Preview
from data_pipeline.intake.seen_table import SeenColumn, SeenTable
from data_pipeline.intake.try_out import Tried, look_at, try_out
from data_pipeline.problems import Problem, Refused
from data_pipeline.staging.measures import MEASURES
from data_pipeline.values.currencies import CODES
from data_pipeline.warehouse.channel_rules import CHANNELS, UNKNOWN
from data_pipeline.warehouse.described_rows import WORDS
from data_pipeline.warehouse.description import (
    IN_HEADING,
    PREFIX,
    Description,
    label_complaint,
    lacking,
)
from data_pipeline.warehouse.own_sources import keep_description, own_sources
from pages.view import cards, wording
from pages.view.dropped_files import USUAL_CURRENCIES
from pages.view.wording import md

TELLING = "telling_of_a_file"
GONE = "It is gone"
LEFT_OUT = "Leave it out"
PROBLEMS_SHOWN = 3
WORDS_MEAN = {
    "sale": "Paid",
    "refund": "Paid back",
    "failed": "Never came about",
    "pending": "Still open",
    "won": "Won",
    "lost": "Lost",
    "open": "Open",
    "in": "Came in",
    "out": "Went out",
}


@dataclass
class Telling:
    """What has been told of one dropped file so far."""

    preview: Preview
    tables: list[SeenTable]
    table: SeenTable
    offered: list[Candidate]
    choices: Choices
    at: str = "row"
    renamed: Renamed | None = None
    tried: dict[str, Tried] = field(default_factory=dict[str, Tried])

    def steps(self) -> list[str]:
        """The questions, in order."""
        return ["row", *questions_of(self.table, self.choices), "check"]


def may_be_told(one: Preview) -> bool:
    """Whether a refused file is one that the manager can tell us of."""
    own = any(table.source.startswith(PREFIX) for table in one.receipt.tables)
    return one.receipt.unknown or own


def offer_to_tell(dropped: Drop, one: Preview) -> None:
    """The way out for a file that no description fits."""
    if not may_be_told(one):
        return
    words = "Tell So What what it is" if one.receipt.unknown else "Tell So What anew what it is"
    if st.button(words, icon=":material/help_center:", key=f"tell_{one.upload}"):
        _begin(dropped, one)


def _begin(dropped: Drop, one: Preview) -> None:
    """Look at the file; from here on the page asks about it."""
    try:
        tables = look_at(one.file.path, one.file.name)
    except Refused as refusal:
        _say(refusal.problems)
        return
    st.session_state[TELLING] = _telling(dropped, one, tables, tables[0])
    st.rerun()


def _telling(dropped: Drop, one: Preview, tables: list[SeenTable], table: SeenTable) -> Telling:
    label = _known_label(one) or label_from(one.file.name)
    offered = candidates(table, one.file.name)
    first = first_choices(table, offered[0], label) if offered else Choices("", {}, label)
    known = own_sources(dropped.warehouse.folder).descriptions
    renamed = renamed_in(table.headings, known) if one.receipt.unknown else None
    at = "renamed" if renamed else "row"
    return Telling(one, tables, table, offered, first, at, renamed)


def _known_label(one: Preview) -> str:
    """What the workspace calls such files already, where it described them."""
    own = [table.source for table in one.receipt.tables if table.source.startswith(PREFIX)]
    return own[0].removeprefix(PREFIX) if own else ""


def telling_of(dropped: Drop) -> Telling | None:
    """The file that is being asked about, if it is one of these."""
    telling = st.session_state.get(TELLING)
    if isinstance(telling, Telling) and telling.preview in dropped.previews:
        return telling
    return None


def ask_about_file(dropped: Drop, telling: Telling) -> None:
    """One question with what is proposed, and the table it is about."""
    with st.container(border=True, key="card_telling"):
        st.header(f"What is {md(telling.preview.file.name)}?", anchor=False)
        _choose_table(dropped, telling)
        if telling.at == "renamed" and telling.renamed:
            _ask_whether_renamed(dropped, telling, telling.renamed)
        elif not telling.offered:
            _say_what_it_lacks()
        elif telling.at == "check":
            _check(dropped, telling)
        else:
            _ask(telling)
        if st.button("Leave this file", type="tertiary", key="tell_leave"):
            _stop()
    if telling.at != "check":
        _show_table(telling.table)


def _stop() -> None:
    del st.session_state[TELLING]
    st.rerun()


def _say(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        st.error(md(str(problem), longest=400))


def _say_what_it_lacks() -> None:
    st.markdown(
        "No column of this table holds days or months. Without them nothing of it can be counted "
        "by month: export it again with a column of dates."
    )


def _choose_table(dropped: Drop, telling: Telling) -> None:
    if len(telling.tables) < 2:
        return
    names = [_name(table) for table in telling.tables]
    number = st.selectbox(
        "Which table in it?",
        range(len(names)),
        index=telling.tables.index(telling.table),
        format_func=names.__getitem__,
        key="tell_table",
    )
    if telling.tables[number] is not telling.table:
        st.session_state[TELLING] = _telling(
            dropped, telling.preview, telling.tables, telling.tables[number]
        )
        st.rerun()


def _name(table: SeenTable) -> str:
    named = " › ".join(part for part in (table.member, table.sheet) if part)
    return f"{wording.plain(named or 'The table')} ({wording.plural(table.rows, 'row')})"


def _show_table(table: SeenTable) -> None:
    st.markdown(
        f":small[:gray[The table found: {wording.plural(table.rows, 'row')} below the headings in "
        f"row {wording.count(table.heading_row)}. It begins like this:]]"
    )
    st.dataframe(
        pl.DataFrame(
            {
                wording.plain(column.heading): [
                    wording.plain(line[column.position]) if column.position < len(line) else ""
                    for line in table.lines
                ]
                for column in table.columns
            }
        ),
        hide_index=True,
        alt="The first lines of the file, as they stand in it",
    )


# -- questions, one at a time --------------------------------------------------------------------


def _ask(telling: Telling) -> None:
    steps = telling.steps()
    place = steps.index(telling.at) if telling.at in steps else 0
    st.markdown(f":small[:gray[Question {place + 1} of {len(steps)}]]")
    chosen = _QUESTIONS[steps[place]](telling)
    with st.container(horizontal=True):
        if (
            st.button("Next", type="primary", disabled=chosen is None, key="go_tell_next")
            and chosen
        ):
            telling.choices = chosen
            following = telling.steps()
            telling.at = following[following.index(steps[place]) + 1]
            st.rerun()
        if place and st.button("Back", key="tell_back"):
            telling.at = steps[place - 1]
            st.rerun()


def _ask_row(telling: Telling) -> Choices | None:
    by_subject = {one.subject: one for one in telling.offered}
    subjects = list(by_subject)
    subject = st.radio(
        "What is one row of it?",
        subjects,
        index=subjects.index(telling.choices.subject),
        format_func=ROWS_ARE.__getitem__,
        key="tell_row",
    )
    st.markdown(f":small[:gray[Why: {md(by_subject[subject].reason, longest=400)}.]]")
    if subject == telling.choices.subject:
        return telling.choices
    return first_choices(telling.table, by_subject[subject], telling.choices.label)


def _ask_day(telling: Telling) -> Choices | None:
    columns = {column.position: column for column in days_offered(telling.table)}
    current = telling.choices.column(telling.table, *WHEN)
    places = list(columns)
    place = st.radio(
        "It has several dates. Which one says in which month a row counts?",
        places,
        index=places.index(current.position) if current else None,
        format_func=lambda place: (
            f"“{md(columns[place].heading)}”, {md(_examples(columns[place]))}"
        ),
        key="tell_day",
    )
    if place is None:
        return None
    others = {where: use for where, use in telling.choices.uses.items() if use not in WHEN}
    becomes = next(
        use for use in uses_offered(columns[place], telling.choices.subject) if use in WHEN
    )
    return replace(telling.choices, uses={**others, place: becomes})


def _ask_order(telling: Telling) -> Choices | None:
    day = telling.choices.column(telling.table, *WHEN)
    assert day is not None
    options = {
        "dmy": "Day first, as in Britain and most of Europe",
        "mdy": "Month first, as in the US",
    }
    order = st.radio(
        f"In “{md(day.heading)}”, how is “{md(day.examples[0])}” written?",
        list(options),
        index=list(options).index(telling.choices.order) if telling.choices.order else None,
        format_func=options.__getitem__,
        key="tell_order",
    )
    return replace(telling.choices, order=order) if order else None


def _ask_channel(telling: Telling) -> Choices | None:
    names = [name for name in CHANNELS if name != UNKNOWN]
    current = telling.choices.channel
    channel = st.selectbox(
        "Which channel are the figures of?",
        names,
        index=names.index(current) if current else None,
        format_func=CHANNELS.__getitem__,
        key="tell_channel",
    )
    return replace(telling.choices, channel=channel) if channel else None


def _ask_currency(telling: Telling) -> Choices | None:
    codes = [*USUAL_CURRENCIES, *sorted(CODES - set(USUAL_CURRENCIES))]
    current = telling.choices.currency
    currency = st.selectbox(
        "Nothing says which currency the amounts are in. Which is it?",
        codes,
        index=codes.index(current) if current else None,
        key="tell_currency",
    )
    return replace(telling.choices, currency=currency) if currency else None


def _ask_words(telling: Telling) -> Choices | None:
    names = [name for subject, name in WORDS if subject == telling.choices.subject]
    column = telling.choices.column(telling.table, *names)
    assert column is not None
    ours = WORDS[telling.choices.subject, telling.choices.uses[column.position]]
    st.markdown(f"**What do the words in “{md(column.heading)}” mean?**")
    words: dict[str, str] = {}
    for number, word in enumerate(column.words):
        usual = ours.index(telling.choices.words.get(word, ours[0]))
        words[word] = st.selectbox(
            md(word), ours, usual, WORDS_MEAN.__getitem__, key=f"tell_word_{number}"
        )
    return replace(telling.choices, words=words)


_QUESTIONS: dict[str, Callable[[Telling], Choices | None]] = {
    "row": _ask_row,
    "day": _ask_day,
    "order": _ask_order,
    "channel": _ask_channel,
    "words": _ask_words,
    "currency": _ask_currency,
}


def _examples(column: SeenColumn) -> str:
    return f"such as {', '.join(column.examples)}" if column.examples else "nothing stands in it"


# -- the check -----------------------------------------------------------------------------------


def _check(dropped: Drop, telling: Telling) -> None:
    st.markdown("**This is what comes of it. Is it right?**")
    description = describe(telling.table, telling.choices)
    complaints = lacking(
        description.subject, [one.becomes for one in description.columns], description.channel
    )
    if complaints:
        st.warning(md(". ".join(complaints) + "."))
    else:
        _show_tried(dropped, telling, description)
    label = st.text_input(
        "What do you call such files?", telling.choices.label, max_chars=60, key="tell_label"
    ).strip()
    where = st.text_input(
        "Where do you get it? (may stay empty)",
        telling.choices.where,
        max_chars=200,
        key="tell_where",
    )
    if complaint := label_complaint(label):
        st.warning(md(f"{complaint}."))
    telling.choices = replace(telling.choices, label=label, where=_sentence(where))
    with st.container(horizontal=True):
        ready = not complaints and not label_complaint(label)
        if st.button("That is right", type="primary", disabled=not ready, key="go_tell_keep"):
            _keep(dropped, describe(telling.table, telling.choices))
        if st.button("Back", key="tell_back"):
            telling.at = telling.steps()[-2]
            st.rerun()
    with st.expander("What each column is, and why", expanded=bool(complaints)):
        _choose_columns(telling)


def _sentence(where: str) -> str:
    text = " ".join(where.split())
    return text if not text or text.endswith(".") else f"{text}."


def _show_tried(dropped: Drop, telling: Telling, description: Description) -> None:
    key = repr(replace(description, label="", where=""))
    if key not in telling.tried:
        with st.spinner("Trying it out …"):
            telling.tried[key] = try_out(
                dropped.warehouse,
                telling.preview.file,
                replace(description, label="New"),
                dropped.folder,
            )
    tried = telling.tried[key]
    rows = wording.plural(tried.receipt.rows(), "row")
    if tried.receipt.problems:
        _say(tuple(tried.receipt.problems[:PROBLEMS_SHOWN]))
    for need in tried.receipt.needs:
        st.markdown(md(need.question, longest=400))
    if not tried.months.is_empty():
        months = tried.months["month"].n_unique()
        kind = ROWS_ARE[description.subject].lower()
        st.markdown(f"{rows} in {wording.plural(months, 'month')}, each {md(kind)}.")
        cards.show_numbers(
            _readable(tried.months, description.subject),
            "Rows and sums of each month, as they would be counted",
        )
        st.markdown(":small[:gray[The first rows, as they would be kept:]]")
        cards.show_numbers(
            _readable(tried.rows, description.subject), "The first rows, as they would be kept"
        )


def _readable(rows: pl.DataFrame, subject: str) -> pl.DataFrame:
    """Headings a manager reads, months by name; people stay pseudonyms, which nobody reads."""
    shown: list[pl.Series] = []
    for name in rows.columns:
        column = rows[name]
        if name == "month":
            column = pl.Series([wording.month(day) if day else "" for day in column])
        elif name in {"person", "customer", "caller"}:
            column = pl.Series(["known, not shown" if word else "" for word in column])
        elif name == "channel":
            column = pl.Series([CHANNELS.get(word, word) for word in column])
        elif name == "measure":
            column = pl.Series([MEASURES[word].label for word in column])
        elif column.dtype == pl.String:
            column = pl.Series([WORDS_MEAN.get(word, wording.plain(word or "")) for word in column])
        elif isinstance(column.dtype, pl.Decimal):
            column = column.cast(pl.Float64)
        elif isinstance(column.dtype, pl.Date | pl.Datetime):
            column = pl.Series([wording.day(when) if when else "" for when in column])
        shown.append(column.alias(_heading(name, subject)))
    return pl.DataFrame(shown)


def _heading(name: str, subject: str) -> str:
    ours = {"month": "Month", "rows": "Rows", "measure": "Figure", "value": "Sum"}
    try:
        return ours.get(name) or use_named(subject, name).label
    except StopIteration:
        return name.replace("_", " ").capitalize()


def _choose_columns(telling: Telling) -> None:
    """Each column with what it is taken for; a use goes to one column only."""
    choices = telling.choices
    uses = dict(choices.uses)
    for column in telling.table.columns:
        offered = ["", *uses_offered(column, choices.subject)]
        current = uses.get(column.position, "")
        chosen = st.selectbox(
            f"“{md(column.heading)}”, {md(_examples(column))}",
            offered,
            offered.index(current),
            lambda use: use_named(choices.subject, use).label if use else LEFT_OUT,
            key=f"tell_column_{choices.subject}_{column.position}_{_stamp(choices)}",
        )
        if current and (reason := reason_for(column, choices.subject, current)):
            st.markdown(f":small[:gray[{md(reason[0].upper() + reason[1:])}]]")
        if chosen != current:
            others = {where: use for where, use in uses.items() if not _rival(use, chosen)}
            telling.choices = _with_uses(telling, {**others, column.position: chosen})
            st.rerun()


def _stamp(choices: Choices) -> int:
    """A choice that takes a use from another column gives each its choice box anew."""
    return hash(tuple(sorted(choices.uses.items())))


def _rival(use: str, chosen: str) -> bool:
    return use == chosen or (use in WHEN and chosen in WHEN)


def _with_uses(telling: Telling, uses: dict[int, str]) -> Choices:
    return replace(telling.choices, uses={place: use for place, use in uses.items() if use})


def _keep(dropped: Drop, description: Description) -> None:
    try:
        keep_description(dropped.warehouse.folder, description)
    except Refused as refusal:
        _say(refusal.problems)
        return
    # Others of the same kind may lie beside it.
    dropped.unseen += [one.file for one in dropped.wrong() if may_be_told(one)]
    _stop()


# -- headings that were renamed ------------------------------------------------------------------


def _ask_whether_renamed(dropped: Drop, telling: Telling, renamed: Renamed) -> None:
    label = renamed.description.label
    st.markdown(f"**It is nearly “{md(label)}”, with other headings. Is this the same?**")
    spellings: dict[str, str | None] = {}
    for number, heading in enumerate(renamed.lacking):
        likely = likely_spelling(telling.table, renamed, heading)
        offered = [*renamed.new, GONE]
        before = md(heading.removesuffix(IN_HEADING).strip())
        chosen = st.selectbox(
            f"“{before}” is not in it. What is it called now?",
            offered,
            offered.index(likely) if likely else len(offered) - 1,
            key=f"tell_renamed_{number}",
        )
        spellings[heading] = None if chosen == GONE else chosen
    with st.container(horizontal=True):
        if st.button(f"Yes, it is “{md(label)}”", type="primary", key="go_tell_same"):
            _keep_respelt(dropped, renamed.description, spellings)
        if st.button("No, it is something else", key="tell_other"):
            telling.at = "row"
            st.rerun()


def likely_spelling(table: SeenTable, renamed: Renamed, heading: str) -> str:
    """The new heading whose cells can be what the old one's were."""
    described = next(one for one in renamed.description.columns if one.headings[0] == heading)
    if not described.becomes:
        return ""
    subject = renamed.description.subject
    fitting = [
        column
        for column in table.columns
        if column.heading in renamed.new and described.becomes in uses_offered(column, subject)
    ]
    surest = [one for one in fitting if reason_for(one, subject, described.becomes)]
    return (surest or fitting)[0].heading if fitting else ""


def _keep_respelt(
    dropped: Drop, description: Description, spellings: dict[str, str | None]
) -> None:
    new = [heading for heading in spellings.values() if heading]
    changed = description.respelt(spellings)
    told = [column.becomes for column in changed.columns if column.needed]
    complaints = lacking(changed.subject, told, changed.channel)
    if len(set(new)) < len(new):
        complaints.append("One heading cannot stand for two")
    if complaints:
        st.error(md(". ".join(complaints) + "."))
    else:
        _keep(dropped, changed)
