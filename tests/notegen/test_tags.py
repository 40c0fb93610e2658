"""Tags of speakers that are the wrong way round."""

from hypothesis import given
from hypothesis import strategies as st

from notegen.tags import righted
from scribe.transcript import Role, Utterance

_TALK = (
    (Role.CLINICIAN, "do you have any fever ? have you had any chills ? have you tried anything ?"),
    (Role.PATIENT, "i took tylenol . i've been tired . my back hurts . i feel sick ."),
)


def _utterances(*said: tuple[Role, str]) -> tuple[Utterance, ...]:
    return tuple(Utterance(f"u{n}", "S", role, 0, 0, text) for n, (role, text) in enumerate(said))


def test_tags_that_all_words_contradict_are_exchanged() -> None:
    right = _utterances(*_TALK)
    wrong = _utterances(*((Role.PATIENT, _TALK[0][1]), (Role.CLINICIAN, _TALK[1][1])))
    assert righted(wrong) == right
    assert righted(right) == right


def test_a_few_words_change_nothing() -> None:
    little = _utterances((Role.CLINICIAN, "i took tylenol ."))
    assert righted(little) == little


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from([t for _, t in _TALK]))))
def test_only_roles_change_and_twice_is_as_good_as_once(said: list[tuple[Role, str]]) -> None:
    found = righted(_utterances(*said))
    assert [(u.id, u.text) for u in found] == [(u.id, u.text) for u in _utterances(*said)]
    assert righted(found) == found
