"""What a refresh says: which displayed numbers moved, what prose they leave behind, what was kept."""

import nbformat
import pytest
from conftest import ROOT, apart

from anodes.data.files import DataError, Problem
from anodes.publish import build, changes, config, prose, refresh

VEGA = "application/vnd.vegalite.v5+json"
SVG = "image/svg+xml"
DRAWING = "application/vnd.anodes.drawing+json"


def notebook(*outputs, name="", text=""):
    """A notebook with one code cell that has these outputs, and a text."""
    metadata = {"mystnb": {"figure": {"name": name}}} if name else {}
    code = nbformat.v4.new_code_cell("1", id="c", outputs=list(outputs), metadata=metadata)
    return nbformat.v4.new_notebook(cells=[code, nbformat.v4.new_markdown_cell(text, id="m")])


def shown(data, **metadata):
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def chart(*values):
    return shown({VEGA: {"datasets": {"data-1": [{"x": v, "_y": v / 3} for v in values]}}})


def test_numbers_that_moved_are_named_with_their_figure_or_cell():
    table = '<table class="a7"><tr><td>2,100</td><td>{}</td></tr></table>'
    for old, new, line in [
        (chart(954.0, 12), chart(960.5, 12), "figure fig-a: 954 → 960.5"),
        (chart(954.0), chart(954), None),  # one number, written in two ways
        (shown({"text/html": table.format("71.5 %"), "text/plain": "1"}),
         shown({"text/html": table.format("72 %"), "text/plain": "2"}), "figure fig-a: 71.5 → 72"),
        (shown({SVG: "<svg/>", DRAWING: {"table": {"columns": ["x"], "rows": [[3.5]]}}}),
         shown({SVG: "<svg/>", DRAWING: {"table": {"columns": ["x"], "rows": [[4]]}}}),
         "figure fig-a: 3.5 → 4"),
        (nbformat.v4.new_output("stream", text="17 of 60 rows\n"),
         nbformat.v4.new_output("stream", text="18 of 60 rows\n"), "figure fig-a: 17 → 18"),
    ]:  # fmt: skip
        lines = changes.changed_numbers(notebook(old, name="fig-a"), notebook(new, name="fig-a"))
        assert lines == ([line] if line else [])
    assert changes.changed_numbers(notebook(chart(1)), notebook(chart(2))) == ["cell 1: 1 → 2"]


def test_lost_and_added_numbers_are_named():
    assert changes.changed_numbers(notebook(chart(1, 5, 3)), notebook(chart(1, 3))) == [
        "cell 1: 5 → no number"
    ]
    assert changes.changed_numbers(notebook(chart(1)), notebook(chart(*range(1, 9)))) == [
        "cell 1: no number → 7 numbers"
    ]


def test_ten_lines_are_enough():
    old, new = chart(*range(30)), chart(*range(100, 130))
    lines = changes.changed_numbers(notebook(old), notebook(new))
    assert len(lines) == 11
    assert lines[0] == "cell 1: 0 → 100"
    assert lines[10] == "and 20 more"


def test_a_chapter_that_had_no_outputs_has_no_moves():
    assert changes.changed_numbers(notebook(), notebook(chart(1, 2, 3))) == []


@pytest.mark.slow
def test_a_refresh_says_what_moved_and_what_to_do(tmp_path, capsys):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data").mkdir()
    data, path = tmp_path / "data/a.csv", tmp_path / "chapters/a.ipynb"
    data.write_text("954\n", encoding="utf-8")
    code = nbformat.v4.new_code_cell("print(open('../data/a.csv').read())", id="c")
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[code])), encoding="utf-8")
    assert apart(refresh.refresh, [path], tmp_path)
    assert "→" not in capsys.readouterr().out
    data.write_text("960\n", encoding="utf-8")
    assert apart(refresh.refresh, [path], tmp_path)
    said = capsys.readouterr().out
    assert "  a: new outputs\n    cell 1: 954 → 960\n" in said
    assert "`git diff chapters`" in said
    assert "`make test`" in said
    assert apart(refresh.refresh, [path], tmp_path)
    assert capsys.readouterr().out == "1 chapters are up to date.\n"


def test_prose_that_the_outputs_do_not_support_is_named():
    chapter = notebook(shown({"text/plain": "80.3 %"}), text="An ICE of 80.3 %, and 98765 mAh g⁻¹.")
    assert prose.unsupported(chapter) == [(2, "98765", "mAh g⁻¹")]
    advice = list(refresh._advice({"chapters/a.ipynb": chapter}, ROOT))
    assert advice[0].startswith("chapters/a.ipynb, cell 2: the text says 98765 mAh g⁻¹")
    assert len(advice) == 2


# ---------------------------------------------------------------- how a command ends


@pytest.fixture
def ended(monkeypatch, capsys):
    """What `make refresh` or `make book` says when its work ends in a certain way."""

    def command(arguments, outcome):
        def work(*_, **__):
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(build, "_chapters", work)
        monkeypatch.setattr(build, "_book", work)
        return build.main(arguments), capsys.readouterr().err

    return command


BROKEN = DataError([Problem("a.csv", 1, None, "a", "b")])


@pytest.mark.parametrize(
    ("outcome", "code", "words"),
    [
        (False, 1, "the outputs of all others are stored"),
        (BROKEN, 1, "No chapter was executed."),
        (KeyboardInterrupt(), 130, "Chapters that had not finished are unchanged"),
    ],
)
def test_a_refresh_does_not_speak_of_a_site(ended, outcome, code, words):
    exit_code, said = ended(["--chapters"], outcome)
    assert exit_code == code
    assert words in said
    assert "site" not in said
    exit_code, said = ended([], outcome)
    assert exit_code == code
    assert "The site was not built." in said


# ---------------------------------------------------------------- _config.yml


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"title: A\nsphinx: [\n", 3, "text that is not YAML"),
        (b"title: A\n<<<<<<< HEAD\nauthor: B\n", 3, "text that is not YAML"),
        (b"title: A\n# \xe4\n", 2, "a byte that is not UTF-8"),
        (b"a\0b", None, "text that is not YAML"),
        (b"", None, "a file without settings"),
        (b"- a\n", None, "a file without settings"),
        (None, None, "no file that can be read"),
    ],
)
def test_broken_settings_are_named_before_anything_runs(
    tmp_path, monkeypatch, content, line, found
):
    if content is not None:
        (tmp_path / "_config.yml").write_bytes(content)
    monkeypatch.setattr(build, "_chapters", None)  # to call it would be an error
    with pytest.raises(DataError) as caught:
        build._book(tmp_path, force=True)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("_config.yml", line)
    assert problem.found.startswith(found)


def test_our_settings_are_read():
    config.check_config(ROOT)


GOOD = ("https://example.org/book", "https://example.org/book/", "http://localhost:8000", "")
PART = (
    "example.org/book", "git@github.com:a/b", "https://github.com/a/b.git", "https:///book",
    "https://example.org/?a", "https://example.org/a#b", 'https://example.org/"x',
)  # fmt: skip


@pytest.mark.parametrize("address", GOOD)
def test_whole_addresses_are_taken(tmp_path, monkeypatch, address):
    monkeypatch.setenv("ANODES_URL", address)
    text = f"title: A\nrepository: {{url: '{address}'}}\n"
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    config.check_config(tmp_path)


@pytest.mark.parametrize("address", PART)
def test_an_address_to_which_no_path_can_be_added_is_named(tmp_path, monkeypatch, address):
    monkeypatch.setenv("ANODES_URL", address)
    text = f"title: A\nrepository: {{url: '{address}'}}\n"
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        config.check_config(tmp_path)
    first, second = caught.value.problems
    assert (first.file, second.file) == ("_config.yml, repository: url", "the variable ANODES_URL")
    assert first.found == second.found == repr(address)
