"""Problems as the clinician names them."""

from notegen.assertion import read_dialogue
from notegen.phases import read_phases
from notegen.problems import clinician_problems
from notegen.rewrite import THEY
from scribe.transcript import Role, Utterance


def _problems(*texts: str) -> list[str]:
    dialogue = read_dialogue(
        [Utterance(f"u{n}", "S1", Role.CLINICIAN, 0, 0, text) for n, text in enumerate(texts)]
    )
    voices = [s.role for s in dialogue.sentences]
    phases = read_phases(dialogue.sentences, voices)
    return [r.text for r in clinician_problems(dialogue, voices, phases, THEY)]


def test_a_problem_that_heads_the_plan_is_named() -> None:
    assert _problems("so , for your first problem , your congestive heart failure , okay .") == [
        "congestive heart failure"
    ]


def test_a_judgement_is_told_without_the_clinicians_i_think() -> None:
    assert _problems("I think you have a strain of the right shoulder.") == [
        "strain of the right shoulder"
    ]


def test_an_uncertain_diagnosis_stays_uncertain() -> None:
    (problem,) = _problems("My assessment is as follows.", "You may have gout.")
    assert problem == "possible gout"


def test_status_words_are_kept() -> None:
    assert _problems(
        "My assessment is as follows.", "Your type two diabetes is not well controlled."
    ) == ["type 2 diabetes is not well controlled"]


def test_teaching_and_conditions_are_no_problem() -> None:
    assert _problems("My plan is simple.", "Smoking can cause lung cancer, if you go on.") == []
