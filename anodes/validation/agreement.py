"""What a cell says of itself and of its neighbours, and must agree with.

A formula has the elements of its series, a space group its crystal system, a source the number
that was taken from it. Each rule is a function of the project's folder that yields `Problem`s, as
in `consistency`. What a rule compares with is chemistry, crystallography, the reference list or the
sentence that the row quotes, never a second copy of the column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from anodes.data import printed_tables
from anodes.data.domain import A_HOST, IONS
from anodes.data.files import Problem, bibliography, read
from anodes.data.frames import Row, records
from anodes.data.reference_list import references
from anodes.physics import crystallography, reactions
from anodes.validation.completeness import path_of

Found = tuple[str, str]  # column, what is expected of it

SERIES = re.compile(r"series of (\w+)-(\w+) phases")
DIAMOND = "diamond structure"
FORMULA = re.compile(r"\b(?:[A-Z][a-z]?\d*){2,}(?![a-z])")
SUBJECTS = {"silicon": "Si", "germanium": "Ge", "tin": "Sn", "antimony": "Sb"}  # of sections
OF_STRUCTURES = {"structure", "phase", "of", "with", "a", "space", "group"}
FIRST_LETTERS = 5  # of a word, by which its forms are recognised


def rows(name: str, root: Path) -> list[Row]:
    """The rows of a table, typed by its schema."""
    return records(read(name, root))


def by_row(name: str, root: Path, judge: Callable[[Row], Iterator[Found]]) -> Iterator[Problem]:
    """A problem for each column of a row that `judge` yields with what is expected of it."""
    path = path_of(name, root)
    for index, row in enumerate(rows(name, root)):
        for column, expected in judge(row):
            yield Problem(path, index + 2, column, repr(row[column]), expected)


# ------------------------------------------------------------------ printed formulas and structures


def _formulas_belong_to_their_series(root: Path) -> Iterator[Problem]:
    """A formula has the elements of its series; one series is one statement of one paper."""
    firsts: dict[str, Row] = {}

    def judge(row: Row) -> Iterator[Found]:
        match = SERIES.fullmatch(row["role"])
        if not match:
            return
        if set(atoms(row["formula"])) != set(match.groups()):
            yield "formula", f"a formula of {match[1]} and {match[2]}"
        first = firsts.setdefault(row["role"], row)
        for column in ("section", "figure", "printed_with", "reference"):
            if row[column] != first[column]:
                expected = f"{first[column]!r}, as in the other formulas of the {row['role']}"
                yield column, expected

    yield from by_row("formulas", root, judge)


def _cathodes_are_those_of_the_text(root: Path) -> Iterator[Problem]:
    """Anode and cathode of a printed full cell make a material of the claims on the same paper."""
    cells = {
        (row["material"], row["section"], row["references"])
        for row in rows("claims", root)
        if printed_tables.FULL_CELL in row["material"]
    }

    def judge(row: Row) -> Iterator[Found]:
        if row["role"] != "cathode":
            return
        if not set(atoms(row["formula"])) & set(IONS):
            yield "formula", f"a formula with {' or '.join(IONS)}"
        key = (row["printed_with"] + row["formula"], row["section"], str(row["reference"]))
        if key not in cells:
            expected = f"with the formula a material of {path_of('claims', root)} on the same paper"
            yield "printed_with", expected

    yield from by_row("formulas", root, judge)


def atoms(formula: str) -> dict[str, float]:
    """How many atoms of each element a formula has; none where it cannot be read."""
    try:
        return {name: count for name, count in reactions.atoms_and_charge(formula).items() if count}
    except reactions.EquationError:
        return {}


def _structures_are_as_quoted(root: Path) -> Iterator[Problem]:
    """Phase, crystal system and space group are those that the quoted words name."""
    hosts = {row["phase"]: row["host"] for row in rows("phases", root)}
    shows = {f"{r['figure']}{r['panel']}": r["shows"] for r in rows("figures", root)}

    def judge(row: Row) -> Iterator[Found]:
        yield from _unlike_its_quotation(row)
        elements = set(atoms(row["phase"])) or {hosts.get(row["phase"], "")}
        for where in (SUBJECTS.get(row["section"], ""), shows.get(row["figure"], "")):
            if where and not any(re.search(rf"{name}(?![a-z])", where) for name in elements):
                yield "phase", f"a phase of what section and figure are about: {where}"

    yield from by_row("structures", root, judge)


def _unlike_its_quotation(row: Row) -> Iterator[Found]:
    """What a structure says that the quoted words do not, and the other way round."""
    system, group, words = row["crystal_system"], row["space_group"], row["printed"].split()
    if system not in words and not (row["printed"] == DIAMOND and system == "cubic"):
        yield "crystal_system", f"the crystal system of {row['printed']!r}"
    if row["printed"] != DIAMOND:
        known = {system, row["phase"], group.replace("_", "")} | OF_STRUCTURES
        for word in [word for word in words if word not in known]:
            yield "printed", f"a phrase of system, phase and space group, without {word!r}"
    if group:
        number = crystallography.group_number(group)
        if number is None or crystallography.crystal_system(number) != system:
            yield "space_group", f"the symbol of a {system} space group"
        elif group.replace("_", "") not in words:
            yield "space_group", f"the space group of {row['printed']!r}"


def _angles_have_a_printed_structure(root: Path) -> Iterator[Problem]:
    """A phase whose diffraction angles are printed has a statement of its crystal system."""
    known = {row["phase"] for row in rows("structures", root)}
    claims = [row for row in rows("claims", root) if row["quantity"] == "diffraction_angle"]
    for phase in sorted({row["material"] for row in claims} - known):
        expected = "a row for it (restore or add it): its diffraction angles are printed"
        yield Problem(path_of("structures", root), None, "phase", f"no phase {phase}", expected)


# ------------------------------------------------------------------ sections, authors, credits


def _sections_bear_their_heading(root: Path) -> Iterator[Problem]:
    """The short name of a section begins as a word of its heading, or names its host."""

    def judge(row: Row) -> Iterator[Found]:
        name, heading = row["section"], row["heading"]
        word = name.rpartition("-")[2] if name.split("-")[0] in SUBJECTS else name
        begin = f"{SUBJECTS[name]}-based" if name in SUBJECTS else word[:FIRST_LETTERS]
        if not re.search(rf"\b{begin}", heading, re.IGNORECASE):
            yield "heading", f"a heading with {begin!r}, as the section {name!r} has"
        if name.split("-")[0] in SUBJECTS and row["chapter"] != name.split("-")[0]:
            yield "chapter", f"{name.split('-')[0]!r}, which the section is about"

    yield from by_row("sections", root, judge)


def _named_authors_are_cited_there(root: Path) -> Iterator[Problem]:
    """The paper of a named author is cited in that section, and the name leads its list.

    The review names papers by their first author; where its list ends in 'et al.' it names
    others, too. A name may differ by one letter from that of the list: that is a finding of the
    audit, not an error of ours.
    """
    cited = {row["reference"]: row["cited_in"].split(";") for row in rows("citations", root)}
    entries = bibliography(root).entries

    def judge(row: Row) -> Iterator[Found]:
        if row["section"] not in cited.get(row["reference"], []):
            yield "section", f"a section that cites [{row['reference']}], by citations.csv"
        entry = entries.get(f"r{row['reference']:03}")
        people = entry.persons.get("author", []) if entry else []
        names = [" ".join(person.last_names) for person in people]
        if "others" in names and row["author"] not in names:
            return
        if names and not _one_letter_apart(row["author"], names[0]):
            yield "author", f"{names[0]}, the first author of [{row['reference']}]"

    yield from by_row("attributions", root, judge)


def _claims_are_called_after_paper_and_quantity(root: Path) -> Iterator[Problem]:
    """The name of a claim: first author and year of its first reference, then its quantity."""
    papers = {paper["reference"]: paper for paper in records(references(root))}
    claims = {claim["claim"]: claim for claim in rows("claims", root)}

    def judge(row: Row) -> Iterator[Found]:
        claim = claims[row["claim"]]
        first = claim["references"].split(";")[0]
        paper = "review"
        if first:
            cited = papers[int(first)]
            paper = f"{cited['first_author'].split()[0]}{cited['year']}"
        begin = _dashed(f"{paper}-{claim['quantity']}")
        if not f"{row['name']}-".startswith(f"{begin}-"):
            yield "name", f"a name that begins with {begin}"

    yield from by_row("claim_names", root, judge)


def _dashed(words: str) -> str:
    """Lower-case ASCII letters and digits with hyphens between."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether two names are the same but for at most one exchanged letter."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


ELSEVIER = r"Elsevier( B\.V\.| Inc\.| Ltd\.)?"
WILEY = r"Wiley-VCH Verlag( GmbH & Co\.)?|John Wiley & Sons (Inc|Ltd)\.|Wiley-Blackwell"
SPRINGER = r"Nature Publishing Group|Springer( Nature| Verlag)?|Kluwer Academic Publishers"
SOCIETY = "American Chemical Society|ACS Publications"
PUBLISHERS = {  # who publishes the journals that pictures were taken from
    "ACS Appl Mater Interfaces": SOCIETY, "ACS Appl Nano Mater": SOCIETY, "ACS Nano": SOCIETY,
    "Chem Mater": SOCIETY, "Nano Lett": SOCIETY,
    "Adv Electron Mater": WILEY, "Adv Energy Mater": WILEY, "Adv Mater": WILEY,
    "Chem Sus Chem": WILEY, "J Comput Chem": WILEY, "Part Part Syst Charact": WILEY,
    "Small": WILEY,
    "Electrochim Acta": ELSEVIER, "Energy Stor Mater": ELSEVIER,
    "J Colloid Interface Sci": ELSEVIER,
    "J Hazard Mater": ELSEVIER, "J Power Sources": ELSEVIER, "Nano Energy": ELSEVIER,
    "Scr Mater": ELSEVIER, "Solid State Ionics": ELSEVIER,
    "J Mater Sci": SPRINGER, "J Porous Mater": SPRINGER, "Nano Res": "Tsinghua University Press",
    "Nanoscale Res Lett": SPRINGER, "Nat Commun": SPRINGER, "Nat Nanotechnol": SPRINGER,
    "Science": "The American Association for the Advancement of Science",
}  # fmt: skip


def _credits_name_the_publisher(root: Path) -> Iterator[Problem]:
    """The holder of the rights in a picture is the publisher of the journal it was taken from."""
    entries = bibliography(root).entries

    def judge(row: Row) -> Iterator[Found]:
        entry = entries.get(f"r{row['reference']:03}")
        journal = entry.fields.get("journal", "") if entry else ""
        publisher = PUBLISHERS.get(journal)
        if publisher and not re.fullmatch(publisher, row["holder"]):
            names = publisher.replace("\\", "").replace(")?", " or nothing)").replace("|", " or ")
            yield "holder", f"the publisher of {journal}: {names}"

    yield from by_row("credits", root, judge)


# ------------------------------------------------------------------ panels

PANELS = {  # how the description of a panel of each kind reads; what shows samples reads freely
    "cycling": "capacity over cycles",
    "rate capability": "capacity at ",
    "voltage profile": "voltage against capacity",
    "diffraction": "diffraction of ",
    "spectrum": ".* spectra ",
    "structure model": ".*structures? of |lithiation of .* by calculation",
    "property chart": ".*(price|potential|capacity of |against (its|porosity)|compared)",
}
REASONS = {  # how the reason why a panel is not redrawn begins
    "micrograph": "(An image|Images) ",
    "photograph": "A photograph",
    "schematic": "A drawing ",
    "spectrum": "Measured spectra",
    "structure model": "Positions ",
    "property chart": "Values ",
}


def _panels_are_of_their_kind(root: Path) -> Iterator[Problem]:
    """Description, kind and reason of a panel agree; no image of a sample is redrawn."""

    def judge(row: Row) -> Iterator[Found]:
        kind, shows = row["kind"], row["shows"]
        reads = {name for name, pattern in PANELS.items() if re.match(pattern, shows)}
        if kind in PANELS and kind not in reads:
            yield "kind", f"the kind of {shows!r}"
        elif kind not in PANELS and reads & {"cycling", "voltage profile", "diffraction"}:
            yield "kind", f"{reads.pop()!r}, the kind of {shows!r}"
        if kind in ("micrograph", "photograph") and row["counterpart"]:
            yield "counterpart", f"none, for no number redraws a {kind}"
        if row["why_not"] and not re.match(REASONS.get(kind, "$"), row["why_not"]):
            yield "why_not", f"a reason that fits a {kind}"

    yield from by_row("figures", root, judge)


# ------------------------------------------------------------------ lists of the review's words

BASES = {  # what a number with a unit is counted by
    "mAh g-1": "per gram", "mA g-1": "per gram", "mAh cm-3": "per volume", "mAh cm-2": "per area",
    "mA cm-2": "per area", "Wh kg-1": "per mass", "W kg-1": "per mass", "%": "of |atomic or mass",
    "V": "against Li", "mV": "against Li", "deg": "two theta", "1": "ions per host|over that of|$",
}  # fmt: skip
FREE = "$|per |of |atomic or mass"  # of a quantity that has units of several kinds
MEANT_BY = {  # words of a definition where it has none of the name
    "coulombic_efficiency": "over charge", "initial_coulombic_efficiency": "over charge",
    "volume_expansion": "Growth", "one_c_current": r"(?<![.\d])1 C\b",
    "state_of_charge": "full", "concentration": "Strength",
    "porosity": "Pore volume", "bond_length": "Distance", "composition": "x in A_xM",
    "coordination_number": "Neighbours",
    "chemical dealloying": "alloy", "electrochemical dealloying": "alloy",
    "gas dealloying": "alloy",
    "template": "scaffold", "chemical etching": "dissolves", "electrochemical etching": "dissol",
    "self-assembly": "gather", "galvanic replacement": "less noble",
    "mechanical alloying": "Milling",
    "dealloying": "alloy", "etching": "etchant", "solution chemistry": "dissolved",
    "ball milling": "grinding", "disproportionation": "lower oxide .* higher oxide",
    "vapour deposition": "evaporates",
}  # fmt: skip
NAMED = {  # how a method names its family
    "dealloying": "dealloy", "template": "templat", "etching": "etch", "ball milling": "^ball-mill",
    "self-assembly": "self-assembl", "metallothermic reduction": "(magnesio|alumino|metallo)therm",
    "hydrogen reduction": "hydrogen", "solution chemistry": "hydrothermal|solution",
}  # fmt: skip


def _quantities_are_counted_by_their_unit(root: Path) -> Iterator[Problem]:
    """The basis of a quantity fits each of its units."""

    def judge(row: Row) -> Iterator[Found]:
        units = row["units"].split(";")
        bases = {BASES.get(unit, "$") for unit in units}
        basis = bases.pop() if len(bases) == 1 else FREE
        if not re.match(basis, row["basis"]):
            yield "basis", f"a basis of {' or '.join(units)}"

    yield from by_row("quantities", root, judge)


def _definitions_define_their_word(root: Path) -> Iterator[Problem]:
    """A definition has a word of the name that it explains, or what `MEANT_BY` gives for it."""
    for name, column in (("quantities", "quantity"), ("kinds", "kind"), ("families", "family")):

        def judge(row: Row, column: str = column) -> Iterator[Found]:
            words = [word[:FIRST_LETTERS] for word in re.split("[_ -]", row[column])]
            wanted = MEANT_BY.get(row[column]) or "|".join(rf"\b{word}" for word in words)
            if not re.search(wanted, row["definition"], re.IGNORECASE):
                yield "definition", f"a definition of {row[column]}, with {wanted!r}"

        yield from by_row(name, root, judge)


def _families_are_named_by_their_members(root: Path) -> Iterator[Problem]:
    """A method that the table calls 'named' names its family; so does a kind that names one."""

    def of_method(row: Row) -> Iterator[Found]:
        pattern = NAMED.get(row["family"], "$")
        named = row["reason"].startswith("named")
        if named and not re.search(pattern, row["method"], re.IGNORECASE):
            yield "family", f"the family that {row['method']!r} names"

    def of_kind(row: Row) -> Iterator[Found]:
        own = [name for name in NAMED if re.search(rf"\b{name}$", row["kind"])]
        if own and row["family"] != own[0]:
            yield "family", f"{own[0]!r}, which {row['kind']!r} names"
        alike = {m["family"] for m in methods if _says(m["method"], row["kind"])}
        if not own and alike and row["family"] not in alike:
            yield "family", f"{' or '.join(sorted(alike))}, as methods.csv has it"

    def of_family(row: Row) -> Iterator[Found]:
        sections = [name for name in NAMED if re.search(NAMED[name], row["section"], re.I)]
        if row["family"] in own_section and row["family"] not in sections:
            yield "section", f"the section on {row['family']}"

    methods = rows("methods", root)
    own_section = {row["section"] for row in rows("sections", root)}
    yield from by_row("families", root, of_family)
    yield from by_row("methods", root, of_method)
    yield from by_row("kinds", root, of_kind)


def _says(method: str, kind: str) -> bool:
    """Whether a method has all words of a kind: 'Phase-inversion technique', 'phase inversion'."""
    return set(re.findall(r"\w+", kind.lower())) <= set(re.findall(r"\w+", method.lower()))


# ------------------------------------------------------------------ routes

AGENTS = {  # what a route of each kind starts from or works with, where it is named
    "chemical dealloying": "alloy|Al-|acid|HCl|Mg2Ge|Mg90Sb10",
    "electrochemical dealloying": "molten",
    "liquid-metal dealloying": "melt",
    "gas dealloying": r"\b(Ar/O2|N2|CO2)\b",
    "template": "opal|methacrylate|SiO2",
    "salt template": r"\b(NaCl|NaK)\b",
    "metallothermic reduction": r"\b(Mg|Zn|Al)\b",
    "hydrogen reduction": r"\bH2\b",
    "chemical reduction": r"\bNaBH4\b",
    "chemical etching": r"\bHF\b|ferrite",
    "metal-assisted etching": r"\b(Ag|AgNO3|Cu)\b",
    "electrochemical etching": "current|anodisation|mA cm-2",
    "electrochemical reduction": "electrons",
    "self-assembly": "microemulsion|nanotubes|emulsifier|filler|heat",
    "disproportionation": r"\bSiO\b",
    "gas decomposition": "plasma",
    "mechanical alloying": "milling",
    "vapour deposition": "vacuum",
    "galvanic replacement": r"\b(Zn|Cu)\b",
    "phase inversion": "solution",
}
ACID = {"waste acid or alkali", "slow", "the pores may collapse"}
COST = {"environmental issues", "costly"}
ETCHED = {"HF is highly corrosive", "slow", "costly noble metal"}
HAZARDS = {  # the drawbacks that the text gives to each way
    "chemical dealloying": ACID,
    "electrochemical dealloying": COST | {"harsh conditions", "oxygen must be kept out"},
    "liquid-metal dealloying": COST | {"high temperature", "metal residues"},
    "template": {"highly toxic acid or much CO2", "costly template", "complicated"},
    "chemical etching": ETCHED,
    "metal-assisted etching": ETCHED,
    "electrochemical etching": {"HF is highly corrosive", "environmental concerns"},
}
SUBSTANCE = re.compile(r"(?<![\w-])(?:[A-Z][a-z]?\d*)+(?:\^?\d*[+-])?(?![\w-])")


def _routes_are_of_their_kind(root: Path) -> Iterator[Problem]:
    """Starting substances, agents and drawbacks of a route are those of its kind."""

    def judge(row: Row) -> Iterator[Found]:
        works = " ".join(text for text in (row["precursor"], row["agent"]) if text)
        if works and not re.search(AGENTS.get(row["kind"], ""), works):
            yield "kind", f"a kind that works with {works!r}"
        phrases = row["hazards"].split("; ") if row["hazards"] else []
        for phrase in phrases:
            if phrase not in HAZARDS.get(row["kind"], set()):
                yield "hazards", f"drawbacks that the text gives to {row['kind']}"
        if "costly noble metal" in phrases and "Ag" not in works:
            yield "hazards", "a noble metal only where one is used"
        if "HF is highly corrosive" in phrases and row["agent"] and not _uses_hf(row):
            yield "hazards", "HF only where it is used"

    yield from by_row("routes", root, judge)


def _uses_hf(row: Row) -> bool:
    return "HF" in row["agent"] or row["kind"] == "electrochemical etching"


def _equations_use_what_the_route_names(root: Path) -> Iterator[Problem]:
    """Compounds of the precursor and all that leaves are substances of the route's equation."""

    def judge(row: Row) -> Iterator[Found]:
        if not row["equation"]:
            return
        there = set(re.findall(r"[A-Z][\w()^+-]*", row["equation"]))
        made_of = set(re.findall(r"[A-Z][a-z]?", row["equation"]))
        for column in ("precursor", "leaves"):
            for name in SUBSTANCE.findall(row[column]):
                compound = bool(re.search(r"\d|[A-Z].*[A-Z]|[+-]$", name))
                if column == "precursor" and (not compound or _is_mixture(name)):
                    continue
                if name not in (there if compound else made_of):
                    yield column, f"what takes part in {row['equation']!r}, not {name}"

    yield from by_row("routes", root, judge)


def _is_mixture(name: str) -> bool:
    """Whether a name is that of a mixture: atomic per cent ('Mg90Sb10'), or no formula at all."""
    return sum(map(int, re.findall(r"\d+", name))) == 100 or not atoms(name)


def _products_belong_to_their_section(root: Path) -> Iterator[Problem]:
    """The product of a route in a section on a host has that host."""

    def judge(row: Row) -> Iterator[Found]:
        host = SUBJECTS.get(row["section"].split("-")[0])
        if host and not re.search(rf"{host}(?![a-z])", row["product"]):
            yield "product", f"a product of {host}, which the section is about"

    yield from by_row("routes", root, judge)


def _claims_are_about_the_host_of_their_section(root: Path) -> Iterator[Problem]:
    """The host of a claim is the one that its material names, or that its section is about."""
    phases_of = {row["phase"]: row["host"] for row in rows("phases", root)}

    def judge(row: Row) -> Iterator[Found]:
        if not row["element"]:
            return
        subject = SUBJECTS.get(row["section"].split("-")[0])
        if subject and row["element"] != subject:
            yield "element", f"{subject!r}, which the section is about"
        named = phases_of.get(row["material"], "")
        if named in SUBJECTS.values() and row["element"] != named:
            yield "element", f"{named!r}, the host of {row['material']}"
        if not subject and (hosts := _hosts_named(row["material"])) and row["element"] not in hosts:
            yield "element", f"{' or '.join(sorted(hosts))}, which {row['material']!r} names"

    yield from by_row("claims", root, judge)


def _hosts_named(material: str) -> set[str]:
    return set(re.findall(rf"(?:{A_HOST})(?![a-z])", material))


MADE_OF = re.compile(r"(?<!molten )\b(HCl|HF|H2O2|NaBH4|Si2H6|NaK|N2|CO2|H2|Mg|Zn|Al)\b")
ACIDS = ("HCl", "HF", "HNO3")
COUNTED = {"two": 2, "four": 4}


def _equations_use_the_agents(root: Path) -> Iterator[Problem]:
    """What is named as agent takes part in the equation, and an acid of the equation is named.

    The note says whether the chemistry is ours, what the text does not name, and how many
    electrons were taken.
    """

    def judge(row: Row) -> Iterator[Found]:
        equation, note = row["equation"], row["equation_note"]
        if bool(equation) != note.startswith(("Known chemistry", "One way to balance it")):
            yield "equation_note", f"a note on {equation!r}"
        if not equation:
            return
        there = set(re.findall(r"[A-Z][\w()^+-]*|[A-Z][a-z]?", equation))
        made_of = set(re.findall(r"[A-Z][a-z]?", equation))
        for name in MADE_OF.findall(row["agent"]):
            if name not in there and not (len(atoms(name)) == 1 and name in made_of):
                yield "agent", f"what takes part in {equation!r}, not {name}"
        for acid in ACIDS:
            named = acid in row["agent"] or (acid == "HNO3" and "nitric" in row["agent"])
            if acid in there and not named and "not name" not in note:
                yield "agent", f"the {acid} of {equation!r}"
        for word, count in COUNTED.items():
            if f"{word} electrons" in note and f"{count} e-" not in equation:
                yield "equation_note", f"the electrons of {equation!r}, not {word}"

    yield from by_row("routes", root, judge)


def _judgements_list_the_papers_they_name(root: Path) -> Iterator[Problem]:
    """References of a judgement are papers that it names in brackets, or rows of its table.

    Those of the place that it is on are among them.
    """
    of_tables = {
        f"Table {n}": {str(r["reference"]) for r in rows(f"table_{n}", root)}
        for n in printed_tables.ELECTRODE_TABLES
    }

    def judge(row: Row) -> Iterator[Found]:
        text = " ".join(str(row[name]) for name in row if name != "references")
        listed = set(filter(None, row["references"].split(";")))
        tabled = (of_tables[table] for table in of_tables if table in text)
        allowed = _in_brackets(text).union(*tabled)
        if lacking := sorted(_in_brackets(row["place"]) - listed, key=int):
            yield "references", f"also {', '.join(lacking)}, which the judgement is on"
        if more := sorted(listed - allowed, key=int):
            yield "references", f"papers that the judgement names, not {', '.join(more)}"

    yield from by_row("judgements", root, judge)


def _in_brackets(text: str) -> set[str]:
    """The numbers of references in a text: '[133], [138-140]'."""
    ranges = re.findall(r"\[(\d+)(?:-(\d+))?\]", text)
    return {str(n) for first, last in ranges for n in range(int(first), int(last or first) + 1)}


RULES: tuple[Callable[[Path], Iterator[Problem]], ...] = (
    _formulas_belong_to_their_series,
    _cathodes_are_those_of_the_text,
    _structures_are_as_quoted,
    _angles_have_a_printed_structure,
    _sections_bear_their_heading,
    _named_authors_are_cited_there,
    _claims_are_called_after_paper_and_quantity,
    _credits_name_the_publisher,
    _panels_are_of_their_kind,
    _quantities_are_counted_by_their_unit,
    _definitions_define_their_word,
    _families_are_named_by_their_members,
    _routes_are_of_their_kind,
    _equations_use_what_the_route_names,
    _equations_use_the_agents,
    _products_belong_to_their_section,
    _claims_are_about_the_host_of_their_section,
    _judgements_list_the_papers_they_name,
)
