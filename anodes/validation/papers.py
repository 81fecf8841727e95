"""What cited papers report: whole rows, DOIs of the right papers, and pairs of one quantity.

Each rule is a function of the project's folder that yields `Problem`s, as in `consistency`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from anodes import data
from anodes.data import parsing, printed_tables
from anodes.data.cited_papers import IN_WORDS, SAMPLE, SYNTHESIS
from anodes.data.domain import A_HOST, IONS
from anodes.data.files import REFERENCES, Problem, bibliography, entry_lines, read
from anodes.data.frames import Row, records
from anodes.data.printed_tables import ELECTRODE_TABLES
from anodes.data.reference_list import title_of
from anodes.physics import faraday
from anodes.validation.agreement import SUBJECTS, Found, by_row
from anodes.validation.completeness import path_of
from anodes.validation.sources import A_PER_MILLE

ONLINE_BEFORE = (10, 90, 159)  # papers that appeared online the year before their issue
ARTICLES = {"a", "an", "the"}
FIRST = ("initial_capacity", "initial_discharge_capacity", "initial_charge_capacity")
LATER = ("reversible_capacity",)
OF_COLUMN = {  # what a paper may report of a column of Tables 3 to 5
    "structure": (SAMPLE,),
    "method": (SYNTHESIS,),
    "initial_capacity": FIRST,
    "ice": ("initial_coulombic_efficiency",),
    "capacity_retention": LATER,
    "retention_percent": ("capacity_retention",),
}
ON_PAGE = re.compile(r"https?://datapdf\.com/([a-z0-9-]+?)[0-9a-f]{16,}\.html")  # title in words
AFTER_CYCLES = ("capacity_retention", "retention_percent")
SAID = ("material", "qualifier", "value", "unit", "words", "cycle", "current", "current_unit")
RECORD = "record of the paper"
DOI = re.compile(r"10\.\d{4,9}/[\w.()-]+")
SHOWN_ELSEWHERE = (127,)  # the page that was read bears the title of another paper
SHORTENED = 3  # words of a title that an address has at least
SAME = re.compile(r"Same (?P<cycle>cycle)?(?: and )?(?P<current>current|C-rate)?\b")
ADDRESS = re.compile(r"https?://\S+|.*\brecord\b.*|.*\barticle address\b.*|.*\bcatalogue page\b.*")


def _reports_are_whole(root: Path) -> Iterator[Problem]:
    """A report is a number with a unit of its quantity, or words; its name says what it is."""
    units = read("quantities", root).set_index("quantity")["units"].str.split(";").to_dict()

    def judge(row: Row) -> Iterator[Found]:
        name = f"r{row['reference']:03}-{row['quantity'].replace('_', '-')}"
        if row["report"].removeprefix(name) not in _endings(row):
            yield "report", f"{' or '.join(name + end for end in _endings(row))}"
        if row["quantity"] not in (*units, *IN_WORDS):
            yield "quantity", f"one of data/review/quantities.csv, or {' or '.join(IN_WORDS)}"
        number = row["value"] == row["value"]
        if number == bool(row["words"]) or bool(row["words"]) != (row["quantity"] in IN_WORDS):
            yield "words", f"words for {' and '.join(IN_WORDS)} alone, a value for the others"
        elif number and row["unit"] not in units.get(row["quantity"], [row["unit"]]):
            yield "unit", f"one of {', '.join(units[row['quantity']])} for {row['quantity']}"
        if not number and (row["unit"] or row["qualifier"]):
            yield "unit", "neither unit nor qualifier where there is no number"
        if (row["current"] == row["current"]) != bool(row["current_unit"]):
            yield "current", "a current with its unit, or neither"
        if not ADDRESS.fullmatch(row["read_at"]):
            yield "read_at", "an address, or the record that showed the words"

    yield from by_row("reported", root, judge)


QUALIFIED = {  # how a note reads where the number has a qualifier
    "~": "Nearly this|.*which is approximate",
    "<=": "Up to this value",
    ">": "(Initial capacities above|More than) this",
}


def _qualifiers_are_those_of_the_note(root: Path) -> Iterator[Problem]:
    """Where a note says that a number is a bound or approximate, its qualifier says it, too."""

    def judge(row: Row) -> Iterator[Found]:
        for qualifier, words in QUALIFIED.items():
            if re.match(words, row["note"]) and row["qualifier"] != qualifier:
                yield "qualifier", f"{qualifier!r}, by the note {row['note']!r}"

    yield from by_row("reported", root, judge)


def _endings(row: Row) -> list[str]:
    """How the name of a report may go on: not, or by its value, or by the ion of its material."""
    value = f"-{row['value']:g}".replace(".", "-") if row["value"] == row["value"] else ""
    ion = row["material"].split()[-1].lower()
    return list(dict.fromkeys(["", value, *([f"-{ion}"] if ion.title() in IONS else [])]))


def _materials_have_the_hosts_of_their_paper(root: Path) -> Iterator[Problem]:
    """A host that a material or a note names is in the title, or what the review cites it on."""
    entries = bibliography(root).entries
    cited = {(int(n), row["element"]) for row in records(read("claims", root))
             for n in row["references"].split(";") if n}  # fmt: skip
    for table in ELECTRODE_TABLES:
        for cells in records(read(f"table_{table}", root)):
            cited |= {(cells["reference"], host) for host in _hosts_in(cells["structure"])}

    def judge(row: Row) -> Iterator[Found]:
        entry = entries.get(f"r{row['reference']:03}")
        if entry is None:
            return  # the foreign key reports it
        known = {element for number, element in cited if number == row["reference"]}
        known |= _hosts_in(title_of(entry))
        for column in ("material", "note"):
            if others := _hosts_in(row[column]) - known:
                expected = f"words on [{row['reference']}], which is on {' and '.join(known)}"
                yield column, f"{expected}, not {' and '.join(sorted(others))}"
        for flat in set(re.findall(r"[\d.]+D\b", row["material"])) - {"3D"}:
            yield "material", f"3D, not {flat}: what is porous has three dimensions"

    yield from by_row("reported", root, judge)


def _hosts_in(text: str) -> set[str]:
    """The hosts that a text names by symbol or by word."""
    words = {host for word, host in SUBJECTS.items() if re.search(rf"\b{word}\b", text, re.I)}
    return words | set(re.findall(rf"(?:{A_HOST})(?![a-z])", text))


def _words(title: str) -> set[str]:
    return set(re.findall(r"\w{4,}", title.lower()))


def _a_part_was_read_at_one_place(root: Path) -> Iterator[Problem]:
    """Reports from one part of a paper, such as its abstract, were read at one place."""
    places: dict[tuple[int, str], str] = {}

    def judge(row: Row) -> Iterator[Found]:
        first = places.setdefault((row["reference"], row["part"]), row["read_at"])
        if row["read_at"] != first:
            yield "read_at", f"{first!r}, as in the first report from this {row['part']}"

    yield from by_row("reported", root, judge)


def _one_paper_says_one_thing(root: Path) -> Iterator[Problem]:
    """A paper that the list has twice reports the same under both numbers."""
    twin = data.references(root).set_index("reference")["same_as"].dropna().to_dict()
    rows = records(read("reported", root))
    known = {(row["reference"], row["quantity"]): row for row in rows}

    def judge(row: Row) -> Iterator[Found]:
        other = known.get((twin.get(row["reference"], 0), row["quantity"]), row)
        for column in SAID:
            if row[column] != other[column] and _there(row[column]):
                yield column, f"{other[column]!r}, as under [{other['reference']}]: one paper"

    yield from by_row("reported", root, judge)


def _theoretical_capacities_follow_from_phases(root: Path) -> Iterator[Problem]:
    """A theoretical capacity is that of the phase it is given for, or of its host's end phase."""
    ends = {row["host"]: row["phase"] for row in records(read("end_phases", root))
            if row["guest"] == "Li"}  # fmt: skip

    def judge(row: Row) -> Iterator[Found]:
        if row["quantity"] != "theoretical_capacity":
            return
        try:
            alloy = parsing.alloy(ends.get(row["material"], row["material"]))
        except ValueError:
            yield "material", "a host, or a phase such as Li22Si5"
            return
        capacity = faraday.specific_capacity(alloy.ions_per_host, alloy.host)
        if not math.isclose(row["value"], capacity, rel_tol=A_PER_MILLE):
            yield "value", f"{capacity:.0f} mAh g-1, by Faraday's law"

    yield from by_row("reported", root, judge)


def _pages_are_those_of_the_paper(root: Path) -> Iterator[Problem]:
    """An address that bears a DOI or a title bears those of the paper that was read there."""
    entries = bibliography(root).entries

    def judge(row: Row) -> Iterator[Found]:
        entry = entries.get(f"r{row['reference']:03}")
        if entry is None or row["reference"] in SHOWN_ELSEWHERE:
            return
        doi = DOI.search(row["read_at"].replace("%2F", "/"))
        if doi and doi[0] != entry.fields.get("doi", ""):
            yield "read_at", f"an address with the DOI of [{row['reference']}], not {doi[0]}"
        words = ON_PAGE.match(row["read_at"])
        title = title_of(entry)
        if words and len(set(words[1].split("-")) & _words(title)) < SHORTENED:
            yield "read_at", f"an address with words of the title {title!r}"
        if (doi or words) and row.get("read_in", RECORD) != RECORD:
            yield "read_in", f"{RECORD!r}, for the address is its own"

    yield from by_row("reported", root, judge)
    yield from by_row("dois", root, judge)


def _dois_belong_to_their_papers(root: Path) -> Iterator[Problem]:
    """A DOI was read beside the title and the year of the entry, and one paper has one DOI."""
    entries = bibliography(root).entries
    doubled = data.references(root).set_index("reference")["same_as"].fillna(0).to_dict()
    seen: dict[str, int] = {}

    def judge(row: Row) -> Iterator[Found]:
        entry = entries.get(f"r{row['reference']:03}")
        if entry is None:
            return  # the foreign key reports it
        title, year = title_of(entry), entry.fields.get("year", "")
        if row["title"] and not _alike(row["title"], title):
            yield "title", f"the title of [{row['reference']}], {title!r}"
        printed = str(int(year or 0) - (row["reference"] in ONLINE_BEFORE))
        if row["year"] and year and row["year"] != printed:
            yield "year", f"{printed}, the year in which [{row['reference']}] appeared"
        first = seen.setdefault(row["doi"], row["reference"])
        if first not in (row["reference"], doubled.get(row["reference"])):
            yield "doi", f"a DOI of its own: [{first}] has this one"
        if not ADDRESS.fullmatch(row["read_at"]):
            yield "read_at", "an address, or the record that showed the DOI"

    yield from by_row("dois", root, judge)


def _alike(one: str, other: str) -> bool:
    """Whether a title has the words of another, apart from articles, hyphens and capitals.

    The list may put a subject before a title.
    """
    first, second = (
        [word for word in re.findall(r"[^\W_]+", title.lower()) if word not in ARTICLES]
        for title in (one, other)
    )
    return bool(first) and second[-len(first) :] == first


def _dois_are_those_of_the_bibliography(root: Path) -> Iterator[Problem]:
    """The bibliography has the DOIs that were read, and of the review's list no other."""
    entries, lines = bibliography(root).entries, entry_lines(root)
    read_ = {f"r{row['reference']:03}": row["doi"] for row in records(read("dois", root))}
    for key, entry in entries.items():
        if not re.fullmatch(r"r\d{3}", key):
            continue
        there, wanted = entry.fields.get("doi", ""), read_.get(key, "")
        if there != wanted:
            found = f"entry {key}: {repr(there) if there else 'no DOI'}"
            expected = f"doi = {{{wanted}}}" if wanted else "none, for it has no row"
            yield Problem(
                REFERENCES, lines.get(key), "doi", found, f"{expected} in {path_of('dois', root)}"
            )


def _reference_corrections_quote_the_entry(root: Path) -> Iterator[Problem]:
    """A correction of the reference list quotes the field that it replaces, and changes it."""
    entries = bibliography(root).entries

    def judge(row: Row) -> Iterator[Found]:
        entry = entries.get(f"r{row['reference']:03}")
        if entry is None:
            return  # the foreign key reports it
        if row["field"] == "author":
            printed = " and ".join(str(person) for person in entry.persons.get("author", []))
        else:
            printed = entry.fields.get(row["field"], "")
        if row["printed"] != printed:
            yield "printed", f"the field as {REFERENCES} has it, {printed!r}"
        if row["used"] == printed:
            yield "used", "something else than is printed"
        elif not _as_the_reason_says(row, entry.fields.get("year", "")):
            yield "used", f"the {row['field']} that the reason quotes, {row['reason']!r}"

    yield from by_row("reference_corrections", root, judge)


def _as_the_reason_says(row: Row, year: str) -> bool:
    """Whether a reason quotes what is used: '2021;1:100003' is year, volume and pages."""
    if row["field"] == "author":
        family, _, rest = row["used"].partition(", ")
        same_rest = row["printed"].partition(", ")[2] == rest
        return same_rest and family in re.findall(r"\w+", row["reason"])
    quoted = re.search(rf"\b{year};(?P<volume>\d+):(?P<pages>\w+)", row["reason"])
    return quoted is not None and quoted.groupdict().get(row["field"]) == row["used"]


def _compared(root: Path) -> tuple[dict[str, Row], dict[str, Row], dict[tuple[int, int], Row]]:
    """What may be compared: reports of papers, claims by name, rows of the electrode tables."""
    reports = {row["report"]: row for row in records(read("reported", root))}
    claims = {row["name"]: row for row in records(data.claims(root))}
    tables = {
        (table, row["row"]): row
        for table in ELECTRODE_TABLES
        for row in records(read(f"table_{table}", root))
    }
    return reports, claims, tables


def _comparisons_are_of_one_quantity(root: Path) -> Iterator[Problem]:
    """Both sides of a comparison are of one paper, one quantity, one unit and one cycle."""
    reports, claims, tables = _compared(root)

    def judge(row: Row) -> Iterator[Found]:
        report = reports.get(row["report"])
        if report is None:
            return  # the foreign key reports it
        if bool(row["judged"]) != (report["quantity"] in IN_WORDS):
            yield "judged", "agrees or differs for words, nothing for a number"
        place = [_there(row["table"]), _there(row["row"]), bool(row["column"])]
        if any(place) == bool(row["claim"]) or any(place) != all(place):
            yield "claim", "the name of a claim, or table, row and column of a cell"
        elif row["claim"]:
            yield from _unlike_claim(row["claim"], claims.get(row["claim"]), report)
        else:
            cells = tables.get((int(row["table"]), int(row["row"])))
            yield from _unlike_cell(row["column"], cells, report)

    yield from by_row("comparisons", root, judge)


def _unlike_claim(name: str, claim: Row | None, report: Row) -> Iterator[Found]:
    """Why a claim is not what a report is about."""
    if claim is None:
        yield "claim", f"a name in data/review/claim_names.csv, not {name}"
        return
    if str(report["reference"]) not in claim["references"].split(";"):
        yield "claim", f"a claim that cites [{report['reference']}]"
    one = {claim["quantity"], report["quantity"]}
    if len(one) > 1 and not one <= set(FIRST):
        yield "claim", f"a claim on {report['quantity']}"
    if claim["unit"] != report["unit"]:
        yield "claim", f"a claim in {report['unit']}"
    yield from _unlike_cycle("claim", claim["cycle"], report["cycle"])


def _unlike_cell(column: str, cells: Row | None, report: Row) -> Iterator[Found]:
    """Why a cell of Tables 3 to 5 is not what a report is about."""
    if cells is None:
        yield "row", "a row of that table"
        return
    if cells["reference"] != report["reference"]:
        yield "row", f"a row of [{report['reference']}]"
    if report["quantity"] not in OF_COLUMN[column]:
        yield "column", f"the column that has the {report['quantity']}"
    if column in AFTER_CYCLES:
        after = parsing.parse_capacity_after_cycles(cells["capacity_retention"]).cycles
        yield from _unlike_cycle("row", after, report["cycle"])


def _unlike_cycle(column: str, printed: float | None, other: float | None) -> Iterator[Found]:
    """Where both sides name a cycle and it is not the same."""
    if _there(printed) and _there(other) and printed != other:
        yield column, f"a value of cycle {other:g}, as the report has it"


def _what_can_be_compared_is(root: Path) -> Iterator[Problem]:
    """A printed value has a comparison, if its own paper reports the same quantity."""
    _, claims, cells = _compared(root)
    compared = set()
    for row in records(read("comparisons", root)):
        if row["claim"] in claims:
            compared.add(_claimed(claims[row["claim"]]))
        elif printed := cells.get((row["table"], row["row"])):
            compared.add(_printed(printed, row["column"]))
    for index, report in enumerate(records(read("reported", root))):
        wanted = [_claimed(claim) for claim in claims.values() if _comparable(claim, report)]
        for row in cells.values():
            wanted += [_printed(row, column) for column in _comparable_columns(row, report)]
        for value in dict.fromkeys(wanted):
            if value not in compared:
                compared.add(value)  # one problem for a value is enough
                found = f"{report['report']}; {' '.join(value)} is not compared with it"
                expected = f"a row of {path_of('comparisons', root)} with both (restore or add it)"
                yield Problem(path_of("reported", root), index + 2, "report", found, expected)


def _claimed(claim: Row) -> tuple[str, ...]:
    """A value of the text, whatever its number among the claims."""
    cycle = f"after {claim['cycle']:g}" if _there(claim["cycle"]) else ""
    return f"[{claim['references']}]", claim["quantity"], f"{claim['value']:g}", cycle


def _printed(cells: Row, column: str) -> tuple[str, ...]:
    """A number of Tables 3 to 5, whatever its row; of words, those of the paper in a column."""
    source = "capacity_retention" if column in AFTER_CYCLES else column
    number = "" if set(OF_COLUMN[column]) <= set(IN_WORDS) else str(cells[source])
    return f"[{cells['reference']}]", column, number


def _comparable(claim: Row, report: Row) -> bool:
    """Whether a claim and a report are of one paper, one quantity and one kind of cell."""
    if str(report["reference"]) not in claim["references"].split(";"):
        return False
    full = {printed_tables.FULL_CELL in row["material"] for row in (claim, report)}
    return len(full) == 1 and next(_unlike_claim(claim["name"], claim, report), None) is None


def _comparable_columns(cells: Row, report: Row) -> list[str]:
    """The columns of a row of Tables 3 to 5 that a report is about."""
    if cells["reference"] != report["reference"]:
        return []
    return [
        column
        for column in OF_COLUMN
        if (_there(report["cycle"]) or column not in AFTER_CYCLES)
        and next(_unlike_cell(column, cells, report), None) is None
    ]


def _same_is_said_of_what_is_the_same(root: Path) -> Iterator[Problem]:
    """Where a comparison says 'same cycle' or 'same current', both sides have it, and alike."""
    reports, claims, tables = _compared(root)

    def judge(row: Row) -> Iterator[Found]:
        said = SAME.match(row["reason"])
        report = reports.get(row["report"])
        printed = claims.get(row["claim"]) or tables.get((row["table"], row["row"]))
        if said is None or report is None or printed is None:
            return  # the foreign keys report it
        cycle, current = _test_of(printed, row["column"])
        if said["cycle"] and not (_there(cycle) and report["cycle"] == cycle):
            yield "reason", f"the cycles {cycle} and {report['cycle']}, which are not the same"
        own = _current_of(report)
        if said["current"] and (own is None or own != current):
            yield "reason", f"the currents {current} and {own}, which are not the same"

    yield from by_row("comparisons", root, judge)


def _test_of(printed: Row, column: str) -> tuple[float | None, parsing.Current | None]:
    """Cycle and current of a claim, or of a cell of Tables 3 to 5."""
    if not column:
        return printed["cycle"], _current_of(printed)
    if column == "initial_capacity":
        return 1, parsing.initial_capacity(printed["initial_capacity"]).current
    last = parsing.parse_capacity_after_cycles(printed["capacity_retention"])
    return last.cycles, last.current


def _current_of(row: Row) -> parsing.Current | None:
    if not _there(row["current"]):
        return None
    return parsing.current(f"{row['current']:g} {row['current_unit']}")


def _there(value: float | None) -> bool:
    return value is not None and value == value


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _reports_are_whole,
    _qualifiers_are_those_of_the_note,
    _materials_have_the_hosts_of_their_paper,
    _a_part_was_read_at_one_place,
    _one_paper_says_one_thing,
    _theoretical_capacities_follow_from_phases,
    _pages_are_those_of_the_paper,
    _dois_belong_to_their_papers,
    _dois_are_those_of_the_bibliography,
    _reference_corrections_quote_the_entry,
    _comparisons_are_of_one_quantity,
    _what_can_be_compared_is,
    _same_is_said_of_what_is_the_same,
)
