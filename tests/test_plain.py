"""Plain Markdown in notebooks: what Sphinx gets for it, and the numbers that are filled in."""

import json
import shutil

import pytest
from conftest import ROOT

from anodes.files import DataError
from anodes.publish import bibliography, plain, references


def markdown(text, id="m", **metadata):
    return {"cell_type": "markdown", "id": id, "metadata": metadata, "source": [text]}


def figure(name, id="c"):
    metadata = {"mystnb": {"figure": {"name": name}}}
    return {"cell_type": "code", "id": id, "metadata": metadata, "source": [], "outputs": []}


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


def test_references_become_those_of_sphinx():
    text = "see [Figure 9](#fig-a) and [[51](bibliography.md#r051)]"
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
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/z\n"
        "parts: [{chapters: [{file: chapters/a}, {file: chapters/bibliography}]}]"
    )
    (tmp_path / "chapters/bibliography.md").write_text("# Bibliography\n\nAll of them.\n")

    def write(**chapters):
        for name, cells in chapters.items():
            text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
            (tmp_path / f"chapters/{name}.ipynb").write_text(text)
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
    assert "[Figure 2](#fig-a)" in new["z.ipynb"]
    assert "**Figure 2.** The second." in new["a.ipynb"]
    assert (
        "See [Figure 2](#fig-a) and [[51](bibliography.md#r051), [Li 2022](bibliography.md#li2022)]."
        in new["a.ipynb"]
    )
    assert new["bibliography.md"].startswith(
        '# Bibliography\n\nAll of them.\n\n<a id="r001"></a>**[1]**'
    )


def test_every_problem_is_reported_at_once(book):
    root = book(
        z=[figure("fig-z"), markdown("no caption"), figure("fig-z"), markdown("**Figure.** Twice.")],
        a=[markdown("[](#fig-none), [](bibliography.md#r999)"), markdown("## Exercises"),
           markdown("### Alone\n\nWhy?")],
    )  # fmt: skip
    with pytest.raises(DataError) as error:
        references.fill(root)
    told = {(p.file, p.found) for p in error.value.problems}
    assert told == {
        ("chapters", "two figures named fig-z"),
        ("chapters/a.ipynb", "a reference to fig-none"),
        ("chapters/a.ipynb", "a citation of 'r999'"),
        ("chapters/a.ipynb", "exercise 'Alone' without a solution"),
        ("chapters/z.ipynb", "figure fig-z without a caption"),
    }


def test_labels_of_the_bibliography():
    assert [bibliography.label(key) for key in ("r007", "li2022", "WebElements")] == [
        "7", "Li 2022", "WebElements",
    ]  # fmt: skip
