import json
from pathlib import Path

import pytest

from recipes.attribute_interviews.labels import read_labels, words_of
from recipes.attribute_interviews.measures import Opinion, measured, right
from recipes.corpora import Dialogue, Turn
from scribe.errors import InputError
from scribe.transcript import Role, Utterance, Word

SAID = (("Any", "clinician"), ("fever?", "clinician"), ("No.", "patient"), ("Good.", "clinician"))


@pytest.fixture
def labels_file(tmp_path: Path) -> Path:
    words = [
        {"text": t, "start_ms": 300 * n, "end_ms": 300 * n + 280, "role": r, "sure": n != 2}
        for n, (t, r) in enumerate(SAID)
    ]
    path = tmp_path / "A.json"
    path.write_text(json.dumps({"words": words[::-1]}))
    return path


def utterances(words: tuple[Word, ...], speakers: str, roles: dict[str, Role]) -> tuple:
    return tuple(
        Utterance(f"u{n}", f"S{s}", roles[f"S{s}"], w.start_ms, w.end_ms, w.text, (w,))
        for n, (w, s) in enumerate(zip(words, speakers, strict=True))
    )


DIALOGUE = Dialogue(
    "A",
    "osce",
    (
        Turn(Role.CLINICIAN, "Any fever?"),
        Turn(Role.PATIENT, "No."),
        Turn(Role.CLINICIAN, "Good."),
    ),
)
BOTH = {"S1": Role.CLINICIAN, "S2": Role.PATIENT}


def test_words_count_whose_speaker_is_right_under_the_best_naming(labels_file: Path) -> None:
    labels = read_labels(labels_file)
    words = words_of(labels)
    first, last = utterances(words, "1111", BOTH), utterances(words, "1121", BOTH)
    found = measured(Opinion(first, last), labels, DIALOGUE, own_words=False)
    assert (found.all, found.sure, found.live) == (100.0, 100.0, 100.0)
    assert (found.words, found.speakers, found.revised, found.cpwer) == (3, 2, 25.0, 0.0)
    assert not found.roles_right  # none of the trusted words is the patient's
    other = Opinion(first, utterances(words, "2211", BOTH))
    swapped = measured(other, labels, DIALOGUE, own_words=False)
    assert swapped.all == 75.0
    assert swapped.cpwer > 0


def test_swapped_roles_are_seen_even_if_speakers_are_right(labels_file: Path) -> None:
    words = words_of(read_labels(labels_file))
    for roles, expected in ((BOTH, True), ({"S1": Role.PATIENT, "S2": Role.CLINICIAN}, False)):
        said = utterances(words, "1121", roles)
        found = measured(Opinion(said, said), (), DIALOGUE, own_words=True)
        assert found.all == 100.0
        assert found.roles_right == expected


def test_plain_words_have_neither_case_nor_marks(labels_file: Path) -> None:
    plain = words_of(read_labels(labels_file, plain=True))
    assert [word.text for word in plain] == ["any", "fever", "no", "good"]


def test_a_third_speaker_is_never_right() -> None:
    pairs = [
        (Role.CLINICIAN, "S1"),
        (Role.PATIENT, "S2"),
        (Role.PATIENT, "S3"),
        (Role.PATIENT, "S2"),
    ]
    assert right(pairs) == 75.0
    assert right([]) == 0.0


def test_missing_labels_are_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"B\.json: expected labels of recipes/align_interviews"):
        read_labels(tmp_path / "B.json")
