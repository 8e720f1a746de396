"""`python -m sample_data.generate` writes the sample business: its exports, truth and table."""

import json
from pathlib import Path
from typing import Any

from sample_data.exports import exports
from sample_data.story import tell
from sample_data.truth import truth

HERE = Path(__file__).parent
EXPORTS = HERE / "exports"
TRUTH = HERE / "truth.json"
README = HERE / "README.md"
TABLE_BEGINS, TABLE_ENDS = "<!-- months begin -->\n", "<!-- months end -->\n"
HEAD = (
    "Month", "Incoming calls", "Enquiries", "New accounts", "Revenue £", "Conversations",
    "Followers",
)  # fmt: skip


def written_truth(facts: dict[str, Any]) -> str:
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def with_table(readme: str, facts: dict[str, Any]) -> str:
    """The README with its table of months made anew."""
    before, _, rest = readme.partition(TABLE_BEGINS)
    _, _, after = rest.partition(TABLE_ENDS)
    rows = [HEAD, ["---", *["--:"] * (len(HEAD) - 1)], *(_row(month) for month in facts["months"])]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"{before}{TABLE_BEGINS}{table}{TABLE_ENDS}{after}"


def _row(month: dict[str, Any]) -> list[str]:
    return [
        month["month"],
        str(month["calls_incoming"]),
        str(month["enquiries"]),
        str(month["accounts"]),
        f"{float(month['revenue']['total']):,.2f}",
        str(month["conversations"]["total"]),
        f"{month['followers']['total']:,}",
    ]


def generate() -> None:
    story = tell()
    files, facts = exports(story), truth(story)
    for stale in [path for path in EXPORTS.rglob("*") if path.is_file()]:
        if str(stale.relative_to(EXPORTS)) not in files:
            stale.unlink()
    for name, content in files.items():
        path = EXPORTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    TRUTH.write_text(written_truth(facts), encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8"), facts), encoding="utf-8")


if __name__ == "__main__":
    generate()
