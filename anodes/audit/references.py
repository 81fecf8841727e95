"""Rules on the reference list: years, names, doubles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from anodes.analysis import tolerances
from anodes.audit.evidence import (
    Evidence,
)
from anodes.audit.findings import Finding
from anodes.data.frames import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def caption_year(e: Evidence) -> Iterator[Finding | None]:
    """Is the year of a figure's copyright no later than the year of the reference?

    An earlier year is that of the first appearance online and no finding.
    """
    panels = e.read("figures")
    for row in e.read("credits"):
        listed = int(e.references[row["reference"]]["year"])
        if row["year"] <= listed:
            yield None
            continue
        figure = next(p["figure"] for p in panels if p["source_reference"] == row["reference"])
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"caption of Figure {figure}; reference [{row['reference']}]",
            chapter=e.chapter_of(row["reference"]),
            printed=f"copyright {row['year']}; listed {listed}",
            computed=f"{row['year'] - listed:+d} year",
            calculation=f"{row['year']} - {listed} = {row['year'] - listed:+d}",
            explanation="A copyright year after that of the issue is unusual: probably a slip.",
            references=(row["reference"],),
        )


def named_author(e: Evidence) -> Iterator[Finding | None]:
    """Is an author whom the text names among those whom the entry prints?

    An entry that ends in 'et al.' may leave out the senior author by whom a group is called:
    it is not judged.
    """
    for row in e.read("attributions"):
        family = e.authors[row["reference"]]
        if row["author"] in family or "others" in family:
            yield None
            continue
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"text ({row['section']}); reference [{row['reference']}]",
            chapter=e.chapters[row["section"]],
            printed=f"{row['author']} in the text; {', '.join(family)} in the list",
            computed=f"one of {row['author']} and {', '.join(family)}",
            calculation=f"text {row['author']}, list {', '.join(family)}",
            explanation="A name spelled in two ways; a search by the list's spelling finds less.",
            references=(row["reference"],),
        )


def listed_twice(e: Evidence) -> Iterator[Finding | None]:
    """Has every paper one number?"""
    rows = {row["reference"]: row for row in e.electrodes}
    for row in e.references.values():
        other = row["same_as"]
        if other != other or row["reference"] > other:
            yield None
            continue
        pair = [row["reference"], int(other)]
        both = [rows[number] for number in pair]
        told = "; ".join(
            f"[{n}] {r['method']}, {r['initial_capacity_mAh_g']:g} mAh/g at first, ICE "
            f"{r['ice_percent']:g} %"
            for n, r in zip(pair, both, strict=True)
        )
        yield Finding(
            key=f"references {pair[0]} {pair[1]}",
            severity="inconsistent",
            place=f"references [{pair[0]}] and [{pair[1]}]; Table 3, rows "
            + " and ".join(str(r["row"]) for r in both),
            chapter=e.chapter_of(pair[0]),
            printed=told,
            computed="one paper, so probably one set of numbers",
            calculation=f"title, journal, volume, year and pages of [{pair[0]}] and "
            f"[{pair[1]}] are equal",
            explanation="Two entries of one paper, with two methods and two sets of numbers: one "
            "row probably belongs to another paper, whose entry was overwritten.",
            references=tuple(pair),
        )


def incomplete_reference(e: Evidence) -> Iterator[Finding | None]:
    """Has every entry of the reference list volume, pages and year?"""
    for row in e.references.values():
        missing = [name for name in ("year", "volume", "pages") if not row[name]]
        if row["complete"]:
            yield None
            continue
        yield Finding(
            key=f"reference {row['reference']}",
            severity="typographical",
            place=f"reference [{row['reference']}]",
            chapter=e.chapter_of(row["reference"]),
            printed=f"{row['first_author']}, {row['journal']} "
            + ";".join(filter(None, (row["year"], row["volume"]))),
            computed=f"without {' and '.join(missing) or 'article number'}",
            calculation="the other entries have year, volume and pages or article number",
            explanation="The year alone was left out."
            if missing == ["year"]
            else "The entry may be from before the issue appeared, or lost a part on its way.",
            references=(row["reference"],),
        )


def volume_and_year(e: Evidence) -> Iterator[Finding | None]:
    """Does the volume of an entry belong to its year, as in the other entries of the journal?

    Judged for journals that count a volume a year, where at least three entries say so.
    """
    journals: dict[str, list[Row]] = {}
    for row in e.references.values():
        if row["year"] and row["volume"].isdigit():
            journals.setdefault(row["journal"], []).append(row)
    for journal, rows in journals.items():
        offsets = [int(row["year"]) - int(row["volume"]) for row in rows]
        common = max(set(offsets), key=offsets.count)
        few = offsets.count(common) < tolerances.JOURNAL_ENTRIES
        if few or offsets.count(common) < tolerances.JOURNAL_SHARE * len(offsets):
            continue
        for row, offset in zip(rows, offsets, strict=True):
            if offset == common:
                yield None
                continue
            yield Finding(
                key=f"reference {row['reference']}",
                severity="typographical",
                place=f"reference [{row['reference']}]",
                chapter=e.chapter_of(row["reference"]),
                printed=f"{journal} {row['year']};{row['volume']}",
                computed=f"volume {int(row['year']) - common} or year "
                f"{common + int(row['volume'])}",
                calculation=f"in {offsets.count(common)} of {len(rows)} entries of {journal} the "
                f"year is the volume + {common}; here {row['year']} - {row['volume']} = {offset}",
                explanation="The year online and the volume in print were combined.",
                references=(row["reference"],),
            )


def journal_spelling(e: Evidence) -> Iterator[Finding | None]:
    """Is a journal written in one way?"""
    first: dict[str, Row] = {}
    for row in e.references.values():
        first.setdefault(row["journal"], row)
    names = list(first)
    for place, name in enumerate(names):
        twin = next((other for other in names[:place] if _one_journal(name, other)), None)
        if twin is None:
            yield None
            continue
        count = {n: sum(r["journal"] == n for r in e.references.values()) for n in (name, twin)}
        rare = min((name, twin), key=lambda n: (count[n], -len(n)))  # a tie: the shorter is common
        numbers_of = tuple(r["reference"] for r in e.references.values() if r["journal"] == rare)
        common = twin if rare == name else name
        yield Finding(
            key=f"reference {numbers_of[0]}",
            severity="typographical",
            place=", ".join(f"reference [{number}]" for number in numbers_of),
            chapter=e.chapter_of(numbers_of[0]),
            printed=rare,
            computed=common,
            calculation=f"entries with {common}: {count[common]}; with {rare}: {count[rare]}",
            explanation="One journal, two spellings: a search finds one part of the list.",
            references=numbers_of,
        )


def _one_journal(name: str, other: str) -> bool:
    """Whether two abbreviations differ by spaces, 'and', or the length of a word only."""
    words, others = ([w for w in n.lower().split() if w != "and"] for n in (name, other))
    if "".join(words) == "".join(others):
        return True
    return len(words) == len(others) > 1 and all(
        a.startswith(b) or b.startswith(a) for a, b in zip(words, others, strict=True)
    )


def surname_case(e: Evidence) -> Iterator[Finding | None]:
    """Has every part of a hyphenated surname its capital?"""
    for number, family in e.authors.items():
        for name in family:
            if "-" not in name:
                continue
            if not re.search(r"-[a-zà-ÿ]", name):
                yield None
                continue
            meant = re.sub(r"-([a-zà-ÿ])", lambda match: match[0].upper(), name)
            yield Finding(
                key=f"reference {number}",
                severity="typographical",
                place=f"reference [{number}]",
                chapter=e.chapter_of(number),
                printed=name,
                computed=meant,
                calculation="both parts of a double name are names",
                explanation="A reference manager probably lowered the letter after the hyphen.",
                references=(number,),
            )


RULES = (
    caption_year,
    named_author,
    listed_twice,
    incomplete_reference,
    volume_and_year,
    journal_spelling,
    surname_case,
)
