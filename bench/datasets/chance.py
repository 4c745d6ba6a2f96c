"""SQL that makes rows: numbers that look like chance and are the same on every machine."""

PRIME = 2147483647


def count(full, scale):
    """How many of `full` things there are at a scale; at least one."""
    return max(1, round(full * scale))


def numbers(last):
    """A common table expression `n(i)` with the integers from 1 to `last`."""
    return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "


def below(limit, salt):
    """An expression: an integer from 0 to `limit - 1` that depends on `i`."""
    return f"((i * 2654435761 + {salt} * 40503) % {PRIME} * 48271 % {PRIME} % {limit})"


def sometimes(expression, salt):
    """An expression that is NULL in about three of ten rows."""
    return f"iif({below(10, salt)} < 3, NULL, {expression})"


def date(salt):
    """An expression: a day of about ten years, as text."""
    return f"date('2015-01-01', {below(3650, salt)} || ' days')"


def moment(salt):
    """An expression: a second of about ten years, as text."""
    return f"datetime('2015-01-01', {below(315360000, salt)} || ' seconds')"
