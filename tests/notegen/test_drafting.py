"""The sentences of a note."""

from notegen.assertion import read_dialogue
from notegen.drafting import all_candidates, drafted
from notegen.extract import extract
from notegen.facts import Topic
from notegen.verify import doubts
from scribe.transcript import Role, Transcript, Utterance

_SAID = (
    (Role.CLINICIAN, "what brings you in today ?"),
    (Role.PATIENT, "i have pain in my left knee . i take ibuprofen ."),
    (Role.CLINICIAN, "any fever ?"),
    (Role.PATIENT, "no ."),
    (
        Role.CLINICIAN,
        "let me examine you . your lungs are clear . there is some swelling of the left knee ."
        " your heart has a regular rhythm . you have no wheezes in your lungs .",
    ),
    (Role.CLINICIAN, "so i think you have osteoarthritis of the left knee ."),
    (Role.CLINICIAN, "i'm going to order an x-ray of the left knee ."),
)
_TRANSCRIPT = Transcript(
    "en",
    "typed",
    0,
    0,
    tuple(Utterance(f"u{n}", "S", role, 0, 0, text) for n, (role, text) in enumerate(_SAID)),
)
_DIALOGUE = read_dialogue(_TRANSCRIPT.utterances)
_CANDIDATES, _DOUBTED = all_candidates(_TRANSCRIPT, _DIALOGUE, extract(_TRANSCRIPT))
_DRAFTS = drafted(_DIALOGUE, _CANDIDATES)


def test_every_sentence_passes_the_checks() -> None:
    assert _DRAFTS
    assert all(not doubts(_DIALOGUE, d.text, d.evidence) for d in _DRAFTS)


def test_findings_stand_by_system_and_name_it_once() -> None:
    exam = [d.text for d in _DRAFTS if d.topic is Topic.EXAM]
    assert exam[0].startswith("Respiratory: ")
    assert sum(text.startswith("Respiratory: ") for text in exam) == 1


def test_a_problem_comes_before_what_is_decided_for_it() -> None:
    topics = [d.topic for d in _DRAFTS]
    assert topics.index(Topic.PROBLEM) < topics.index(Topic.TEST)


def test_no_sentences_make_no_note() -> None:
    assert drafted(read_dialogue(()), ()) == ()
