"""The data are read and computed once as long as they do not change."""

import contextlib
import csv
import itertools
import sys

import pytest
from conftest import ROOT
from counting import Counts

from anodes import analysis, audit, data
from anodes.analysis import stoichiometry
from anodes.data import files, parsing
from anodes.publish import bibliography

LOADERS = {
    "printed_tables.electrodes": data.electrodes,
    "printed_tables.hosts": data.hosts,
    "printed_tables.provenance": data.provenance,
    "reference_list.references": data.references,
    "running_text.claims": data.claims,
    "running_text.capacities": data.capacities,
    "synthesis_routes.routes": data.routes,
    "crystal_phases.phases": analysis.phases,
    "hosts_tables.comparison": analysis.comparison,
    "host_comparison.profile": analysis.profile,
    "host_comparison.reported": analysis.reported,
    "stoichiometry.masses": stoichiometry.masses,
    "stoichiometry.porosities": stoichiometry.porosities,
    "stoichiometry.mixtures": stoichiometry.mixtures,
}


STATES = itertools.count(1)  # states of the data that no other test has


@contextlib.contextmanager
def counted():
    counts, before = Counts(), sys.getprofile()
    sys.setprofile(counts)
    try:
        yield counts
    finally:
        sys.setprofile(before)


@pytest.mark.slow
@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_computes_once_and_again_after_a_change(copied_data, name):
    load = LOADERS[name]
    changed(copied_data)
    with counted() as counts:
        first, second = load(copied_data), load(copied_data)
    assert (counts.calls[name], counts.computations[name]) == (2, 1)
    assert first.equals(second)
    changed(copied_data)
    with counted() as counts:
        load(copied_data)
    assert counts.computations[name] == 1


def changed(root):
    """Let the descriptor, which every loader reads, be of a content that no test has read."""
    content = (ROOT / files.DESCRIPTOR).read_bytes() + b"\n" * next(STATES)
    (root / files.DESCRIPTOR).write_bytes(content)


@pytest.mark.slow
def test_the_result_that_was_used_last_is_forgotten_last(copied_data):
    """However many damaged copies are read in between."""
    with counted() as counts:
        for _ in range(2 * files.MOST_STATES):
            data.hosts()
            changed(copied_data)
            data.hosts(copied_data)
    assert counts.computations["printed_tables.hosts"] <= 2 * files.MOST_STATES + 1


@pytest.mark.slow
def test_a_change_of_causes_is_no_reason_to_look_for_findings_again(copied_data):
    rule = "limits.impossible_efficiency"
    changed(copied_data)
    with counted() as counts:
        audit.run(copied_data)
    assert counts.computations[rule] > 0
    path = copied_data / "data/review/finding_causes.csv"
    first, second, *others = path.read_text(encoding="utf-8").splitlines(keepends=True)
    finding, _, cause = second.partition(",")
    other = next(line.partition(",")[2] for line in others if line.partition(",")[2] != cause)
    path.write_text("".join([first, f"{finding},{other}", *others]), encoding="utf-8")
    with counted() as counts:
        found = audit.run(copied_data).set_index("finding")["cause"]
    assert found[finding] == other.strip()
    assert counts.computations[rule] == 0


@pytest.mark.slow
def test_an_entry_of_the_bibliography_is_formatted_once(copied_data):
    text = (ROOT / "chapters/bibliography.md").read_text(encoding="utf-8")
    path = copied_data / files.REFERENCES
    path.write_text(path.read_text(encoding="utf-8") + "\n" * next(STATES), encoding="utf-8")
    assert bibliography.page(text, copied_data) == text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bibliography, "ReviewStyle", None)
        assert bibliography.page(text, copied_data) == text


def test_what_a_caller_writes_stays_with_the_caller():
    frame = data.routes()
    frame["kind"] = "ours"
    frame.loc[0, "product"] = "ours"
    assert "ours" not in set(data.routes()["kind"]) | set(data.routes()["product"])


@pytest.mark.slow
def test_a_printed_cell_is_read_once_by_tables_and_audit(copied_data):
    """Both read Tables 3 to 5; the tables read a corrected cell, the audit the printed one."""
    tables = [f"printed/table_{number}" for number in (3, 4, 5)]
    rows = [row for name in tables for row in listed(name)]
    assert len(rows) == 60
    parsers = {
        "initial_capacity": parsing.initial_capacity,
        "capacity_retention": parsing.parse_capacity_after_cycles,
        "ice": parsing.percent,
    }
    for parser in parsers.values():
        parser.cache_clear()
    changed(copied_data)
    data.electrodes(copied_data)
    audit.run(copied_data)
    for column, parser in parsers.items():
        corrected = {fix["used"] for fix in listed("review/corrections") if fix["column"] == column}
        assert len(corrected) == (1 if column != "initial_capacity" else 0)
        assert parser.cache_info().misses == len({row[column] for row in rows} | corrected)


def listed(name):
    with (ROOT / f"data/{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
