"""What must be there: each row and column of the data is taken away, and is missed by name."""

import contextlib
import csv
import io
import itertools
import json
import os
import re
import shutil

import pytest
from conftest import ROOT

from anodes import data
from anodes.analysis import stoichiometry
from anodes.data import files
from anodes.data.files import DESCRIPTOR, DataError
from anodes.validation import check, completeness, consistency

RULES = {rule.__name__.strip("_"): rule for rule in (*consistency.RULES, *completeness.RULES)}
CONSTANTS = ["hosts_and_ions_have_their_constants"]
CITED = ["cited_rows_are_in_the_tables"]
BALANCES = ["names_in_balances_are_there"]
NUMBERS = ["numbers_have_no_gaps"]
LAST = None  # of a numbering only the last row can go unnoticed

# file -> the rules that miss its rows; the rows that nothing else asks for, by their first cell:
# the number of rows in the descriptor is their only guard.
ASKED_FOR = {
    "printed/table_1": (CONSTANTS, []),
    "printed/table_2": (CONSTANTS, []),
    "printed/table_3": (CITED, []),
    "printed/table_4": (CITED, []),
    "printed/table_5": (CITED, []),
    "printed/claims": (NUMBERS, LAST),
    "printed/citations": (NUMBERS, LAST),
    "printed/credits": (["credits_belong_to_panels"], []),
    "review/methods": (["electrodes_can_be_read"], []),
    "review/corrections": (["impossible_cells_are_corrected"], []),
    "review/quantities": (["the_vocabulary_is_one"], []),
    "review/routes": (NUMBERS, LAST),
    "review/title_words": (["title_words_find_what_titles_say"], []),
    "physics/elements": (CONSTANTS, []),
    "physics/conductivities": (CONSTANTS, []),
    "physics/radii": (CONSTANTS, []),
    "physics/thermal_expansions": (CONSTANTS, []),
    "physics/end_phases": (["hosts_have_end_phases"], []),
    "physics/alloys": (BALANCES, []),
    "physics/molar_volumes": (BALANCES, ["GeO2 (rutile)"]),
    "physics/atoms": (["positions_are_there", "sites_make_the_cell"], []),
    "physics/plateaus": (["steps_lead_to_the_product"], []),
    "physics/compositions": (
        ["printed_phases_have_a_composition", "series_hold_the_measured_phases"], [],
    ),
    "physics/phases": (
        ["phases_that_are_asked_for_are_there"],
        ["Li3Sb (hexagonal)"],
    ),
}  # fmt: skip
CLOCK = itertools.count(1)  # a table is read again when its time has changed


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A root of its own whose files are changed for a moment."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "references.bib", root)
    return root


@contextlib.contextmanager
def changed(path, content):
    """A file with another content, as long as the context lasts."""
    kept = path.read_bytes()
    try:
        for text in (content, kept):
            path.write_bytes(text)
            os.utime(path, ns=(next(CLOCK),) * 2)
            if text is content:
                yield
    finally:
        path.write_bytes(kept)
        os.utime(path, ns=(next(CLOCK),) * 2)


def rows_of(name):
    with (ROOT / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def broken(root, *names):
    """What some rules say of a root, raised or yielded."""
    try:
        return [problem for name in names for problem in RULES[name](root)]
    except DataError as error:
        return error.problems


def test_every_rule_holds_for_the_book():
    assert [str(problem) for name in RULES for problem in broken(ROOT, name)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "asking", "silent"), [(n, *a) for n, a in ASKED_FOR.items()])
def test_a_lost_row_is_missed(copy, name, asking, silent):
    header, *rows = rows_of(name)
    places = range(0, len(rows), 1 if len(rows) <= 40 else 7)
    if silent is LAST:
        places = (0, 1, len(rows) - 2, len(rows) - 1)
    unnoticed = []
    for place in places:
        row = rows[place]
        with changed(
            copy / f"data/{name}.csv", as_csv([header, *rows[:place], *rows[place + 1 :]])
        ):
            unnoticed += [] if broken(copy, *asking) else [row[0]]
    assert unnoticed == ([rows[-1][0]] if silent is LAST else silent)


def test_the_descriptor_states_the_rows_of_every_file():
    resources = json.loads((ROOT / DESCRIPTOR).read_bytes())["resources"]
    assert {resource["path"] for resource in resources} == {
        path.relative_to(ROOT / "data").as_posix() for path in (ROOT / "data").rglob("*.csv")
    }
    for resource in resources:
        rows = rows_of(resource["path"].removesuffix(".csv"))
        assert resource["rows"] == len(rows) - 1, resource["name"]


@pytest.mark.slow
def test_a_column_that_is_gone_is_named(copy):
    """In each of all files, whatever stands behind it."""
    for resource in files.descriptor()["resources"]:
        name = resource["path"].removesuffix(".csv")
        rows = rows_of(name)
        for place, column in enumerate(rows[0]):
            less = as_csv([[*row[:place], *row[place + 1 :]] for row in rows])
            with changed(copy / f"data/{name}.csv", less), pytest.raises(DataError) as error:
                data.read(resource["name"], copy)
            (problem,) = error.value.problems
            assert (problem.file, problem.line, problem.column) == (f"data/{name}.csv", 1, column)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "column"), [("printed/table_4", "method"), ("physics/phases", "a_angstrom")]
)
def test_no_other_column_is_accused(copy, name, column):
    header, *rows = rows_of(name)
    place = header.index(column)
    less = as_csv([[*row[:place], *row[place + 1 :]] for row in (header, *rows)])
    with changed(copy / f"data/{name}.csv", less):
        problems = check.problems(copy)
    assert [(p.file, p.line, p.column) for p in problems] == [(f"data/{name}.csv", 1, column)]


@pytest.mark.parametrize(
    ("header", "column", "found"),
    [
        (["radius_angstrom", "coordination", "ion", "status", "source"], "ion", "the header"),
        (
            ["ion", "coordination", "radius_angstrom", "status", "source", "more"],
            "more",
            "a column 'more'",
        ),
        (["ion", "ion", "coordination", "radius_angstrom", "status", "source"], "ion", "2 columns"),
    ],
)
def test_a_header_of_other_columns_is_reported(header, column, found):
    ours = ["ion", "coordination", "radius_angstrom", "status", "source"]
    (problem,) = files.header_problems("data/physics/radii.csv", header, ours)
    assert problem.column == (column if found != "the header" else "radius_angstrom")
    assert found in problem.found


# ------------------------------------------------------------------ the reasons


@pytest.mark.parametrize(("name", "computed"), [
    ("alloys", stoichiometry.porosities), ("molar_volumes", stoichiometry.porosities),
])  # fmt: skip
def test_the_balances_look_up_the_names_that_are_asked_for(copy, name, computed):
    """The list of names is neither too short nor too long: without each, a computation fails."""
    column, wanted = completeness.BALANCED[name]
    header, *rows = rows_of(f"physics/{name}")
    needed = set()
    for row in rows:
        key = row[header.index(column)]
        rest = [other for other in rows if other is not row]
        with changed(copy / f"data/physics/{name}.csv", as_csv([header, *rest])):
            try:
                computed(copy)
            except KeyError:
                needed.add(key)
    assert needed == set(wanted)


def test_the_phases_that_chapters_name_are_asked_for():
    """A phase that a code cell of a chapter names stands among those that a rule asks for."""
    known = {row[0] for row in rows_of("physics/phases")[1:]}
    silent = set(ASKED_FOR["physics/phases"][1])
    named = set()
    for chapter in (ROOT / "chapters").glob("*.ipynb"):
        for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                named |= set(re.findall(r'"([^"\n]+)"', "".join(cell["source"]))) & known
    assert {"Li15Si4", "Na15Sn4 (DFT)", "Si"} <= named
    assert not named & silent


DAMAGE = [
    # rule, file, old, new, line, column, part of what was found
    ("hosts_have_end_phases", "physics/end_phases.csv", "Si,Li,Li15Si4", "Si,Li,Li15Ge4", 2, "phase", "Li15Ge4"),
    ("steps_lead_to_the_product", "physics/plateaus.csv", "Li-Sn,3,0.530", "Li-Sn,3,0.670", 4, "potential_V", "0.67 after 0.66"),
    ("steps_lead_to_the_product", "physics/plateaus.csv", "0.541,NaSn2", "0.541,NaSn3", 9, "phase", "NaSn3 after NaSn3"),
    ("steps_lead_to_the_product", "physics/plateaus.csv", "0.094,Na15Sn4", "0.094,Na9Sn4", 12, "phase", "Na9Sn4"),
    ("steps_lead_to_the_product", "physics/potentials.csv", "Li22Sn5,0.504", "Li22Sn5,0.513", None, "step", "0.504"),
    ("steps_lead_to_the_product", "physics/potentials.csv", "Na15Sn4,0.207", "Na15Sn4,0.217", None, "step", "0.207"),
    ("formulas_are_those_of_their_columns", "physics/phases.csv", "Si,Li,3.75", "Si,Li,3.7", 9, "ions_per_host", "3.7"),
    ("formulas_are_those_of_their_columns", "physics/phases.csv", "graphite,C,", "graphite,carbon,", 6, "formula", "carbon"),
    ("formulas_are_those_of_their_columns", "physics/phases.csv", "Ge,Ge,Ge,,0,", "Ge,Ge,Ge,,1,", 3, "ions_per_host", "1"),
    ("formulas_are_those_of_their_columns", "physics/compositions.csv", "LiSi,Li,Si", "LiSi,Li,Sn", 2, "phase", "LiSi"),
    ("alloys_that_routes_start_from_are_there", "physics/alloys.csv", "eutectic,Si,Al", "eutectic,Si,Mg", 2, "other", "Mg"),
    ("positions_are_there", "printed/claims.csv", ",Na3Sb,Sb,Na,diffraction_angle,,33.5", ",NaSb,Sb,Na,diffraction_angle,,33.5", None, "phase", "NaSb"),
    ("working_potentials_have_a_system", "printed/claims.csv", "Sb,Sb,,working_potential", "Sb,Sb,Na,working_potential", None, "system", "Na-Sb"),
    ("impossible_cells_are_corrected", "printed/table_3.csv", "77%", "107%", 2, "ice", "107%"),
    ("impossible_cells_are_corrected", "printed/table_3.csv", "at 4.2 A g-1\",77%", "at 4,200 A g-1\",77%", 2, "initial_capacity", "4,200 A g-1"),
    ("claims_that_leave_something_open_have_a_reading", "printed/claims.csv", "p-Si,Si,Li,reversible_capacity,,2500", "p-Si,Si,Li,reversible_capacity,,4300", None, "name", "jia2018-reversible-capacity"),
    ("papers_on_synthesis_have_a_route", "printed/attributions.csv", "36,dealloying,Feng", "34,dealloying,Feng", None, "reference", "34"),
    ("title_words_can_be_used", "review/title_words.csv", "silicon,element", "sil(icon,element", 2, "pattern", "sil(icon"),
    ("title_words_can_be_used", "review/title_words.csv", "pores,macroporous", "pores,megaporous", 22, "means", "megaporous"),
    ("judgements_cite_the_reference_list", "review/judgements.csv", "by hand.,106", "by hand.,1060", 10, "references", "1060"),
    ("causes_and_findings_belong_together", "review/finding_causes.csv", "-row-3,current-per-area", "-row-3,per-gram-of-what", 47, "cause", "current-per-area"),
    ("causes_and_findings_belong_together", "review/finding_causes.csv", "term-conversion,alloying-called-conversion", "term-conversion,older-ionic-radii", 34, "shared", "nothing"),
    ("causes_and_findings_belong_together", "review/causes.csv", "a capacity with lithium.,", "a capacity with lithium.,one row", 8, "shared", "one row"),
    ("causes_and_findings_belong_together", "review/withdrawn_findings.csv", "term-mesopores,", "term-bet,", 114, "finding", "term-bet"),
    ("lists_are_in_use", "review/families.csv", "\ndealloying,", "\nunused,,no method is one\ndealloying,", 2, "family", "unused"),
    ("chapters_are_named_after_sections", "printed/sections.csv", "\ntin,", "\nstannum,", None, "section", "tin"),
    ("figures_have_all_their_panels", "printed/figures.csv", "\n1,B,", "\n2,C,", None, "panel", "1B"),
    ("figures_have_all_their_panels", "printed/figures.csv", "\n4,,", "\n3,C,", None, "figure", "Figure 4"),
    ("panels_exist", "printed/structures.csv", "introduction,1D,diamond", "introduction,1F,diamond", 2, "figure", "1F"),
    ("sites_make_the_cell", "physics/atoms.csv", "Na,2b,0,0,0.25", "Na,2b,0,0,0.2", 6, "x", "8 Na"),
    ("sites_make_the_cell", "physics/atoms.csv", "Na,48e", "Na,24d", 14, "wyckoff", "48 images"),
    ("cells_can_be_built", "physics/phases.csv", "63,Cmcm,5.42,9.39", "63,Cmcm,5.42,", 22, "a_angstrom", "b or c is missing"),
    ("cells_can_be_built", "physics/phases.csv", "216,F-43m,19.714,,", "216,F-43m,19.714,,7", 14, "a_angstrom", "no cubic cell"),
    ("cells_can_be_built", "physics/phases.csv", "225,Fm-3m", "225,Pm-3m", 16, "space_group", "Pm-3m"),
    ("numbers_have_no_gaps", "review/routes.csv", "\n5,", "\n6,", 6, "route", "no route 5"),
    ("claims_can_be_computed_with", "printed/claims.csv", "0.5,C,1000,127", "0.5,C,1000,127;85", 39, "references", "127;85"),
    ("claims_can_be_computed_with", "printed/claims.csv", "p-Ge,Ge,Li,one_c", "p-Ge,,Li,one_c", 116, "element", "''"),
    ("claims_can_be_computed_with", "printed/claims.csv", "Li+,,Li,ionic", "Li+,,,ionic", 103, "ion", "''"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "old", "new", "line", "column", "found"), DAMAGE)
def test_what_contradicts_a_reason_is_reported(copy, rule, name, old, new, line, column, found):
    path = copy / "data" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    with changed(path, text.replace(old, new, 1).encode("utf-8")):
        problems = broken(copy, rule)
    places = [(p.line, p.column) for p in problems if found in p.found and p.expected]
    assert (line, column) in places, problems


# ------------------------------------------------------------------ the bibliography

ENTRIES = [
    # old, new, line, field, part of what was found
    ("  author = {Gogotsi, Y. and Simon, P.},\n", "", 5, "author", "r001: no author"),
    ("{Gogotsi, Y. and Simon, P.}", "{}", 5, "author", "r001: no author"),
    ("  journal = {Science},\n", "", 5, "journal", "r001: no journal"),
    ("  year = {2011},\n", "", 5, "keywords", "r001: no year"),
    ("{2011}", "{MMXI}", 5, "year", "MMXI"),
    ("@article{r002", "@book{r002", 15, "type", "@book (missing publisher"),
    ("@article{r002", "@leaflet{r002", 15, "type", "@leaflet"),
    ("@article{r002", "@article{r001", 15, None, "repeated"),
    ("  keywords = {duplicate},\n", "", 901, "keywords", "r098: a title that another entry has"),
    ("Gogotsi, Y. and", "Gogotsi, Y., A, B, C and", 6, None, "commas"),
    ("title = {{Materials", "title = {{{Materials", 15, None, "syntax error"),
    ("@article{li2022", "@article{li2023", None, None, "li2022"),
]
OF_ENTRIES = ["references_stand_in_the_bibliography", "entries_can_be_printed"]


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new", "line", "field", "found"), ENTRIES)
def test_an_entry_that_cannot_be_printed_is_reported(copy, old, new, line, field, found):
    text = (copy / "references.bib").read_text(encoding="utf-8")
    assert old in text
    with changed(copy / "references.bib", text.replace(old, new, 1).encode("utf-8")):
        (problem,) = {p.found: p for p in broken(copy, *OF_ENTRIES)}.values()
    assert (problem.file, problem.line, problem.column) == ("references.bib", line, field)
    assert found in problem.found
    assert problem.expected


def test_an_entry_without_title_is_reported_at_its_line(copy):
    text = (copy / "references.bib").read_text(encoding="utf-8")
    less = re.sub(r"  title = .*Mesoporous materials for .*\n", "", text, count=1)
    assert less != text
    with changed(copy / "references.bib", less.encode("utf-8")):
        (problem,) = check.problems(copy)
    assert str(problem).startswith(
        "references.bib, line 15, column title: found entry r002: no title"
    )


def test_a_bibliography_that_is_no_bibliography_is_one_problem(copy):
    path = copy / "references.bib"
    for content, found in ((b"", "no entry"), (b"\n% \xff", "not UTF-8")):
        with changed(path, content):
            (problem,) = broken(copy, "references_stand_in_the_bibliography")
        assert found in problem.found


def test_a_missing_bibliography_is_one_problem(copied_data):
    (copied_data / "references.bib").unlink()
    (problem,) = check.problems(copied_data)
    assert problem.file == "references.bib"
    assert "No such file" in problem.found
    assert "git restore references.bib" in problem.expected


def test_a_credited_reference_needs_a_year(copy):
    text = (copy / "references.bib").read_text(encoding="utf-8")
    entry = text[text.index("@article{r075") :].partition("\n@")[0]
    less = entry.replace("  year = ", "  keywords = {incomplete},\n  note = ")
    with changed(copy / "references.bib", text.replace(entry, less).encode("utf-8")):
        (problem,) = broken(copy, "credited_references_have_a_year")
    assert (problem.line, problem.column) == (689, "year")
