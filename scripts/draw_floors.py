"""Draws the floors of the code from its imports: `python -m scripts.draw_floors`.

A room is a package or module at the top of `refiner`, the pages, or the app; an arrow is one room
that imports another. Arrows that follow from others are left out of the picture.
"""

from __future__ import annotations

import ast
import textwrap
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "floors.svg"

# From the lowest up. A room imports rooms of lower floors only, except that the values on the
# lowest floor may import each other.
FLOORS = [
    [
        "errors",
        "private_files",
        "patterns",
        "places",
        "hosts",
        "formatting",
        "timeline",
        "spans",
        "uncertainty",
        "model",
        "run_document",
        "terminal",
        "workers",
        "processes",
        "cores",
    ],
    ["config", "transcripts", "detection", "decision", "llm"],
    ["advice", "audio", "store", "telemetry"],
    ["analyst"],
    ["evaluation", "run"],
    ["insight"],
    ["batch"],
    ["cli", "pages"],
    ["__main__", "app"],
]
DESCRIPTIONS = {
    "pages": "One short file per screen, its parts in a folder of its own.",
    "app": "The workbench: starts Streamlit's pages.",
    "__main__": "Starts the command line.",
}

WIDTH, FLOOR_PX, BOX_PX, GAP_PX, MARGIN_PX = 1120, 122, 72, 16, 20
STYLE = """
svg { background: #ffffff; font-family: system-ui, sans-serif }
rect { fill: #f4f6f8; stroke: #8a97a6 }
.name { font-size: 14px; font-weight: 600; fill: #17212b }
.text { font-size: 11px; fill: #44505c }
path { fill: none; stroke: #5b7fa6; stroke-opacity: 0.55; stroke-width: 1.3 }
marker path { fill: #5b7fa6; stroke: none; fill-opacity: 0.8 }
@media (prefers-color-scheme: dark) {
  svg { background: #12181f } rect { fill: #1d2630; stroke: #5d6b7a }
  .name { fill: #eef2f6 } .text { fill: #b4c0cc } path { stroke: #7ea6d0 }
  marker path { fill: #7ea6d0 }
}
"""


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room_of(module: str) -> str | None:
    """The room of a dotted name; None if it is not ours."""
    parts = module.split(".")
    if parts[0] == "refiner":
        return parts[1] if len(parts) > 1 and parts[1] not in {"__init__", "__version__"} else None
    return parts[0] if parts[0] in {"pages", "app"} else None


def code_files() -> list[Path]:
    folders = [(ROOT / name).rglob("*.py") for name in ("refiner", "pages")]
    return sorted([ROOT / "app.py", *(path for folder in folders for path in folder)])


def find_arrows() -> set[tuple[str, str]]:
    """Pairs of rooms, the first importing the second."""
    arrows = set()
    for path in code_files():
        own = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        others = {room_of(name) for name in imported(path)}
        arrows |= {(own, other) for other in others if own and other and other != own}
    return arrows


def without_implied(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The arrows that do not follow from two or more others."""
    below: dict[str, set[str]] = {}

    def reach(room: str) -> set[str]:
        if room not in below:
            direct = {end for start, end in arrows if start == room}
            below[room] = direct.union(*(reach(end) for end in direct))
        return below[room]

    return {
        (start, end)
        for start, end in arrows
        if not any(end in reach(other) for first, other in arrows if first == start)
    }


def description(room: str) -> str:
    """The first sentence of the room's docstring."""
    path = ROOT / "refiner" / room / "__init__.py"
    if not path.exists():
        path = path.parent.with_suffix(".py")
    if room in DESCRIPTIONS:
        return DESCRIPTIONS[room]
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split()).replace("`", "")


def lay_out() -> dict[str, tuple[float, float, float]]:
    """Left edge, upper edge and width of each room's box."""
    boxes: dict[str, tuple[float, float, float]] = {}
    for level, rooms in enumerate(FLOORS):
        y = MARGIN_PX + FLOOR_PX * (len(FLOORS) - 1 - level)
        width = min(210.0, (WIDTH - 2 * MARGIN_PX - GAP_PX * (len(rooms) - 1)) / len(rooms))
        step = (WIDTH - 2 * MARGIN_PX) / len(rooms)
        for n, room in enumerate(rooms):
            boxes[room] = (MARGIN_PX + step * (n + 0.5) - width / 2, y, width)
    return boxes


def draw() -> str:
    boxes = lay_out()
    height = 2 * MARGIN_PX + FLOOR_PX * (len(FLOORS) - 1) + BOX_PX
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="The floors of the code and what imports what">',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" '
        'markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    for start, end in sorted(without_implied(find_arrows())):
        (x1, y1, w1), (x2, y2, w2) = boxes[start], boxes[end]
        if y1 == y2:
            rows.append(_beside(x1, w1, x2, w2, y1))
            continue
        x1, x2, y1 = x1 + w1 / 2, x2 + w2 / 2, y1 + BOX_PX
        bend = (y2 - y1) * 0.5
        curve = f"M{x1:.0f} {y1} C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2}"
        rows.append(f'<path d="{curve}" marker-end="url(#tip)"/>')
    for room, (x, y, width) in boxes.items():
        rows.append(f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{BOX_PX}" rx="6"/>')
        rows.append(f'<text class="name" x="{x + 10:.0f}" y="{y + 20}">{room}</text>')
        lines = textwrap.wrap(description(room), int(width / 6.5), max_lines=3, placeholder=" …")
        for n, line in enumerate(lines):
            at = f'x="{x + 10:.0f}" y="{y + 36 + 13 * n}"'
            rows.append(f'<text class="text" {at}>{escape(line)}</text>')
    return "\n".join([*rows, "</svg>\n"])


def _beside(x1: float, w1: float, x2: float, w2: float, y: float) -> str:
    """An arrow along the lower edges of two boxes of one floor."""
    x1, x2, y = x1 + w1 / 2, x2 + w2 / 2, y + BOX_PX
    curve = f"M{x1:.0f} {y:.0f} C{x1:.0f} {y + 20:.0f} {x2:.0f} {y + 20:.0f} {x2:.0f} {y:.0f}"
    return f'<path d="{curve}" marker-end="url(#tip)"/>'


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
    rooms = sum(len(floor) for floor in FLOORS)
    print(f"{rooms} rooms, {len(find_arrows())} arrows, {len(FLOORS)} floors")
