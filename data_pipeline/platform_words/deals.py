"""The words for a deal's stage: won, lost, or open, in the languages of those who sell."""

import polars as pl

_WON = r"(?i)\b(won|gewonnen|gagnée?s?|ganad[oa]s?|ganh[oa]s?|vint[oaie]|vunnet|vunnen)\b"
_LOST = r"(?i)\b(lost|verloren|perdue?s?|perdid[oa]s?|pers[oaie]|tapt|förlorad)\b"


def status_of(stage: pl.Expr, is_won: pl.Expr | None = None) -> pl.Expr:
    """Won, lost or open by the stage's words; `is_won` is what the export itself says of it."""
    said = stage.fill_null("")
    won = said.str.contains(_WON)
    if is_won is not None:
        won = won | is_won.fill_null(value=False)
    return (
        pl.when(won)
        .then(pl.lit("won"))
        .when(said.str.contains(_LOST))
        .then(pl.lit("lost"))
        .otherwise(pl.lit("open"))
    )
