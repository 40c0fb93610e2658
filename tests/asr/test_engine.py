import pytest

from asr.engine import Engine, primary
from asr.scripted import ScriptedEngine
from asr.sphinx import SphinxEngine
from scribe.errors import InputError


@pytest.mark.parametrize("engine", [ScriptedEngine(()), SphinxEngine()], ids=lambda e: e.name)
def test_a_segment_without_sound_has_no_words(engine: Engine):
    listener = engine.listen("en-US")
    listener.begin(0)
    assert listener.end() == ()
    assert listener.language == "en"


def test_a_language_that_the_model_does_not_know_is_refused():
    with pytest.raises(InputError, match="'vi'"):
        SphinxEngine().listen("vi")


@pytest.mark.parametrize(("tag", "expected"), [("en", "en"), ("en-US", "en"), ("ZH-Hant", "zh")])
def test_the_primary_subtag_says_the_language(tag, expected):
    assert primary(tag) == expected
