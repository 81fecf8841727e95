"""Readable for everybody: light and dark, desktop and phone, and what axe-core says.

`--screenshots` keeps pictures of every page in `_build/screenshots`.
"""

import contextlib
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import DESKTOP, ROOT, eventually, ink, pages, settled
from tabular import TABLES, faulty, tables_that_do_not_fit

WIDE = {"width": 1440, "height": 900}
SHOTS = ROOT / "_build" / "screenshots"


# What is out of sight is not painted before it is scrolled to; a picture of the page shows it all.
WHOLE = """() => {
    const looks = new CSSStyleSheet();
    looks.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(looks);
}"""


NO_LOOKS = "document.adoptedStyleSheets = []"  # those of tests: a page of the book has none


def contrast(first, second):
    def light(colour):
        parts = [float(v) / 255 for v in re.findall(r"[\d.]+", colour)[:3]]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(first), light(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


# The words of each picture that lie on others, or are cut at its edge.
COLLIDING = """() => {
    const box = (t) => {  // a word as it is turned, without the room above and below its letters
        const b = t.getBBox(), m = t.getScreenCTM(), inset = b.height * 0.15;
        const [left, right, top, bottom] = [b.x, b.x + b.width, b.y + inset, b.y + b.height - inset];
        return [[left, top], [right, top], [right, bottom], [left, bottom]]
            .map(([x, y]) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f]);
    };
    const apart = (one, other) => [one, other].some((shape) => [0, 1].some((i) => {
        const [a, b] = [shape[i], shape[i + 1]];
        const across = [b[1] - a[1], a[0] - b[0]], length = Math.hypot(...across) || 1;
        const [u, v] = [one, other].map((s) => s.map(([x, y]) => (x * across[0] + y * across[1]) / length));
        return Math.max(...u) < Math.min(...v) + 1 || Math.max(...v) < Math.min(...u) + 1;
    }));
    const seen = (t) => t.textContent.trim() && t.checkVisibility({ opacityProperty: true });
    return [...document.querySelectorAll('.chart-view > svg, .drawing svg')].flatMap((picture) => {
        const frame = picture.getBoundingClientRect(), found = [];
        const words = [...picture.querySelectorAll('text')].filter(seen);
        const boxes = words.map(box), name = picture.closest('figure')?.id ?? 'a picture';
        words.forEach((word, i) => {
            const [xs, ys] = [0, 1].map((axis) => boxes[i].map((corner) => corner[axis]));
            if (Math.min(...xs) < frame.left - 2 || Math.max(...xs) > frame.right + 2
                || Math.min(...ys) < frame.top - 2 || Math.max(...ys) > frame.bottom + 2)
                found.push([name, word.textContent, 'cut']);
            for (let j = 0; j < i; j += 1)
                if (!apart(boxes[i], boxes[j])) found.push([name, words[j].textContent, word.textContent]);
        });
        return found;
    });
}"""


# The words beside the marks of each picture that lie on a mark, their own included. A word may come
# near a mark by a fifth of its radius, and by what lies above and below its letters.
ON_MARKS = """() => {
    const seen = (e) => e.checkVisibility({ opacityProperty: true });
    const inside = (word) => {
        const box = word.getBBox(), m = word.getScreenCTM().inverse(), inset = box.height * 0.15;
        return ({ left, right, top, bottom }) => {
            const [x, y] = [(left + right) / 2, (top + bottom) / 2];
            const room = 0.4 * Math.min(right - left, bottom - top);
            const [u, v] = [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
            return u > box.x - room && u < box.x + box.width + room
                && v > box.y + inset - room && v < box.y + box.height - inset + room;
        };
    };
    return [...document.querySelectorAll('.chart-view > svg, .drawing svg')].flatMap((picture) => {
        const drawn = picture.closest('.drawing'), name = picture.closest('figure')?.id;
        const all = (selector) => [...picture.querySelectorAll(selector)].filter(seen);
        const words = all(drawn ? 'text' : '.mark-text.role-mark text').filter((w) => w.textContent.trim());
        const marks = all(drawn ? 'use' : '.mark-symbol.role-mark path')
            .map((mark) => mark.getBoundingClientRect())
            .filter((box) => Math.min(box.width, box.height) > 2);  // ticks of axes are narrower
        return words.filter((word) => marks.some(inside(word))).map((word) => [name, word.textContent]);
    });
}"""


# The words of each picture that lie on a line: a curve, a rule, the edge of an area. Lines are looked
# at every three pixels, as they are on the screen, but those of a grid, which are pale. A word that
# has a rim in the colour of the ground is legible there.
ON_LINES = """() => {
    const STEP = 3, PALE = 0.3;
    const seen = (e) => e.checkVisibility({ opacityProperty: true });
    const near = (a, b) => a.left < b.right + 1 && b.left < a.right + 1 && a.top < b.bottom + 1 && b.top < a.bottom + 1;
    const hasRim = (its) => its.stroke !== 'none' && parseFloat(its.strokeWidth) >= 2 && its.paintOrder.startsWith('stroke');
    const isLine = (line) => {
        const its = getComputedStyle(line);
        return its.stroke !== 'none' && parseFloat(its.strokeWidth) > 0 && its.strokeOpacity * its.opacity >= PALE
            && (its.fill === 'none' || line.localName === 'line' || line.closest('.role-mark')) && seen(line);
    };
    const along = (line) => {
        const m = line.getScreenCTM(), length = line.getTotalLength();
        const count = Math.ceil(length * Math.hypot(m.a, m.b) / STEP) || 1;
        return Array.from({ length: count + 1 }, (_, i) => line.getPointAtLength(length * i / count).matrixTransform(m));
    };
    const holds = (word) => {
        const box = word.getBBox(), m = word.getScreenCTM().inverse(), inset = box.height * 0.25;
        return (point) => {
            const { x, y } = point.matrixTransform(m);
            return x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + inset && y < box.y + box.height - inset;
        };
    };
    return [...document.querySelectorAll('.chart-view > svg, .drawing svg')].flatMap((picture) => {
        const drawn = picture.closest('.drawing'), name = picture.closest('figure')?.id;
        const words = [...picture.querySelectorAll(drawn ? 'text' : '.mark-text.role-mark text')]
            .filter((word) => word.textContent.trim() && seen(word) && !hasRim(getComputedStyle(word)))
            .map((word) => [word, word.getBoundingClientRect()]);
        const lines = words.length ? [...picture.querySelectorAll(drawn ? 'path'
            : ':is(.mark-line, .mark-rule, .mark-area, .mark-trail).role-mark :is(path, line)')] : [];
        const found = new Set();
        for (const line of lines) {
            const its = line.getBoundingClientRect(), by = words.filter(([, box]) => near(box, its));
            if (!by.length || !isLine(line)) continue;
            const points = along(line);
            for (const [word] of by) if (points.some(holds(word))) found.add(word.textContent);
        }
        return [...found].map((word) => [name, word]);
    });
}"""


# What marks say when a pointer is on them that is no word of a reader: one mark of each chart for
# each quantity that has no number, is true or false, or has more digits than it is worth.
UNREADABLE = """() => {
    const odd = /\\b(?:null|undefined|NaN|true|false)\\b|\\d\\.0*[1-9]\\d{4,}|_/;
    const tip = () => document.querySelector('#vg-tooltip-element.visible')?.innerText ?? '';
    const point = (mark, ...kinds) => kinds.forEach((kind) => ['pointer', 'mouse'].forEach((device) =>
        mark.dispatchEvent(new MouseEvent(device + kind, { bubbles: true }))));
    const found = [], asked = new Set();
    for (const picture of document.querySelectorAll('.chart-view > svg')) {
        const name = picture.closest('figure')?.id;
        for (const mark of picture.querySelectorAll('path, line, rect')) {
            const said = mark.__data__?.tooltip;
            if (!said) continue;
            const kinds = Object.entries(Object(said))
                .filter(([, word]) => word === null || odd.test(word)).map(([head]) => `${name} ${head}`);
            if (asked.has(name) && kinds.every((kind) => asked.has(kind))) continue;
            [name, ...kinds].forEach((kind) => asked.add(kind));
            point(mark, 'over', 'move');
            if (!tip()) found.push([name, 'says nothing']);
            if (odd.test(tip())) found.push([name, tip()]);
            point(mark, 'out');
        }
    }
    return found;
}"""


# The words of pictures whose contrast to the ground of the page is below 4.5, as they are painted.
FAINT = """() => {
    const parts = (colour) => colour.match(/[\\d.]+/g)?.map(Number);
    const light = (colour) => colour.slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const probe = document.body.appendChild(document.createElement('p'));
    probe.style.setProperty('background-color', matchMedia('(forced-colors: active)').matches
        ? 'Canvas' : getComputedStyle(document.body).backgroundColor);
    const ground = parts(getComputedStyle(probe).backgroundColor);
    probe.remove();
    const words = [...document.querySelectorAll(':is(.chart-view, .drawing, .picture) svg text')]
        .filter((word) => word.textContent.trim() && word.checkVisibility({ opacityProperty: true }));
    return words.flatMap((word) => {
        let [its, share] = [getComputedStyle(word), 1];
        for (let part = word; part.localName !== 'svg'; part = part.parentElement) share *= getComputedStyle(part).opacity;
        share *= its.fillOpacity;
        const fill = parts(its.fill) ?? ground;
        if (!share) return [];
        const seen = ground.slice(0, 3).map((v, i) => v * (1 - share) + fill[i] * share);
        const [one, other] = [light(seen), light(ground)].sort((a, b) => b - a);
        const name = word.closest('figure, section')?.id;
        return (one + 0.05) / (other + 0.05) < 4.5 ? [[name, word.textContent, its.fill]] : [];
    });
}"""


def has_colours(page, mode):
    return page.evaluate("document.documentElement.dataset.theme") == mode


def is_readable(page, width, mode):
    """Whether the page has the colours of a mode, and no word or chart leaves its column."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    words = [w for w in (".chart svg .role-axis-label text", ".drawing svg text")
             if page.locator(w).count()]  # fmt: skip
    return has_colours(page, mode) and all(contrast(ink(page, word), ground) > 7 for word in words)


@pytest.fixture
def photograph(request):
    """Keep a picture of the whole page where pytest is asked for `--screenshots`."""

    def take(page, name):
        if request.config.getoption("--screenshots"):
            SHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.jpg", full_page=True, type="jpeg", quality=80)

    return take


@pytest.mark.parametrize("name", pages())
def test_nothing_bars_a_reader_on_a_desk(leave, photograph, name):
    """axe-core looks at the structure once, and at the contrast in both modes; then tables fit."""
    page = leave(name)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(WHOLE)
    assert page.evaluate(TWICE) == []
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate(ON_MARKS) == []
    assert page.evaluate(ON_LINES) == []
    assert page.evaluate(UNREADABLE) == []
    assert is_readable(page, DESKTOP["width"], "light")
    assert page.evaluate(FAINT) == []
    assert tables_that_do_not_fit(page, DESKTOP["width"]) == []
    photograph(page, f"{name}-light")
    with thinned(page):
        assert violations(page, known=CLEAN) == []
    page.set_viewport_size(WIDE)  # with the dark mode, so that charts are drawn anew only once
    page.emulate_media(color_scheme="dark")
    assert eventually(lambda: is_readable(page, WIDE["width"], "dark"))
    assert eventually(lambda: page.evaluate(FAINT) == []), page.evaluate(FAINT)
    assert tables_that_do_not_fit(page, WIDE["width"]) == []
    photograph(page, f"{name}-dark")
    page.evaluate(ALIKE)  # nothing is put back into a page that is left
    assert violations(page, known=CLEAN, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("name", pages())
def test_readable_on_a_phone(share_phone, photograph, name):
    page = share_phone(name)
    page.evaluate(WHOLE)
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate(ON_MARKS) == []
    assert page.evaluate(ON_LINES) == []
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        assert eventually(lambda mode=mode: is_readable(page, 390, mode))
        photograph(page, f"{name}-{mode}-390")
    assert tables_that_do_not_fit(page, 390) == []
    page.evaluate(NO_LOOKS)


def test_a_table_that_does_not_fit_is_found(visit):
    """Columns beyond the edge of a box, rows that scroll in one, hidden columns without a word."""
    page = visit("credits")
    page.evaluate("""() => {
        const looks = new CSSStyleSheet();
        looks.replaceSync(`.box { overflow-x: auto } .broad { min-width: 3000px; display: block }
            .short { max-height: 50px; overflow-y: auto } .tall { height: 500px }`);
        document.adoptedStyleSheets.push(looks);
    }""")
    parts = (
        "<div class='box'><table><tbody><tr><td class='broad'>Wide</td></tr></tbody></table></div>",
        "<div class='short'><table><tbody><tr><td class='tall'>Long</td></tr></tbody></table></div>",
        "<table><thead><tr><th>Seen</th><th hidden>Not seen</th></tr></thead></table>",
    )
    page.locator("article").first.evaluate(ADD, "".join(parts))
    found = [
        (t["name"], t["cut"], t["scrolls"], t["hidden"]) for t in faulty(page.evaluate(TABLES))
    ]
    assert found == [
        ("Wide", True, False, False), ("Long", False, True, False),
        ("SeenNot seen", False, False, True),
    ]  # fmt: skip


TWICE = """() => {
    const names = [...document.querySelectorAll('[id]')].map((e) => e.id);
    return names.filter((name, place) => names.indexOf(name) !== place);
}"""

# No element of a page has a style of its own, so that what differs in its words only has the same
# structure and colours: of such words of code, items of a menu, choices of a list, findings and marks
# of a picture the first is kept, and of each table two rows and those (odd and even apart) with a
# cell unlike all above it, also in earlier tables of the same kind at the same kind of place: what
# styles tell apart in a row is its first cell. Of entries of the bibliography and functions of the
# reference those are kept with an element unlike all before it in the same kind of parent. The
# others are put back afterwards.
ALIKE = """() => {
    const words = new Set(['id', 'href', 'title', 'aria-label', 'data-key', 'data-clipboard-target']);  // of each its own
    const attributes = (e) => [...e.attributes].map((a) => words.has(a.name) && a.value
        ? a.name : `${a.name}=${a.value}`);
    const look = (e) => [e.localName, e.textContent.trim() ? 'text' : '', ...attributes(e)];
    const others = [];
    const thin = (parts, kinds, seen = new Set()) => {
        for (const [place, part] of [...parts].entries()) {
            const its = kinds(part, place).map((kind) => kind.join());
            if (its.every((kind) => seen.has(kind))) others.push([part, new Comment()]);
            its.forEach((kind) => seen.add(kind));
        }
    };
    const whole = (e) => [e, ...e.querySelectorAll('*')].map(look);
    const around = (e) => e ? `${e.localName}.${e.className}${e.open ?? ''} ${around(e.parentElement)}` : '';
    const rows = new Set();
    for (const [number, table] of document.querySelectorAll('table').entries()) {
        const where = around(table);
        thin(table.querySelectorAll('tbody tr'), (row, place) => [
            ...(place < 2 ? [[number, place]] : []), [where, place % 2, look(row)],
            ...[...row.cells].map((cell, column) => [where, place % 2, column === 0, whole(cell)])], rows);
    }
    thin(document.querySelectorAll('.finding, .cause'), (part) => [[around(part), whole(part)]]);
    thin(document.querySelectorAll('.entry, dl.py'), (part) =>
        [part, ...part.querySelectorAll('*')].map((e) => [look(e.parentElement), look(e)]));
    for (const list of document.querySelectorAll('select')) {
        thin(list.options, (option) => [[option.selected, option.disabled]]);
    }
    for (const menu of document.querySelectorAll('.column-menu')) {
        thin(menu.querySelectorAll('label'), ({ control }) => [[control.checked, control.disabled]]);
    }
    for (const list of document.querySelectorAll('nav ul')) {
        thin(list.children, (item) => [whole(item)]);
    }
    thin(document.querySelectorAll('.highlight pre span, .sig span, .sig em'), (word) =>
        [[word.parentElement, word, ...word.querySelectorAll('*')].map(look)]);
    for (const picture of document.querySelectorAll('svg')) {
        const marks = [...picture.querySelectorAll('*')].filter((mark) => !mark.childElementCount);
        thin(marks, (mark) => [[mark.localName, mark.getAttribute('role'), mark.getAttribute('class'),
            mark.ariaHidden, ...mark.getAttributeNames()]]);
    }
    others.forEach(([part, place]) => part.replaceWith(place));
    window.putBack = () => others.reverse().forEach(([part, place]) => place.replaceWith(part));
}"""


@contextlib.contextmanager
def thinned(page):
    """A page without what is like something else of it."""
    page.evaluate(ALIKE)
    yield
    page.evaluate("putBack()")


# The contrast of a text follows from its own colours and size and from what is painted behind it;
# that takes axe-core longer than all else. So of texts that agree in all of this, in the same box
# where a box is out of the flow, hides nothing and may lie on anything, it looks at the first three,
# and at none where it has found those of another page to be clear.
MARK = """([most, known]) => {
    const digest = (text) => {  // two halves of 32 bits
        let [a, b] = [0xdeadbeef, 0x41c6ce57];
        for (let i = 0; i < text.length; i += 1) {
            a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
            b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
        }
        return `${(a ^ a >>> 16) >>> 0}-${(b ^ b >>> 13) >>> 0}`;
    };
    const digests = new Map();
    const short = (of) => digests.get(of) ?? digests.set(of, digest(of)).get(of);
    const edges = ['Top', 'Right', 'Bottom', 'Left'];
    const painted = (its) => its.content === 'none' ? '' : [its.backgroundColor,
        its.backgroundImage, its.opacity, its.filter, its.mixBlendMode];
    const isMoved = (its) => !['static', 'relative'].includes(its.position)
        || its.float !== 'none' || its.transform !== 'none'
        || edges.some((edge) => parseFloat(its[`margin${edge}`]) < 0
            || (its.position === 'relative' && parseFloat(its[edge.toLowerCase()])));
    const hides = (its) => /^rgb\\(/.test(its.backgroundColor) && its.opacity === '1';
    const grounds = new Map([[null, 0]]);
    const ground = (e) => {
        if (!grounds.has(e)) {
            const looks = [null, '::before', '::after'].map((part) => getComputedStyle(e, part));
            const place = e instanceof HTMLElement && isMoved(looks[0]) && !hides(looks[0])
                ? `${location.pathname} ${grounds.size}` : '';
            grounds.set(e, short([ground(e.parentElement), place, ...looks.map(painted)].join('|')));
        }
        return grounds.get(e);
    };
    const text = (e) => e.matches('input, select, textarea')
        || [...e.childNodes].some((part) => part.nodeType === 3 && part.data.trim().length > 1);
    const seen = new Map(known.map((kind) => [kind, most])), marked = [];
    for (const e of [...document.body.querySelectorAll('*')].filter(text)) {
        const its = getComputedStyle(e);
        const kind = [ground(e), e.localName, its.color, its.fill, its.fontSize, its.fontWeight,
            its.textShadow, e.matches(':disabled, [aria-disabled]')].join('|');
        const known = seen.get(kind) ?? 0;
        if (known < most && e.checkVisibility({visibilityProperty: true})) {
            seen.set(kind, known + 1);
            marked.push(e);
        }
    }
    for (const e of marked) e.dataset.kind = '';
    return [...seen.keys()];
}"""
CLEAN = set()  # the kinds of text, of all pages looked at so far, whose contrast is high enough
ASK = """(options) => {
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-kind]'}]});
    return axe.run({resultTypes: ['violations'], ...options});
}"""


def violations(page, known=None, **options):
    """What axe-core finds, with the first place of each; kinds without fault become `known`."""
    kinds = page.evaluate(MARK, [3, sorted(known or ())])
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASK, options)["violations"]
    page.evaluate("document.querySelectorAll('[data-kind]').forEach((e) => delete e.dataset.kind)")
    if known is not None and not found:
        known.update(kinds)
    places = [v["nodes"][0]["html"].replace(' data-kind=""', "") for v in found]
    return [(v["id"], v["impact"], place[:200]) for v, place in zip(found, places, strict=True)]


# Each fault as markup, with the rule of axe-core that names it.
FAULTS = {
    "image-alt": "<img src='../_static/logo.svg'>",
    "label": "<input type='range'>",
    "select-name": "<select><option>all</option></select>",
    "heading-order": "<h5>Deeper by three</h5>",
    "scrollable-region-focusable":
        "<div class='short'><p>First</p><p>Second</p><p>Third</p><p>Fourth</p></div>",
    "list": "<ul><div>No item</div></ul>",
}  # fmt: skip
LOOKS = """() => {
    const looks = new CSSStyleSheet();
    looks.replaceSync(`.pale { color: #ccc !important; background: #fff !important }
        [data-theme=dark] .dim { color: #444 !important }
        .short { height: 30px; overflow: auto }`);
    document.adoptedStyleSheets.push(looks);
}"""
ADD = "(article, markup) => article.insertAdjacentHTML('beforeend', markup)"


def test_each_fault_of_structure_is_found(visit):
    page = visit("credits")
    page.evaluate(LOOKS)
    page.locator("article").first.evaluate(ADD, "".join(FAULTS.values()))
    with thinned(page):
        assert set(FAULTS) == {name for name, *_ in violations(page)}


WORDS = (
    ".chart svg .role-axis-label text",
    ".chart svg .role-axis-title text",
    ".drawing svg text",
)


# The texts whose contrast to the ground behind them is below 4.5, which is the reader's own where
# nothing paints one (axe-core takes that for white). Pictures are not looked at.
PALE = """() => {
    const probe = document.body.appendChild(document.createElement('p'));
    probe.style.setProperty('background-color', 'Canvas');
    const canvas = getComputedStyle(probe).backgroundColor;
    probe.remove();
    const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => parts(colour).slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const grounds = new Map([[null, canvas]]);
    const ground = (e) => {
        if (!grounds.has(e)) {
            const own = getComputedStyle(e).backgroundColor;
            grounds.set(e, (parts(own)[3] ?? 1) > 0.5 ? own : ground(e.parentElement));
        }
        return grounds.get(e);
    };
    const words = (e) => [...e.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    return [...document.body.querySelectorAll(':not(svg *, :disabled)')]
        .filter((e) => words(e) && e.checkVisibility({ visibilityProperty: true })).filter((e) => {
            const [one, other] = [getComputedStyle(e).color, ground(e)].map(light).sort((a, b) => b - a);
            return (one + 0.05) / (other + 0.05) < 4.5;
        }).map((e) => e.className || e.textContent.trim().slice(0, 40));
}"""


def test_pictures_are_readable_in_forced_colours_with_a_chosen_theme(visit):
    """The ground is the reader's, whichever theme was chosen on the page."""
    page = visit("silicon")
    page.evaluate(WHOLE)
    page.emulate_media(forced_colors="active")
    for theme, mode in (("light", "light"), ("light", "dark"), ("dark", "dark"), ("dark", "light")):
        page.emulate_media(color_scheme=mode)
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)

        def is_legible():
            ground = page.evaluate("""() => {
                const probe = document.createElement('p');
                probe.style.setProperty('background-color', 'Canvas');
                document.body.append(probe);
                const colour = getComputedStyle(probe).backgroundColor;
                probe.remove();
                return colour;
            }""")
            pictures = all(contrast(ink(page, word), ground) > 7 for word in WORDS)
            return pictures and page.evaluate(PALE) == []  # with readings, questions and tables

        assert eventually(is_legible), (mode, theme)
    page.emulate_media(forced_colors="null")


# Kinds of parts that silicon does not have.
PARTS = {
    "audit": (".finding", ".cause", ".severity"),
    "your-electrode": (".explorer [type=text]", ".explorer .rows [aria-pressed]", ".several"),
    "bibliography": (".entry-more",),
    "dataset": (".grids tbody td", ".filters select", ".grid-count", ".save-rows"),
    "../search": (
        "#search-found li p",
        "#search-found mark",
        ".search-page",
        "#search-count button",
    ),
    "../slides/silicon": (".slide li", ".picture svg text", ".place", "nav button"),
}


@pytest.mark.parametrize("name", PARTS)
def test_each_kind_of_part_is_readable_in_forced_colours_with_a_chosen_theme(visit, share, name):
    """A reader with dark colours of their own chose light on the page, and the other way round."""
    page = visit(name) if "/" in name else share(name)
    if name == "../search":
        page.get_by_role("main").get_by_role("searchbox").fill("silicon")
    page.locator(PARTS[name][0]).first.wait_for(state="attached")
    assert [part for part in PARTS[name] if not page.locator(part).count()] == []
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    for mode, theme in (("dark", "light"), ("light", "dark")):
        page.emulate_media(color_scheme=mode)
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert eventually(lambda: page.evaluate(PALE) == []), (mode, theme, page.evaluate(PALE))
        assert eventually(lambda: page.evaluate(FAINT) == []), (mode, theme, page.evaluate(FAINT))
    page.emulate_media(reduced_motion="null", forced_colors="null", color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    settled(page)


def test_a_colour_that_is_not_forced_is_found(visit):
    page = visit("credits")
    page.emulate_media(reduced_motion="reduce", forced_colors="active", color_scheme="dark")
    assert eventually(lambda: page.evaluate(PALE) == [])
    page.locator("article p").first.evaluate("part => part.classList.add('kept')")
    page.evaluate("""() => {
        const looks = new CSSStyleSheet();
        looks.replaceSync('.kept { forced-color-adjust: none; color: #333 }');
        document.adoptedStyleSheets.push(looks);
    }""")
    assert "kept" in page.evaluate(PALE)
    page.emulate_media(forced_colors="null")


def test_labels_that_collide_are_found(visit):
    """A word is put on another one, and one across the edge of its picture."""
    page = visit("germanium")
    page.evaluate(WHOLE)
    assert page.evaluate(COLLIDING) == []
    one, other, last = page.evaluate("""() => {
        const labels = [...document.querySelectorAll('#fig-ge-rate .role-axis-label text')]
            .filter((label) => label.checkVisibility({ opacityProperty: true }));
        labels[1].setAttribute('transform', labels[0].getAttribute('transform'));
        labels.at(-1).setAttribute('transform', 'translate(-4000, 0)');
        return [labels[0], labels[1], labels.at(-1)].map(label => label.textContent);
    }""")
    assert page.evaluate(COLLIDING) == [["fig-ge-rate", one, other], ["fig-ge-rate", last, "cut"]]


def test_a_label_on_a_mark_is_found(visit):
    """A name is put on the first mark of its chart."""
    page = visit("antimony")
    page.evaluate(WHOLE)
    assert page.evaluate(ON_MARKS) == []
    moved = page.evaluate("""() => {
        const [word, mark] = ['.mark-text.role-mark text', '.mark-symbol.role-mark path']
            .map((part) => document.querySelector(`#fig-sb-pairs ${part}`));
        const [from, to] = [word, mark].map((part) => part.getBoundingClientRect());
        const [x, y] = [to.left - from.left, to.top - from.top];
        word.setAttribute('transform', `translate(${x}, ${y}) ${word.getAttribute('transform')}`);
        return word.textContent;
    }""")
    assert page.evaluate(ON_MARKS) == [["fig-sb-pairs", moved]]


TO_LINE = """([figure, words, lines]) => {
    const line = document.querySelector(`#${figure} ${lines}`);
    const word = document.querySelector(`#${figure} ${words}`);
    const m = line.getScreenCTM(), half = line.getTotalLength() * 0.43;
    const { x, y } = line.getPointAtLength(half).matrixTransform(m);
    const box = word.getBoundingClientRect(), { a } = word.getScreenCTM();
    const [right, down] = [x - box.left - box.width / 2, y - box.top - box.height / 2].map((way) => way / a);
    word.setAttribute('transform', `translate(${right}, ${down}) ${word.getAttribute('transform') ?? ''}`);
    return word.textContent;
}"""


def test_a_label_on_a_line_is_found(visit):
    """A name without its rim is put on a curve of its chart, and one of a drawing on a curve of it."""
    page = visit("antimony")
    page.evaluate(WHOLE)
    curve = ["fig-sb-rate", ".mark-text.role-mark text", ".mark-line.role-mark path"]
    moved = page.evaluate(TO_LINE, curve)
    assert page.evaluate(ON_LINES) == []  # its rim
    page.evaluate("""() => {
        const looks = new CSSStyleSheet();
        looks.replaceSync('.chart-view .mark-text.role-mark text { stroke: none !important }');
        document.adoptedStyleSheets.push(looks);
    }""")
    assert ["fig-sb-rate", moved] in page.evaluate(ON_LINES)
    page = visit("tin")
    page.evaluate(WHOLE)
    drawn = ["fig-sn-steps", ".drawing text", ".drawing path[clip-path]:not([stroke-opacity])"]
    moved = page.evaluate(TO_LINE, drawn)
    assert ["fig-sn-steps", moved] in page.evaluate(ON_LINES)


def test_words_of_a_picture_that_are_faint_are_found(visit):
    page = visit("tin")
    assert page.evaluate(FAINT) == []
    named = page.evaluate("""() => {
        const word = document.querySelector('#fig-sn-first .role-axis-label text');
        word.setAttribute('fill', '#aaa');
        return word.textContent;
    }""")
    assert page.evaluate(FAINT) == [["fig-sn-first", named, "rgb(170, 170, 170)"]]


def test_hover_words_that_no_reader_knows_are_found(visit):
    page = visit("tin")
    assert page.evaluate(UNREADABLE) == []
    page.evaluate("""() => {
        const mark = document.querySelector('#fig-sn-tests .mark-symbol.role-mark path');
        mark.__data__.tooltip = { ion_name: 'Li' };
    }""")
    assert page.evaluate(UNREADABLE) == [["fig-sn-tests", "ion_name\tLi"]]


def test_a_name_that_stands_twice_is_found(visit):
    page = visit("credits")
    page.locator("article").first.evaluate(ADD, "<p id='one'>First</p><p id='one'>Second</p>")
    assert page.evaluate(TWICE) == ["one"]


def test_a_contrast_that_is_too_low_in_dark_only_is_found(visit):
    page = visit("bibliography")
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(LOOKS)
    page.locator("article p").last.evaluate("text => text.classList.add('dim')")
    contrast = {"known": CLEAN, "runOnly": ["color-contrast"]}
    page.evaluate(ALIKE)
    assert violations(page, **contrast) == []
    page.emulate_media(color_scheme="dark")
    assert eventually(lambda: has_colours(page, "dark"))
    ((rule, _, place),) = violations(page, **contrast)
    assert rule == "color-contrast"
    assert "dim" in place


@pytest.mark.parametrize(
    ("words", "name"),
    [("table.grid tbody tr:visible >> nth=15 >> :scope > :first-child", "dataset"),
     ("table.grid:visible >> nth=1 >> tbody tr >> nth=3 >> :scope > :first-child", "dataset"),
     (":is(.finding, .cause) > summary:visible >> nth=5", "audit"),
     (".sig .n >> nth=50", "api"), ("dl.py >> nth=200 >> p >> nth=0", "api"),
     (".entry em >> nth=120", "bibliography"), (".toctree-l1 > a >> nth=6", "glossary"),
     ("table.grid:visible >> nth=1 >> thead th:visible >> nth=2 >> button", "dataset")],
    ids=["row-dataset", "later-table-dataset", "finding-audit", "signature-api", "function-api",
         "entry-bibliography", "menu-glossary", "head-dataset"],
)  # fmt: skip
def test_a_contrast_that_is_too_low_is_found(share, name, words):
    """Also where it is in one row, word or item of many."""
    page = share(name)
    part = page.locator(words).first
    part.evaluate("part => part.classList.add('pale')")
    page.evaluate(LOOKS)
    with thinned(page):
        found = violations(page, known=CLEAN, runOnly=["color-contrast"])
    part.evaluate("part => part.classList.remove('pale')")
    page.evaluate(NO_LOOKS)
    assert [name for name, *_ in found] == ["color-contrast"]
    assert "pale" in found[0][2]
