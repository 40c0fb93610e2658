import numpy as np

from asr.scripted import ScriptedEngine
from scribe.transcript import Word

SCRIPT = (Word("good", 100, 300, 1.0), Word("morning", 320, 700, 1.0), Word("yes", 2000, 2200, 1.0))


def test_words_are_said_as_their_middle_passes() -> None:
    listener = ScriptedEngine(SCRIPT).listen()
    listener.begin(0)
    assert listener.feed(np.zeros(1600, np.int16)) == ""
    assert listener.feed(np.zeros(3200, np.int16)) == "good"
    assert listener.feed(np.zeros(16_000, np.int16)) == "good morning"
    assert listener.end() == SCRIPT[:2]


def test_only_words_inside_the_segment_are_said() -> None:
    listener = ScriptedEngine(SCRIPT, language="de").listen()
    listener.begin(1500)
    listener.feed(np.zeros(16_000, np.int16))
    assert listener.end() == SCRIPT[2:]
    assert listener.language == "de"


def test_neither_a_hurry_nor_the_detectors_doubt_changes_the_words() -> None:
    listener = ScriptedEngine(SCRIPT).listen()
    listener.begin(0)
    listener.feed(np.zeros(16_000, np.int16), True)
    assert listener.end(0.1) == SCRIPT[:2]


def test_listeners_do_not_disturb_each_other() -> None:
    engine = ScriptedEngine(SCRIPT)
    first, second = engine.listen(), engine.listen()
    first.begin(0)
    second.begin(1900)
    first.feed(np.zeros(8000, np.int16))
    assert second.feed(np.zeros(16_000, np.int16)) == "yes"
    assert engine.name == "scripted"
