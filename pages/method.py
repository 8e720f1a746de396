"""How each answer comes about, in plain words and a picture, and how often it is right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data_pipeline.analysis.error_rates import ErrorRate, error_rates
from pages import Page, Visit
from pages.view import cards, wording
from pages.view.method_pictures import picture
from pages.view.wording import md


@dataclass(frozen=True)
class Method:
    """One way to an answer. measured: which figures are about it; told: those that its card says
    in a sentence, by check and case."""

    name: str
    question: str
    said: tuple[str, ...]
    picture: str
    measured: Callable[[ErrorRate], bool]
    told: tuple[tuple[str, str], ...] = ()


SENTENCES: Final = {
    "a link claimed where there is none": "Of {n} businesses without any link, {x} in 100 were "
    "called linked",
    "a real link is found": "Of {n} businesses with a real link, it was found in {x} of 100",
    "the 90% interval holds the truth": "The range told held the truth in {x} of 100, of {n}",
    "the delay named is right": "A delay that was named was right {x} times in 100, of {n}",
    "a page with any false claim": "Of {n} pages of unrelated figures, {x} in 100 showed any claim",
    "unrelated lines match beyond chance": "Of {n} unrelated pairs that grow, {x} in 100 look "
    "alike as lines",
    "a bet on nothing is won": "Of {n} bets on nothing, {x} in 100 were won",
    "a bet on a real link is won": "Of {n} bets on a real link, by half its size, {x} in 100 were "
    "won",
    "a true bet is lost": "Of {n} bets that were true, {x} in 100 were called lost",
    "an effect claimed of nothing": "Of {n} times in which nothing happened, {x} in 100 were "
    "called an effect",
    "a real effect is found": "Of {n} real effects, {x} in 100 were found",
    "a follower jump flagged where there is none": "Of {n} accounts that grow steadily, {x} in 100 "
    "were said to have jumped",
    "a follower jump of 25% is found": "Of {n} jumps by 25%, {x} in 100 were found",
    "a genuine jump called unmatched": "Of {n} genuine jumps, {x} in 100 were called unmatched",
    "an unmatched jump of 40% called so": "Of {n} unmatched jumps by 40%, {x} in 100 were called "
    "so",
    "a channel's return covered or within 10%": "A channel's return lay in its range, or within "
    "10%, in {x} of 100, of {n}",
    "a ranking claimed at 90% is right": "Of {n} rankings told as sure at 90%, {x} in 100 were "
    "right",
    "a quiet month called unusual": "Of {n} months in which nothing changed, {x} in 100 were "
    "called unusual",
    "an unlinked metric makes forecasts worse": "Of {n} figures without any link, {x} in 100 made "
    "the forecasts worse",
    "a forecast helped by nothing": "Of {n} figures without any link, {x} in 100 seemed to help "
    "beyond chance",
    "a real link helps the forecast": "Of {n} figures with a real link, {x} in 100 made the "
    "forecasts better",
    "a link is found in the time told": "Of {n} links, {x} in 100 were seen after the months told",
    "the range of a year's end holds it": "Of {n} years, {x} in 100 ended within the range told",
}
# The analysts' word in a case, and what it is to a manager.
_ELASTICITIES: Final = {
    f"elasticity {size}": f"{share}% more for 10% more"
    for size, share in (("0.5", 5), ("0.7", 7), ("1.0", 10))
}

HOLDS: Final = "the 90% interval holds the truth"
NO_LINK: Final = "a link claimed where there is none"
FOUND: Final = "a real link is found"


def draw(visit: Visit) -> None:
    cards.dress(visit.theme)
    st.title("How So What tells a pattern from an accident", anchor=False)
    tried = max(rate.businesses for rate in error_rates())
    st.markdown(
        "Each method was tried on simulated businesses whose truth is known, up to "
        f"{wording.count(tried)} of them a case. For each you find what it does, what it looks "
        "at, and how often it was right. The pictures are simulated, too."
    )
    for method in METHODS:
        _show(method, visit)


def _show(method: Method, visit: Visit) -> None:
    words, drawing = st.columns([2, 3])
    with words, st.container(border=True, key=f"card_words_{method.name}", height="stretch"):
        st.header(method.question, anchor=False)
        for paragraph in method.said:
            st.markdown(md(paragraph, longest=900))
        rates = [rate for rate in error_rates() if method.measured(rate)]
        _say_measured(method, rates)
    shown = picture(method.picture, visit.theme)
    with drawing:
        cards.chart_card(
            shown.title,
            shown.subtitle,
            shown.drawing,
            shown.numbers,
            name=f"method_{method.name}",
            alt_text=shown.alt_text,
            theme=visit.theme,
        )


def _say_measured(method: Method, rates: Sequence[ErrorRate]) -> None:
    by_name = {(rate.check, rate.case): rate for rate in rates}
    told = [by_name[one] for one in method.told if one in by_name]
    st.markdown("\n".join(f"- {md(sentence(rate), longest=400)}" for rate in told))
    if rates:
        with st.expander(f"All that was measured: {wording.plural(len(rates), 'figure')}"):
            st.markdown(table(rates))


def sentence(rate: ErrorRate) -> str:
    """A measured share in plain words."""
    said = SENTENCES[rate.check].format(n=wording.count(rate.businesses), x=in_100(rate.share))
    return f"{said} ({case_told(rate.case)})."


def table(rates: Sequence[ErrorRate]) -> str:
    """Every figure, a row each: narrow enough for a phone."""
    rows = [
        f"| {md(rate.check)}: {md(case_told(rate.case))} | {in_100(rate.share)} "
        f"| {wording.count(rate.businesses)} |"
        for rate in rates
    ]
    return "\n".join(["| Measured | In 100 | Tried |", "| --- | --: | --: |", *rows])


def case_told(case: str) -> str:
    for analysts, managers in _ELASTICITIES.items():
        case = case.replace(analysts, managers)
    return case


def in_100(share: float) -> str:
    """`4`; with a decimal where it is all but none or all but all: `0.4`, `99.8`."""
    close = 0 < share < 0.01 or 0.99 < share < 1
    return wording.decimal(100 * share, 1 if close else 0)


def _about(*checks: str, among: str = "") -> Callable[[ErrorRate], bool]:
    return lambda rate: rate.check in checks and among in rate.case


def _links(rate: ErrorRate) -> bool:
    if rate.check == HOLDS:
        of_days = "days" in rate.case and "before" not in rate.case
        return "effect" in rate.case or "elasticity" in rate.case or of_days
    return rate.check in (NO_LINK, FOUND, "the delay named is right")


def _campaigns(rate: ErrorRate) -> bool:
    effects = (HOLDS, "an effect claimed of nothing", "a real effect is found")
    return rate.check in effects and "before" in rate.case and "elasticity" not in rate.case


def _experiments(rate: ErrorRate) -> bool:
    return "by lot" in rate.case or "promised" in rate.case


METHODS: Final = (
    Method(
        "look_alike",
        "Why are lines never compared?",
        (
            "Followers grow, and so does the business. Two lines that both rise look alike "
            "whatever they are, and so do two that follow the same season. So lines may stand "
            "beside each other here, but nothing is ever concluded from how alike they look.",
        ),
        "look alike",
        _about("unrelated lines match beyond chance"),
        (("unrelated lines match beyond chance", "36 months"),),
    ),
    Method(
        "together",
        "Did they move together?",
        (
            "Each month's change is set beside the other figure's change, in the same month or up "
            "to three months later. What is usual for the calendar month is taken out first, "
            "extreme months are pulled in, and months that only repeat the ones before count for "
            "less. Looking at four delays is paid for: the bar is higher than for one.",
            "Two years are the least. “Nothing to be seen” is said only where little can be "
            "hiding; otherwise it is “cannot tell”, with what could not have been seen.",
        ),
        "moved together",
        _links,
        (
            (NO_LINK, "best of four delays, 36 months"),
            (FOUND, "36 months, elasticity 1.0"),
            (FOUND, "24 months, elasticity 1.0"),
            ("the delay named is right", "36 months, 1 later"),
        ),
    ),
    Method(
        "forecast",
        "Would knowing it have helped?",
        (
            "The same question from another side: month by month, the next change of the outcome "
            "is forecast from what was known then, once without the other figure and once with "
            "it. If it has to do with the outcome, the forecasts get better; if not, they mostly "
            "get a little worse. It stands under a verdict, never instead of one.",
        ),
        "forecast help",
        _about(
            "an unlinked metric makes forecasts worse",
            "a forecast helped by nothing",
            "a real link helps the forecast",
        ),
        (
            ("an unlinked metric makes forecasts worse", "36 months"),
            ("a real link helps the forecast", "36 months, elasticity 1.0"),
        ),
    ),
    Method(
        "bets",
        "How is a bet decided, and a hint found?",
        (
            "Hints look at everything beside every outcome and keep only what so much looking "
            "would seldom bring about by itself. A bet goes further: it is judged once, at the one "
            "delay and in the one direction declared, by the months after it was made. What was "
            "known before gives the season and nothing else.",
            "Won: the direction is sure, and the size no smaller than bet. Lost: what was bet lies "
            "outside the range. Otherwise it stays open. Bets for the same month pay for one "
            "another.",
        ),
        "bets",
        _about(
            "a bet on nothing is won",
            "a bet on a real link is won",
            "a true bet is lost",
            "a page with any false claim",
        ),
        (
            ("a bet on nothing is won", "36 months before, 12 after, all kinds"),
            ("a bet on a real link is won", "36 months before, 12 after, elasticity 1.0"),
            ("a page with any false claim", "a page of 36 pairs, 36 months"),
        ),
    ),
    Method(
        "campaign",
        "What happened after a campaign?",
        (
            "From the months before, a range is worked out for what the campaign's months would "
            "have brought without it. Many ways to go on (with or without a season, steady or "
            "restless) are tried and weighed by how well they fit the past. The same look at quiet "
            "times is shown beside it: how often would it have cried out over nothing?",
        ),
        "campaign",
        _campaigns,
        (
            ("an effect claimed of nothing", "24 months before, 3 after"),
            ("a real effect is found", "a lift of 22%, 36 months before, 3 after"),
        ),
    ),
    Method(
        "experiment",
        "What does an experiment add?",
        (
            "Looking back, much may have happened at once. In an experiment a lot decides in which "
            "week of each pair one thing is on and in which it is off. Then every way the lot "
            "could have fallen is gone through: how many would show as large a difference, had the "
            "switch done nothing? No model of the business is needed.",
        ),
        "experiment",
        _experiments,
        (
            ("an effect claimed of nothing", "12 pairs of weeks, drawn by lot"),
            ("a real effect is found", "the size promised for 24 weeks"),
        ),
    ),
    Method(
        "channels",
        "Which channel brings customers?",
        (
            "First what was recorded: enquiries and revenue by channel, with the range that "
            "chance allows and the cost of each. A record tells where people came from last, not "
            "what moved them.",
            "Where spending is known for long enough and varied, an estimate shares out the sales "
            "between channels. It is refused where spending was steady or the months are few, and "
            "one channel is called the better only where that is sure at 90%.",
        ),
        "recorded results",
        _about("a channel's return covered or within 10%", "a ranking claimed at 90% is right"),
        (
            ("a channel's return covered or within 10%", "156 weeks, 2 channels"),
            ("a ranking claimed at 90% is right", "156 weeks, 2 channels"),
        ),
    ),
    Method(
        "jumps",
        "Did engagement come along with new followers?",
        (
            "A month in which followers grew far beyond their usual is a jump. Engagement a "
            "follower is then set against what the months before led us to expect. Where it falls "
            "below, the jump is “not matched”: such followers may be bought, inactive or early. No "
            "export can tell which.",
        ),
        "follower jumps",
        lambda rate: "jump" in rate.check,
        (
            ("a follower jump flagged where there is none", "steady growth, 24 months"),
            ("a genuine jump called unmatched", "steady growth, 24 months"),
            ("an unmatched jump of 40% called so", "steady growth, 24 months"),
        ),
    ),
    Method(
        "usual",
        "Is this month unusual, or only noise?",
        (
            "From its own past, its growth, its season and its ups and downs, comes a range in "
            "which 95 of 100 months lie if all goes on as before. Only a month outside it stands "
            "out. Twelve earlier months are the least.",
        ),
        "usual range",
        _about("a quiet month called unusual"),
        (("a quiet month called unusual", "36 months before"),),
    ),
    Method(
        "wait",
        "How long until we can know?",
        (
            "The restlessness of a business says how strong a link must be to be seen. With more "
            "months weaker ones show. The months told are those after which a link of the size "
            "you care about would be seen four times in five; where no patience helps, it says so, "
            "and an experiment is the way.",
        ),
        "time to know",
        _about("a link is found in the time told"),
        (("a link is found in the time told", "told from 30 months, elasticity 0.7"),),
    ),
    Method(
        "pace",
        "Will the year reach its target?",
        (
            "To what there is, two thousand futures of the months to come are added, drawn from "
            "the figure's own trend, season and ups and downs. Nine in ten of them end within the "
            "range; the share that reaches the target is told. It is where things go if nothing "
            "changes, not a promise.",
        ),
        "pace",
        _about("the range of a year's end holds it"),
        (("the range of a year's end holds it", "36 months before, 6 ahead"),),
    ),
)


PAGE = Page(
    title="Method",
    icon=":material/functions:",
    order=122,
    url_path="method",
    group="Data",
    draw=draw,
)
