"""The language of a stream, settled on enough speech."""

from hypothesis import given
from hypothesis import strategies as st

from asr.language import AT_ONCE, CERTAIN, SPEECH_MS, Opinion, SpokenLanguage

LANGUAGES = st.sampled_from(("en", "de", "fr"))
OPINIONS = st.lists(st.builds(Opinion, LANGUAGES, st.floats(0, 1), st.integers(0, 30_000)))


def after(*opinions: tuple[str, float, int]) -> SpokenLanguage:
    spoken = SpokenLanguage("en")
    for opinion in opinions:
        spoken.hear(Opinion(*opinion))
    return spoken


def test_before_anything_was_heard_the_fallback_is_assumed() -> None:
    assert (after().current, after().is_settled) == ("en", False)


def test_until_it_is_settled_the_last_guess_is_read() -> None:
    guessing = after(("de", 0.9, 500), ("fr", 0.4, 9000))
    assert (guessing.current, guessing.is_settled) == ("fr", False)


def test_enough_speech_with_enough_certainty_settles_it() -> None:
    settled = after(("de", CERTAIN, SPEECH_MS))
    assert (settled.current, settled.is_settled) == ("de", True)
    assert not after(("de", CERTAIN - 0.01, SPEECH_MS)).is_settled
    assert not after(("de", 1.0, SPEECH_MS - 1)).is_settled


@given(st.lists(st.tuples(LANGUAGES, st.floats(0, 1), st.integers(0, SPEECH_MS - 1))))
def test_coughs_never_change_a_settled_language(coughs: list[tuple[str, float, int]]) -> None:
    assert after(("de", 0.9, 5000), *coughs).current == "de"


def test_a_change_needs_one_turn_that_is_sure_or_two_in_a_row() -> None:
    german = ("de", 0.9, 5000)
    assert after(german, ("fr", AT_ONCE, 5000)).current == "fr"
    assert after(german, ("fr", 0.9, 5000)).current == "de"
    assert after(german, ("fr", 0.9, 5000), ("fr", 0.9, 5000)).current == "fr"
    assert after(german, ("fr", 0.9, 5000), german, ("fr", 0.9, 5000)).current == "de"
    assert after(german, ("fr", 0.9, 5000), ("en", 0.9, 5000)).current == "de"
    assert after(german, ("fr", 0.5, 5000), ("fr", 0.5, 5000)).current == "de"


@given(OPINIONS)
def test_what_is_heard_is_what_is_current_afterwards(opinions: list[Opinion]) -> None:
    spoken = SpokenLanguage("en")
    was_settled = False
    for opinion in opinions:
        assert spoken.hear(opinion) == spoken.current
        assert spoken.is_settled >= was_settled
        was_settled = spoken.is_settled
