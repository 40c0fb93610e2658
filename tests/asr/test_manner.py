from collections.abc import Iterable

import pytest

from asr.manner import Contribution, contribution, evidence_of, manners
from asr.roles import RoleClassifier
from scribe.transcript import Role

VISIT = (
    ("S1", "Guten Tag. Was führt Sie zu mir?"),
    ("S2", "Ich habe seit drei Tagen Halsschmerzen."),
    ("S1", "Haben Sie Fieber?"),
    ("S2", "Gestern ein wenig."),
    ("S1", "Darf ich einmal in den Hals schauen?"),
    ("S2", "Ja."),
)


def said(turns: Iterable[tuple[str, str]]) -> tuple[Contribution, ...]:
    return tuple(contribution(speaker, text) for speaker, text in turns)


@pytest.fixture(scope="module")
def roles() -> RoleClassifier:
    return RoleClassifier()


def test_what_is_counted_are_shares_of_talk_and_of_questions() -> None:
    first, second = manners(said((("S2", "Wo?"), ("S1", "Da, da."))))
    assert (first.speaker, first.opened, first.questions) == ("S2", True, 0.5)
    assert (second.speaker, second.opened, second.questions) == ("S1", False, 0.0)
    assert (first.talk, second.talk) == (2 / 6, 4 / 6)


@pytest.mark.parametrize("mark", ["?", "\uff1f", "\u061f"])
def test_questions_are_marked_in_many_scripts(mark: str) -> None:
    assert manners(said((("S1", "a" + mark),)))[0].questions == 0.5


def test_who_asks_is_the_clinician_whatever_the_language(roles: RoleClassifier) -> None:
    judged = roles.judge(evidence_of(said(VISIT), roles))
    assert [found.role for found in judged] == [Role.CLINICIAN, Role.PATIENT]


def test_manner_alone_is_never_more_than_nine_in_ten_sure(roles: RoleClassifier) -> None:
    for turns in (VISIT, VISIT * 50):
        assert all(
            found.confidence <= 0.9 for found in roles.judge(evidence_of(said(turns), roles))
        )


def test_without_question_marks_little_is_known(roles: RoleClassifier) -> None:
    plain = tuple((speaker, text.replace("?", "")) for speaker, text in VISIT)
    judged = roles.judge(evidence_of(said(plain), roles))
    assert all(found.confidence < 0.85 for found in judged)


def test_nothing_said_is_no_evidence(roles: RoleClassifier) -> None:
    assert evidence_of((), roles) == ()
    assert [item.log_odds for item in evidence_of(said((("S1", ""),)), roles)] == [0.0]
