"""The currencies we know by their code or sign. None is guessed."""

import re

AMBIGUOUS = ""  # a sign that several currencies share

# Codes that are also everyday words (ALL, TOP, CUP …) are left out.
CODES = frozenset(
    code
    for line in (
        "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK DOP EGP EUR GBP GEL GHS GTQ",
        "HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP",
        "PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU VND XAF XOF ZAR",
        "ZMW",
    )
    for code in line.split()
)
SIGNS = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "MX$": "MXN", "R$": "BRL", "CN¥": "CNY",
    "JP¥": "JPY", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₪": "ILS", "₫": "VND",
    "৳": "BDT", "₦": "NGN", "₱": "PHP", "₴": "UAH", "₽": "RUB", "₺": "TRY", "₸": "KZT", "₵": "GHS",
    "฿": "THB", "₾": "GEL", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "ЛВ": "BGN", "ЛВ.": "BGN",
    "LEI": "RON", "$": AMBIGUOUS, "¥": AMBIGUOUS, "￥": AMBIGUOUS, "KR": AMBIGUOUS,
    "KR.": AMBIGUOUS, "RS": AMBIGUOUS, "RS.": AMBIGUOUS,
}  # fmt: skip
CURRENCIES = SIGNS | {code: code for code in CODES}

# The longest first, or "US$" would be read as "S$".
CURRENCY = "(?:" + "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True))) + ")"
