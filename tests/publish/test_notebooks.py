"""Notebook files: what is wrong with one is named, and reading one in JupyterLab changes nothing."""

import json
import os
import types
from functools import cache

import nbformat
import pytest
from conftest import ROOT

from anodes.data.files import DataError
from anodes.publish import lab, notebooks

VEGA = "application/vnd.vegalite.v5+json"
PROSE = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A"}
CODE = {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "outputs": [],
        "execution_count": None}  # fmt: skip


def notebook(*cells, **keys):
    made = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made | keys, indent=1)


def without(cell, key):
    return {name: value for name, value in cell.items() if name != key}


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("", None, "an empty file"),
        ("[]", None, "JSON that is not a notebook"),
        ('{"cells": [\n}', 2, "text that is not JSON"),
        ("[" * 100_000, None, "JSON that is nested too deeply"),
        ('{\n "a": 1\n<<<<<<< HEAD\n}', 3, "a mark of an unfinished merge (<<<<<<< HEAD)"),
        ('{\n "a": 1\n>>>>>>> theirs\n}', 3, "a mark of an unfinished merge (>>>>>>> theirs)"),
        (b'{\n"\xe4": 1}', 2, "a byte that is not UTF-8 (0xe4)"),
        (notebook(PROSE, nbformat=3), None, "a notebook in format 3.5, not 4.5"),
        (notebook(PROSE, cells=3), None, "a notebook without a list of cells"),
        (notebook(PROSE, metadata=None), None, "a notebook without a list of cells or without meta"),
        (notebook(3), None, "cell 1 that is neither code nor Markdown"),
        (notebook(PROSE, CODE | {"cell_type": "x"}), 11, "cell 2 that is neither code nor Markdown"),
        (notebook(without(PROSE, "source")), 5, "cell 1 without a source"),
        (notebook(PROSE | {"source": [1]}), 5, "cell 1 without a source"),
        (notebook(without(PROSE, "id")), None, "cell 1 without an id"),
        (notebook(PROSE | {"id": []}), 5, "cell 1 without an id"),
        (notebook(PROSE, PROSE), 5, "cell 2 with the id a of an earlier cell"),
        (notebook(without(PROSE, "metadata")), 5, "cell 1 without metadata"),
        (notebook(without(CODE, "outputs")), 5, "cell 1 without a list of outputs"),
        (notebook(PROSE, without(CODE, "execution_count")), 11, "an invalid notebook ('execution_co"),
        (notebook(CODE | {"metadata": {"mystnb": 3}}), 5, "cell 1 with unusable metadata `mystnb`"),
        (notebook(CODE | {"metadata": {"mystnb": {"figure": {"name": 3}}}}), 5,
         "cell 1 with unusable metadata `mystnb`"),
        (notebook(CODE | {"metadata": {"mystnb": {"image": {"alt": ["a", "b"]}}}}), 5,
         "cell 1 with unusable metadata `mystnb`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(content, line, found, capfd):
    content = content.encode() if isinstance(content, str) else content
    good = notebook(PROSE).encode()
    with pytest.raises(DataError) as caught:
        notebooks.parsed({"good.ipynb": good, "x y.ipynb": content})
    problem = caught.value.problems[0]
    assert {p.file for p in caught.value.problems} == {"x y.ipynb"}
    assert problem.found.startswith(found)
    assert problem.line == line
    remedies = ("git restore 'x y.ipynb'", "JupyterLab", "git checkout --ours", "write `")
    assert any(remedy in problem.expected for remedy in remedies)
    assert capfd.readouterr() == ("", "")  # nbformat would log


def test_a_notebook_of_an_earlier_minor_format_is_read():
    cells = [without(PROSE, "id"), without(CODE, "id")]
    read = notebooks.parsed({"a": notebook(*cells, nbformat_minor=4).encode()})["a"]
    assert [cell.cell_type for cell in read.cells] == ["markdown", "code"]


# ---------------------------------------------------------------- alt text

DRAWING = "application/vnd.anodes.drawing+json"
WORDS = {"figure": {"name": "fig-x"}, "image": {"alt": "Two points."}}


def shows(data, **mystnb):
    """The text of a notebook whose second cell shows something."""
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    return notebook(PROSE, CODE | {"outputs": [shown], "metadata": {"mystnb": mystnb}})


def described(content):
    (read,) = notebooks.parsed({"x.ipynb": content.encode()}).values()
    return json.loads(notebooks.serialised(read))["cells"][1]["outputs"][0]["data"]


@pytest.mark.slow
@pytest.mark.parametrize("mime", [VEGA, DRAWING])
@pytest.mark.parametrize("before", [{}, {"description": "of an earlier run"}])
def test_a_figure_is_stored_with_the_alt_text_of_its_cell(mime, before):
    found = described(shows({mime: before, "text/plain": "chart"}, **WORDS))
    assert found[mime]["description"] == "Two points."
    assert "".join(found["text/plain"]) == "Two points."


@pytest.mark.slow
def test_what_is_no_figure_and_a_figure_with_words_of_its_own_are_stored_as_they_are():
    table = {"text/html": "<b>1</b>", "text/plain": "1"}
    assert described(shows(table, **WORDS)) == {name: [text] for name, text in table.items()}
    explorer = {VEGA: {"description": "An explorer."}, "text/plain": "An explorer."}
    found = described(shows(explorer, figure={"name": "fig-x"}))
    assert found[VEGA]["description"] == found["text/plain"][0] == "An explorer."


def test_a_figure_without_alt_text_is_named_with_its_chapter_and_cell():
    silent = shows({VEGA: {}, "text/plain": "chart"}, figure={"name": "fig-x"})
    nameless = shows({DRAWING: {"description": ""}, "text/plain": "drawing"})
    fine = shows({VEGA: {"description": "An explorer."}}, figure={"name": "fig-y"})
    files = {"a.ipynb": silent, "b.ipynb": nameless, "c.ipynb": fine}
    found = list(notebooks.undescribed({name: text.encode() for name, text in files.items()}))
    assert [(p.file, p.found) for p in found] == [
        ("a.ipynb", "figure fig-x in cell 2 without alt text"),
        ("b.ipynb", "figure in cell 2 without alt text"),
    ]
    assert "fig-x" in silent.splitlines()[found[0].line - 1]
    assert '"image": {"alt": ' in found[0].expected


# ---------------------------------------------------------------- saving in JupyterLab


def output(data, **metadata):
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def stored(*outputs):
    """The text of a chapter with a code cell that has these outputs, and a folded solution."""
    cells = [
        nbformat.v4.new_code_cell("1", id="c", outputs=list(outputs), execution_count=1),
        nbformat.v4.new_markdown_cell("## Exercises", id="e"),
        nbformat.v4.new_markdown_cell("### Why?", id="w"),
        nbformat.v4.new_markdown_cell("#### Solution\n\nBecause.", id="s"),
    ]
    return notebooks.serialised(nbformat.v4.new_notebook(cells=cells))


@cache
def shown():
    """A chapter with a chart. Not a constant: the picture would start threads before a fork."""
    data = [{"x": 2100.0}, {"x": 1e-07}]
    return stored(
        output({VEGA: {"datasets": {"data-1": data}}, "text/plain": "a chart"}),
        output({"text/html": "<b>1.0</b>", "text/plain": "1.0"}),
    )


def as_a_browser_sends_it(text):
    """A notebook after the work of JupyterLab: JSON numbers of JavaScript, and what it adds."""

    def number(digits):
        value = float(digits)
        return int(value) if value.is_integer() else value

    made = json.loads(text, parse_float=number)
    made["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    made["metadata"]["kernelspec"]["display_name"] = "Python 3 (ipykernel)"
    for cell in made["cells"]:
        cell["metadata"].pop(notebooks.FOLDED, None)  # unfolded
        for each in cell.get("outputs", []):
            cell["metadata"]["trusted"] = True
            if VEGA in each["data"]:
                each["data"]["image/png"] = "iVBORw0K"
                each["data"][notebooks.WIDGET_MIME] = {"model_id": "1"}
    return made


def saved(tmp_path, content, path="chapters/a.ipynb"):
    """What the server writes of a notebook that JupyterLab sends; whether it is trusted."""
    from nbformat.sign import MemorySignatureStore, NotebookNotary

    notary = NotebookNotary(store_factory=MemorySignatureStore, secret=b"secret")
    manager = types.SimpleNamespace(root_dir=str(tmp_path), notary=notary)
    model = {"type": "notebook", "content": content}
    lab.before_save(model=model, path=path, contents_manager=manager)
    made = nbformat.from_dict(model["content"])
    return nbformat.writes(made, version=4) + "\n", notary.check_cells(made)


def test_a_chapter_that_was_read_in_jupyterlab_is_saved_as_it_was(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.ipynb").write_text(shown(), encoding="utf-8")
    sent = as_a_browser_sends_it(shown())
    assert json.loads(shown()) != sent
    assert saved(tmp_path, sent) == (shown(), True)


def test_an_edit_and_a_new_value_are_saved(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.ipynb").write_text(shown(), encoding="utf-8")
    sent = as_a_browser_sends_it(shown())
    sent["cells"][1]["source"] = "## Exercises, more of them"
    sent["cells"][0]["outputs"][0]["data"][VEGA]["datasets"]["data-1"][0]["x"] = 2101
    text, _ = saved(tmp_path, sent)
    made = json.loads(text)
    assert made["cells"][1]["source"] == ["## Exercises, more of them"]
    assert made["cells"][0]["outputs"][0]["data"][VEGA]["datasets"]["data-1"][0]["x"] == 2101
    assert "image/png" not in text


@pytest.mark.parametrize("there", [None, b"{"])
def test_a_chapter_without_a_readable_file_is_saved(tmp_path, there):
    (tmp_path / "chapters").mkdir()
    if there:
        (tmp_path / "chapters/a.ipynb").write_bytes(there)
    text, _ = saved(tmp_path, as_a_browser_sends_it(shown()))
    assert json.loads(text)["cells"][3]["metadata"] == {notebooks.FOLDED: True}


def test_a_notebook_outside_the_chapters_is_saved_as_it_comes(tmp_path):
    sent = as_a_browser_sends_it(shown())
    text, _ = saved(tmp_path, json.loads(json.dumps(sent)), path="mine.ipynb")
    assert "image/png" in text
    assert "3.11.7" in text


def test_an_untrusted_notebook_stays_so(tmp_path):
    sent = as_a_browser_sends_it(shown())
    for cell in sent["cells"]:
        cell["metadata"].pop("trusted", None)
    assert saved(tmp_path, sent)[1] is False


def test_the_hook_is_where_the_command_says(tmp_path):
    """JupyterLab imports it by this name, whatever module the command is started from."""
    from traitlets import import_item

    option = next(word for word in lab.command() if "pre_save_hook" in word)
    assert import_item(option.partition("=")[2]) is lab.before_save


def test_a_solution_is_folded_again():
    unfolded = json.loads(shown())
    del unfolded["cells"][3]["metadata"][notebooks.FOLDED]
    assert notebooks.serialised(nbformat.from_dict(unfolded)) == shown()


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda p: p.stem)
def test_each_chapter_is_stored_as_it_would_be_saved(path):
    text = path.read_text(encoding="utf-8")
    assert notebooks.serialised(notebooks.parsed({path.name: text.encode()})[path.name]) == text


# ---------------------------------------------------------------- the command


def test_make_lab_opens_although_a_chapter_is_broken(tmp_path, monkeypatch, capsys):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.ipynb").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    started = []
    monkeypatch.setattr(lab, "ROOT", tmp_path)
    monkeypatch.setattr(lab, "until_it_ends", lambda words: started.append(words) or 0)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert lab.main(["--no-browser"]) == 0
    said = capsys.readouterr()
    assert "chapters/a.ipynb, line 1: found a mark of an unfinished merge" in said.err
    assert "You are root" in said.out  # JupyterLab alone would refuse
    assert started[0][-2:] == ["--allow-root", "--no-browser"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert lab.main([]) == 0
    assert "--allow-root" not in started[1]


def test_after_ctrl_c_the_command_waits_until_jupyterlab_has_ended(monkeypatch):
    class Server:
        def __init__(self, *_, **__):
            self.answers = [KeyboardInterrupt(), KeyboardInterrupt(), 0]

        def wait(self):
            answer = self.answers.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

    monkeypatch.setattr(lab.subprocess, "Popen", Server)
    assert lab.until_it_ends(["jupyterlab"]) == 0
