from pathlib import Path

import pytest

from asr.roles import BIAS, Evidence, RoleClassifier, ngrams
from scribe.errors import ModelUnavailable
from scribe.transcript import Role, Speaker

CLINICIAN = "any chest pain or shortness of breath i would like to check your blood pressure"
PATIENT = "well my knee has been hurting me and i don't know i took some ibuprofen"


@pytest.fixture(scope="module")
def roles() -> RoleClassifier:
    return RoleClassifier()


def test_words_tell_a_clinician_from_a_patient(roles: RoleClassifier) -> None:
    assert roles.log_odds(CLINICIAN) > 1
    assert roles.log_odds(PATIENT) < -1


def test_case_and_punctuation_do_not_matter(roles: RoleClassifier) -> None:
    written = "Any chest pain, or shortness of breath? I would like to check your blood pressure."
    assert roles.log_odds(written) == roles.log_odds(CLINICIAN)
    assert ngrams("I don\N{RIGHT SINGLE QUOTATION MARK}t know") == ngrams("i don't know")


def test_words_never_heard_before_say_nothing(roles: RoleClassifier) -> None:
    assert roles.log_odds("zzyzx qwrt") == 0.0
    assert roles.log_odds("") == 0.0


def test_of_two_speakers_exactly_one_is_the_clinician(roles: RoleClassifier) -> None:
    found = roles.assign((Evidence("S1", -1.0), Evidence("S2", 5.0)))
    assert found == (Speaker("S1", Role.PATIENT), Speaker("S2", Role.CLINICIAN))
    both_like_clinicians = roles.assign((Evidence("S1", 9.0), Evidence("S2", 5.0)))
    assert [s.role for s in both_like_clinicians] == [Role.CLINICIAN, Role.PATIENT]


def test_two_speakers_stay_unknown_while_they_sound_alike(roles: RoleClassifier) -> None:
    found = roles.assign((Evidence("S1", 0.3), Evidence("S2", 0.1)))
    assert [speaker.role for speaker in found] == [Role.UNKNOWN, Role.UNKNOWN]


def test_a_lone_speaker_is_a_clinician_or_unknown(roles: RoleClassifier) -> None:
    assert roles.assign((Evidence("S1", 8.0),)) == (Speaker("S1", Role.CLINICIAN),)
    assert roles.assign((Evidence("S1", 1.0),)) == (Speaker("S1", Role.UNKNOWN),)
    assert roles.assign((Evidence("S1", -8.0),)) == (Speaker("S1", Role.UNKNOWN),)
    assert roles.assign(()) == ()


def test_weights_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "roles.tsv"
    file.write_text(f"{BIAS}\t0.5\nhello\t1.25\nhello there\t-0.25\n", encoding="utf-8")
    assert RoleClassifier(file).log_odds("Hello there") == 1.5
    with pytest.raises(ModelUnavailable, match=r"absent\.tsv"):
        RoleClassifier(tmp_path / "absent.tsv")


def test_the_weights_are_small() -> None:
    file = Path(__file__).parents[2] / "asr" / "data" / "roles.tsv"
    assert file.stat().st_size < 300_000
