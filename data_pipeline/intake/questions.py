"""What only the manager can say about a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Need:
    """One question: the answer's key, the sentence, and what may be answered.

    Without options the answer is free text (a date, a year). A need that no answer can meet has
    `answerable` False: the file has to be exported again.
    """

    key: str
    question: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    answerable: bool = True
