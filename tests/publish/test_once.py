"""What Sphinx would do again and again is done once, and gives the same."""

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader
from jinja2.sandbox import SandboxedEnvironment

from anodes.publish import once


def test_a_template_is_compiled_once_for_all_environments(monkeypatch):
    compiled = []
    generate = SandboxedEnvironment._generate
    monkeypatch.setattr(
        SandboxedEnvironment,
        "_generate",
        lambda *given, **more: compiled.append(1) or generate(*given, **more),
    )
    cache = once.Compiled()
    for what in ("tin", "germanium"):
        environment = SandboxedEnvironment(
            loader=DictLoader({"page": "{{ what }}!"}), bytecode_cache=cache
        )
        assert environment.get_template("page").render(what=what) == f"{what}!"
    assert compiled == [1]


def test_another_template_of_the_same_name_is_compiled_anew():
    cache = once.Compiled()
    for text in ("one", "two"):
        environment = SandboxedEnvironment(loader=DictLoader({"page": text}), bytecode_cache=cache)
        assert environment.get_template("page").render() == text


def test_a_chapter_is_read_once_for_the_references_into_it():
    read = []
    env = SimpleNamespace(get_doctree=lambda name: read.append(name) or object(), config="ours")
    reader = once.Reader(env)
    assert reader.get_doctree("tin") is reader.get_doctree("tin")
    assert reader.get_doctree("antimony") is not reader.get_doctree("tin")
    assert read == ["tin", "antimony"]
    assert reader.config == "ours"
    with pytest.raises(AttributeError):
        reader.nothing_like_it  # noqa: B018
