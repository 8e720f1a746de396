"""Which encoding a file of text was written in.

A general detector was tried first (charset-normalizer 3.5): on real exports it took cp1252 for
cp1250 or for a DOS code page. A file holds few accented letters and they belong to one language or
a few neighbouring ones, so we ask which languages' letters the bytes spell.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

SAMPLE_BYTES = 1_000_000

# The longest first: a UTF-32LE mark begins with the one of UTF-16LE.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

UNKNOWN = "\ufffd"
SIGNS = "’‘“”„…–—«»ªº°®™©§€•£·\xa0"
INSIDE_WORDS = "’\xa0"
# A character outside ASCII between its neighbours, which the next match may need again.
ABROAD = re.compile(r"(?<=(.))?([^\x00-\x7f])(?=(.))?", re.DOTALL)
LETTERS_LOOKED_AT = 4_000

WESTERN = "áàâãäåæçéèêëíìîïñóòôõöøœßúùûü"
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґѝ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"


@dataclass(frozen=True)
class Guess:
    encoding: str
    letters: str
    # One language's letters are better evidence than the letters of half a continent.
    weight: float = 1.0


GUESSES = (
    Guess("cp1252", "äöüß"),
    Guess("cp1252", "àâçéèêëîïôûùœ"),
    Guess("cp1252", "áéíñóúü"),
    Guess("cp1252", "áâãàçéêíóôõú"),
    Guess("cp1252", "àèéìòù"),
    Guess("cp1252", "åäöæøé"),
    Guess("cp1252", WESTERN, 0.95),
    Guess("cp1250", "ąćęłńóśźż"),
    Guess("cp1250", "áčďéěíňóřšťúůýž"),
    Guess("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    Guess("cp1250", "áéíóöőúüű"),
    Guess("cp1250", "čćđšž"),
    Guess("cp1250", "ăâîşţ"),
    Guess("cp1254", "çğıiöşü"),  # noqa: RUF001
    Guess("cp1251", CYRILLIC),
    Guess("cp1253", GREEK),
    Guess("mac_roman", WESTERN, 0.9),
    Guess("cp850", WESTERN, 0.85),
)


def encoding_of(sample: bytes, *, is_utf8: bool) -> tuple[str, int]:
    """The encoding, and how many bytes its mark takes. `is_utf8`: the whole file is valid UTF-8."""
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding, len(mark)
    return _by_zero_bytes(sample) or ("utf-8" if is_utf8 else _one_byte(sample)), 0


def decoded(content: bytes) -> str:
    """The text of a file that fits in memory."""
    encoding, mark = encoding_of(content, is_utf8=is_utf8(content))
    return content[mark:].decode(encoding, errors="replace").replace("\0", "")


def is_utf8(content: bytes) -> bool:
    """UTF-8, be it with a letter cut in half here and there, as exporters cut long texts."""
    with suppress(UnicodeDecodeError):
        content.decode()
        return True
    text = content.decode("utf-8", errors="replace")
    broken = text.count(UNKNOWN)
    return broken * 20 <= sum(1 for letter in text if letter > "\x7f") - broken


def _by_zero_bytes(sample: bytes) -> str | None:
    """Wide encodings without a mark give themselves away by zero bytes at every second place."""
    start = sample[: len(sample[:8_000]) // 4 * 4]
    if b"\0" not in start:
        return None
    zeros = [start[place::4].count(0) * 4 / len(start) for place in range(4)]
    match [share > 0.4 for share in zeros]:
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, True, True, False]:
            return "utf-32-be"
        case _:
            even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
            if odd > 0.3 and even < odd / 10:
                return "utf-16-le"
            return "utf-16-be" if even > 0.3 and odd < even / 10 else None


def _one_byte(sample: bytes) -> str:
    spelled = [(_spells(sample, guess), guess.encoding) for guess in GUESSES]
    return max(spelled, key=lambda scored: scored[0])[1]


def _spells(sample: bytes, guess: Guess) -> float:
    """The share of the letters outside ASCII that the guessed language could have written there."""
    text = sample.decode(guess.encoding, errors="replace")
    letters = set(guess.letters + guess.letters.upper() + "İ")
    is_latin = guess.letters[0] < "Ͱ"
    seen = fitting = 0
    for found in islice(ABROAD.finditer(text), LETTERS_LOOKED_AT):
        before, letter, after = found.groups(default=" ")
        seen += 1
        if letter.isalpha():
            fitting += letter in letters and _fits(before, letter, after, is_latin)
        else:
            fitting += letter in SIGNS and (letter in INSIDE_WORDS or not _joins(before, after))
    return guess.weight * fitting / seen if seen else 0


def _joins(before: str, after: str) -> bool:
    return before.isalpha() and after.isalpha()


def _fits(before: str, letter: str, after: str, is_latin: bool) -> bool:
    """Case does not jump inside a word; accents stand among plain letters, other scripts do not."""
    if before.islower() and letter.isupper():
        return False
    if is_latin:
        return not (_is_abroad(before) and _is_abroad(after))
    return not any(near.isascii() and near.isalpha() for near in (before, after))


def _is_abroad(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii()
