"""The container of old workbooks: is it sound enough to be handed to a reader?

It is a small file system whose chains of sectors can run in a circle when a byte is damaged; the
reader would follow such a chain for ever.
"""

import struct

FIRST_SECTORS = 109
# From here on a number is no sector but a sign: end of chain, free, reserved.
SIGNS = 0xFFFF_FFFA


def is_sound(content: bytes) -> bool:
    """No chain of sectors, large or small, comes back to where it has been."""
    try:
        table, small_table = _tables(content)
    except (struct.error, ValueError):
        return False
    return not (_has_circle(table) or _has_circle(small_table))


def _tables(content: bytes) -> tuple[list[int], list[int]]:
    """For each sector, the one that follows it: of the file, and of the small streams inside."""
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise ValueError(shift)
    size = 1 << shift
    small_start, _, more_start, more_count = struct.unpack_from("<4I", content, 60)
    places = list(struct.unpack_from(f"<{FIRST_SECTORS}I", content, 76))
    for _ in range(min(more_count, len(content) // size)):
        if more_start >= SIGNS:
            break
        *more, more_start = _sector(content, more_start, size)
        places += more
    table = [entry for place in places if place < SIGNS for entry in _sector(content, place, size)]
    return table, _small_table(content, table, small_start, size)


def _small_table(content: bytes, table: list[int], sector: int, size: int) -> list[int]:
    small: list[int] = []
    for _ in table:
        if sector >= len(table):
            break
        small += _sector(content, sector, size)
        sector = table[sector]
    return small


def _sector(content: bytes, number: int, size: int) -> list[int]:
    """A sector's numbers; what a cut-off file lacks of it counts as free."""
    start = (number + 1) * size
    numbers = content[start : start + size].ljust(size, b"\xff")
    return list(struct.unpack(f"<{size // 4}I", numbers))


def _has_circle(table: list[int]) -> bool:
    walked_in = [-1] * len(table)
    for start in range(len(table)):
        sector = start
        while sector < len(table) and walked_in[sector] < 0:
            walked_in[sector] = start
            sector = table[sector]
        if sector < len(table) and walked_in[sector] == start:
            return True
    return False
