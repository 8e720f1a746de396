"""Damage to a file: bytes that go, come twice, change or are put in, as transfers and tools do."""

import json
from dataclasses import dataclass

from hypothesis import strategies as st

from data_pipeline.intake.receipt import Receipt

PUT_IN = (
    *(b"\0", b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\n\n", b"\xff", b"\xef\xbb\xbf"),
    *(b"\xe2\x80\xae", b"-", b"%", b"1e999", b"NaN", b"####", b"#REF!", b"=1+1", b"9" * 40),
    *(b"31/02/2025", b"1900-01-01", b"2099-12-31", b"<<<<<<< HEAD\n", b"sep=;\n", b"Total", b","),
)


@dataclass(frozen=True)
class Edit:
    """At a place (in thousandths of the file), for some bytes: something else."""

    place: int
    length: int
    kind: str
    put_in: bytes = b""

    def applied(self, content: bytes) -> bytes:
        start = len(content) * self.place // 1_000
        end = start + self.length
        match self.kind:
            case "cut out":
                return content[:start] + content[end:]
            case "cut off":
                return content[:start]
            case "twice":
                return content[:end] + content[start:]
            case _:
                return content[:start] + self.put_in + content[start:]


PIECES = st.builds(
    Edit,
    place=st.integers(0, 1_000),
    length=st.integers(1, 200),
    kind=st.sampled_from(["cut out", "cut off", "twice", "put in", "put in"]),
    put_in=st.sampled_from(PUT_IN),
)


def damaged(content: bytes, edits: list[Edit]) -> bytes:
    for edit in edits:
        content = edit.applied(content)
    return content


def is_whole(receipt: Receipt) -> bool:
    """Whether it can be printed, and a refusal says what happened, where, and what helps."""
    said = json.loads(json.dumps(receipt.as_json()))
    if said["status"] == "accepted":
        return not said.get("problems") or bool(said["warnings"])
    problems = said["problems"]
    return bool(problems) and all(
        problem["happened"] and problem["where"] and problem["mend"] for problem in problems
    )
