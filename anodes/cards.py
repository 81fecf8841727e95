"""Findings as cards: the frame of `audit.run()` comes in, an HTML list goes out, no file is read.

A card shows severity, place and what is printed, and unfolds what is computed, the calculation and
how it may have come about. On the audit page each card carries its anchor; elsewhere it links
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CARDS = "findings"  # the class by which a page knows them
PARTS = ("computed", "calculation")
AUDIT = "audit.html"


@dataclass(frozen=True)
class Cards:
    """Findings as a list to unfold; with `page`, say `AUDIT`, each links to its anchor there."""

    frame: pd.DataFrame
    page: str = ""

    def _repr_html_(self) -> str:
        cards = "".join(_card(row, self.page) for row in self.frame.to_dict("records"))
        return f'<div class="{CARDS}">{cards}</div>'

    def __repr__(self) -> str:
        return "\n".join(_line(row) for row in self.frame.to_dict("records"))


def _card(row: dict[str, Any], page: str) -> str:
    name, severity = row["finding"], row["severity"]
    mark = "" if page else f' id="{name}"'
    parts = "".join(f"<dt>{part}</dt><dd>{escape(row[part])}</dd>" for part in PARTS)
    link = f'<a href="{page}#{name}">{"In the audit" if page else "Link to this finding"}</a>'
    return (
        f'<details class="finding {severity}"{mark}><summary><span class="severity">{severity}'
        f"</span> {escape(row['place'])}: {escape(row['printed'])}</summary>"
        f"<dl>{parts}</dl><p>{escape(row['explanation'])} {link}</p></details>"
    )


def _line(row: dict[str, Any]) -> str:
    return f"{row['severity']}: {row['place']}: {row['printed']}; {row['computed']}"
