"""One figure with its name, unit and note."""

from __future__ import annotations

from pages.components.shared.text import safe


def figure_html(
    label: str, value: str, unit: str, note: str, kind: str = "", title: str = ""
) -> str:
    """`note` is HTML, all else text; `title` is shown at the pointer."""
    hint = f' title="{safe(title)}"' if title else ""
    return (
        f'<div class="sr-figure {kind}"{hint}><dt>{safe(label)}</dt>'
        f'<dd><b>{safe(value)}</b> <span class="unit">{safe(unit)}</span>'
        f'<span class="note">{note}</span></dd></div>'
    )
