"""Read, recognise and stage one file. Nothing is kept."""

from dataclasses import replace
from pathlib import Path

from data_pipeline.intake.period import window_of
from data_pipeline.intake.read_file import Limits, read_file
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.recognise import Found, Recognised, recognise
from data_pipeline.intake.stage import Ask, Staged, stage
from data_pipeline.problems import Refused
from data_pipeline.sources import all_sources


def inspect(path: Path, ask: Ask, limits: Limits | None = None) -> Receipt:
    """What a file is and holds. Every way in which it can be wrong is in the receipt."""
    try:
        sheets = read_file(path, ask.file, limits or Limits())
        members = recognise(ask.file, sheets, all_sources().values(), ask.answers)
    except Refused as refusal:
        return Receipt(ask.file, "rejected", problems=list(refusal.problems))
    receipt = Receipt(ask.file, "accepted")
    for member in members:
        _add_member(receipt, member, ask)
    _judge(receipt)
    return receipt


def _add_member(receipt: Receipt, member: Recognised, ask: Ask) -> None:
    if member.unknown is not None:
        receipt.warnings.append(f"Left out: {member.unknown}")
        return
    if member.need is not None:
        receipt.needs.append(member.need)
        return
    name = member.member.rsplit("/", 1)[-1] or ask.file
    for found in member.found:
        staged = _stage(found, name, ask)
        receipt.tables.append(staged)
        receipt.problems += staged.problems
        receipt.problems_in_all += staged.problems_in_all
        receipt.warnings += staged.warnings
        receipt.needs += [need for need in staged.needs if need not in receipt.needs]


def _stage(found: Found, name: str, ask: Ask) -> Staged:
    window = window_of(found.source, found.above, name, ask.answers.get("period"))
    return stage(found, replace(ask, file=name), window)


def _judge(receipt: Receipt) -> None:
    if receipt.problems:
        left_out = sum(table.left_out for table in receipt.tables)
        if left_out and receipt.rows():
            receipt.warnings.append(
                f"{left_out:,} of {left_out + receipt.rows():,} rows are left out because they "
                "can't be read; their months are marked incomplete."
            )
        else:
            receipt.status = "rejected"
    elif receipt.tables and not receipt.rows() and not receipt.needs:
        receipt.warnings.append("There is no row in it: it counts as an export without activity.")

