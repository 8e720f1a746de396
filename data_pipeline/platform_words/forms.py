"""What all website forms have in common: tests and spam among what people sent.

No export says which of its entries a person meant. Those that say of themselves that they are a
test, or that the form calls spam, are counted like all others and told by their rows.
"""

import polars as pl

_SPAM = r"(?i)^\s*((marked as|als|marqué comme) )?spam\s*$"
_TEST = (
    r"(?i)^\s*((just|only|this is|dies ist|nur|ceci est|c'est|esto es|isto é|questo è|dit is)\s+)*"
    r"(an?\s+|ein\s+|eine\s+|un\s+|une\s+|una\s+|um\s+|een\s+)?"
    r"(test|testing|testtest|prueba|essai|teste|prova)"
    r"(\s+(test|entry|entries|message|submission|enquiry|inquiry|lead|eintrag|nachricht|\d+))*"
    r"\s*[.!]*\s*$"
)
_TEST_ADDRESS = r"(?i)^\s*(test|tester|testing)[\d._+-]*@|@test\.[a-z]+\s*$"
_ROWS_NAMED = 5
_COUNTED = (
    "It counts as an enquiry all the same: delete what is none where the form keeps it, and export "
    "again."
)


def tell_of_tests_and_spam(lines: pl.DataFrame) -> list[str]:
    """The rows that are probably no enquiries: spam in one sentence, tests in another."""
    cells = pl.col(r"^c\d+$")
    spam = lines.filter(pl.any_horizontal(cells.str.contains(_SPAM)).fill_null(value=False))
    tried = lines.filter(
        pl.any_horizontal(cells.str.contains(_TEST), cells.str.contains(_TEST_ADDRESS)).fill_null(
            value=False
        )
    )
    told: list[str] = []
    if spam.height:
        told.append(f"The form itself calls row {_named(spam)} spam. {_COUNTED}")
    if tried.height:
        told.append(f"Probably only a test: row {_named(tried)}. {_COUNTED}")
    return told


def _named(found: pl.DataFrame) -> str:
    rows = [f"{row:,}" for row in found["row"]]
    more = len(rows) - _ROWS_NAMED
    return ", ".join(rows[:_ROWS_NAMED]) + (f" and {more:,} more" if more > 0 else "")
