"""Bar charts as SVG: a file for each figure, a panel for each data set, a bar for each peer."""

from xml.sax.saxutils import escape

from . import figures

PLOTS = [
    ("wall.svg", "Wall time, seconds", [figures.wall]),
    ("load.svg", "Rows alone, without keys: seconds", [figures.load]),
    ("rows.svg", "Rows per second", [figures.rows_per_second]),
    ("megabytes.svg", "Megabytes of values per second", [figures.megabytes_per_second]),
    ("cpu.svg", "Processor time, seconds: client (full color) and server (pale)",
     [figures.client_cpu, figures.server_cpu]),
    ("memory.svg", "Peak memory of the client's programs, MB", [figures.memory]),
]

COLORS = ["#c2410c", "#374151", "#6b7280", "#9ca3af", "#0f766e", "#1d4ed8", "#ca8a04", "#7e22ce"]

WIDTH, LABELS, VALUES = 820, 170, 160
BAR, GAP, TITLE, MARGIN = 16, 6, 30, 16
HEADING = 'font-size="15" font-weight="600"'


def draw(datasets, names, folder):
    """Writes the plots; returns title and file name of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, title, parts in PLOTS:
        (folder / file).write_text(chart(title, parts, datasets, names))
    return [(title, file) for file, title, _ in PLOTS]


def chart(title, parts, datasets, names):
    """One file."""
    top, body = MARGIN + TITLE, []
    for dataset in datasets:
        panel, height = draw_panel(parts, dataset, names, top)
        body.append(panel)
        top += height
    height = top + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="#111827">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n'
        f'{text(MARGIN, MARGIN + 12, title, HEADING)}\n' + "".join(body) + "</svg>\n"
    )


def draw_panel(parts, dataset, names, top):
    """The bars of one data set, and the height that they take."""
    bars = []
    for name, color in zip(names, COLORS):
        found = [figures.spans(dataset, name, figure) for figure in parts]
        if any(found):
            bars.append((name, color, [part for part in found if part]))
    if not bars:
        return "", 0
    longest = max(sum(part.middle for part in found[:-1]) + found[-1].high for _, _, found in bars) or 1
    unit = (WIDTH - 2 * MARGIN - LABELS - VALUES) / longest
    heading = f"{dataset['name']}: {figures.counted(dataset['rows'], 'row')}"
    lines = [text(MARGIN, top + 14, heading, 'font-weight="600"')]
    for position, (name, color, found) in enumerate(bars):
        lines.append(bar(name, color, found, unit, top + TITLE - 6 + position * (BAR + GAP)))
    return "\n".join(lines) + "\n", TITLE + len(bars) * (BAR + GAP) + GAP


def bar(name, color, found, unit, top):
    """One bar: its parts one after the other, and a line from the least to the greatest of the last part."""
    left, lines = MARGIN + LABELS, [text(MARGIN + LABELS - 8, top + 12, name, 'text-anchor="end"')]
    for position, part in enumerate(found):
        width, opacity = part.middle * unit, 0.4 if position else 1
        lines.append(rectangle(left, top, width, color, opacity))
        start, left = left, left + width
    last = found[-1]
    low, high = start + last.low * unit, start + last.high * unit
    lines.append(f'<path d="M{low:.1f} {top + BAR / 2}H{high:.1f}" stroke="#111827" stroke-width="1.5"/>')
    values = " + ".join(figures.shown(part) if len(found) == 1 else figures.number(part.middle) for part in found)
    lines.append(text(max(left, high) + 8, top + 12, values, 'fill="#374151"'))
    return "\n".join(lines)


def rectangle(left, top, width, color, opacity):
    """A filled bar."""
    return f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{color}" opacity="{opacity}"/>'


def text(left, base, words, more=""):
    """Words at a place."""
    return f'<text x="{left:.1f}" y="{base}" {more}>{escape(words)}</text>'
