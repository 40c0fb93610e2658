"""What a note must not leave out."""

from notegen.assertion import read_dialogue
from notegen.salience import Salient, SalientKind, absent, salient
from scribe.transcript import Role, Utterance

TALK = (
    (Role.CLINICIAN, "Are you allergic to anything?"),
    (Role.PATIENT, "Yes, I'm allergic to penicillin."),
    (Role.CLINICIAN, "Do you take aspirin?"),
    (Role.PATIENT, "No. I take Lasix every day."),
    (Role.CLINICIAN, "Your blood pressure is 142/88."),
    (Role.CLINICIAN, "I'm going to order an echocardiogram and refer you to cardiology."),
    (Role.CLINICIAN, "Let's look at your MRI."),
)
ITEMS = (
    Salient(SalientKind.MEDICATION, "furosemide", ("u4",)),
    Salient(SalientKind.ALLERGY, "penicillin", ("u1", "u2")),
    Salient(SalientKind.VITAL, "blood pressure 142/88 mmHg", ("u5",)),
    Salient(SalientKind.ORDER, "echocardiogram", ("u6",)),
    Salient(SalientKind.ORDER, "cardiology", ("u6",)),
)


def test_what_was_said_is_salient_but_not_what_was_denied_or_only_looked_at() -> None:
    dialogue = read_dialogue(
        [Utterance(f"u{n}", role.value, role, 0, 0, text) for n, (role, text) in enumerate(TALK, 1)]
    )
    found = salient(dialogue)
    assert [(i.kind, i.name) for i in found] == [(i.kind, i.name) for i in ITEMS]
    assert [i.utterances for i in found if i.kind is not SalientKind.ALLERGY] == [
        i.utterances for i in ITEMS if i.kind is not SalientKind.ALLERGY
    ]


def test_a_note_that_says_all_lacks_nothing() -> None:
    note = (
        "ALLERGIES\nPenicillin.\nTakes Lasix.\nBP: 142/88.\nPlan: echo, referral to cardiology."
        " Echocardiogram."
    )
    assert absent(ITEMS, note) == ()


def test_a_note_that_says_nothing_lacks_all() -> None:
    assert absent(ITEMS, "The patient is well.") == ITEMS


def test_a_substance_counts_in_a_line_on_allergies_alone() -> None:
    assert absent(ITEMS[1:2], "Takes penicillin.") == ITEMS[1:2]
    assert absent(ITEMS[1:2], "Allergic to penicillin.") == ()
