import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asr.roles import CONSTANTS, Evidence, Judgement, RoleClassifier
from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Speaker

CLINICIAN = "any chest pain or shortness of breath i would like to check your blood pressure"
PATIENT = "well my knee has been hurting me and i don't know i took some ibuprofen"
NUMBERS = st.floats(-1e6, 1e6)


@pytest.fixture(scope="module")
def roles() -> RoleClassifier:
    return RoleClassifier()


def judged(roles: RoleClassifier, *sums: float, **known: Role) -> list[Role]:
    evidence = tuple(Evidence(f"S{n}", value) for n, value in enumerate(sums, start=1))
    return [speaker.role for speaker in roles.assign(evidence, known)]


def test_words_tell_a_clinician_from_a_patient(roles: RoleClassifier) -> None:
    assert roles.log_odds(CLINICIAN) > 1
    assert roles.log_odds(PATIENT) < -1


def test_case_and_punctuation_do_not_matter(roles: RoleClassifier) -> None:
    written = "Any chest pain, or shortness of breath? I would like to check your blood pressure."
    assert roles.log_odds(written) == roles.log_odds(CLINICIAN)


def test_a_short_phrase_says_something(roles: RoleClassifier) -> None:
    assert roles.log_odds("and how long", whole=False) > 0.5
    assert roles.log_odds("I've been", whole=False) < -0.5


def test_to_say_nothing_but_okay_is_to_answer(roles: RoleClassifier) -> None:
    assert roles.log_odds("Okay.", whole=True) < roles.log_odds("Okay,", whole=False)


def test_words_never_heard_before_say_nothing(roles: RoleClassifier) -> None:
    assert roles.log_odds("zzyzx qwrt") == 0.0
    assert roles.log_odds("") == 0.0


def test_of_two_speakers_exactly_one_is_the_clinician(roles: RoleClassifier) -> None:
    assert judged(roles, -1.0, 5.0) == [Role.PATIENT, Role.CLINICIAN]
    assert judged(roles, 9.0, 5.0) == [Role.CLINICIAN, Role.PATIENT]


def test_two_speakers_stay_unknown_while_they_sound_alike(roles: RoleClassifier) -> None:
    assert judged(roles, 0.3, 0.1) == [Role.UNKNOWN, Role.UNKNOWN]
    first, second = roles.judge((Evidence("S1", 0.3), Evidence("S2", 0.1)))
    assert (first.likeliest, second.likeliest) == (Role.CLINICIAN, Role.PATIENT)
    assert 0.5 < first.confidence == second.confidence < 0.8


def test_confidence_grows_with_evidence_but_is_never_certain(roles: RoleClassifier) -> None:
    found = [
        roles.judge((Evidence("S1", lead), Evidence("S2", 0.0)))[0].confidence
        for lead in (0.0, 1.0, 3.0, 10.0, 1000.0)
    ]
    assert found == sorted(found)
    assert found[0] == 0.5
    assert 0.99 < found[-1] < 1.0


def test_a_lone_speaker_is_a_clinician_or_unknown(roles: RoleClassifier) -> None:
    assert roles.assign((Evidence("S1", 20.0),)) == (Speaker("S1", Role.CLINICIAN),)
    assert judged(roles, 1.0) == [Role.UNKNOWN]
    assert judged(roles, -20.0) == [Role.UNKNOWN]
    assert roles.assign(()) == ()


def test_of_three_the_one_who_speaks_of_himself_is_the_patient(roles: RoleClassifier) -> None:
    evidence = (Evidence("S1", -9.0, -4), Evidence("S2", 12.0, 0), Evidence("S3", -6.0, 9))
    assert [speaker.role for speaker in roles.assign(evidence)] == [
        Role.OTHER,
        Role.CLINICIAN,
        Role.PATIENT,
    ]


def test_of_three_only_the_clinician_is_known_while_nobody_spoke_of_himself(
    roles: RoleClassifier,
) -> None:
    assert judged(roles, -9.0, 12.0, -6.0) == [Role.UNKNOWN, Role.CLINICIAN, Role.UNKNOWN]


def test_who_is_left_of_two_is_known_by_the_other(roles: RoleClassifier) -> None:
    assert judged(roles, 0.0, 0.0, S1=Role.CLINICIAN) == [Role.CLINICIAN, Role.PATIENT]
    assert judged(roles, 0.0, 0.0, S2=Role.PATIENT) == [Role.CLINICIAN, Role.PATIENT]
    assert judged(roles, 3.0, 0.0, S2=Role.CLINICIAN) == [Role.PATIENT, Role.CLINICIAN]
    found = roles.judge((Evidence("S1", 0.0), Evidence("S2", 0.0)), {"S1": Role.CLINICIAN})
    assert found[0].confidence == 1.0
    assert found[1].confidence == pytest.approx(0.99)


def test_strong_words_are_believed_more_than_that_there_is_one_of_each(
    roles: RoleClassifier,
) -> None:
    assert judged(roles, 0.0, 200.0, S1=Role.CLINICIAN) == [Role.CLINICIAN, Role.CLINICIAN]


def test_what_is_known_is_not_judged_again(roles: RoleClassifier) -> None:
    assert judged(roles, 9.0, -9.0, S1=Role.PATIENT, S2=Role.CLINICIAN) == [
        Role.PATIENT,
        Role.CLINICIAN,
    ]
    assert judged(roles, 9.0, -9.0, S1=Role.UNKNOWN) == [Role.CLINICIAN, Role.PATIENT]
    assert judged(roles, 9.0, -9.0, 0.0, S3=Role.OTHER) == [
        Role.CLINICIAN,
        Role.PATIENT,
        Role.OTHER,
    ]
    assert judged(roles, 0.0, -9.0, S2=Role.OTHER) == [Role.UNKNOWN, Role.OTHER]


def test_beside_a_known_clinician_and_patient_anybody_is_other(roles: RoleClassifier) -> None:
    known = {"S1": Role.CLINICIAN, "S2": Role.PATIENT}
    assert judged(roles, 0.0, 0.0, 0.0, **known)[2] is Role.OTHER


def test_a_role_is_unknown_until_it_is_probable_enough() -> None:
    assert Judgement("S1", Role.PATIENT, 0.79).role is Role.UNKNOWN
    assert Judgement("S1", Role.PATIENT, 0.80).role is Role.PATIENT


@given(st.lists(st.tuples(NUMBERS, st.integers(-1000, 1000)), max_size=6))
def test_confidence_is_a_probability(sums: list[tuple[float, int]]) -> None:
    evidence = tuple(Evidence(f"S{n}", odds, own) for n, (odds, own) in enumerate(sums))
    found = RoleClassifier().judge(evidence)
    assert [judgement.speaker for judgement in found] == [item.speaker for item in evidence]
    assert all(0 <= judgement.confidence <= 1 for judgement in found)
    assert sum(judgement.likeliest is Role.CLINICIAN for judgement in found) <= 1


@given(st.floats(-5, 5))
def test_damping_can_be_undone(log_odds: float) -> None:
    roles = RoleClassifier()
    assert math.isclose(roles.damped(roles.undamped(log_odds)), log_odds, abs_tol=1e-9)


def test_weights_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "roles.tsv"
    constants = dict(zip(CONSTANTS, (0.5, 2.0, 4.0, 1.0, 10.0, 0.5), strict=True))
    rows = {**constants, "hello": 1.25, "hello there": -0.25, "= hello": 1.0}
    file.write_text("".join(f"{k}\t{v}\n" for k, v in rows.items()), encoding="utf-8")
    roles = RoleClassifier(file)
    assert roles.log_odds("Hello there") == 2.0 * 1.5 / (1 + 2 / 4)
    assert roles.log_odds("Hello") == 2.0 * 2.75 / (1 + 1 / 4)
    assert roles.log_odds("Hello", whole=False) == 2.0 * 1.75 / (1 + 1 / 4)


def test_without_weights_the_error_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"absent\.tsv"):
        RoleClassifier(tmp_path / "absent.tsv")
    file = tmp_path / "roles.tsv"
    file.write_text("hello\t1.0\n", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="<bias>"):
        RoleClassifier(file)


def test_the_weights_are_small() -> None:
    file = Path(__file__).parents[2] / "asr" / "data" / "roles.tsv"
    assert file.stat().st_size < 300_000
