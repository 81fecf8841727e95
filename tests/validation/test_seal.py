"""Files are replaced whole or not at all; nothing is sealed that does not validate."""

import errno
import json
import os
import stat
import subprocess

import pytest
from conftest import ROOT

from anodes import __main__
from anodes.data import files
from anodes.data.files import DESCRIPTOR, DataError, write_atomically
from anodes.validation import check


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kept.json"
    path.write_bytes(b"old")
    return path


def alone(path):
    """The content of a file that has no other file beside it."""
    assert list(path.parent.iterdir()) == [path]
    return path.read_bytes()


# ------------------------------------------------------------------ one file


def test_a_file_is_replaced_and_keeps_its_mode(file):
    file.chmod(0o640)
    write_atomically(file, b"new", expected=b"old")
    assert alone(file) == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_of_any_new_file(tmp_path):
    (tmp_path / "any").touch()
    write_atomically(tmp_path / "new", b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_link_stays_a_link(file, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(file)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_full_disk_leaves_the_file_as_it_was(file, monkeypatch):
    def full(number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match=r"kept\.json.*No space left on device"):
        write_atomically(file, b"new")
    assert alone(file) == b"old"


def test_what_a_killed_process_left_is_removed_and_nothing_else(file):
    gone = subprocess.Popen(["true"])
    gone.wait()
    others = [
        f".kept.json.{os.getpid()}-1",
        ".kept.json.swp",
        f".other.json.{gone.pid}-1",
        f"kept.json.{gone.pid}-1",
    ]
    for name in [f".kept.json.{gone.pid}-140307521828544", *others]:
        file.with_name(name).touch()
    write_atomically(file, b"new")
    assert sorted(os.listdir(file.parent)) == sorted(["kept.json", *others])


def test_an_interruption_leaves_the_file_as_it_was(file, monkeypatch):
    def interrupted(number):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(file, b"new")
    assert alone(file) == b"old"


def test_what_somebody_else_wrote_meanwhile_is_kept(file):
    with pytest.raises(DataError, match=r"kept\.json.*changed since it was read"):
        write_atomically(file, b"new", expected=b"older")
    assert alone(file) == b"old"


def test_a_file_that_vanished_is_not_made_again(file):
    file.unlink()
    with pytest.raises(DataError, match=r"kept\.json"):
        write_atomically(file, b"new", expected=b"old")
    assert list(file.parent.iterdir()) == []


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(DataError, match="No such file or directory"):
        write_atomically(tmp_path / "nowhere" / "x", b"new")


# ------------------------------------------------------------------ the descriptor


def refused(root):
    """The problems for which `seal` refuses to write anything."""
    path = root / DESCRIPTOR
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(DataError) as error:
        check.seal(root)
    assert (path.read_bytes() if path.exists() else None) == before
    return error.value.problems


def test_a_missing_descriptor_is_reported(copied_data):
    (copied_data / DESCRIPTOR).unlink()
    (problem,) = refused(copied_data)
    assert problem.file == DESCRIPTOR
    assert "git restore" in problem.expected


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"", 1, "empty"),
        (b'{\n "name": "x",\n "title"', 3, "not JSON"),
        (b"hello", 1, "not JSON"),
        (b"[]", 1, "not an object"),
        (b"\xff\xfe{}", None, "UTF-8"),
        (b'{"resources": {}}', None, "without 'resources'"),
        (b'{"resources": [1]}', None, "without 'schema'"),
    ],
)
def test_a_broken_descriptor_is_reported(copied_data, content, line, found):
    (copied_data / DESCRIPTOR).write_bytes(content)
    problems = refused(copied_data)
    assert {problem.file for problem in problems} == {DESCRIPTOR}
    assert any(problem.line == line and found in problem.found for problem in problems)


def resource(package, name="radii"):
    return next(r for r in package["resources"] if r["name"] == name)


ILL_SHAPED = {
    "a resource is gone": lambda d: d["resources"].remove(resource(d, "claims")),
    "a resource is there twice": lambda d: d["resources"].append(resource(d)),
    "a path leads out": lambda d: resource(d).update(path="../x.csv"),
    "a path is absolute": lambda d: resource(d).update(path="/etc/passwd"),
    "a type is unknown": lambda d: resource(d)["schema"]["fields"][0].update(type="strng"),
    "a key is no key": lambda d: resource(d, "readings")["schema"].update(foreignKeys=[5]),
    "a key leads nowhere": lambda d: resource(d, "readings")["schema"]["foreignKeys"][0][
        "reference"
    ].update(resource="nothing"),
    "a pattern is none": lambda d: resource(d)["schema"]["fields"][3].update(
        constraints={"pattern": "("}
    ),
    "a column has no meaning": lambda d: resource(d)["schema"]["fields"][0].pop("description"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("change", ILL_SHAPED.values(), ids=ILL_SHAPED)
def test_an_ill_shaped_descriptor_is_reported(copied_data, change):
    path = copied_data / DESCRIPTOR
    package = json.loads(path.read_bytes())
    change(package)
    path.write_text(json.dumps(package), encoding="utf-8")
    assert DESCRIPTOR in {problem.file for problem in refused(copied_data)}


# ------------------------------------------------------------------ the data


def test_a_bad_cell_is_not_sealed(copied_data):
    path = copied_data / "data/physics/elements.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Ge,1.5,914", "Ge,lots,914"), encoding="utf-8"
    )
    (problem,) = refused(copied_data)
    assert (problem.file, problem.line, problem.column) == (
        "data/physics/elements.csv", 3, "crustal_abundance_mg_kg",
    )  # fmt: skip


@pytest.mark.slow
def test_a_deleted_file_is_reported(copied_data):
    (copied_data / "data/printed/citations.csv").unlink()
    (problem,) = refused(copied_data)
    assert problem.file == "data/printed/citations.csv"
    assert "No such file" in problem.found
    assert "git restore data/printed/citations.csv" in problem.expected


def test_a_file_that_the_descriptor_does_not_know_is_reported(copied_data):
    (copied_data / "data/physics/more.csv").write_text("a\n1\n", encoding="utf-8")
    (problem,) = check.file_problems(copied_data)
    assert problem.file == "data/physics/more.csv"


@pytest.mark.slow
def test_line_ends_of_windows_are_not_sealed(copied_data):
    names = ["data/physics/radii.csv", DESCRIPTOR, "references.bib"]
    for name in names:
        path = copied_data / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    problems = refused(copied_data)
    assert {(problem.file, problem.line) for problem in problems} == {(n, None) for n in names}
    assert all("CRLF" in p.found and "core.autocrlf" in p.expected for p in problems)


def test_a_change_of_the_last_line_end_alone_is_not_sealed(copied_data):
    path = copied_data / "data/physics/radii.csv"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    (problem,) = refused(copied_data)
    assert problem.file == "data/physics/radii.csv"
    assert problem.found == "nothing new but the end of a line"
    assert problem.expected == "the file as it was: `git restore data/physics/radii.csv`"


def test_a_clone_has_line_feeds_whatever_git_is_set_to(tmp_path):
    """`.gitattributes` goes before core.autocrlf, which Git for Windows sets."""
    git = ["git", "-c", "core.autocrlf=true", "-c", "core.eol=crlf"]
    attributes = (ROOT / ".gitattributes").read_bytes()
    (tmp_path / "a").mkdir()
    (tmp_path / "a/.gitattributes").write_bytes(attributes)
    for name in ("x.csv", "x.ipynb", "Makefile"):
        (tmp_path / "a" / name).write_bytes(b"1,2\n3,4\n")
    (tmp_path / "a/x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "a"]):
        subprocess.run([*git, *who, *words], cwd=tmp_path / "a", check=True, capture_output=True)
    subprocess.run([*git, "clone", "-q", "a", "b"], cwd=tmp_path, check=True)
    for name in ("x.csv", "x.ipynb", "Makefile", "x.png"):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "a" / name).read_bytes()


def test_no_file_of_the_data_has_line_ends_of_windows():
    kept = [*(ROOT / "data").rglob("*.*"), ROOT / "references.bib"]
    assert [path.name for path in kept if b"\r" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xef\xbb\xbfion,coordination", "byte order mark"),
        (b"ion,coor\x1b[31mdination", "control character"),
        (b" \n", "empty"),
        (b"ion;coordination", "semicolons between the columns"),
        (b"ion,\xe9", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_reported(copied_data, content, found):
    (copied_data / "data/physics/radii.csv").write_bytes(content)
    problems = list(check.file_problems(copied_data))
    assert {problem.file for problem in problems} == {"data/physics/radii.csv"}
    assert any(found in problem.found for problem in problems)
    assert not any("\x1b" in str(problem) for problem in problems)


def test_a_row_that_is_no_row_is_one_problem(copied_data):
    damage = {
        "radii": ("\nNa", "\n\nNa", 3, "an empty line"),
        "elements": ("Ge,1.5,914,", "Ge,1.5,914,,", 3, "too many cells"),
        "conductivities": ("Sn,9.09e6,sourced,", "Sn,9.09e6,", 4, "too few cells"),
    }
    for name, (old, new, _, _) in damage.items():
        path = copied_data / f"data/physics/{name}.csv"
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = {problem.file: problem for problem in refused(copied_data)}
    assert len(found) == len(damage)
    for name, (_, _, line, words) in damage.items():
        problem = found[f"data/physics/{name}.csv"]
        assert (problem.line, problem.column) == (line, None)
        assert words in problem.found


def test_a_lost_row_needs_a_word_of_its_own(copied_data):
    """No rule asks for the reading of this claim, so the number of rows is what is left of it."""
    path = copied_data / "data/review/readings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(
            line for line in lines if not line.startswith("an2019-synthesis-temperature-mg2si,")
        ),
        encoding="utf-8",
    )
    (problem,) = refused(copied_data)
    assert (problem.file, problem.found) == ("data/review/readings.csv", "67 rows")
    assert "68" in problem.expected
    assert "--fewer-rows" in problem.expected
    assert check.seal(copied_data, fewer_rows=True) == ["data/review/readings.csv"]
    package = json.loads((copied_data / DESCRIPTOR).read_bytes())
    assert resource(package, "readings")["rows"] == 67


def test_a_new_row_is_sealed_as_any_change(copied_data):
    path = copied_data / "data/review/readings.csv"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "li2019-diffraction-angle-33-5,The radiation is not said.\n",
        encoding="utf-8",
    )
    assert check.seal(copied_data) == ["data/review/readings.csv"]
    package = json.loads((copied_data / DESCRIPTOR).read_bytes())
    assert resource(package, "readings")["rows"] == 69


def test_sealing_is_atomic(copied_data, monkeypatch):
    path = copied_data / "data/physics/elements.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Ge,1.5,914", "Ge,1.5,915"), encoding="utf-8"
    )
    before = (copied_data / DESCRIPTOR).read_bytes()

    def full(number):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left"):
        check.seal(copied_data)
    assert (copied_data / DESCRIPTOR).read_bytes() == before


def test_the_command_seals_and_says_that_the_data_are_valid(monkeypatch, capsys):
    monkeypatch.setattr(check, "seal", lambda **_: ["data/review/routes.csv"])
    assert __main__.main(["seal"]) == 0
    out = capsys.readouterr().out
    assert "data/review/routes.csv has changed" in out
    tables = len(list((ROOT / "data").rglob("*.csv")))
    assert f"The data are valid: {tables} tables" in out


def test_the_command_reports_what_it_does_not_seal(monkeypatch, capsys):
    asked = {}

    def refusing(**options):
        asked.update(options)
        raise DataError([files.Problem("data/x.csv", 2, "a", "nine", "a number")])

    monkeypatch.setattr(check, "seal", refusing)
    assert __main__.main(["seal", "--printed", "--fewer-rows"]) == 1
    assert asked == {"printed": True, "fewer_rows": True}
    shown = capsys.readouterr()
    assert "data/x.csv, line 2, column a: found nine; expected a number" in shown.err
    assert shown.out == ""


def test_a_command_that_fails_on_damaged_data_prints_their_problems(monkeypatch, capsys):
    problem = files.Problem("data/x.csv", 2, "a", "nine", "a number")

    def failing(*_):
        raise KeyError("Li")

    monkeypatch.setattr(__main__, "audit", failing)
    monkeypatch.setattr(check, "problems", lambda: [problem])
    assert __main__.main(["audit"]) == 1
    assert str(problem) in capsys.readouterr().err
    monkeypatch.setattr(check, "problems", list)
    with pytest.raises(KeyError):  # with sound data the fault is in the program
        __main__.main(["audit"])
