"""How far the consultation has come."""

from notegen.phases import Phase, read_phases
from notegen.sentences import read_sentences
from scribe.transcript import Role, Utterance


def test_talk_examination_and_plan_follow_the_clinicians_words() -> None:
    sentences = read_sentences(
        [
            Utterance("u1", "S1", Role.CLINICIAN, 0, 0, "What brings you in?"),
            Utterance("u2", "S2", Role.PATIENT, 0, 0, "My physical exam is due."),
            Utterance(
                "u3", "S1", Role.CLINICIAN, 0, 0, "Let me examine you. Your lungs are clear."
            ),
            Utterance("u4", "S1", Role.CLINICIAN, 0, 0, "I think you have a cold."),
        ]
    )
    phases = read_phases(sentences, [s.role for s in sentences])
    assert phases == (Phase.HISTORY, Phase.HISTORY, Phase.EXAM, Phase.EXAM, Phase.PLAN)
