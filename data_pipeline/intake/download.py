"""What is of interest in the archive that Meta calls “download your information”.

It holds everything somebody ever did there, mostly pictures, in thousands of files; a conversation
is a folder of its own. Only who follows and who wrote is looked at, each as one table.
"""

import re
from collections.abc import Iterable

from data_pipeline.intake.json_document import together
from data_pipeline.intake.sheet import Sheet
from data_pipeline.problems import Refused, refused

MEMBERS = 100_000  # of such an archive; most are never opened

_FOLDERS = r"(^|/)(followers_and_following|messages/(inbox|archived_threads|message_requests))/"
_FOLLOWS = re.compile(r"(^|/)followers_and_following/(followers|following)(_\d+)?\.json$")
_MESSAGES = re.compile(_FOLDERS + r"[^/]+/message_\d+\.json$")
_AS_PAGES = re.compile(_FOLDERS + r".*\.html$")
_NETWORKS = ("instagram", "facebook")


def part_of(name: str, archive: str) -> str:
    """What a file of the download adds to: such as “followers”; nothing where it is of no use."""
    if follows := _FOLLOWS.search(name):
        return follows[2]
    if not _MESSAGES.search(name):
        return ""
    named = [network for network in _NETWORKS if network in name.lower()]
    named = named or [network for network in _NETWORKS if network in archive.lower()]
    return f"{named[0]} messages" if len(named) == 1 else "messages"


def is_download(names: Iterable[str], archive: str) -> bool:
    """Whether an archive is such a download, in the one of its two forms that can be read."""
    names = list(names)
    if any(part_of(name, archive) for name in names):
        return True
    if any(_AS_PAGES.search(name) for name in names):
        raise _of_pages(archive)
    return False


def joined(parts: dict[str, list[Sheet]], member: str) -> list[Sheet]:
    """One sheet for each part; whoever else took part in a conversation is in its messages."""
    sheets: list[Sheet] = []
    for part, read in parts.items():
        wanted = [sheet for sheet in read if sheet.name != "participants"]
        sheets += together(wanted, f"{member}/{part}" if member else part)
    return sheets


def _of_pages(archive: str) -> Refused:
    return refused(
        "The download holds web pages",
        archive,
        "Ask Meta for your information again and choose JSON as its format.",
    )
