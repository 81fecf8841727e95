"""What Sphinx and its extensions would do again and again for one result, done once a build.

The pages are the same, byte for byte; only the time is another. Measured on the whole book: the
template of a docstring is compiled 360 times, and a chapter is read back from its pickle for each
reference to one of its figures.
"""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache
from sphinx.domains.std import StandardDomain

if TYPE_CHECKING:
    from docutils import nodes
    from jinja2.bccache import Bucket
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CHAPTERS = 4  # read from their pickles and remembered: most references stay within a chapter


def register(app: Sphinx) -> None:
    """Let the references and the docstrings be made without repetitions."""
    docscrape_sphinx: Any = importlib.import_module("numpydoc.docscrape_sphinx")  # has no types
    app.add_domain(References, override=True)
    docscrape_sphinx.SandboxedEnvironment = functools.partial(  # numpydoc makes one a docstring
        _original(docscrape_sphinx.SandboxedEnvironment), bytecode_cache=Compiled()
    )


def _original(environment: Any) -> Any:  # noqa: ANN401
    """A class that an earlier build in this process may have wrapped."""
    return environment.func if isinstance(environment, functools.partial) else environment


class References(StandardDomain):
    """References to figures, each chapter read from its pickle once in a while."""

    def resolve_xref(self, env: BuildEnvironment, *arguments: Any) -> nodes.Element | None:  # noqa: ANN401
        """The node of a reference; only that to a numbered figure looks into a chapter."""
        return super().resolve_xref(_reader(env), *arguments)  # type: ignore[arg-type]


class Reader:
    """A build environment whose chapters are remembered, to be looked at and not changed."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self.get_doctree = functools.lru_cache(CHAPTERS)(env.get_doctree)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        """Everything else as the environment has it."""
        return getattr(self._env, name)


@functools.lru_cache(1)
def _reader(env: BuildEnvironment) -> Reader:
    return Reader(env)


class Compiled(BytecodeCache):
    """Templates that are compiled already, in the memory of this process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code of its template, if it is there."""
        if found := self._code.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key] = bucket.bytecode_to_string()
