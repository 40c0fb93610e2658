"""Dose, frequency and status of medicines."""

from notegen.assertion import read_dialogue
from notegen.medications import described, find_medications, medication_table
from scribe.note import Medication, MedicationStatus
from scribe.transcript import Role, Utterance

_ROLES = {"d": Role.CLINICIAN, "p": Role.PATIENT}


def _table(*turns: tuple[str, str]) -> list[Medication]:
    dialogue = read_dialogue(
        [Utterance(f"u{n + 1}", w, _ROLES[w], 0, 0, text) for n, (w, text) in enumerate(turns)]
    )
    return list(medication_table(find_medications(dialogue)))


def test_dose_and_frequency_belong_to_the_medicine_before_them() -> None:
    metformin, lisinopril = _table(
        ("p", "i take metformin five hundred milligrams twice a day and lisinopril ten milligrams")
    )
    assert described(metformin) == "metformin 500 mg twice daily"
    assert described(lisinopril) == "lisinopril 10 mg"


def test_the_clinicians_word_decides_the_status_and_the_patients_dose_gives_way() -> None:
    (row,) = _table(
        ("p", "I take lisinopril 10 mg once a day."),
        ("d", "I want to increase the lisinopril to 20 mg."),
    )
    assert (row.status, row.dose) == (MedicationStatus.CHANGED, "20 mg")
    assert row.evidence == ("u1", "u2")


def test_brand_and_generic_name_are_one_medicine() -> None:
    assert len(_table(("p", "i take tylenol"), ("d", "continue the acetaminophen"))) == 1


def test_statuses_follow_what_is_said() -> None:
    assert [
        _table(turn)[0].status
        for turn in (
            ("p", "i stopped taking ibuprofen"),
            ("d", "we will start you on amoxicillin"),
            ("d", "stay away from ibuprofen"),
            ("d", "keep taking the atenolol"),
        )
    ] == [
        MedicationStatus.STOPPED,
        MedicationStatus.STARTED,
        MedicationStatus.STOPPED,
        MedicationStatus.CURRENT,
    ]


def test_a_medicine_that_is_asked_for_and_denied_is_denied() -> None:
    (row,) = _table(("d", "Are you taking aspirin?"), ("p", "No."))
    assert (row.status, row.evidence) == (MedicationStatus.DENIED, ("u1", "u2"))


def test_how_often_a_dose_is_missed_is_not_how_often_it_is_taken() -> None:
    (row,) = _table(("p", "I forget the metformin once or twice a week."))
    assert row.frequency == ""


def test_a_relatives_medicine_and_an_allergy_are_not_in_the_table() -> None:
    assert _table(("p", "my mother takes warfarin"), ("p", "i am allergic to codeine")) == []


def test_a_no_to_a_question_takes_nothing_back() -> None:
    (row,) = _table(
        ("p", "I take aspirin 75 mg once a day."),
        ("d", "Did you ever need aspirin for pain?"),
        ("p", "No."),
    )
    assert (row.status, row.dose, row.frequency) == (
        MedicationStatus.CURRENT,
        "75 mg",
        "once daily",
    )


def test_what_was_ordered_stays_ordered_when_it_is_named_again() -> None:
    (row,) = _table(
        ("d", "I will start you on amoxicillin."), ("d", "You take the amoxicillin for a week.")
    )
    assert row.status is MedicationStatus.STARTED


def test_a_dose_may_follow_in_another_sentence() -> None:
    (row,) = _table(
        ("d", "I would take ibuprofen. You can buy it. That's 400 mg, two times a day, after food.")
    )
    assert (row.dose, row.frequency) == ("400 mg", "twice daily")


def test_a_dose_that_is_asked_for_is_the_answer() -> None:
    (row,) = _table(
        ("p", "I take metformin."), ("d", "How often do you take it?"), ("p", "Twice a day.")
    )
    assert (row.frequency, row.evidence) == ("twice daily", ("u1", "u3"))


def test_a_change_keeps_the_dose_before() -> None:
    (row,) = _table(("d", "Let's increase the lisinopril from ten to twenty milligrams."))
    assert (row.status, row.dose, row.previous_dose) == (MedicationStatus.CHANGED, "20 mg", "10 mg")


def test_a_medicine_that_is_taken_back_is_none() -> None:
    (row,) = _table(("p", "I take lisinopril, sorry, losartan."))
    assert row.name == "losartan"


def test_a_class_that_is_asked_for_gives_way_to_the_name_in_the_answer() -> None:
    (row,) = _table(("d", "Any pain medicine?"), ("p", "Yes, I take ibuprofen."))
    assert row.name == "ibuprofen"


def test_drugs_of_abuse_are_no_medicines() -> None:
    assert _table(("d", "Any recreational drugs like opioids?"), ("p", "No.")) == []


def test_what_is_said_apart_is_taken() -> None:
    (row,) = _table(("d", "Apart from the aspirin, any other medicines?"), ("p", "No."))
    assert row.status is MedicationStatus.CURRENT


def test_a_list_that_the_clinician_reads_is_taken_when_asked_for_or_confirmed() -> None:
    asked = _table(
        ("d", "Are you taking any medication?"),
        ("p", "Yes, they have it in the chart."),
        ("d", "Okay, let me take a look."),
        ("d", "Yes I see Morphine, Flomax and Ibuprofen."),
    )
    confirmed = _table(("d", "It says here metformin and lisinopril."), ("p", "That's right."))
    assert [row.status for row in (*asked, *confirmed)] == [MedicationStatus.CURRENT] * 5
    assert _table(("d", "It says here metformin and lisinopril."), ("p", "Hm, wait.")) == []


def test_what_a_medicine_was_given_for_is_asked_with_its_name() -> None:
    (row,) = _table(("d", "How are you feeling after the prednisone?"), ("p", "Much better."))
    assert row.status is MedicationStatus.CURRENT
    (denied,) = _table(
        ("d", "Have you been giving him anything for his temperature, like Tylenol?"),
        ("p", "No, we haven't given him anything."),
    )
    assert denied.status is MedicationStatus.DENIED


def test_doses_spelt_with_single_letters_are_doses() -> None:
    (row,) = _table(("p", "I take twenty five M G of the hydrochlorothiazide once a day."))
    assert (row.dose, row.frequency) == ("25 mg", "once daily")


def test_the_answer_tells_how_a_medicine_is_taken_that_was_asked_for() -> None:
    (row,) = _table(("d", "Were you taking the Macrobid?"), ("p", "Yes, I took it once a day."))
    assert (row.frequency, row.evidence) == ("once daily", ("u1", "u2"))


def test_what_was_given_up_is_stopped() -> None:
    (row,) = _table(("p", "I was on a diuretic and so I just stopped taking it."))
    assert row.status is MedicationStatus.STOPPED


def test_what_was_given_before_is_told_by_the_clinician_too() -> None:
    (row,) = _table(("d", "We gave her Rocephin in the emergency room."))
    assert (row.name, row.status) == ("Rocephin", MedicationStatus.CURRENT)


def test_the_reply_tells_that_a_medicine_was_given_up() -> None:
    (row,) = _table(("d", "The chart says you take Paxil."), ("p", "I stopped that a year ago."))
    assert row.status is MedicationStatus.STOPPED


def test_an_answer_about_the_effect_does_not_deny_the_medicine() -> None:
    (row,) = _table(("d", "Has the Zoloft been working for you?"), ("p", "Not really."))
    assert row.status is MedicationStatus.CURRENT
