"""What a column of a file nobody described may be, by subject: the words and cells that tell it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data_pipeline.contract import E_MAIL, HEARD_OF_US, Kind
from data_pipeline.intake.seen_table import Nature
from data_pipeline.staging.measures import MEASURES
from data_pipeline.warehouse.description import columns_of

Kinds = Mapping[Nature, Kind]


@dataclass(frozen=True)
class Use:
    """One use of a column.

    words: what headings of it say, in plain form. kinds: how cells of each nature are read; others
    can't be it. told_by: natures that tell it even where the heading says nothing. telling: whether
    it speaks for its subject.
    """

    becomes: str
    label: str
    words: re.Pattern[str]
    kinds: Kinds
    told_by: frozenset[Nature] = frozenset()
    telling: bool = False


_DAYS: Kinds = {Nature.DAY: Kind.DATE, Nature.MOMENT: Kind.DATE, Nature.MONTH: Kind.MONTH}
_AMOUNTS: Kinds = {
    Nature.MONEY: Kind.MONEY, Nature.WHOLE: Kind.MONEY, Nature.NUMBER: Kind.MONEY,
}  # fmt: skip
_COUNTS: Kinds = {Nature.WHOLE: Kind.COUNT}
_SAID = (Nature.WORDS, Nature.TEXT, Nature.ID, Nature.LINK, Nature.YES_NO)
_TEXTS: Kinds = dict.fromkeys(_SAID, Kind.TEXT)
_IDS: Kinds = dict.fromkeys((Nature.ID, Nature.WHOLE, Nature.TEXT, Nature.LINK), Kind.ID)
_PEOPLE: Kinds = dict.fromkeys(
    (Nature.CONTACT, Nature.TEXT, Nature.WORDS, Nature.ID, Nature.WHOLE), Kind.PERSON
)
_CHOICES: Kinds = dict.fromkeys((Nature.WORDS, Nature.TEXT, Nature.YES_NO), Kind.CHOICE)

_DATE_WORDS = (
    r"\b(dates?|datum|fecha|data|day|days|tag|jour|giorno|when|wann|created|timestamp|zeitstempel"
    r"|month|monat|mois|mes|mese)\b|.*(datum|date|tag)$"
)
_AMOUNT_WORDS = (
    r"\b(amount|total|paid|price|sum|value|revenue|turnover|betrag|preis|summe|umsatz|bezahlt|gesamt"
    r"|montant|prix|importe|precio|importo|prezzo|bedrag|prijs|valor|gross|brutto|fee|gebühr)\b"
)
_SOURCE_WORDS = (
    rf"{HEARD_OF_US}|\b(source|quelle|kanal|channel|referral|referrer|origin|herkunft|campaign"
    r"|kampagne|utm|aufmerksam|gefunden|woher|origen|canal|origine|bron|provenance|how did|how they"
    r"|hear|heard|found|via)\b"
)
_WHO = (
    rf"{E_MAIL}|\b(name|customer|client|person|contact|guest|kunde|kundin|gast|mieter|phone|mobile"
    r"|telefon|tel|e-?mail|nom|nombre|cliente|klant|naam|hirer|buyer|booker|caller|anrufer|from)\b"
)
_ID_WORDS = (
    r"\b(id|no|nr|number|nummer|reference|referenz|ref|code|order|invoice|rechnung|beleg"
    r"|booking no|buchungsnummer|numéro|número|#)\b|.*(nummer|-nr\.?)$|^#$"
)
_STATUS_WORDS = r"\b(status|state|stage|kind|type|art|zustand|phase|estado|statut|stato|payment)\b"


def _use(
    becomes: str,
    label: str,
    words: str,
    kinds: Kinds,
    *told_by: Nature,
    telling: bool = False,
) -> Use:
    return Use(becomes, label, re.compile(words), kinds, frozenset(told_by), telling)


def _day(label: str = "The day it counts for") -> Use:
    return _use("date", label, _DATE_WORDS, _DAYS, Nature.DAY, Nature.MOMENT, Nature.MONTH)


def _source_text(*, telling: bool = False) -> Use:
    return _use("source_text", "How they heard of you", _SOURCE_WORDS, _TEXTS, telling=telling)


def _currency() -> Use:
    return _use(
        "currency",
        "The currency",
        r"\b(currency|währung|devise|moneda|valuta)\b",
        {Nature.CURRENCY: Kind.CURRENCY},
        Nature.CURRENCY,
    )


def _channel() -> Use:
    words = r"\b(channel|network|platform|kanal|netzwerk|plattform|canal|réseau|red social)\b"
    kinds: Kinds = {Nature.WORDS: Kind.CHANNEL, Nature.TEXT: Kind.CHANNEL}
    return _use("channel", "The channel", words, kinds)


def _amount(becomes: str, label: str, words: str = _AMOUNT_WORDS) -> Use:
    return _use(becomes, label, words, _AMOUNTS, Nature.MONEY, telling=True)


_BY_HAND: Mapping[str, tuple[Use, ...]] = {
    "revenue": (
        _day("The day of the sale"),
        _amount("amount", "The amount"),
        _currency(),
        _source_text(),
        _use("kind", "Whether it was paid", _STATUS_WORDS, _CHOICES),
        _use("customer", "Who paid", _WHO, _PEOPLE, Nature.CONTACT),
        _use("revenue_id", "Its number", _ID_WORDS, _IDS, Nature.ID),
    ),
    "enquiries": (
        _day("The day it came in"),
        _source_text(telling=True),
        _use("form", "What it is about", r"\b(form|formular|subject|betreff|topic|thema|page|event"
             r"|room|raum|service)\b", _TEXTS),
        _use("person", "Who asked", _WHO, _PEOPLE, Nature.CONTACT, telling=True),
        _use("enquiry_id", "Its number", _ID_WORDS, _IDS, Nature.ID),
    ),
    "accounts": (
        _day("The day it was won, lost or begun"),
        _use("status", "Won, lost or open", _STATUS_WORDS, _CHOICES, telling=True),
        _amount("amount", "What it is worth"),
        _currency(),
        _source_text(),
        _use("account_id", "Its number", _ID_WORDS, _IDS, Nature.ID),
    ),
    "calls": (
        _use("at", "When the call began", _DATE_WORDS + r"|\b(start|time|zeit)\b",
             {Nature.MOMENT: Kind.MOMENT}, Nature.MOMENT),
        _day("The day of the call"),
        _use("direction", "In or out", r"\b(direction|richtung|inbound|incoming|type|art)\b",
             _CHOICES, telling=True),
        _use("answered", "Whether it was answered", r"\b(answered|angenommen|connected)\b",
             {Nature.YES_NO: Kind.YES_NO}, telling=True),
        _use("seconds", "How long it took", r"\b(duration|dauer|seconds|sekunden|length|durée)\b",
             {Nature.DURATION: Kind.DURATION, Nature.WHOLE: Kind.COUNT}, Nature.DURATION,
             telling=True),
        _source_text(),
        _use("caller", "Who called", _WHO, _PEOPLE, Nature.CONTACT),
        _use("call_id", "Its number", _ID_WORDS, _IDS, Nature.ID),
    ),
    "channel_costs": (
        _day("The month"),
        _channel(),
        _amount("spend", "What was spent", r"\b(cost|costs|spend|spent|kosten|ausgaben|budget"
                r"|coût|gasto|costo|amount|betrag)\b"),
        _currency(),
        _use("hours", "Hours of work", r"\b(hours?|stunden|heures|horas|ore|uren)\b",
             {Nature.WHOLE: Kind.NUMBER, Nature.NUMBER: Kind.NUMBER}, telling=True),
    ),
    "email_campaigns": (
        _day("The day it was sent"),
        _use("title", "Its name", r"\b(title|titel|subject|betreff|campaign|kampagne|name)\b",
             _TEXTS),
        _use("recipients", "Sent to", r"\b(recipients|empfänger|sent|sends|versendet|audience)\b",
             _COUNTS, telling=True),
        _use("delivered", "Delivered", r"\b(delivered|deliveries|zugestellt)\b", _COUNTS,
             telling=True),
        _use("opened", "Opened", r"\b(open|opens|opened|geöffnet|öffnungen)\b", _COUNTS,
             telling=True),
        _use("clicked", "Clicked", r"\b(click|clicks|clicked|klicks|geklickt)\b", _COUNTS),
        _use("unsubscribed", "Unsubscribed", r"\b(unsubscribes?|unsubscribed|abmeldungen)\b",
             _COUNTS),
        _use("bounced", "Bounced", r"\b(bounces?|bounced|unzustellbar)\b", _COUNTS),
    ),
    "follower_counts": (
        _day("The day it was counted"),
        _use("followers", "Followers in all", r"\b(followers?|subscribers?|fans|abonnenten"
             r"|seguidores|abonnés)\b", _COUNTS, telling=True),
        _channel(),
    ),
    "posts": (
        _day("The day it went out"),
        _channel(),
        _use("title", "Its text", r"\b(title|titel|text|caption|post|message|beschreibung"
             r"|description|content)\b", _TEXTS, telling=True),
        _use("link", "Its link", r"\b(link|url|permalink)\b", _TEXTS, Nature.LINK, telling=True),
        _use("post_id", "Its number", r"\b(post id|id)\b", _IDS),
    ),
    "channel_days": (_day("The day"), _channel()),
}  # fmt: skip
# What platforms and people write for a measure, besides our own label.
_ALSO: Mapping[str, str] = {
    "followers_gained": "new followers|followers gained|neue follower|new subscribers|gained",
    "followers_lost": "lost followers|unfollows|followers lost|verlorene follower|lost",
    "followers_net": "net followers|net growth|zuwachs",
    "impressions": "impressions?|impressionen|impresiones",
    "views": "views?|aufrufe|vues|vistas",
    "reach": "reach|reichweite|portée|alcance",
    "engagements": "engagements?|interactions?|interaktionen",
    "likes": "likes?|reactions?|gefällt mir",
    "comments": "comments?|kommentare|commentaires|comentarios",
    "shares": "shares?|geteilt|partages",
    "saves": "saves?|saved|gespeichert|bookmarks",
    "clicks": "clicks?|klicks",
    "posts": "posts?|beiträge",
    "messages": "messages?|nachrichten",
    "follows": "follows|new follows",
    "video_views": "video views|videoaufrufe",
    "visitors": "unique visitors|visitors|besucher",
    "page_views": "page views|seitenaufrufe",
    "profile_visits": "profile visits|profilbesuche",
}


@cache
def uses_of(subject: str) -> tuple[Use, ...]:
    """What a column of the subject's files may be; the likeliest first."""
    named = _BY_HAND[subject]
    if subject not in {"channel_days", "posts"}:
        return named
    known = {use.becomes for use in named} | {"account", "date", "post_type", "watch_hours"}
    figures = [name for name in columns_of(subject) if name not in known]
    return (*named, *(_figure(name) for name in figures))


def _figure(name: str) -> Use:
    label = MEASURES[name].label if name in MEASURES else name.replace("_", " ").capitalize()
    words = rf"^({re.escape(label.lower())}|{_ALSO.get(name, re.escape(name.replace('_', ' ')))})$"
    return _use(name, label, words, _COUNTS, telling=True)


def use_named(subject: str, becomes: str) -> Use:
    """The use of that name."""
    return next(use for use in uses_of(subject) if use.becomes == becomes)
