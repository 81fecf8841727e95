"""Plain Markdown in notebooks: what Sphinx gets for it, and the numbers that are filled in."""

import json
import shutil

import nbformat
import pytest
from conftest import ROOT
from docutils import nodes
from docutils.core import publish_doctree

from anodes.data.files import DataError
from anodes.publish import bibliography, folds, plain, references


def markdown(text, id="m", **metadata):
    return {"cell_type": "markdown", "id": id, "metadata": metadata, "source": [text]}


def figure(name, id="c"):
    metadata = {"mystnb": {"figure": {"name": name}}}
    rest = {"source": [], "outputs": [], "execution_count": None}
    return {"cell_type": "code", "id": id, "metadata": metadata, **rest}


def test_a_quotation_with_a_bold_title_becomes_a_box():
    text = "before\n\n> **At a glance**\n>\n> **Time:** 5 minutes.\n>\n> More.\n\nafter"
    box = ":::{admonition} At a glance\n:class: note\n\n**Time:** 5 minutes.\n\nMore.\n:::\n"
    assert plain.directives(text) == f"before\n\n{box}\nafter"


@pytest.mark.parametrize(
    "text", ["> a quotation", "> **bold** and more\n>\n> text", "- **bold** item"]
)
def test_other_quotations_and_lists_stay(text):
    assert plain.directives(text) == text


def test_a_list_of_bold_links_becomes_cards():
    text = "- **[Read](introduction.ipynb)**\n  Seven.\n- **[Run](#Run-it)**\n  Two\n  commands."
    made = plain.directives(text)
    assert made.startswith("::::{grid} 1 2 2 2\n")
    assert ":::{grid-item-card} Read\n:link: introduction\n:link-type: doc\n\nSeven.\n:::" in made
    assert ':link: "#run-it"\n:link-type: url\n\nTwo\n  commands.\n:::' in made
    assert made.endswith("::::\n")


@pytest.mark.parametrize("target", ["#fig-a", "#cell-id=fig-a", "tin.ipynb#cell-id=fig-a"])
def test_references_become_those_of_sphinx(target):
    text = f"see [Figure 9]({target}) and [[51](bibliography.md#r051)]"
    assert plain.directives(text) == "see {numref}`fig-a` and [[51](#r051)]"


def test_a_caption_moves_to_its_figure():
    cells = [
        figure("fig-a"),
        markdown("**Figure 3.** What [Figure 2](#fig-b) lacks."),
        markdown("x"),
    ]
    made = plain.cells_for_sphinx(cells)
    assert len(made) == 2
    caption = made[0]["metadata"]["mystnb"]["figure"]
    assert caption == {"name": "fig-a", "caption": "What {numref}`fig-b` lacks."}
    assert "caption" not in cells[0]["metadata"]["mystnb"]["figure"]  # the source is untouched


@pytest.mark.parametrize(
    ("caption", "title", "rest"),
    [
        ("Most lines fall. Thirteen tests.", "Most lines fall", "Thirteen tests."),
        ("From 0.47 to 1.5 C little is lost.\nOne line a test.", "From 0.47 to 1.5 C little is lost", "One line a test."),
        ("As Zhang et al. [[48](bibliography.md#r048)] say, it swells! Two cells.", "As Zhang et al. [48] say, it swells!", "Two cells."),
        ("*Li₁₅Si₄* fits best. See $x$.", "Li₁₅Si₄ fits best", "See $x$."),
        ("Only one sentence.", "", "Only one sentence."),
        ("$R$ is 3.75. The rest.", "", "$R$ is 3.75. The rest."),
    ],
)  # fmt: skip
def test_a_caption_gives_its_first_sentence_to_the_title(caption, title, rest):
    chart = figure("fig-a") | {"outputs": [{"data": {"application/vnd.vegalite.v5+json": {}}}]}
    assert plain.titled(caption, chart) == (title, rest)
    assert plain.titled(caption, figure("fig-a")) == ("", caption)  # no picture that takes one


def test_code_is_folded_unless_it_is_the_lesson_or_an_exercise():
    def code(id, *tags):
        return figure("", id) | {"metadata": {"tags": list(tags)}}

    cells = [
        code("first"),
        code("lesson", "open-code"),
        code("unseen", "remove-input"),
        markdown("## Exercises"),
        markdown("### One"),
        code("answer"),
        markdown("## Key points"),
        code("last", "other"),
    ]
    made = {
        cell["id"]: cell for cell in plain.cells_for_sphinx(cells) if "tags" in cell["metadata"]
    }
    folded = {name for name, cell in made.items() if "hide-input" in cell["metadata"]["tags"]}
    assert folded == {"first", "last"}
    assert made["last"]["metadata"]["tags"] == ["other", "hide-input"]
    assert cells[0]["metadata"]["tags"] == []  # what is read stays as it is


def test_a_cell_that_only_wants_an_answer_is_a_field_without_code():
    def code(id, source):
        return figure("", id) | {"metadata": {}, "source": [source]}

    cells = [
        code("self-test", 'teach.check("a", ...)'),
        markdown("## Exercises"),
        code("field", 'teach.check("a", ...)\n'),
        code("answered", 'teach.check("a", 3)'),
    ]
    tags = {c["id"]: c["metadata"].get("tags") for c in plain.cells_for_sphinx(cells)}
    assert tags == {
        "self-test": ["remove-input"], "m": None, "field": ["remove-input"], "answered": None,
    }  # fmt: skip


def test_a_self_test_is_a_group():
    text = "**Self-test.** How many?\n\n<details><summary>3</summary>No. Four.</details>"
    assert plain.directives(text) == f":::{{div}} self-test\n{text}\n:::"
    assert plain.directives(f"Text. {text}") == f"Text. {text}"


def test_an_objective_is_where_exercises_link_to():
    text = (
        '> **At a glance**\n>\n> - <a id="goal-a"></a>convert C-rates;\n> - <a id="b"></a>stay.\n'
    )
    made = plain.directives(text)
    assert "- [convert C-rates;]{#goal-a}\n" in made
    assert '- <a id="b"></a>stay.' in made


def test_exercises_and_solutions_of_several_cells():
    cells = [
        markdown("### No exercise, outside the section"),
        markdown("## Exercises"),
        markdown("### First\n\nWhy?", "ex-first"),
        markdown("#### Solution\n\nBecause:"),
        {"cell_type": "code", "id": "k", "metadata": {}, "source": [], "outputs": []},
        markdown("So it is."),
        markdown("### Second\n\nHow?", "ex-second"),
        markdown("#### Solution"),
        markdown("## Key points"),
    ]
    made = [plain.text_of(cell) for cell in plain.cells_for_sphinx(cells)]
    assert made == [
        "### No exercise, outside the section",
        "## Exercises",
        ":::{exercise} First\n:label: ex-first\n\nWhy?\n:::",
        "```{solution-start} ex-first\n:class: dropdown\n```\n\n\nBecause:",
        "",
        "So it is.",
        "```{solution-end}\n```",
        ":::{exercise} Second\n:label: ex-second\n\nHow?\n:::",
        "```{solution-start} ex-second\n:class: dropdown\n```\n",
        "```{solution-end}\n```",
        "## Key points",
    ]


@pytest.fixture
def book(tmp_path):
    """A book of two chapters, with figures that no one has counted yet."""
    (tmp_path / "chapters").mkdir()
    shutil.copy(ROOT / "references.bib", tmp_path)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/z\n"
        "parts: [{chapters: [{file: chapters/a}, {file: chapters/bibliography}]}]",
        encoding="utf-8",
    )
    (tmp_path / "chapters/bibliography.md").write_text(
        "# Bibliography\n\nAll of them.\n", encoding="utf-8"
    )

    def write(**chapters):
        for name, cells in chapters.items():
            cells = [cell | {"id": f"{name}-{number}"} for number, cell in enumerate(cells)]
            text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
            (tmp_path / f"chapters/{name}.ipynb").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_figures_are_counted_through_the_book(book):
    root = book(
        z=[figure("fig-z"), markdown("**Figure.** The first."), markdown("[](#fig-a)")],
        a=[markdown("See [old](#fig-a) and [[](bibliography.md#r051), [](bibliography.md#li2022)]."),
           figure("fig-a"), markdown("**Figure 7.** The second.")],
    )  # fmt: skip
    new = {path.name: text for path, text in references.fill(root).items()}
    assert "**Figure 1.** The first." in new["z.ipynb"]
    assert "[Figure 2](a.ipynb#cell-id=fig-a)" in new["z.ipynb"]
    assert "**Figure 2.** The second." in new["a.ipynb"]
    assert "See [Figure 2](#cell-id=fig-a) and [[51](bibliography.md#r051), " in new["a.ipynb"]
    assert "[Li 2022](bibliography.md#li2022)]." in new["a.ipynb"]
    assert [cell["id"] for cell in json.loads(new["a.ipynb"])["cells"]] == ["a-0", "fig-a", "a-2"]
    assert new["bibliography.md"].startswith(
        '# Bibliography\n\nAll of them.\n\n<a id="r001"></a>**[1]**'
    )


def test_filling_a_second_time_changes_nothing(book):
    root = book(
        z=[figure("fig-z"), markdown("**Figure.** The first."), markdown("[](#fig-a)")],
        a=[figure("fig-a"), markdown("**Figure.** The second, unlike [](#fig-z) and [](#fig-a).")],
    )
    assert [path.name for path in references.store(root)] == [
        "z.ipynb",
        "a.ipynb",
        "bibliography.md",
    ]
    assert references.store(root) == []


def test_a_notebook_of_an_earlier_format_gets_ids(book):
    """Editors other than JupyterLab write format 4.2 to 4.4; saving in JupyterLab keeps it."""
    root = book(z=[markdown("# Z")], a=[figure("fig-a"), markdown("**Figure.** The first.")])
    path = root / "chapters/a.ipynb"
    made = json.loads(path.read_text(encoding="utf-8")) | {"nbformat_minor": 2}
    for cell in made["cells"]:
        del cell["id"]
    path.write_text(json.dumps(made), encoding="utf-8")
    references.store(root)
    made = json.loads(path.read_text(encoding="utf-8"))
    assert [cell["id"] for cell in made["cells"]] == ["fig-a", "cell-2"]
    nbformat.validate(made)
    assert made["nbformat_minor"] == 5


def test_every_problem_is_reported_at_once(book):
    root = book(
        z=[figure("fig-z"), markdown("no caption"), figure("fig-z"), markdown("**Figure.** Twice."),
           figure("fig z"), markdown("**Figure.** A name that is no id.")],
        a=[markdown("[](#fig-none), [](bibliography.md#r999), [](#nonsense)"),
           markdown("## Exercises"), markdown("### Alone\n\nWhy?")],
    )  # fmt: skip
    with pytest.raises(DataError) as error:
        references.fill(root)
    assert {(p.file, p.found) for p in error.value.problems} == {
        ("chapters/a.ipynb", "a reference to fig-none in cell 1"),
        ("chapters/a.ipynb", "a citation of 'r999' in cell 1"),
        ("chapters/a.ipynb", "a link to '#nonsense' without words in cell 1"),
        ("chapters/a.ipynb", "exercise 'Alone' in cell 3 without a solution"),
        ("chapters/z.ipynb", "figure fig-z in cell 1 without a caption"),
        ("chapters/z.ipynb", "a second figure named fig-z in cell 3"),
        ("chapters/z.ipynb", "the name 'fig z' of a figure in cell 5"),
    }


def test_a_link_that_leads_nowhere_has_its_line_and_the_names_that_are_close(book):
    root = book(
        z=[figure("fig-tin-course"), markdown("**Figure.** The first.")],
        a=[markdown("No link."), markdown("See [](#fig-tin-curse)\n"),
           markdown("As [](bibliography.md#r151)0 and\n[](bibliography.md#r510) found.")],
    )  # fmt: skip
    path = root / "chapters/a.ipynb"
    made = json.loads(path.read_text(encoding="utf-8"))
    for cell in made["cells"]:
        cell["source"] = cell["source"][0].splitlines(keepends=True)
    path.write_text(references.notebook_text(made), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(DataError) as error:
        references.fill(root)
    figures, citations = sorted(error.value.problems, key=lambda p: p.found, reverse=True)
    assert "fig-tin-curse" in lines[figures.line - 1]
    assert figures.expected == "the name of a figure (did you mean fig-tin-course?)"
    assert "r510" in lines[citations.line - 1]
    assert "did you mean r051 or " in citations.expected or "r151" in citations.expected


@pytest.mark.parametrize("command", [references.fill, references.store])
def test_broken_chapters_are_named_all_at_once(book, command):
    root = book(z=[markdown("# Z")], a=[markdown("# A")])
    conflict = '{\n "cells": [\n<<<<<<< HEAD\n  1\n=======\n  2\n>>>>>>> theirs\n ]\n}\n'
    (root / "chapters/a.ipynb").write_text(conflict, encoding="utf-8")
    (root / "chapters/z.ipynb").write_text('{"cells": [], "metadata": {}', encoding="utf-8")
    (root / "chapters/bibliography.md").write_bytes(b"# Bibliography\n\xe4\n")
    before = {path: path.read_bytes() for path in (root / "chapters").iterdir()}
    with pytest.raises(DataError) as error:
        command(root)
    assert [(p.file, p.line, p.found) for p in error.value.problems] == [
        ("chapters/a.ipynb", 3, "a mark of an unfinished merge (<<<<<<< HEAD)"),
        ("chapters/bibliography.md", 2, "a byte that is not UTF-8"),
        ("chapters/z.ipynb", 1, "text that is not JSON (Expecting ',' delimiter, column 29)"),
    ]
    assert {path: path.read_bytes() for path in (root / "chapters").iterdir()} == before


def test_labels_of_the_bibliography():
    assert [bibliography.label(key) for key in ("r007", "li2022", "WebElements")] == [
        "7", "Li 2022", "WebElements",
    ]  # fmt: skip


def test_what_is_for_looking_up_is_folded_below_its_heading():
    document = publish_doctree(
        "Key points\n==========\na\n\nLook up\n=======\nb\n\nTables 1 & 2\n------------\nc\n\n"
        "Findings\n--------\nd\n"
    )
    folds._fold_page(None, document)
    points, look_up = document.children
    assert [type(part) for part in points] == [nodes.title, nodes.paragraph]
    title, start, *inside, end = look_up.children
    assert title.astext() == "Look up"
    assert start.astext() == (
        '<details class="look-up"><summary>Tables 1 &amp; 2; Findings</summary>'
    )
    assert [part.astext()[-1] for part in inside] == ["b", "c", "d"]
    assert end.astext() == "</details>"
