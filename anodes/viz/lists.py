"""Findings, causes and panels as lists: a frame comes in, HTML goes out, no file is read.

A card of a finding (`audit.run()`) shows severity, place and what is printed, and unfolds what is
computed, the calculation and how it may have come about. On the audit page each card carries its
anchor; elsewhere it links there. A cause (`audit.causes()`) shows what does not hold, and unfolds
what changes and links to its findings. A line of a panel (`data.panels()`) says what the review's
picture shows, whose it is, and where ours is or why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from anodes.data.frames import Row, records
from anodes.data.parsing import compounds, formula

if TYPE_CHECKING:
    import pandas as pd

CARDS_MIME = "application/vnd.anodes.findings+json"  # by these a page knows its lists
PANELS_MIME = "application/vnd.anodes.panels+json"
PARTS = ("computed", "calculation")
AUDIT = "audit.html"
CAUSE = "cause-"  # before the name of a cause in its anchor


@dataclass(frozen=True, eq=False)
class Cards:
    """Findings as a list to unfold.

    Parameters
    ----------
    frame
        Findings as `audit.run` gives them.
    page
        Address of the page that the findings link to, such as `AUDIT`; without it, the list itself
        has their anchors.

    Examples
    --------
    >>> from anodes import audit, viz
    >>> cards = viz.Cards(audit.select(audit.run(), severity="impossible"), page=viz.AUDIT)
    >>> cards._repr_html_().count("<details")
    1
    """

    frame: pd.DataFrame
    page: str = ""

    def _repr_html_(self) -> str:
        cards = "".join(_card(row, self.page) for row in records(self.frame))
        return f'<div class="findings">{cards}</div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {CARDS_MIME: {"findings": len(self.frame)}}

    def __repr__(self) -> str:
        return "\n".join(_line(row) for row in records(self.frame))


def _card(row: Row, page: str) -> str:
    name, severity = row["finding"], row["severity"]
    mark = "" if page else f' id="{name}"'
    parts = "".join(f"<dt>{part}</dt><dd>{_words(row[part])}</dd>" for part in PARTS)
    link = f'<a href="{page}#{name}">{"In the audit" if page else "Link to this finding"}</a>'
    if row["cause"]:
        link += f' <a href="{page}#{CAUSE}{row["cause"]}">Its cause</a>'
    return (
        f'<details class="finding {severity}"{mark}><summary><span class="severity">{severity}'
        f"</span> {_words(row['place'])}: {_words(row['printed'])}</summary>"
        f"<dl>{parts}</dl><p>{_words(row['explanation'])} {link}</p></details>"
    )


def _words(text: str) -> str:
    """A text as a page writes it, with the digits of formulae lowered."""
    return escape(formula(compounds(text)))


def _line(row: Row) -> str:
    return f"{row['severity']}: {row['place']}: {row['printed']}; {row['computed']}"


@dataclass(frozen=True, eq=False)
class Causes:
    """Causes of findings as a list to unfold, with links to the findings on the same page.

    Parameters
    ----------
    frame
        Causes as `audit.causes` gives them.
    found
        Their findings, as `audit.run` gives them.

    Examples
    --------
    >>> from anodes import audit, viz
    >>> causes = viz.Causes(audit.causes().query("consequence == 'wording'"), audit.run())
    >>> causes._repr_html_().count("<details") == len(causes.frame)
    True
    """

    frame: pd.DataFrame
    found: pd.DataFrame

    def _repr_html_(self) -> str:
        findings = {row["finding"]: row for row in records(self.found)}
        rows = records(self.frame)
        items = "".join(_of_cause(row, [findings[n] for n in _names(row)]) for row in rows)
        return f'<div class="findings">{items}</div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {CARDS_MIME: {"causes": len(self.frame)}}

    def __repr__(self) -> str:
        return "\n".join(f"{row['cause']}: {row['statement']}" for row in records(self.frame))


def _names(row: Row) -> list[str]:
    return str(row["names"]).split(";")


def _of_cause(row: Row, findings: list[Row]) -> str:
    many = f"{len(findings)} places" if len(findings) > 1 else "1 place"
    parts = [("What changes", row["effect"]), ("Why one cause", row["shared"])]
    said = "".join(f"<dt>{name}</dt><dd>{_words(text)}</dd>" for name, text in parts if text)
    places = "".join(
        f'<li><a href="#{f["finding"]}">{_words(f["place"])}</a>: {_words(f["printed"])}</li>'
        for f in findings
    )
    return (
        f'<details class="cause" id="{CAUSE}{row["cause"]}"><summary>{_words(row["statement"])} '
        f'<span class="severity">{many}</span></summary><dl>{said}</dl><ul>{places}</ul></details>'
    )


@dataclass(frozen=True, eq=False)
class Withdrawn:
    """Findings of earlier editions that are none, at their old anchors.

    Parameters
    ----------
    frame
        As `audit.withdrawn` gives them.

    Examples
    --------
    >>> from anodes import audit, viz
    >>> listed = viz.Withdrawn(audit.withdrawn())._repr_html_()
    >>> listed.count("<li id=") == len(audit.withdrawn())
    True
    """

    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        lines = "".join(
            f'<li id="{row["finding"]}"><code>{row["finding"]}</code>: {_words(row["reason"])}</li>'
            for row in records(self.frame)
        )
        return f'<ul class="withdrawn">{lines}</ul>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {CARDS_MIME: {"withdrawn": len(self.frame)}}

    def __repr__(self) -> str:
        return "\n".join(f"{row['finding']}: {row['reason']}" for row in records(self.frame))


PAGES = {
    "intro": "introduction",
    "syn": "synthesis",
    "si": "silicon",
    "ge": "germanium",
    "sn": "tin",
    "sb": "antimony",
    "out": "outlook",
    "data": "dataset",
}  # the chapter of a figure, by the second part of its label


@dataclass(frozen=True, eq=False)
class Panels:
    """Panels of the review's figures as a list, with links to their sources and to our figures.

    Parameters
    ----------
    frame
        Panels as `data.panels` gives them.

    Examples
    --------
    >>> from anodes import data, viz
    >>> panels = viz.Panels(data.panels("tin"))
    >>> panels._repr_html_().count("<li>") == len(data.panels("tin"))
    True
    """

    frame: pd.DataFrame

    def _repr_html_(self) -> str:
        lines = "".join(_panel(row) for row in records(self.frame))
        return f'<ul class="panels">{lines}</ul>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {PANELS_MIME: {"panels": len(self.frame)}}

    def __repr__(self) -> str:
        return "\n".join(_panel_line(row) for row in records(self.frame))


def _panel(row: Row) -> str:
    parts = [f"<strong>{row['label']}</strong> {escape(compounds(row['shows']))}."]
    if row["source"]:
        place = escape(row["address"], quote=True)
        parts.append(
            f'From <a href="{place}">{escape(row["source"])} [{row["source_reference"]}]</a>.'
        )
    if row["printed"]:
        parts.append(f"Printed with it: {escape(compounds(row['printed']))}.")
    if row["counterpart"]:
        page = PAGES[row["counterpart"].split("-")[1]]
        parts.append(f'<a href="{page}.html#{row["counterpart"]}">Our figure</a>.')
    if row["why_not"]:
        parts.append(escape(compounds(row["why_not"])))
    return f"<li>{' '.join(parts)}</li>"


def _panel_line(row: Row) -> str:
    ours = row["counterpart"] or row["why_not"]
    return f"{row['label']}: {row['shows']} ({ours})"
