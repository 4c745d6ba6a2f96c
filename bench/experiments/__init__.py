"""The decisions of the copy path, one file each, and their list.

An experiment is a module with TITLE, QUESTION (what is compared), DECISION (what Outgrow does, and what governs it)
and `cases(bed)`: the cases, each a list of variants of which one is what Outgrow does.
"""

from . import (
    commits, foreign_keys, formats, freeze, key_memory, key_statement, key_time, order, overlap, pieces, streams,
)

ALL = [
    streams, order, key_time, overlap, key_statement, key_memory, foreign_keys, freeze, commits, formats, pieces,
]
