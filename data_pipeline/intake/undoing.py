"""What taking an upload back would change: what goes, and what stands again."""

from data_pipeline.intake.difference import Difference, compare, counts
from data_pipeline.staging import all_subjects
from data_pipeline.warehouse import Warehouse
from data_pipeline.warehouse.current import StagedFile, current_rows
from data_pipeline.warehouse.duck import connect


def undoing(warehouse: Warehouse, upload: str) -> Difference:
    """Rows that would go (`inserted`), that would say again what they said before (`replaced`),
    and that would not notice. In each cell, `before` is what would stand again."""
    files = warehouse.files()
    whole = Difference()
    for own in files:
        if own.upload == upload and counts(own.source, own.subject):
            whole.add(_of_file(own, [one for one in files if one.subject == own.subject]))
    return whole


def _of_file(own: StagedFile, files: list[StagedFile]) -> Difference:
    subject = all_subjects()[own.subject]
    span = None
    if own.first_day and own.last_day and not subject.moves:
        span = (own.first_day, own.last_day)
    others = [one for one in files if one.upload != own.upload]
    connection = connect()
    try:
        before, after, given = (
            connection.sql(current_rows(subject, held, span)).pl()
            for held in (others, files, [own])
        )
    finally:
        connection.close()
    return compare(subject, before, after, given)
