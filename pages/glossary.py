"""Every metric and what it means, the words used, and how answers become channels."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

import polars as pl
import streamlit as st

from data_pipeline.metrics.breaks import BREAKS
from data_pipeline.metrics.catalogue import (
    METRICS,
    Group,
    Metric,
    Rate,
    Ratio,
    Stock,
    Total,
    Unique,
)
from data_pipeline.metrics.feeding import sources_feeding
from data_pipeline.warehouse import open_warehouse
from data_pipeline.warehouse.build import source_texts
from data_pipeline.warehouse.channel_rules import CHANNELS, DEFAULT_RULES, UNKNOWN, channel_of
from pages import Page, Visit
from pages.view import cards, wording
from pages.view.wording import md

Rules = list[list[str]]
MOST_UNKNOWN = 20
GROUPS: Final = {
    "outcomes": "Outcomes",
    "conversations": "Conversations and content",
    "audience": "Audience",
    "e-mail": "E-mail",
    "website": "Website",
    "costs": "Costs",
}
UNITS: Final = {
    "count": "a number",
    "money": "money, in the reporting currency",
    "share": "a share, in %",
    "seconds": "a length of time",
    "hours": "hours",
}
WORDS: Final = {
    "Reach": "Different people who saw something. The same people come back, so reach never adds "
    "up over days or channels.",
    "Impressions": "Times something was shown. One person can see it many times.",
    "Views": "Times something was viewed, as the platform counts a view. Not comparable to "
    "impressions, and not the same on two platforms.",
    "Engagement": "Likes, comments, shares and saves: everything people do with a post.",
    "Conversations": "The part of engagement that takes words: comments, replies and messages.",
    "Stock": "A level on a day, such as followers. It adds up over channels, never over months.",
    "Flow": "What happened during a time, such as calls. It adds up over months.",
    "Known total": "A count of followers on one day. Most exports hold only gains; with one known "
    "total the rest follows. Without one, no number of followers is shown.",
    "Carried on": "A total worked out from the last count and the changes since.",
    "Complete month": "Each export that is expected reaches the month's last day. Only complete "
    "months are compared.",
    "Usual range": "Where a month's figure falls in 95 of 100 cases if it goes on as the months "
    "before it: their trend, their season, and their ups and downs.",
    "Index": "A figure on a scale on which its first months make 100. It shows what grew and what "
    "did not, whatever its size.",
    "Share gap": "A channel's share of followers beside its share of an outcome.",
    "Unknown": "Outcomes whose channel nobody told. They are drawn, not shared out.",
    "Channel": "A way people come to the business: a platform, e-mail, a trade show, a friend.",
    "Passport": "What stands behind “About these figures”: the meaning, the formula with what went "
    "into it, and every file behind it.",
}


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    st.title("What every figure means", anchor=False)
    st.markdown("One name, one meaning, on every page and in every report.")
    asked = st.text_input("Search", placeholder="reach, revenue, followers…").strip().casefold()
    found = [_group(group, asked) for group in get_args(Group)]
    words = {word: meaning for word, meaning in WORDS.items() if _speaks_of(asked, word, meaning)}
    if words:
        _words(words)
    if not words and not any(found):
        st.info("Nothing here speaks of that. Try a shorter word.")
    if not asked:
        _channels(visit)


def _group(group: str, asked: str) -> bool:
    metrics = [
        metric
        for metric in METRICS.values()
        if metric.group == group
        and _speaks_of(asked, metric.label, metric.meaning, metric.formula, *_feeding(metric))
    ]
    if metrics:
        with st.container(border=True, key=f"card_group_{group}"):
            st.header(GROUPS[group], anchor=False)
            for metric in metrics:
                _metric(metric)
    return bool(metrics)


def _speaks_of(asked: str, *texts: str) -> bool:
    return any(asked in text.casefold() for text in texts)


def _metric(metric: Metric) -> None:
    st.markdown(
        f"**{md(metric.label)}**  \n{md(metric.meaning, longest=400)}  \n"
        f":small[:gray[{md(metric.label)} = {md(metric.formula, longest=400)}. "
        f"{md(_kind(metric), longest=400)} {md(_fed_by(metric), longest=600)}]]"
    )
    for change in BREAKS:
        if metric.name in change.metrics:
            st.markdown(
                f":small[**Since {wording.day(change.day)}:** {md(change.told, longest=400)}]"
            )


def _kind(metric: Metric) -> str:
    return f"It is {UNITS[metric.unit]}; {_adds_up(metric)}."


def _adds_up(metric: Metric) -> str:
    match metric.value:
        case Total():
            return "it adds up over months and channels"
        case Stock():
            return "it adds up over channels, never over months"
        case Unique():
            return "it never adds up"
        case Ratio() | Rate():
            return "totals are divided by totals, so it is never an average of averages"


def _fed_by(metric: Metric) -> str:
    labels = _feeding(metric)
    if not labels:
        return "No export feeds it yet."
    more = len(labels) - 6
    named = [*labels[:6], f"{more} more"] if more > 0 else labels
    return f"Fed by {wording.listed(named)}."


def _feeding(metric: Metric) -> list[str]:
    return [source.label for source in sources_feeding(metric)]


def _words(words: Mapping[str, str]) -> None:
    with st.container(border=True, key="card_words"):
        st.header("Words used", anchor=False)
        for word, meaning in words.items():
            st.markdown(f"**{md(word)}**: {md(meaning, longest=400)}")


# Channels


def _channels(visit: Visit) -> None:
    own = own_rules(visit.warehouse.setting("channel_rules"))
    with st.container(border=True, key="card_channels"):
        st.header("How an answer becomes a channel", anchor=False)
        st.markdown(
            "What customers answer to “How did you hear about us?”, campaign tags and tracked "
            "numbers become channels by these rules. The first that fits decides, your own before "
            "ours; what fits none stays unknown. A change counts for all months, past ones too."
        )
        _own_rules(visit, own)
        _unknown_answers(visit, own)
        with st.expander("Our own rules"):
            st.dataframe(_rules_frame(DEFAULT_RULES), hide_index=True, alt="Our own channel rules")


def own_rules(kept: object) -> Rules:
    """The workspace's rules, before ours; none if there are none."""
    return [[str(text), str(channel)] for text, channel in kept] if isinstance(kept, list) else []


def _rules_frame(rules: Iterable[Sequence[str]]) -> pl.DataFrame:
    rows = [(text, CHANNELS.get(channel, channel)) for text, channel in rules]
    schema = {"If the answer has": pl.String, "it is": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _own_rules(visit: Visit, own: Rules) -> None:
    rules = _rules_frame(own)
    if not visit.may_edit:
        if own:
            st.dataframe(rules, hide_index=True, alt="Rules of this business")
        return
    answer, channel = rules.columns
    edited = st.data_editor(
        rules,
        num_rows="dynamic",
        hide_index=True,
        key="channel_rules",
        alt="Rules of this business: add a line for each",
        column_config={
            answer: st.column_config.TextColumn(required=True, max_chars=100),
            channel: st.column_config.SelectboxColumn(
                required=True, options=list(CHANNELS.values())
            ),
        },
    )
    if st.button("Save the rules", icon=":material/save:"):
        visit.warehouse.keep_setting("channel_rules", rules_written(edited.rows()))
        st.toast("Saved. Every month follows the new rules.")
        st.rerun()


def rules_written(rows: Iterable[tuple[str | None, str | None]]) -> Rules:
    """What stands in the editor, as it is kept: whole lines, and channels by our names."""
    named = {label: channel for channel, label in CHANNELS.items()}
    return [
        [text.strip(), named[label]]
        for text, label in rows
        if text and text.strip() and label in named
    ]


def _unknown_answers(visit: Visit, own: Rules) -> None:
    """What no rule knows: the answers worth a line of one's own."""
    texts = _texts(str(visit.workspace), visit.warehouse.snapshot())
    unknown = [text for text in texts if text.strip() and channel_of(text, own) == UNKNOWN]
    if not unknown:
        return
    shown = wording.listed([f"“{text}”" for text in unknown[:MOST_UNKNOWN]])
    more = f" (and {len(unknown) - MOST_UNKNOWN} more)" if unknown[MOST_UNKNOWN:] else ""
    st.markdown(f"**Answers that no rule knows:** {md(shown, longest=900)}{more}.")


@st.cache_data(max_entries=8, show_spinner=False)
def _texts(workspace: str, snapshot: int) -> list[str]:
    warehouse = open_warehouse(Path(workspace))
    return source_texts(warehouse.folder, warehouse.files())


PAGE = Page(
    title="Glossary",
    icon=":material/menu_book:",
    order=120,
    url_path="glossary",
    group="Data",
    draw=draw,
)
