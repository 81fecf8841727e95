"""Formulae become MathML while the site is built: no script, no font, read by screen readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def to_mathml(latex: str, display: str) -> str:
    """MathML of one formula; `display` is 'inline' or 'block'. The LaTeX rides along as a title."""
    from latex2mathml.converter import convert

    return convert(latex.strip(), display=display).replace(
        "<math ", f'<math title="{escape(latex.strip(), quote=True)}" ', 1
    )


def register(app: Sphinx) -> None:
    """Make this Sphinx's renderer of formulae (`html_math_renderer: mathml`)."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))


def _visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(to_mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def _visit_block(self: HTML5Translator, node: nodes.math_block) -> None:
    number = getattr(self, "equations", 0) + 1  # on this page: a translator writes one
    self.equations = number
    self.body.append(self.starttag(node, "div", CLASS="math-block", tabindex="0", role="group"))
    self.body.append(to_mathml(node.astext(), "block"))
    link = f'<a class="eqno" id="eq-{number}" href="#eq-{number}" title="Link to this equation">'
    self.body.append(f"{link}({number})</a></div>\n")
    raise nodes.SkipNode
