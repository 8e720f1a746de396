"""Which channel a source text means: “How did you hear of us?”, a campaign tag, a tracked number.

The rules are data with visible defaults; the first that fits decides. What cannot be known stays
unknown, and is drawn.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

UNKNOWN = "unknown"
ADVERTISING = "ads"
CHANNELS = {
    "instagram": "Instagram",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "x": "X",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "pinterest": "Pinterest",
    "email": "E-mail",
    "events": "Trade shows and events",
    "referral": "Referrals",
    "search": "Search",
    ADVERTISING: "Advertising",
    "website": "Website",
    "google_business": "Google Business Profile",
    "client_service": "Client service",
    "direct": "Direct",
    UNKNOWN: "Unknown",
}
Rule = tuple[str, str]

# Words as a customer or a tracking tool writes them; the more specific first.
DEFAULT_RULES: tuple[Rule, ...] = (
    ("google business", "google_business"),
    ("google my business", "google_business"),
    ("gmb", "google_business"),
    ("google maps", "google_business"),
    ("google ads", "ads"),
    ("adwords", "ads"),
    ("ppc", "ads"),
    ("cpc", "ads"),
    ("paid", "ads"),
    ("advert", "ads"),
    ("instagram", "instagram"),
    ("insta", "instagram"),
    ("facebook", "facebook"),
    ("fb", "facebook"),
    ("linkedin", "linkedin"),
    ("linked in", "linkedin"),
    ("tiktok", "tiktok"),
    ("tik tok", "tiktok"),
    ("youtube", "youtube"),
    ("you tube", "youtube"),
    ("pinterest", "pinterest"),
    ("twitter", "x"),
    ("x.com", "x"),
    ("newsletter", "email"),
    ("e-mail", "email"),
    ("email", "email"),
    ("mailchimp", "email"),
    ("trade show", "events"),
    ("exhibition", "events"),
    ("fair", "events"),
    ("event", "events"),
    ("webinar", "events"),
    ("conference", "events"),
    ("recommend", "referral"),
    ("referral", "referral"),
    ("referred", "referral"),
    ("word of mouth", "referral"),
    ("friend", "referral"),
    ("neighbour", "referral"),
    ("neighbor", "referral"),
    ("family", "referral"),
    ("colleague", "referral"),
    ("existing customer", "client_service"),
    ("existing client", "client_service"),
    ("bought before", "client_service"),
    ("google", "search"),
    ("bing", "search"),
    ("search", "search"),
    ("organic", "search"),
    ("seo", "search"),
    ("website", "website"),
    ("web site", "website"),
    ("direct", "direct"),
)


def channel_of(text: str, rules: Sequence[Sequence[str]] | None = None) -> str:
    """The channel a source text means, or unknown."""
    words = unicodedata.normalize("NFKC", text).casefold()
    pairs = (*((rule[0], rule[1]) for rule in rules or ()), *DEFAULT_RULES)
    return next((channel for sign, channel in pairs if _says(sign).search(words)), UNKNOWN)


@cache
def _says(sign: str) -> re.Pattern[str]:
    """The sign as a word, or as the beginning of one where it is long enough to be sure."""
    end = "" if len(sign) > 4 else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(sign.casefold())}{end}")
