"""Mutants are real, few and always the same; who notices them is asked by `make mutants`."""

import argparse
import csv
import io
import os
import subprocess
import sys

import conftest
import mutants as check
import mutation
import noticing
import pytest

from anodes import data
from anodes.viz.interactive import VEGA_MIME

TABLES = list(mutation.tables())


def cells(content):
    return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_filled_column_is_changed_in_one_or_two_cells(table):
    made = list(mutation.mutants(table, 2))
    filled = {name for name in table.header if any(table.column(name))}
    assert {mutant.column for mutant in made} - {""} == filled
    before = [table.header, *table.rows]
    for mutant in made:
        after = cells(mutant.content)
        if not mutant.column:
            assert len(after) == len(before) - 1
            continue
        place = table.header.index(mutant.column)
        lines = [
            n for n, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]
        ]
        assert mutant.row in lines
        assert len(lines) == (2 if mutant.kind == "swap" else 1)
        for line in lines:
            old, new = before[line - 1], after[line - 1]
            assert old[:place] + old[place + 1 :] == new[:place] + new[place + 1 :]
        assert (before[mutant.row - 1][place], after[mutant.row - 1][place]) == (
            mutant.before,
            mutant.after,
        )


def test_no_chart_is_drawn_while_tests_are_collected():
    """`make mutants` forks after that: a child waited without end for threads that it has not."""
    assert conftest.STARTED == []


@pytest.mark.slow
def test_threads_that_a_fork_has_not_are_seen():
    code = (
        "import vl_convert; from tests import kernels; before = kernels.drawing_threads()\n"
        "vl_convert.vegalite_to_vega({'data': {'values': []}, 'mark': 'bar'})\n"
        "print(before, bool(kernels.drawing_threads()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=check.ROOT, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    assert done.stdout == f"[] {sys.platform == 'linux'}\n"


def test_a_picture_that_is_drawn_after_a_cell_is_no_output_of_it():
    picture, of = {"image/svg+xml": "<svg/>"}, {"picture_of": "0123"}
    chart, words = {VEGA_MIME: {"mark": "bar"}}, {"a": 1}
    assert noticing.plain(chart | picture, words | of) == noticing.plain(chart, words)
    assert noticing.plain(picture, {}) == [picture, {}]  # a drawing is one


def test_the_same_mutants_are_made_each_time():
    table = next(table for table in TABLES if table.name == "phases")
    first, again = list(mutation.mutants(table, 3)), list(mutation.mutants(table, 3))
    assert first == again
    assert len({(m.column, m.row, m.after, m.before) for m in first}) == len(first)


def change(kind, text, column="value", others=(), field=None):
    """What a kind makes of a cell, over many choices."""
    field = {"name": column, "type": "string", "constraints": {}} | (field or {})
    table = mutation.Table(
        "t", "t.csv", [column], [[text], *([o] for o in others)], {column: field}
    )
    cell = mutation.Cell(table, column, 0, table.column(column))
    made = (mutation.KINDS[kind](cell, mutation.random.Random(str(n))) for n in range(60))
    return {found[0] for found in made if found}


def test_kinds_by_hand():
    assert change("sign", "2.5", field={"type": "number"}) == {"-2.5"}
    assert change("sign", "2.52 × 10^-4") == {"2.52 × 10^4"}
    assert change("magnitude", "1,600 mAh g-1") == {"16,000 mAh g-1", "160 mAh g-1"}
    assert change("magnitude", "Li22Si5") == set()
    assert change("unit", "823 mAh g-1 at 200 mA g-1") == {
        "823 mAh cm-3 at 200 mA g-1",
        "823 mAh g-1 at 200 A g-1",
    }
    assert change("unit", "C") == {"A g-1"}
    assert change("unit", "Sn, C and V") == set()
    assert change("element", "porous Si/Al2O3") == {"porous Ge/Al2O3"}
    assert change("other", "Li", field={"constraints": {"enum": ["Li", "Na"]}}) == {"Na"}
    assert change("other", "Li", field={"constraints": {"unique": True}}) == set()
    assert change("text", "Wang") == {"Wng", "Wag", "Wan"}
    assert change("digit", "no digit") == set()
    assert all(len(text) == 3 and text != "166" for text in change("digit", "166"))


def test_what_means_the_same_is_no_mutant():
    number, text = {"type": "number"}, {"type": "string"}
    assert not mutation._differs(number, ["0.5"], {0: "0.50"})
    assert mutation._differs(number, ["0.5"], {0: "0.05"})
    assert not mutation._differs(text, ["a  b"], {0: "a b"})


def test_every_reason_is_of_a_column_and_says_why():
    reasons, unknown = check.reasons(TABLES)
    assert unknown == []
    assert all(len(reason) > 40 for reason in reasons.values())
    assert {kind for _, _, kind in reasons} <= {*mutation.KINDS, "row"}


class Pool:
    """A pool in which nobody notices anything."""

    def __init__(self, answer):
        self.answer = answer

    def noticed(self, made, readers):
        for mutant in made:
            yield mutant, *self.answer


@pytest.mark.parametrize(("answer", "status"), [(("", ""), 1), (("tests", "one"), 0)])
def test_survivors_are_listed_and_fail(monkeypatch, capsys, answer, status):
    monkeypatch.setattr(check, "reasons", lambda known: ({}, []))
    options = argparse.Namespace(count=1, tables=["radii"], verbose=False)
    assert check.compare(Pool(answer), None, options, TABLES) == status
    shown = capsys.readouterr().out
    assert ("Nobody notices data/physics/radii.csv, line" in shown) is bool(status)
    assert "radii          radius_angstrom" in shown


def test_a_written_reason_is_enough_and_one_too_many_is_reported(monkeypatch, capsys):
    radii = next(table for table in TABLES if table.name == "radii")
    made = list(mutation.mutants(radii, 1))
    known = {(m.table, m.column, m.kind): "a reader" for m in made}
    monkeypatch.setattr(check, "reasons", lambda _: (known | {("radii", "ion", "none"): "x"}, []))
    options = argparse.Namespace(count=1, tables=[], verbose=False)
    assert check.compare(Pool(("", "")), None, options, [radii]) == 0
    assert "a reason that no mutant needs: radii ion none" in capsys.readouterr().out


def test_a_chapter_is_compared_in_the_form_that_a_kernel_stores():
    """Texts may be kept in lines, and a widget bears the name of a kernel that is gone."""
    kept = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
        {
            "output_type": "execute_result",
            "execution_count": 3,
            "data": {"text/plain": ["x\n", "y"], noticing.WIDGET_MIME: {"model_id": "1"}},
            "metadata": {},
        },
    ]
    assert noticing.stored(kept) == [["stdout", "a\nb\n"], [{"text/plain": "x\ny"}, {}]]


def shown_by(words):
    """What a cell that has the words as alt text shows: their place in the picture and as text."""
    cell = {
        "source": "import altair, pandas\nfrom anodes import viz\nviz.configure()\n"
        "altair.Chart(pandas.DataFrame()).mark_point()",
        "metadata": {"mystnb": {"image": {"alt": words}}},
    }
    ((formats, _),) = next(noticing.outputs_of([cell]))
    return [formats[VEGA_MIME]["description"], formats["text/plain"]]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_chart_has_the_alt_text_of_its_cell_as_in_a_chapter():
    assert noticing.in_child(lambda: shown_by("A line.")) == ["A line.", "A line."]


def read_where_it_is_remembered():
    """The tables that are recorded of a result which was computed before anybody recorded."""
    data.electrodes()
    recorder = noticing.Recorder()
    data.electrodes()
    return sorted(recorder.tables)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_remembered_result_is_known_to_read_its_tables():
    read = noticing.in_child(read_where_it_is_remembered)
    assert {"table_3", "table_4", "table_5", "corrections"} <= set(read)


def test_every_chapter_but_the_one_that_prints_everything_is_asked():
    assert {"audit", "silicon"} <= set(noticing.chapters())
    assert "dataset" not in noticing.chapters()


def test_the_caches_that_are_emptied_are_those_of_results():
    names = {cache.__name__ for cache in noticing.caches()}
    assert "molar_mass" in names
    assert not names & {"_parsed", "_content", "_descriptor"}
