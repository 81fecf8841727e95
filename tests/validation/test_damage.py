"""A hundred damaged tables: read, or refused with place, finding and remedy; never a traceback."""

import contextlib
import errno
import json
import os
import re

import pytest
from damage import ACTING, DAMAGES, NAMES, ROWS, TABLE, Read
from lxml.html import fragment_fromstring

from anodes import __main__, data
from anodes.analysis import crystal_phases
from anodes.data import files
from anodes.data.fields import fields_of
from anodes.data.files import DESCRIPTOR, DataError
from anodes.publish import outputs
from anodes.validation import check, electrode_files
from anodes.viz import explorers, tables

MOST = 20_000  # characters of what is said about one file


def expect_rows(frame, outcome):
    """Every value of the table is there, but for those that the damage changes."""
    assert len(frame) == outcome.rows
    for index, row in enumerate(ROWS[: outcome.rows]):
        for name, value in zip(NAMES, row, strict=True):
            wanted = outcome.changed.get((index, name), value)
            found = frame[name].iloc[index]
            assert found == wanted, (index, name)
    for (index, name), wanted in outcome.changed.items():
        assert frame[name].iloc[index] == wanted, (index, name)


def expect_problems(problems, outcome):
    """A problem with the words at each place, and unless others are meant, no other."""
    said = {}
    for problem in problems:
        assert problem.expected
        said.setdefault((problem.line, problem.column), []).append(str(problem))
    for line, column, words in outcome.places:
        assert any(words in text for text in said.get((line, column), [])), (
            line,
            column,
            words,
            said,
        )
    if outcome.only:
        assert set(said) == {place[:2] for place in outcome.places}


def expect_harmless(text, most=MOST):
    """Bounded, and nothing in it that a terminal would obey."""
    assert len(text) < most
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: ascii(damage.name)[:60])
def test_a_damaged_file_of_a_reader(damage, tmp_path):
    path = tmp_path / "mine.csv"
    content = damage.apply(TABLE)
    path.write_bytes(content)
    try:
        reading = electrode_files.read_file(path)
    except DataError as error:
        assert not isinstance(damage.check, Read), error
        expect_harmless(str(error))
        expect_problems(error.problems, damage.check)
    else:
        assert isinstance(damage.check, Read), "accepted"
        expect_harmless("\n".join(reading.assumed))
        assert len(reading.assumed) == len(damage.check.assumed)
        for words, sentence in zip(damage.check.assumed, reading.assumed, strict=True):
            assert words in sentence
        expect_rows(reading.electrodes, damage.check)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


# ---------------------------------------------------------------- the same among the book's files


def resource(number, name):
    """A table of the book with the columns of the small one."""
    return {
        "name": f"table_{number}",
        "path": f"review/{number}.csv",
        "title": name,
        "licenses": [{"name": "CC-BY-4.0"}],
        "schema": {"fields": [f for f in fields_of("electrodes") if f["name"] in NAMES]},
    }


@pytest.mark.slow
def test_a_book_whose_every_file_is_damaged_in_another_way(tmp_path):
    """All problems of all files at once, each as expected; one run, since it is the same for all."""
    (tmp_path / "data/review").mkdir(parents=True)
    package = json.loads((files.ROOT / DESCRIPTOR).read_bytes())
    package["resources"] = [resource(n, damage.name) for n, damage in enumerate(DAMAGES)]
    (tmp_path / DESCRIPTOR).write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / files.REFERENCES).write_text("@misc{a, title={T}}\n", encoding="utf-8")
    paths = [f"data/review/{number}.csv" for number in range(len(DAMAGES))]
    for path, damage in zip(paths, DAMAGES, strict=True):
        (tmp_path / path).write_bytes(damage.apply(TABLE))
    found = {path: [] for path in paths}
    for problem in check.problems(tmp_path):
        if problem.file in found and "checksum" not in problem.found:
            found[problem.file].append(problem)
    failed = []
    for number, (path, damage) in enumerate(zip(paths, DAMAGES, strict=True)):
        try:
            expect_outcome(tmp_path, f"table_{number}", found[path], damage.data)
            assert (tmp_path / path).read_bytes() == damage.apply(TABLE)
        except AssertionError as error:
            failed.append(f"{damage.name}: {error}")
    assert failed == []


def expect_outcome(root, table, problems, outcome):
    """A table of the book is read, or its problems are found by who checks and by who reads it."""
    expect_harmless("\n".join(map(str, problems)))
    if isinstance(outcome, Read):
        assert problems == []
        expect_rows(files.read(table, root), outcome)
        return
    expect_problems(problems, outcome)
    with contextlib.suppress(DataError):  # of what can be read all the same, such as CRLF
        assert files.read(table, root) is not None


# ---------------------------------------------------------------- files as they are


@pytest.fixture
def book(copied_data):
    """A copy of the data, and why it is not sealed after files were given other bytes."""

    def found(**changes):
        for name, change in changes.items():
            path = copied_data / WHERE[name]
            content = path.read_bytes()
            path.unlink()
            change(path, content)
        with pytest.raises(DataError) as error:
            check.seal(copied_data)
        expect_harmless(str(error.value))
        return error.value.problems

    return found


def bytes_of(change):
    return lambda path, content: path.write_bytes(change(content))


def excel(content):
    """A table that a spreadsheet has saved, with one number changed to a text."""
    assert b"Ge,1.5,914" in content
    return b"\xef\xbb\xbf" + content.replace(b"Ge,1.5,914", b"Ge,1.5,lots").replace(b"\n", b"\r\n")


WHERE = {
    "table": "data/printed/table_3.csv", "methods": "data/review/methods.csv", "elements": "data/physics/elements.csv",
    "descriptor": DESCRIPTOR, "bib": files.REFERENCES,
}  # fmt: skip
A_PAGE = bytes_of(lambda c: b"<!DOCTYPE html><title>404</title>")
A_FOLDER = "no file that can be read (it is a folder)"
A_PIPE = "no file that can be read (it is a pipe or a device)"


def a_folder(path, content):
    path.mkdir()


def a_pipe(path, content=b""):
    os.mkfifo(path)


WHOLE_FILES = [
    # what is done to files of the book, each with the problem that must be found in it: line, words
    {"table": (bytes_of(lambda c: c.decode().encode("utf-16")), 1, "not UTF-8"),
     "methods": (bytes_of(lambda c: c.replace(b",", b";")), 1, "semicolons between the columns; expected commas"),
     "bib": (bytes_of(lambda c: c.decode().encode("utf-16")), 1, "bytes that are not UTF-8")},
    {"table": (bytes_of(lambda c: c[: c.rindex(b",")]), 37, "too few cells"),
     "methods": (bytes_of(lambda c: c.replace(b"\n", b"\n<<<<<<< HEAD\n", 1)), 2, "a conflict marker of Git"),
     "bib": (bytes_of(lambda c: c.replace(b"\n@", b"\n=======\n@", 1)), 5, "a conflict marker of Git, '======='")},
    {"table": (A_PAGE, None, "a web page (HTML); expected a CSV file in UTF-8"), "methods": (a_folder, None, A_FOLDER), "bib": (A_PAGE, None, "no entry")},
    {"table": (a_folder, None, A_FOLDER), "methods": (a_pipe, None, A_PIPE), "bib": (a_pipe, None, A_PIPE)},
    {"methods": (lambda path, content: path.symlink_to(path), None, "symbolic links"), "bib": (a_folder, None, A_FOLDER)},
    {"methods": (lambda path, content: path.symlink_to(path.with_name("gone")), None, "No such file"),
     "bib": (bytes_of(lambda c: c[: c.index(b"}", 900)]), 26, "syntax error")},
    {"descriptor": (bytes_of(lambda c: b"\n".join(c.split(b"\n")[:3])), 3, "text that is not JSON")},
    {"descriptor": (bytes_of(lambda c: b"\xef\xbb\xbf" + c), 1, "text that is not JSON (Unexpected UTF-8 BOM")},
    {"descriptor": (bytes_of(lambda c: b"[" * 200_000), None, "JSON that cannot be read")},
    {"descriptor": (bytes_of(lambda c: b'{"a": ' + b"9" * 9000 + b"}"), None, "JSON that cannot be read")},
    {"descriptor": (bytes_of(lambda c: b"{\n<<<<<<< HEAD\n" + c[1:]), 2, "text that is not JSON")},
    {"descriptor": (a_pipe, None, A_PIPE)},
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("damages", WHOLE_FILES)
def test_whole_files_of_the_book_that_are_none(book, damages):
    problems = book(**{name: damage[0] for name, damage in damages.items()})
    for name, (_, line, words) in damages.items():
        places = [
            (p.file, p.line) for p in problems if words in f"{p.found}; expected {p.expected}"
        ]
        assert (WHERE[name], line) in places, problems


@pytest.mark.slow
def test_a_table_that_excel_saved_shows_all_its_problems(book):
    problems = book(elements=bytes_of(excel))
    assert [(p.line, p.column, p.found) for p in problems] == [
        (None, None, "a byte order mark, as Excel writes it"),
        (None, None, "line ends of Windows (CRLF)"),
        (3, "price_usd_kg", "'lots'"),
    ]


FOLDERS = ("printed", "review", "physics", "papers")
TO_ALL = {
    # what is done to all tables of a folder at once, and what is said of each
    "gone": (None, r"no file that can be read \(No such file or directory\)"),
    "the header alone": (lambda c: c[: c.index(b"\n") + 1], r"0 rows|no .+|.* is missing\b.*|.* in only one of .*"),
    "cut in the header": (lambda c: c[: c.index(b",")], "the header .*|a column .*"),
    "the header twice": (lambda c: c[: c.index(b"\n") + 1] + c, "the header again"),
    "Latin-1": (lambda c: c + "\xb5".encode("latin-1"), "bytes that are not UTF-8"),
    "in one column": (lambda c: c.replace(b",", b" "), "the header .*|a column .*"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("damage", TO_ALL)
def test_every_table_of_a_folder_that_is_damaged_is_named(copied_data, folder, damage):
    """Whatever becomes of a table, also of a new one, a sentence names it and nothing is sealed."""
    change, words = TO_ALL[damage]
    paths = sorted((copied_data / "data" / folder).glob("*.csv"))
    damaged = {}
    for path in paths:
        content = path.read_bytes()
        path.unlink()
        if change:
            path.write_bytes(change(content))
            damaged[path] = change(content)
    sealed = (copied_data / DESCRIPTOR).read_bytes()
    with pytest.raises(DataError) as error:
        check.seal(copied_data, printed=True, fewer_rows=damage != "the header alone")
    expect_harmless(str(error.value), most=2 * MOST)
    found = {}
    for problem in error.value.problems:
        found.setdefault(problem.file, []).append(problem.found)
    for path in paths:
        said = found.get(path.relative_to(copied_data).as_posix(), [])
        assert any(re.fullmatch(words, text) for text in said), (path.name, said)
    assert (copied_data / DESCRIPTOR).read_bytes() == sealed
    assert {path: path.read_bytes() for path in damaged} == damaged


def test_the_folders_are_all_that_there_are():
    described = {r["path"].partition("/")[0] for r in files.descriptor()["resources"]}
    assert described == set(FOLDERS)


COMPUTED_DAMAGE = {
    "gone": (None, None, "no file that can be read (No such file or directory)"),
    "empty": (lambda c: b"", 1, "an empty file"),
    "cut": (lambda c: c[: c.index(b"\n") + 1], 2, "text that is not JSON"),
    "no object": (lambda c: b"[]", 1, "JSON that is not an object"),
    "UTF-16": (lambda c: c.decode().encode("utf-16"), None, "bytes that are not UTF-8"),
    "without resources": (lambda c: b'{"title": "t", "resources": []}', None, "the descriptor without 'resources'"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("change", "line", "words"), COMPUTED_DAMAGE.values(), ids=COMPUTED_DAMAGE)
def test_a_damaged_description_of_computed_tables_is_named(copied_data, change, line, words):
    path = copied_data / files.COMPUTED
    content = path.read_bytes()
    path.unlink()
    if change:
        path.write_bytes(change(content))
    (problem,) = [p for p in check.problems(copied_data) if p.file == files.COMPUTED]
    assert (problem.line, problem.found[: len(words)]) == (line, words)
    assert "git restore data/computed.json" in problem.expected


# ---------------------------------------------------------------- floods, names, cuts

HEADER, FIRST = TABLE.splitlines(keepends=True)[:2]
FLOODS = {
    "300,000 columns": (",".join(["material", "element", "a"] * 100_000), "column of this name|columns of this name"),
    "600,000 empty columns": (TABLE.replace("\n", "," * 300_000 + "\n"), ""),
    "a hundred thousand names": (HEADER.strip() + "," + ",".join(map(str, range(100_000))), "a column that is not known"),
    "50,000 short rows": (HEADER + "x\n" * 50_000, "49,900 more: 49,900 in whole rows"),
    "50,000 empty lines": (TABLE + "\n" * 50_000, ""),
    "2 MB of quotation marks": (HEADER + '"' * 2_000_001, "quotation marks that do not pair"),
    "10,000 numbers that may be two": ((HEADER + FIRST * 10_000).replace("2900.5", "2,900").replace(",", ";").replace("2;900", "2,900"), "9,900 more: 9,900 in initial_capacity"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("content", "words"), FLOODS.values(), ids=FLOODS)
def test_a_flood_ends_with_a_bounded_answer(content, words):
    try:
        assert len(electrode_files.read_electrodes(content).electrodes) == 2
        assert words == ""
    except DataError as error:
        expect_harmless(str(error).replace("\n", "", 1))
        assert any(part in str(error) for part in words.split("|")), str(error)[:2000]


def test_a_table_cut_anywhere_keeps_only_whole_rows():
    """A row of which something is missing is never read as if it were whole."""
    unseen = ("\n", "500,", "250,", "250,o", "250,ok")  # a text that is cut is a text
    for cut in (*range(0, len(TABLE), 4), *range(len(TABLE) - 12, len(TABLE))):
        begin = TABLE[:cut]
        try:
            frame = electrode_files.read_electrodes(begin).electrodes
        except DataError as error:
            expect_harmless(str(error))
        else:
            assert begin.endswith(unseen)
            assert len(frame) == len(begin.strip().splitlines()) - 1


NAMES_OF_FILES = [
    "a\nb.csv", "-rf", "--help", "<img src=x onerror=alert(1)>.csv", "\x1b]0;title\x07\x1b[2J.csv", "\u202ecsv.exe",
    "x" * 255, "$(touch ran).csv", "a\\b.csv", " ", "=1+1.csv", os.fsdecode(b"\xff\xfe.csv"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES_OF_FILES, ids=ascii)
def test_a_hostile_name_is_a_name(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(TABLE.replace("2900.5", "none"), encoding="utf-8")
    assert __main__.main(["check", "--", name]) == 1
    said = capsys.readouterr()
    expect_harmless(said.err)
    assert "line 2, column initial_capacity_mAh_g: found 'none'" in said.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def a_loop(path):
    path.symlink_to(path)


def unreadable(path):
    path.write_text(TABLE, encoding="utf-8")
    path.chmod(0)


PLACES = [
    (lambda path: path.mkdir(), "a folder; expected the path of a CSV file"),
    (a_pipe, "a pipe or a device; expected the path of a CSV file"),
    (lambda path: path.symlink_to("/dev/zero"), "a pipe or a device"),
    (a_loop, "Too many levels of symbolic links"),
    (lambda path: path.symlink_to(path.with_name("gone")), "no such file"),
    (unreadable, "Permission denied; expected a file that can be read"),
]


@pytest.mark.parametrize(("make", "words"), PLACES)
def test_what_is_no_file_is_named_at_once(make, words, tmp_path, capsys, monkeypatch):
    make(tmp_path / "mine.csv")
    if make is unreadable and os.access(tmp_path / "mine.csv", os.R_OK):  # root reads everything
        monkeypatch.setattr(type(tmp_path), "open", refused)
    assert __main__.main(["check", str(tmp_path / "mine.csv")]) == 1
    assert words in capsys.readouterr().err


def refused(path, *_):
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def test_a_name_that_is_too_long_is_named(capsys):
    assert __main__.main(["check", "x" * 5000]) == 1
    said = capsys.readouterr().err
    assert "File name too long" in said
    expect_harmless(said)


def test_a_name_that_no_file_can_have_is_named(capsys):
    assert __main__.main(["check", "\ud800.csv"]) == 1
    assert r"\ud800.csv: found a name that no file can have" in capsys.readouterr().err


@pytest.mark.slow
def test_a_hostile_name_among_the_data_is_a_name(copied_data):
    name = "\x1b[2J\n<b>.csv"
    (copied_data / "data/review" / name).write_text("a\n1\n", encoding="utf-8")
    (problem,) = check.problems(copied_data)
    assert r"data/review/\x1b[2J\n<b>.csv" in str(problem)


# ---------------------------------------------------------------- on a page


@pytest.mark.slow
def test_a_readers_text_does_nothing_on_a_page():
    """Names that would act, in the picture, its data and a table of the reader's electrodes."""
    rows = "".join(
        f'"{name.replace(chr(34), chr(34) * 2)}",Si,Li,2900,0.2,1850,500,\n' for name in ACTING
    )
    checked = electrode_files.check_electrodes(HEADER + rows)
    assert list(checked["material"]) == ACTING
    three = data.electrodes().head(3)
    three["paper"] = data.paper_names(three["reference"])
    picture = explorers.yours(three, crystal_phases.host_ion_constants(), checked)
    spec = picture.spec
    page = outputs.explorer(spec, spec["usermeta"]["explorer"])
    page += outputs.page_table(
        tables.table(checked, ["material", "cycles"], table="electrodes")._repr_html_()
    )
    page += outputs.grids(tables.Grid(checked[["material"]], ACTING[3])._repr_html_())
    parsed = fragment_fromstring(page, create_parent="div")
    for element in parsed.iter():
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.tag not in ("img", "b", "svg") or element.get("onload") is None
        assert element.tag != "script" or element.get("type") == "application/json"
        assert not (element.get("href") or "").startswith("javascript")
    assert not list(parsed.iter("img", "b"))
    shown = [cell.text_content() for cell in parsed.iter("td", "th")]
    for name in ACTING:
        assert shown.count(name) >= 2, name
