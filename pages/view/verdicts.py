"""A verdict as a manager reads it: the same on the screen, in a link and in a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_pipeline.analysis.delays import stand_together
from data_pipeline.analysis.elasticity import percent
from data_pipeline.analysis.timeline import Timeline
from data_pipeline.analysis.together import (
    MOVED_TOGETHER,
    NOTHING_TO_SEE,
    ByDelay,
    Together,
)
from data_pipeline.analysis.verdict import CANNOT_TELL, REFUSED, Verdict
from data_pipeline.metrics.catalogue import METRICS
from data_pipeline.metrics.judged import judge_pairs, named
from data_pipeline.metrics.query import EVERYTHING, Scope, measure
from data_pipeline.warehouse import Warehouse
from pages.view import wording
from pages.view.links import link_to
from pages.view.wording import md

MOVERS = ("followers", "engagements", "conversations")
SOON = 60  # months; what takes longer is better settled by a deliberate change

_HEADINGS = {
    MOVED_TOGETHER: "They moved together",
    NOTHING_TO_SEE: "Nothing to be seen, and little can be hiding",
    CANNOT_TELL: "Cannot tell yet",
    REFUSED: "No answer yet",
}


def verdict_card(
    verdict: Verdict,
    *,
    name: str,
    heading: str = "",
    last: date | None = None,
    also: Sequence[str] = (),
) -> None:
    """The verdict's name, its words, what they rest on, when more could be said, and a fold with
    the figures. `name` is our own; `last` is the last complete month, to count from; `also` is said
    besides."""
    with st.container(border=True, gap="xsmall", key=f"card_{name}", height="stretch"):
        st.header(md(heading or heading_of(verdict)), anchor=False)
        st.markdown(md(claim_of(verdict), longest=900))
        for line in (*also, *rests_on(verdict, last)):
            st.markdown(f":small[:gray[{md(line, longest=400)}]]")
        with st.expander("For analysts", icon=":material/functions:"):
            st.markdown(for_analysts(verdict))
            link_to("Method", "How this is worked out", ":material/functions:")


def heading_of(verdict: Verdict) -> str:
    """A verdict's name in plain words."""
    return _HEADINGS.get(verdict.verdict, verdict.verdict[:1].upper() + verdict.verdict[1:])


def claim_of(verdict: Verdict) -> str:
    """What it says, without what it rests on where that is said apart."""
    return (verdict.claim if isinstance(verdict, Together) else "") or verdict.words


def rests_on(verdict: Verdict, last: date | None = None) -> list[str]:
    """The months used, what could not have been seen, and when more could be said."""
    lines: list[str] = []
    if isinstance(verdict, Together) and verdict.compared:
        changes = verdict.compared.changes
        lines.append(
            f"Months used: the changes of {len(changes)} months, {changes[0].place} to"
            f" {changes[-1].place}."
        )
        unseen = percent(verdict.compared.smallest_visible)
        if unseen not in verdict.claim:
            lines.append(
                f"Could easily have stayed unseen: anything under about {unseen} more or less for"
                " every +10%."
            )
    elif verdict.rows_used:
        lines.append(f"Months used: {verdict.rows_used}.")
    if verdict.rows_left_out:
        said = [f"{one.rows} × {one.reason}" for one in verdict.rows_left_out]
        lines.append(f"Left out: {wording.listed(said)}.")
    return [*lines, *filter(None, [until(verdict, last)])]


def until(verdict: Verdict, last: date | None = None) -> str:
    """When more could be said, where patience helps; what else would help, where it does not."""
    if not isinstance(verdict, Together) or verdict.verdict not in (CANNOT_TELL, REFUSED):
        return ""
    wait = verdict.to_know
    if wait is None:
        return ""
    if wait.more is None or wait.more > SOON:
        return (
            "Waiting will not tell: at these ups and downs it takes more than five years to see "
            "5% for every +10%. A change made on purpose, and not made in some months, can."
        )
    if wait.more == 0:
        return "There are months enough to see 5% for every +10%, had it been there, 4 times in 5."
    end = wording.month(Timeline("month", last, 1).date_of(wait.more)) if last else ""
    if verdict.verdict == REFUSED:
        return f"It can be judged once {end} is complete." if end else ""
    then = f" (once {end} is complete)" if end else ""
    more = wording.plural(wait.more, "more month")
    return f"{more}{then}, and 5% for every +10% would be seen four times in five."


# The figures


def for_analysts(verdict: Verdict) -> str:
    """The figures as Markdown tables: our own words and numbers only, but for metrics' names."""
    rows = [
        ("Verdict", verdict.verdict),
        *_estimates(verdict),
        ("Rows used", str(verdict.rows_used)),
    ]
    rows += [("Left out", f"{one.rows} × {one.reason}") for one in verdict.rows_left_out]
    if isinstance(verdict, Together) and verdict.pulled_in:
        rows.append(("Pulled in as extreme", ", ".join(verdict.pulled_in)))
    if verdict.refused_because:
        rows.append(("Refused", verdict.refused_because))
    parts = [_table(("Figure", "Value"), rows)]
    if isinstance(verdict, Together):
        parts += _by_delay(verdict.by_delay)
        if verdict.forecast:
            parts.append(_forecast(verdict))
    parts += [md(note, longest=600) for note in verdict.notes]
    return "\n\n".join(parts)


def _estimates(verdict: Verdict) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    kind = "Elasticity" if isinstance(verdict, Together) else "Estimate"
    if verdict.estimate is not None:
        rows.append((kind, _figure(verdict.estimate)))
    if verdict.interval is not None:
        low, high = verdict.interval
        rows.append((f"{percent(verdict.level)} interval", f"{_figure(low)} to {_figure(high)}"))
    if verdict.delay is not None:
        rows.append(("Delay, in months", str(verdict.delay)))
    if verdict.p is not None:
        corrected = ", corrected for the delays looked at" if isinstance(verdict, Together) else ""
        rows.append((f"p{corrected}", _probability(verdict.p)))
    if verdict.smallest_visible is not None and isinstance(verdict, Together):
        rows.append(("Smallest r seen four times in five", f"{verdict.smallest_visible:.2f}"))
    return rows


def _by_delay(by_delay: Sequence[ByDelay]) -> list[str]:
    # Three columns: more would not fit a phone.
    rows = [
        (
            f"{one.delay} ({one.rows} rows)",
            f"{_short(one.estimate)} ({_short(one.interval[0])} to {_short(one.interval[1])})",
            _probability(one.p),
        )
        for one in by_delay
    ]
    headings = ("Delay", "Elasticity, 90% interval", "p alone")
    return [_table(headings, rows)] if rows else []


def _forecast(verdict: Together) -> str:
    assert verdict.forecast
    one = verdict.forecast
    return md(
        f"Rolling forecasts: skill {_figure(one.skill)} over {one.forecasts}, one-sided p"
        f" {_probability(one.p)} (Clark and West 2007).",
        longest=400,
    )


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings)]
    written = [[md(cell, longest=600) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in (*lines, *written))


def _figure(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _probability(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"{p:.2g}"


# Everything looked at in one breath


@dataclass(frozen=True)
class Told:
    """What a first page says of followers, engagement and conversations beside every outcome.

    sentence: each of them in a few words; basis: on how many pairs it rests, and how strictly.
    """

    sentence: str
    basis: str
    claims: tuple[tuple[str, str, Together], ...]


def told_at_once(
    warehouse: Warehouse, outcomes: Sequence[str], scope: Scope = EVERYTHING
) -> Told | None:
    """None where there is nothing to set beside anything."""
    movers = [name for name in MOVERS if _known(warehouse, name, scope)]
    if not movers or not outcomes:
        return None
    pairs = judge_pairs(warehouse, movers, outcomes, scope, stands=stand_together)
    judged = [pair for pair in pairs if pair[2].verdict != REFUSED]
    claims = tuple(pair for pair in judged if pair[2].verdict == MOVED_TOGETHER)
    if not judged:
        return Told(_too_soon(movers, [verdict for *_, verdict in pairs]), "", ())
    said = {mover: _said_of([pair for pair in pairs if pair[0] == mover]) for mover in movers}
    return Told(_sentences(said), _basis(len(judged)), claims)


def _known(warehouse: Warehouse, name: str, scope: Scope) -> bool:
    figures = measure(warehouse, name, scope=scope)
    return bool(figures.filter("complete")["value"].drop_nulls().len())


def _said_of(pairs: Sequence[tuple[str, str, Together]]) -> str:
    """Of one mover: what moved with it, else that nothing was seen."""
    moved: dict[str, list[str]] = {}
    for _, outcome, verdict in pairs:
        if verdict.verdict == MOVED_TOGETHER:
            moved.setdefault(_moved(verdict), []).append(named(METRICS[outcome]))
    if moved:
        return "; ".join(f"{wording.listed(names)} {how}" for how, names in moved.items())
    if all(verdict.verdict == REFUSED for *_, verdict in pairs):
        return "cannot be judged yet"
    return "nothing to be seen"


def _moved(verdict: Together) -> str:
    assert verdict.estimate is not None
    delay = verdict.delay or 0
    then = "the same month" if not delay else "the month after"
    then = then if delay < 2 else f"{delay} months later"
    return f"{'rose' if verdict.estimate > 0 else 'fell'} {then}"


def _sentences(said: dict[str, str]) -> str:
    """“Followers and engagement: nothing to be seen. Conversations: enquiries rose the month
    after.”"""
    alike: dict[str, list[str]] = {}
    for mover, words in said.items():
        alike.setdefault(words, []).append(named(METRICS[mover]))
    told = [f"{wording.listed(names)}: {words}." for words, names in alike.items()]
    return " ".join(one[:1].upper() + one[1:] for one in told)


def _basis(pairs: int) -> str:
    if pairs == 1:
        return "From the month-to-month changes of one pair: a pattern, not proof of cause."
    return (
        f"From the month-to-month changes of {pairs} pairs, held so strictly that an accident is "
        "told here in at most 1 business of 10. A pattern, not proof of cause."
    )


def _too_soon(movers: Sequence[str], verdicts: Sequence[Together]) -> str:
    names = wording.listed([named(METRICS[mover]) for mover in movers], "or")
    lacking = [one.to_know.more for one in verdicts if one.to_know and one.to_know.more]
    if len(lacking) == len(verdicts):
        return (
            f"Whether {names} had anything to do with it can be judged in"
            f" {wording.plural(min(lacking), 'month')}."
        )
    return f"Whether {names} had anything to do with it cannot be judged from these figures yet."
