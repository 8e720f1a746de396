"""The words for a deal's stage: won, lost, or open, in the languages of those who sell."""

import polars as pl

_GAINED = r"won|closedwon|gewonnen|gagnée?s?|ganad[oa]s?|ganh[oa]s?|vint[oaie]|vunnet|vunnen"
_WON = rf"(?i)\b({_GAINED})\b"
_NOT_WON = rf"(?i)\b(not|nicht|non|pas|no|não|niet|inte|ikke)\s+({_GAINED})\b"
_LOST = (
    r"(?i)\b(lost|closedlost|verloren|perdue?s?|perdid[oa]s?|pers[oaie]|tapt|förlorad)\b"
    rf"|{_NOT_WON}"
)


def status_of(
    stage: pl.Expr, is_won: pl.Expr | None = None, is_lost: pl.Expr | None = None
) -> pl.Expr:
    """Won, lost or open by the stage's words; `is_won`, `is_lost`: what the export says of it."""
    said = stage.fill_null("")
    won = said.str.contains(_WON) & ~said.str.contains(_NOT_WON)
    lost = said.str.contains(_LOST)
    if is_won is not None:
        won = won | is_won.fill_null(value=False)
    if is_lost is not None:
        lost = lost | is_lost.fill_null(value=False)
    return (
        pl.when(won).then(pl.lit("won")).when(lost).then(pl.lit("lost")).otherwise(pl.lit("open"))
    )
