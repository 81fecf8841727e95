"""What needs judgement: recorded in judgements.csv with its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.audit.evidence import (
    Evidence,
)
from anodes.audit.findings import Finding, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator


def term(e: Evidence) -> Iterator[Finding | None]:
    """Is every term the one the field uses? (judgements with quotations)"""
    yield from _judged(e, "term")


def title_against_citation(e: Evidence) -> Iterator[Finding | None]:
    """Does a sentence fit the title it cites? (judgements with quotations)"""
    yield from _judged(e, "title against citation")


def text_against_text(e: Evidence) -> Iterator[Finding | None]:
    """Do two places of the text agree? (judgements with quotations)"""
    yield from _judged(e, "text against text")


def text_against_caption(e: Evidence) -> Iterator[Finding | None]:
    """Do text and captions agree? (judgements with quotations)"""
    yield from _judged(e, "text against caption")


def _judged(e: Evidence, kind: str) -> Iterator[Finding]:
    """Readings that need judgement, as they are recorded in judgements.csv."""
    for row in e.read("judgements"):
        if row["kind"] != kind:
            continue
        said = f"“{row['printed']}”"
        if row["other"]:
            said += f" against “{row['other']}” ({row['other_place']})"
        yield Finding(
            key=row["judgement"],
            severity=row["severity"],
            place=row["place"],
            chapter=e.chapters[row["section"]],
            printed=said,
            computed=row["expected"],
            calculation=row["evidence"],
            explanation=row["explanation"],
            references=numbers(row["references"]),
        )


RULES = (
    title_against_citation,
    text_against_text,
    text_against_caption,
    term,
)
