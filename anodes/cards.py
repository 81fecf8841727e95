"""Findings as cards: the frame of `audit.run()` comes in, an HTML list goes out, no file is read.

A card tells severity, place, what is printed, what is computed, the calculation and how it may
have come about. On the audit page each card carries its anchor; elsewhere it links there.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

CARDS = "findings"  # the class by which a page knows them
PARTS = ("printed", "computed", "calculation")


@dataclass(frozen=True)
class Cards:
    """Findings in full, on the page where their anchors are."""

    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        cards = "".join(_card(row, anchored=True) for row in self.frame.to_dict("records"))
        return f'<div class="{CARDS}">{cards}</div>'

    def __repr__(self) -> str:
        return "\n".join(_line(row) for row in self.frame.to_dict("records"))


@dataclass(frozen=True)
class Brief:
    """Findings of a chapter, folded by severity, each linked to its anchor on another page."""

    frame: pd.DataFrame
    page: str = "audit.html"

    def _repr_html_(self) -> str:
        groups = []
        for severity, rows in self.frame.groupby("severity", sort=False):
            cards = "".join(_card(row, page=self.page) for row in rows.to_dict("records"))
            opened = " open" if not groups else ""
            groups.append(
                f"<details{opened}><summary>{severity} ({len(rows)})</summary>{cards}</details>"
            )
        return f'<div class="{CARDS}">{"".join(groups)}</div>'

    def __repr__(self) -> str:
        counts = self.frame["severity"].value_counts(sort=False)
        return ", ".join(f"{count} {name}" for name, count in counts.items())


def _card(row: dict[str, Any], *, anchored: bool = False, page: str = "") -> str:
    name = row["finding"]
    mark = f' id="{name}"' if anchored else ""
    parts = "".join(f"<dt>{part}</dt><dd>{escape(row[part])}</dd>" for part in PARTS)
    return (
        f'<article class="finding {row["severity"]}"{mark}>'
        f'<p class="finding-head"><span class="severity">{row["severity"]}</span> '
        f'<a href="{page}#{name}">{escape(row["place"])}</a></p>'
        f"<dl>{parts}</dl><p>{escape(row['explanation'])}</p></article>"
    )


def _line(row: dict[str, Any]) -> str:
    return f"{row['severity']}: {row['place']}: {row['printed']}; {row['computed']}"
