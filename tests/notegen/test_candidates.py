"""The sentences that a note could have."""

from notegen.assertion import read_dialogue
from notegen.candidates import retold, stated
from notegen.extract import voices_of
from notegen.facts import Topic
from notegen.phases import read_phases
from notegen.prose import Draft
from notegen.rewrite import THEY
from scribe.transcript import Role, Utterance

_SAID = (
    (Role.CLINICIAN, "the parking is always difficult here . what brings you in today ?"),
    (Role.PATIENT, "i have had a cough for two weeks . it is worse at night ."),
    (Role.CLINICIAN, "how was the drive ?"),
    (Role.PATIENT, "the traffic was terrible on the bridge ."),
    (Role.CLINICIAN, "i'm going to order a chest x-ray ."),
)
_DIALOGUE = read_dialogue(
    [Utterance(f"u{n}", "S", role, 0, 0, text) for n, (role, text) in enumerate(_SAID)]
)


def _retold() -> list[tuple[str, Topic, tuple[str, ...]]]:
    voices = voices_of(_DIALOGUE.sentences)
    phases = read_phases(_DIALOGUE.sentences, voices)
    found = retold(_DIALOGUE, voices, phases, THEY)
    return [(c.draft.text, c.draft.topic, c.draft.evidence) for c in found]


def test_what_was_said_is_retold_with_its_utterance() -> None:
    assert ("The patient has had a cough for 2 weeks.", Topic.HISTORY, ("u1",)) in _retold()
    assert "I will order a chest x-ray." in [text for text, _, _ in _retold()]


def test_what_has_nothing_to_do_with_health_is_not_retold() -> None:
    told = [text for text, _, _ in _retold()]
    assert not any("traffic" in text or "parking" in text for text in told)


def _told(*said: str) -> list[str]:
    dialogue = read_dialogue([Utterance("u1", "S", Role.PATIENT, 0, 0, " ".join(said))])
    voices = voices_of(dialogue.sentences)
    found = retold(dialogue, voices, read_phases(dialogue.sentences, voices), THEY)
    return [c.draft.text for c in found]


def test_what_is_taken_back_at_once_is_not_told() -> None:
    told = _told("i did not take any tylenol .", "actually i took a tylenol for two days .")
    assert told == ["The patient took a Tylenol for 2 days."]


def test_a_fact_stands_where_the_sentence_was_said_that_shares_most_words() -> None:
    draft = Draft(Topic.HISTORY, "The cough is worse at night.", ("u1",))
    voices = voices_of(_DIALOGUE.sentences)
    phases = read_phases(_DIALOGUE.sentences, voices)
    (candidate,) = stated(_DIALOGUE, voices, phases, (draft,))
    assert _DIALOGUE.sentences[candidate.place].text.startswith("it is worse")


def test_a_decision_that_asks_for_assent_is_told() -> None:
    said = "i'll give you some tylenol for the fever , okay ?"
    dialogue = read_dialogue([Utterance("u1", "S", Role.CLINICIAN, 0, 0, said)])
    voices = voices_of(dialogue.sentences)
    found = retold(dialogue, voices, read_phases(dialogue.sentences, voices), THEY)
    assert [c.draft.text for c in found] == ["I will give the patient some Tylenol for the fever."]
