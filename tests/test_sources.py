"""Every source: its invented sample becomes its expected file, and the description is whole."""

import json
from pathlib import Path

import polars as pl
import pytest

from data_pipeline.contract import NUMBERS, Source
from data_pipeline.intake.inspect import inspect
from data_pipeline.intake.stage import Ask, Staged
from data_pipeline.sources import all_sources
from data_pipeline.staging import all_subjects
from data_pipeline.staging.measures import MEASURES

KINDS = Path(__file__).parent.parent / "sample_data" / "kinds"
EXPECTED = Path(__file__).parent / "expected"
SAMPLES = sorted(path for path in KINDS.iterdir() if path.suffix != ".json")
SOURCES = list(all_sources().values())


def answers_for(sample: Path) -> dict[str, str]:
    """What the manager would answer about this sample, kept beside it."""
    beside = sample.with_suffix(".json")
    return json.loads(beside.read_text()) if beside.exists() else {}


def rows_of(table: Staged) -> str:
    rows = pl.concat(table.frames) if table.frames else pl.DataFrame()
    kept = [
        name for name in rows.columns if name != "upload" and rows[name].null_count() < len(rows)
    ]
    return rows.select(kept).head(40).write_csv()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_becomes_its_expected_file(sample, file_regression):
    receipt = inspect(sample, Ask(sample.name, answers_for(sample)))
    told = json.dumps(receipt.as_json(), indent=1, ensure_ascii=False)
    staged = [f"== {table.name} → {table.subject}\n{rows_of(table)}" for table in receipt.tables]
    file_regression.check(
        "\n\n".join([told, *staged]),
        encoding="utf-8",
        fullpath=EXPECTED / f"{sample.name}.txt",
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_has_a_sample_that_is_recognised_as_it(source: Source):
    own = [path for path in SAMPLES if path.name.split(".")[0].startswith(source.name)]
    assert own, f"sample_data/kinds has no {source.name}…"
    receipt = inspect(own[0], Ask(own[0].name, answers_for(own[0])))
    assert {table.source for table in receipt.tables} == {source.name}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_fills_only_what_its_subject_has(source: Source):
    for table in source.tables:
        subject = all_subjects()[table.subject]
        for heading, column in table.columns.items():
            if not column.becomes or table.finish is not None:
                continue
            if column.measure:
                assert subject.long, heading
                assert column.becomes in MEASURES or column.becomes == "measure?", heading
                assert column.kind in NUMBERS, heading
            else:
                assert column.becomes in {*subject.columns, "currency"}, heading


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_says_where_its_file_is_found(source: Source):
    assert source.where.endswith(".")
    assert len(source.where) > 20
