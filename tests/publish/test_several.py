"""The page and `python -m anodes check` say the same of the same damaged files.

Run with a browser in ANODES_BROWSER.
"""

import base64
import math
import random
from collections import Counter

import pytest
from conftest import ROOT
from damage import DAMAGES, TABLE
from improbable import CASES, GOOD, QUIET
from improbable import HEAD as COLUMNS
from playwright.sync_api import expect

from anodes.audit import plausibility
from anodes.data.files import LISTED, DataError
from anodes.publish import several
from anodes.validation import electrode_files

FIELDS = (plausibility.FIRST, plausibility.LAST, *plausibility.CURRENTS)
ASK = """([content, known]) => window.checkElectrodes(
    Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0)), known)"""


@pytest.fixture(scope="module")
def judge(browser):
    """What the page says of a file's bytes."""
    page = browser.new_context().new_page()
    page.set_content("<p></p>")
    page.add_script_tag(path=ROOT / "_static" / "check.js")
    known = several.known()
    yield lambda content: page.evaluate(ASK, [base64.b64encode(content).decode(), known])
    page.context.close()


def python_says(path):
    """Problems, how the file was read, and the rows."""
    try:
        reading = electrode_files.read_file(path)
    except DataError as error:
        said = [(p.line or 0, p.column or "", p.found, p.expected) for p in error.problems]
        return sorted(said), [], []
    return [], reading.assumed, reading.electrodes.astype(object).to_dict("records")


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: ascii(damage.name)[:60])
def test_a_damaged_file_gets_the_same_answer(judge, tmp_path, damage):
    path = tmp_path / "mine.csv"
    content = damage.apply(TABLE)
    path.write_bytes(content)
    problems, assumed, rows = python_says(path)
    said = judge(content)
    found = sorted(
        (p["line"] or 0, p["column"] or "", p["found"], p["expected"]) for p in said["problems"]
    )
    assert found == problems
    assert said["assumed"] == assumed
    if not problems:
        assert page_notices(said) == command_notices(path)
    for ours, theirs in zip(rows, said["rows"], strict=True):
        for name, value in theirs.items():
            if value == value and value is not None and name != "origins":  # which Python completes
                assert ours[name] == (
                    value if isinstance(value, str | bool) else pytest.approx(value, rel=1e-12)
                ), name


def page_notices(said):
    """Sentences on improbable values, and how many others there are by column."""
    return said["notices"]["listed"], said["notices"]["more"]


def command_notices(path):
    """The same of the command, which lists the first and counts the others."""
    electrodes, lines, _ = electrode_files.read_file(path)
    all_notices = plausibility.notices(electrodes, lines)
    more = Counter(n.column or "whole rows" for n in all_notices[LISTED:])
    return [str(n) for n in all_notices[:LISTED]], dict(more)


def some_rows():
    """Rows from all over the limits of the schema, from a fixed seed; some are entered twice."""
    draw = random.Random(18)

    def number(low, high, digits):
        return f"{10 ** draw.uniform(math.log10(low), math.log10(high)):.{digits}g}"

    for n in range(400):
        element, ion = draw.choice(["Si,Li", "Ge,Li", "Sn,Na", "Sb,Na"]).split(",")
        first = draw.choice(["1624", number(1, 9999, draw.randint(1, 6))])
        last = draw.choice([first, number(1, 9999, draw.randint(1, 6))])
        ice = draw.choice(["", f"{draw.randint(2, 200) / 2:g}"])
        before = draw.choice(["", number(2e-6, 99, 3)])
        after = draw.choice(["", before, number(2e-6, 99, draw.randint(1, 9))])
        cycles = draw.choice(["1", number(1, 999_999, 1).split(".")[0], "123456"])
        cycles = str(int(float(cycles)))
        row = f"e{n},{element},{ion},{first},{before},{ice},{last},{cycles},{after}\n"
        yield row * draw.choice([1, 1, 1, 2])


IMPROBABLE = {
    "tie of the last digit": "mine,Si,Li,9770,0.2,85,1500,200,0.2\n",  # x 85 % = 8304.5
    "three times": GOOD.replace("mine", "yours") + GOOD + GOOD,
    "more than are listed": "".join(some_rows()),
}
IMPROBABLE |= {row: row for row, *_ in CASES} | {row: row for row in QUIET}


@pytest.mark.parametrize("name", IMPROBABLE)
def test_what_is_improbable_gets_the_same_sentences(judge, tmp_path, name):
    path = tmp_path / "mine.csv"
    path.write_text(f"{COLUMNS}\n{GOOD}{IMPROBABLE[name]}", encoding="utf-8")
    listed, more = page_notices(judge(path.read_bytes()))
    assert (listed, more) == command_notices(path)
    assert bool(listed) == (name not in QUIET)
    if name == "more than are listed":
        assert len(listed) == LISTED
        assert set(more) == {"whole rows", *FIELDS}


HEAD = "material;element;ion;initial_capacity_mAh_g;final_capacity_mAh_g;cycles\n"


def test_a_pasted_table_is_drawn_and_exported(visit):
    page = visit("your-electrode")
    page.locator("#several-text").fill(
        HEAD.replace("\n", ";batch;retention_percent\n")
        + "nest;Si;Li;2900,5;1850;500;1,5;63,8\nfoam;Sb;Na;610;540,25;250;;\n"
    )
    page.get_by_role("button", name="Check and draw").click()
    answer = page.locator(".several-answer")
    expect(answer).to_contain_text("2 electrode(s), no error.")
    expect(answer).to_contain_text("Decimal commas were read as points in 3 table cell(s)")
    expect(answer).to_contain_text("values are not checked: batch.")
    expect(answer).to_contain_text("the computed ones replace them: retention_percent.")
    expect(answer).not_to_contain_text("Improbable values")
    named = page.locator("#fig-your-one .chart svg text", has_text="foam")
    expect(named).to_be_attached()
    cells = [row.locator("td").all_inner_texts() for row in answer.locator("tbody tr").all()]
    # what a reader gives as given; a computed percentage with one decimal, as in every table
    assert cells[0][3:] == ["2,900.5", "1,850", "500", "63.8"]
    assert cells[1][3:] == ["610", "540.25", "250", "88.6"]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(named).to_be_attached()  # drawn again
    with page.expect_download() as download:
        answer.get_by_role("button", name="Save as CSV").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    text = content.decode("utf-8-sig")
    assert text.splitlines()[0].endswith(
        "cycles,batch,retention_percent,fade_percent_per_cycle,first_cycle_loss_percent"
    )
    with pytest.warns(electrode_files.Assumed, match="batch"):  # what is exported is accepted
        again = electrode_files.check_electrodes(text)
    assert list(again["retention_percent"]) == pytest.approx([63.7821, 88.5656], abs=1e-3)
    assert list(again["batch"]) == ["1,5", ""]  # as it was
    assert page.complaints == []


def test_a_chosen_file_and_ten_thousand_rows(visit, tmp_path):
    page = visit("your-electrode")
    path = tmp_path / "mine.csv"
    rows = "".join(f"für {n};Si;Li;{2000 + n % 900};1500;{n % 400 + 1}\n" for n in range(10_000))
    path.write_bytes((HEAD + rows).encode("cp1252"))
    page.locator("#several-file").set_input_files(path)
    answer = page.locator(".several-answer")
    expect(answer).to_contain_text("10,000 electrode(s), no error. The first 2,000 are crosses")
    expect(answer).to_contain_text("It was read as Windows-1252")
    page.locator("#several-text").fill(
        HEAD + "nest;Si;Li;4300;1850;500\nfoam;Sb;Na;600;640;9\n" + "coral;Sn;Li;900;800;9\n" * 2
    )  # the review prints 4200 mAh/g for Si with Li, 660 for Sb with Na, 994 for Sn with Li
    page.get_by_role("button", name="Check and draw").click()
    expect(answer.locator("summary")).to_have_text("Improbable values; each may be right: 3")
    found = answer.locator("details[open] li")
    expect(found.nth(0)).to_contain_text("line 2, column initial_capacity_mAh_g: 4,300 mAh")
    expect(found.nth(0)).to_contain_text("Calculation: theory: 4,200 mAh")
    expect(found.nth(1)).to_contain_text("line 3, column final_capacity_mAh_g: 600 mAh")
    expect(found.nth(1)).to_contain_text("640 / 600 = 1.067; retention 106.7 %")
    expect(found.nth(2)).to_contain_text("line 5: the same values as in line 4")
    page.locator("#several-text").fill(HEAD + "nest;K;Li;2900;1850;500\n")
    page.get_by_role("button", name="Check and draw").click()
    expect(answer).to_contain_text(
        "line 2, column element: found 'K'; expected a value, one of Si, Ge, Sn, Sb"
    )
    assert page.complaints == []
