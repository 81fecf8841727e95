"""Causes: each finding has one, each says what changes, and no address of a finding is lost."""

import json
import re

import pytest
from conftest import ROOT

from anodes import __main__, audit, data
from anodes.data.files import DataError
from anodes.viz import lists

FILE = "review/finding_causes.csv"
# Read in the review: Table 2 has the lithium table's capacities per volume in its four rows, and
# the columns as a whole are a fifth place.
SODIUM = {
    "repeated-columns-volumetric-capacity", "volumetric-capacity-table-2-si",
    "volumetric-capacity-table-2-ge", "volumetric-capacity-table-2-sn",
    "volumetric-capacity-table-2-sb",
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return audit.run()


@pytest.fixture(scope="module")
def causes():
    return audit.causes()


def test_each_finding_has_one_cause_and_each_cause_a_finding(found):
    pairs = data.read("finding_causes")
    assert sorted(pairs["finding"]) == sorted(found["finding"])  # each once
    assert set(pairs["cause"]) == set(data.read("causes")["cause"])


def test_one_error_in_five_places_is_one_cause(found, causes):
    row = causes.set_index("cause").loc["sodium-capacity-per-volume"]
    assert set(row["names"].split(";")) == SODIUM
    assert row["findings"] == 5
    assert row["severity"] == "inconsistent"
    assert row["chapters"] == "introduction"
    for place in found.loc[found["finding"].isin(SODIUM), "place"]:
        assert place in row["places"]


def test_what_changes_a_conclusion_comes_first_and_copy_editing_last(causes):
    order = list(causes["consequence"].drop_duplicates())
    assert order == ["conclusion", "value", "basis", "wording"] == list(audit.CONSEQUENCES)
    numbers = causes["consequence"].value_counts()
    assert numbers["conclusion"] + numbers["value"] < 40  # what a specialist reads
    assert len(causes) < 0.6 * causes["findings"].sum()


def test_copy_editing_is_apart_from_science(found):
    wording = found["consequence"] == "wording"
    assert set(found.loc[wording, "severity"]) == {"typographical"}
    assert "typographical" not in set(found.loc[~wording, "severity"])


def test_links_to_findings_of_earlier_editions_go_on_working(found):
    """The names of the edition with 140 findings: each is a finding or withdrawn."""
    former = (ROOT / "tests/audit/anchors.txt").read_text(encoding="utf-8").split()
    assert len(former) == 140
    gone = audit.withdrawn()
    assert set(former) - set(found["finding"]) == set(gone["finding"])
    html = lists.Withdrawn(gone)._repr_html_()
    for name in gone["finding"]:
        assert f'<li id="{name}">' in html


def test_a_title_alone_raises_no_finding(found):
    names = " ".join(found["finding"])
    for name in ("bipolar", "doping", "title-method", "supercapacitor", "missing-from-tables"):
        assert name not in names
    assert not found["explanation"].str.contains("no error|may be true").any()


def changed(root, name, old, new):
    path = root / "data" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


LINE = "density-table-1-si,silicon-conductivity\n"
PROBLEMS = [
    # file, old, new, what the problem is about
    (FILE, "areal-current-table-3-row-3,current-per-area\n", "", "areal-current-table-3-row-3"),
    (FILE, "finding,cause\n", "finding,cause\n" + LINE, "'density-table-1-si'"),
    ("review/withdrawn_findings.csv", "term-mesopores,", "term-bet,", "'term-bet'"),
    (FILE, "term-bet,misspelt-names", "term-bet,current-per-area", "'current-per-area'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "found"), PROBLEMS)
def test_a_wrong_assignment_is_named(copied_data, file, old, new, found):
    changed(copied_data, file, old, new)
    (problem,) = audit.cause_problems(copied_data)
    assert problem.file == f"data/{file}"
    assert found in problem.found
    with pytest.raises(DataError, match=re.escape(str(problem))):
        audit.causes(copied_data)


def test_the_line_of_a_wrong_assignment_is_right(copied_data):
    changed(copied_data, FILE, "finding,cause\n", "finding,cause\n" + LINE)
    assert [problem.line for problem in audit.cause_problems(copied_data)] == [2]


def test_a_wrong_assignment_fails_the_commands(monkeypatch, capsys):
    from anodes.data.files import Problem

    problem = Problem("data/x.csv", 2, "cause", "'a'", "a cause")
    monkeypatch.setattr(audit, "cause_problems", lambda: [problem])
    for command in (["validate"], ["audit"], ["audit", "--json"]):
        assert __main__.main(command) == 1
        assert str(problem) in capsys.readouterr().err
    assert __main__.main(["audit", "--all"]) == 0


# ------------------------------------------------------------ the command


@pytest.fixture
def said(capsys):
    def output(*arguments):
        assert __main__.main(["audit", *arguments]) == 0
        return capsys.readouterr().out

    return output


def test_the_command_lists_causes(said, found, causes):
    out = said()
    for name in causes["cause"]:
        assert f"\n{name}\n" in out
    assert f"{len(causes)} cause(s) of {len(found)} finding(s): " in out
    assert "47.6 C" not in out  # a calculation
    assert out.index("ratios-printed-as-expansions") < out.index("misspelt-names")
    assert "misspelt-names" not in said("--consequence", "conclusion")


def test_a_selection_names_the_causes_of_its_findings(said):
    out = said("--severity", "impossible")
    assert "efficiency-above-100-percent" in out
    assert "1 cause(s) of 1 finding(s): 1 conclusion" in out
    assert "1 place(s)" in out


def test_json_has_the_findings_of_each_cause(said, found):
    rows = json.loads(said("--json", "--reference", "161"))
    cause = next(row for row in rows if row["cause"] == "lithiation-or-delithiation")
    names = {finding["finding"] for finding in cause["findings"]}
    assert {"above-theory-claim-167", "row-against-text-capacity-table-5-row-2"} <= names
    assert set(cause["findings"][0]) == set(audit.COLUMNS)
    every = json.loads(said("--json", "--all"))
    assert [row["finding"] for row in every] == list(found["finding"])
    assert all(row["cause"] for row in every)


def test_the_chapter_opens_with_the_numbers_of_the_audit(found, causes):
    cells = json.loads((ROOT / "chapters/audit.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "".join(cells[0]["source"])
    words = {6: "six", 13: "Thirteen", 17: "Seventeen", 20: "twenty"}
    assert f"{len(found)} findings in the review, and they have {len(causes)} causes" in text
    for number in causes["consequence"].value_counts():
        assert f"{words[number]} " in text
    many = causes[(causes["consequence"] == "conclusion") & (causes["findings"] >= 5)]
    assert len(many) == text.count("\n- ") == 4
    points = next(t for c in cells if (t := "".join(c["source"])).startswith("## Key points"))
    assert f"here 13 of {len(causes)} causes" in points


NAMED = re.compile(
    r"\[\d+\]|Table \d|row \d+|Figure \d+|(?:[A-Z][a-z]?\d*){2,}"
    r"|(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])"
)
OWN = {  # what a cause says beyond its findings
    ("superseded-lithium-phases", "Li22M5"),  # M for Si, Ge and Sn
    ("superseded-lithium-phases", "15"),  # per cent from 4,200 to 3,579 mAh/g
    ("one-paper-in-two-rows", "DOI"),
    ("rate-capacity-as-initial-capacity", "100"),  # per cent, which no retention exceeds
}


def named(text):
    """Places, references, formulae and numbers of a text."""
    return set(NAMED.findall(re.sub(r"Tables (\d) and (\d)", r"Table \1, Table \2", text)))


def test_a_cause_names_places_formulae_and_numbers_of_its_findings(found):
    beyond = set()
    for cause in data.read("causes").to_dict("records"):
        rows = found[found["cause"] == cause["cause"]]
        words = named(" ".join((cause["statement"], cause["effect"], cause["shared"])))
        own = named(" ".join(map(str, rows.to_numpy().ravel())))
        beyond |= {(cause["cause"], word) for word in words - own}
    assert beyond == OWN
    assert round(100 * (1 - 3579 / 4200)) == 15
