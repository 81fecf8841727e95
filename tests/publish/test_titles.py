"""Titles of figures: a sentence that is a finding, whose numbers are those that the figure draws."""

import re

import pandas as pd
import pytest
from test_chapters import CHAPTERS, DRAWING_MIME, VEGA, captions, code_cells
from title_numbers import CHECKS, WHOLE

from anodes.publish import plain, prose

# Finite verbs, none of which is a noun too ...
VERBS = set(
    [
        "agree",
        "are",
        "be",
        "belong",
        "cannot",
        "depends",
        "determine",
        "differ",
        "exceed",
        "exceeds",
        "explains",
        "goes",
        "has",
        "have",
        "is",
        "keep",
        "keeps",
        "lose",
        "remain",
        "remove",
        "removes",
        "retains",
        "was",
        "were",
    ]
)
# ... and those that can be one, each with the word beside it that makes it the verb of its title.
AS_VERBS = """
    antimony stay; capacities reach; lithiation discharges; hysteresis moves; electrodes finish; 0.1 costs;
    lithium moves; capacities range from; silicon stores; alloys store; lithium works; germanium form the;
    ligaments measure; silicon needs; electrodes reach; not change; electrodes need; silicon changes;
    routes leave; particles hold; capacity falls; it falls; papers report; just fills; frontier falls; falls slightly;
    eutectic leave; lie between; eight compare; na₁₅sn₄ lie
"""
VERBAL = {" ".join(words.split()) for words in AS_VERBS.split(";")}
LONGEST = 165  # letters of a title, three lines on a desk
SPELLED = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], range(1, 13), strict=True)
) | {"half": 1 / 2, "third": 1 / 3, "fifths": 1 / 5}  # fmt: skip
UNCOUNTED = (
    r"\bone(?! row| of them)\b|\bTables? \d(?: (?:and|to) \d)?|\bhalf (?:a )?(?:cell|cycle)|\[\d+\]"
)
NUMBER = re.compile(rf"(?<![\w.,])\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(SPELLED)})\b", re.I)


def finding(text: str) -> str:
    """The title of a figure: the first sentence of its caption, without its number."""
    return text.partition("\n")[0].split("** ", 1)[1].removesuffix(".")


TITLES = {name: finding(text) for path in CHAPTERS for name, text in sorted(captions(path).items())}


def verbs_of(title: str) -> set[str]:
    """What makes a sentence of a title."""
    small = title.lower()
    said = {words for words in VERBAL if re.search(rf"(?<!\w){re.escape(words)}\b", small)}
    return said | (VERBS & set(re.findall(r"[a-z]+", small)))


def is_a_finding(title: str) -> bool:
    """Whether a title is one sentence, with a finite verb, and no longer than it should be."""
    sentences = len(re.split(r"[.?!]\s", title))
    return bool(verbs_of(title)) and sentences == 1 and len(title) <= LONGEST


def test_every_title_is_a_finding():
    assert {name: title for name, title in TITLES.items() if not is_a_finding(title)} == {}
    assert len(TITLES) > 40


def test_a_title_that_names_axes_is_seen():
    assert is_a_finding("Capacity falls in all tests")
    for title in ("Capacity over cycles", "First capacities of 36 electrodes", "Range of capacities",
                  "A report on changes of the use of tin", "Forms, stores and needs of work",
                  "Capacity falls. It rises again", "Capacity falls " + "a lot " * 40):  # fmt: skip
        assert not is_a_finding(title)


def test_no_verb_is_listed_for_no_title():
    """What no title needs would let a title pass that is none."""
    assert set().union(*map(verbs_of, TITLES.values())) == VERBS | VERBAL


def numbers_in(title: str) -> list[str]:
    """The numbers of a title in their order, as written; no names of tables, phases and references."""
    return NUMBER.findall(re.sub(UNCOUNTED, " ", title))


def is_value(written: str, value: float) -> bool:
    """Whether a number, as exact as a title writes it, is a value."""
    if exact := SPELLED.get(written.lower()):
        return abs(value - exact) < (0.5 if exact >= 2 else 0.05)
    return prose.is_among(written, "", {(float(value), "")})


def differing(title: str, values: list[float]) -> list[tuple[str, float]]:
    """The numbers of a title that are not the values of the figure."""
    written = numbers_in(title)
    assert len(written) == len(values), (written, values)
    return [pair for pair in zip(written, values, strict=True) if not is_value(*pair)]


def frames_of(name: str) -> list[pd.DataFrame]:
    """What a figure draws: the rows of a chart, set by set, or the data table of a drawing.

    Attribute `rules`: where a chart has lines at one value.
    """
    (cell,) = (c for path in CHAPTERS for c in code_cells(path) if plain.figure_name(c) == name)
    for output in cell.outputs:
        mimes = output.get("data", {})
        if DRAWING_MIME in mimes:
            table = mimes[DRAWING_MIME]["table"]
            return [pd.DataFrame(table["rows"], columns=table["columns"])]
        if VEGA in mimes:
            frames = list(map(pd.DataFrame, mimes[VEGA].get("datasets", {}).values()))
            rules = re.findall(r"'datum': ([\d.]+)", str(mimes[VEGA].get("layer")))
            for frame in frames:
                frame.attrs["rules"] = [*map(float, rules)]
            return frames
    raise LookupError(name)


def rows_of(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The largest set with columns that a reader sees."""
    seen = [frame[[c for c in frame if not c.startswith("_")]] for frame in frames]
    return max((frame for frame in seen if len(frame.columns)), key=len, default=pd.DataFrame())


def computed(name: str) -> list[float]:
    frames = frames_of(name)
    return [*map(float, WHOLE[name](*frames) if name in WHOLE else CHECKS[name](rows_of(frames)))]


def test_every_number_of_a_title_is_what_its_figure_draws():
    counted = [name for name, title in TITLES.items() if numbers_in(title)]
    assert sorted(counted) == sorted({**CHECKS, **WHOLE})  # a title with a number needs a check
    wrong = {name: differing(TITLES[name], computed(name)) for name in counted}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("title", "values", "wrong"),
    [("20 of 36 stay below Li₇Si₃", [20, 36], []),
     ("Only 21 of 60", [22, 60], [("21", 22)]),
     ("Five of eight expansions of Table 2", [5.0, 8], []),
     ("Eleven times as much", [11.29], []), ("Nine times", [11.29], [("Nine", 11.29)]),
     ("37 %, dense ones 92 %", [36.8, 92], []), ("36 %", [36.8], [("36", 36.8)]),
     ("Half of a half cell", [0.52], []), ("1,415 to 0.22", [1415, 0.2185], [])],
)  # fmt: skip
def test_a_number_that_is_not_drawn_is_found(title, values, wrong):
    assert differing(title, values) == wrong


def test_a_check_fails_with_other_rows():
    """One electrode of the landing page's chart changes its currents."""
    rows, title = rows_of(frames_of("fig-index-same")), TITLES["fig-index-same"]
    first = rows[rows["same_current"]].index[0]
    changed = rows.assign(same_current=rows["same_current"] & (rows.index != first))
    check = CHECKS["fig-index-same"]
    assert (differing(title, check(rows)), differing(title, check(changed))) == ([], [("21", 20)])
