"""One colour per outcome and per channel, followers grey; the chart theme, light and dark."""

from dataclasses import dataclass
from typing import Any, Final, Literal

Theme = Literal["light", "dark"]

# The first is the face Streamlit ships; the rest are found on the machine of a report's reader.
FONT: Final = "'Source Sans', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"


@dataclass(frozen=True)
class Ground:
    """What a chart stands on, and the quiet inks around its marks."""

    page: str
    card: str
    ink: str
    muted: str
    grid: str
    rule: str
    accent: str
    note: str
    followers: str
    unknown: str


GROUNDS: Final[dict[Theme, Ground]] = {
    "light": Ground(
        page="#f7f8f6",
        card="#ffffff",
        ink="#1f2933",
        muted="#5a6572",
        grid="#eceff1",
        rule="#cdd4db",
        accent="#14708f",
        note="#9a4040",
        followers="#8a94a0",
        unknown="#e4e7eb",
    ),
    "dark": Ground(
        page="#12161b",
        card="#1b2128",
        ink="#e8ebee",
        muted="#a5afba",
        grid="#2a323b",
        rule="#46515d",
        accent="#6cc0dd",
        note="#eba0a0",
        followers="#8d97a3",
        unknown="#333c46",
    ),
}

# Chosen by measure: the nearest two stay apart for the colour-blind as well (tests/test_charts.py).
OUTCOMES: Final[dict[Theme, dict[str, str]]] = {
    "light": {
        "calls": "#2f3cd2",
        "enquiries": "#8a2c14",
        "accounts": "#a44fd4",
        "revenue": "#1f8250",
    },
    "dark": {
        "calls": "#9ba9f3",
        "enquiries": "#dd7048",
        "accounts": "#b872f0",
        "revenue": "#89dcaa",
    },
}

# What people do with posts and with us: between the followers and the outcomes.
ACTIVITY: Final[dict[Theme, dict[str, str]]] = {
    "light": {
        "engagement": "#8d6f14",
        "conversations": "#124d7d",
    },
    "dark": {
        "engagement": "#e5cb33",
        "conversations": "#6ddaed",
    },
}

CHANNELS: Final[dict[Theme, dict[str, str]]] = {
    "light": {
        "instagram": "#bb2266",
        "facebook": "#3641c7",
        "linkedin": "#3f77e0",
        "x": "#2b3038",
        "tiktok": "#126d69",
        "youtube": "#da6365",
        "email": "#d37b45",
        "events": "#3c367c",
        "referral": "#527a18",
        "search": "#693611",
        "ads": "#78633c",
        "website": "#6375b3",
        "client_service": "#2e4c33",
    },
    "dark": {
        "instagram": "#d84168",
        "facebook": "#8891f0",
        "linkedin": "#94b6f2",
        "x": "#e3e6ea",
        "tiktok": "#79d3b6",
        "youtube": "#e87067",
        "email": "#e6a033",
        "events": "#776ae7",
        "referral": "#c8e04a",
        "search": "#ead885",
        "ads": "#da7f46",
        "website": "#9cd7f2",
        "client_service": "#48d18e",
    },
}

# Metrics whose name in the catalogue is longer than that of their colour.
_SAME: Final = {"engagements": "engagement", "new_accounts": "accounts"}

# For what is neither an outcome nor a known channel, in the order it comes.
OTHERS: Final[dict[Theme, tuple[str, ...]]] = {
    theme: (*OUTCOMES[theme].values(), *ACTIVITY[theme].values()) for theme in GROUNDS
}


def colour_of(series: str, theme: Theme) -> str:
    """The colour of an outcome, an activity or a channel: the same on every page."""
    ground = GROUNDS[theme]
    named = {
        **CHANNELS[theme],
        **ACTIVITY[theme],
        **OUTCOMES[theme],
        "followers": ground.followers,
        "unknown": ground.unknown,
    }
    return named.get(_SAME.get(series, series), ground.muted)


def colours_of(series: list[str], theme: Theme) -> list[str]:
    """A colour each: their own where they have one, else the next that is free."""
    free = iter(OTHERS[theme] * (len(series) // len(OTHERS[theme]) + 1))
    muted = GROUNDS[theme].muted
    own = [colour_of(name, theme) for name in series]
    return [next(free) if colour == muted else colour for colour in own]


def label_colour_of(series: str, theme: Theme) -> str:
    """As `colour_of`, readable as text: the followers' grey alone is too faint for words."""
    return GROUNDS[theme].muted if series == "followers" else colour_of(series, theme)


def chart_config(theme: Theme) -> dict[str, Any]:
    """The one chart theme. It is written into each chart and not enabled for the whole process:
    a process serves readers of both themes at once."""
    ground = GROUNDS[theme]
    text = {"labelColor": ground.muted, "titleColor": ground.muted, "labelFontSize": 12}
    return {
        "background": ground.card,
        "font": FONT,
        "padding": {"left": 2, "right": 4, "top": 6, "bottom": 2},
        "view": {"stroke": None},
        "axis": {
            **text,
            "domainColor": ground.rule,
            "gridColor": ground.grid,
            "tickColor": ground.rule,
            "titleFontWeight": "normal",
        },
        "legend": {**text, "title": None, "orient": "top", "symbolSize": 90, "offset": 8},
        "line": {"strokeWidth": 2.25, "strokeCap": "round", "strokeJoin": "round"},
        "text": {"color": ground.ink, "fontSize": 12},
    }
