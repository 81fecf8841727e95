"""Fields on the page judge as `teach.check` does; self-tests and hints work without a script."""

from __future__ import annotations

import pytest
from conftest import ROOT
from playwright.sync_api import expect
from test_feedback import TYPED

from anodes import teach
from anodes.teach.exercises import chapters, code, field_of

FIELD = "#answer-{}"
WRITTEN = [  # how numbers are written, and what they are
    ("si-capacity", "2,386", "Right."),
    ("si-capacity", "2 386", "Right."),
    ("si-capacity", "2.386e3", "Right."),
    ("si-change", "−2,21", "Right."),
    ("si-change", "-2.21 %", "Right."),
    ("si-c-rate", "0,419", "Right."),
    ("si-highest-x", "3,668", "Not yet. This was read as 3668: write a point before decimals."),
    ("si-capacity", "", "Found nothing; expected a number."),
    ("si-capacity", "many", "Found many; expected a number."),
]


def typed(page, name, text):
    """Type an answer as a reader does who has no mouse; what the page says."""
    field = page.locator(FIELD.format(name))
    field.fill(text)
    field.press("Enter")
    return field.locator("xpath=../output").inner_text()


def judged(page, answers):
    """What the page says of many answers, entered as `typed` does but within the page."""
    return page.evaluate(
        """(answers) => answers.map(([name, text]) => {
            const field = document.getElementById(`answer-${name}`);
            field.value = text;
            field.form.requestSubmit();
            return field.parentElement.querySelector('output').textContent;
        })""",
        answers,
    )


def asked_in(name):
    """The questions that a chapter has fields for."""
    return [match[1] for cell in code(chapters()[name]) if (match := field_of(cell))]


@pytest.mark.parametrize("name", sorted(chapters()))
def test_a_field_says_what_python_says(share, name):
    page, here = share(name), asked_in(name)
    assert {asked for asked, _, _ in TYPED} >= set(here)
    wanted = [(asked, f"{number}", repr(teach.check(asked, number)))
              for asked, number, _ in TYPED if asked in here]  # fmt: skip
    wanted += [written for written in WRITTEN if written[0] in here]
    said = judged(page, [answer for *answer, _ in wanted])
    assert [(*answer, words) for (*answer, _), words in zip(wanted, said, strict=True)] == wanted
    for asked, text, words in wanted[:1]:
        assert typed(page, asked, text) == words
    assert page.complaints == []


@pytest.mark.parametrize("name", ["silicon"])
def test_feedback_is_announced_and_a_field_has_its_label(share, name):
    page = share(name)
    fields = page.locator("form.answer")
    assert fields.count() == len(asked_in(name))
    for each in fields.all():
        expect(each).to_be_visible()
        expect(each.locator("output")).to_have_attribute("aria-live", "polite")
    labelled = page.get_by_label("Capacity per gram of silicon (mAh g⁻¹) ± 1 %")
    assert labelled.get_attribute("id") == "answer-si-capacity"
    labelled.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"


@pytest.mark.parametrize("name", ["silicon"])
def test_an_option_of_a_self_test_unfolds_by_keyboard(share, name):
    page = share(name)
    option = page.locator(".self-test details").first
    words = option.inner_text()
    option.locator("summary").press("Enter")
    assert option.inner_text().removeprefix(words).strip().startswith("No. ")
    option.locator("summary").press("Enter")
    assert option.inner_text() == words


@pytest.mark.parametrize("name", ["silicon"])
def test_an_exercise_links_to_its_objective(share, name):
    page = share(name)
    link = page.locator(".exercise").get_by_role("link", name="estimate how long").first
    target = link.get_attribute("href")
    assert page.locator(target).inner_text() == "estimate how long a cycling test took;"


@pytest.mark.parametrize("name", ["silicon"])
def test_on_paper_a_field_is_a_line_and_without_a_script_there_is_none(
    share, browser, addresses, name
):
    page = share(name)
    page.emulate_media(media="print")
    assert page.locator("form.answer input").first.is_visible()
    assert not page.locator("form.answer button").first.is_visible()
    assert page.locator(".self-test summary").first.is_visible()
    assert not page.locator(".exercise details").first.is_visible()  # a closed hint
    assert page.get_by_text("Click to show").locator("visible=true").count() == 0
    page.emulate_media(media="null")
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{addresses['http']}/chapters/{name}.html")
    assert not plain.locator("form.answer").first.is_visible()
    plain.locator(".exercise summary").first.click()
    expect(plain.locator(".exercise details").first).to_have_attribute("open", "")
    context.close()


@pytest.mark.parametrize("name", ["silicon"])
def test_a_field_is_seen_in_forced_colours(share, name):
    page = share(name)
    page.emulate_media(forced_colors="active")
    look = "e => { const s = getComputedStyle(e); return [s.borderTopStyle, s.borderTopWidth]; }"
    for part in ("input", "button"):
        assert page.locator(f"form.answer {part}").first.evaluate(look) == ["solid", "1px"]
    page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("name", ["teaching", "projects"])
def test_zips_for_a_class_are_had_from_the_page(visit, name):
    """On a page of its own: what it downloads would count as weight of a page that is shared."""
    page = visit(name)
    notice = page.locator(".admonition", has_text="This is an open book")
    expect(notice).to_be_visible()
    for kind in ("students", "instructors"):
        link = page.locator(f"a[href$='porous-alloy-anodes-{kind}.zip']")
        with page.expect_download() as waiting:
            link.click()
        assert waiting.value.path().read_bytes()[:2] == b"PK"
    below = "(e, notice) => e.compareDocumentPosition(notice) & 2"
    link = page.locator("a[href$='instructors.zip']")
    assert link.evaluate(below, notice.element_handle())


def test_the_site_and_make_teach_give_the_same_zips(site, tmp_path):
    from anodes.publish import assignments

    for path in assignments.write_assignments(tmp_path):
        assert (site / "downloads" / path.name).read_bytes() == path.read_bytes()


def test_the_script_is_small():
    assert (ROOT / "_static/questions.js").stat().st_size < 3000
