import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notegen.icd10.suggest import IcdCoder
from scribe.errors import InputError
from scribe.note import Note, Section, Statement, section_text
from scribe.transcript import Role, Transcript, Utterance


@pytest.fixture(scope="module")
def coder(table):
    return IcdCoder(table)


def codes(coder, text, day):
    return [c.code for c in coder.code_text(text, day).codes]


def transcript(*turns):
    return Transcript(
        "en",
        "typed",
        0,
        0,
        tuple(
            Utterance(f"u{n}", role.value, role, 0, 0, text)
            for n, (role, text) in enumerate(turns, 1)
        ),
    )


def soap(**sections):
    return Note(
        "soap",
        "en",
        "test",
        tuple(
            Section(
                name,
                tuple(Statement(f"{name}{n}", text, ()) for n, text in enumerate(texts)),
            )
            for name, texts in sections.items()
        ),
    )


NOBODY = transcript()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type 2 diabetes with chronic kidney disease stage 3", {"E11.22", "N18.30"}),
        ("hypertension, CKD stage 4 and congestive heart failure", {"I13.0", "N18.4", "I50.9"}),
        ("bilateral tennis elbow", {"M77.11", "M77.12"}),
        ("acute bronchitis, no evidence of pneumonia", {"J20.9"}),
        ("sore throat, possible strep throat", {"R07.0"}),
        ("type 1 diabetes on insulin", {"E10.9"}),
        ("type 2 diabetes on insulin, allergic to penicillin", {"E11.9", "Z79.4", "Z88.0"}),
        ("hyper tension", {"I10"}),
        ("benign paroxysmal positional vertigo of the right ear", {"H81.11"}),
    ],
)
def test_a_phrase_gets_its_codes(coder, before, text, expected):
    assert set(codes(coder, text, before)) == expected


def test_codes_follow_the_date_of_service(coder, before, after):
    assert codes(coder, "right plantar fasciitis", before) == ["M72.2"]
    assert codes(coder, "right plantar fasciitis", after) == ["M67.A01"]


def test_a_day_before_the_table_is_refused(coder):
    with pytest.raises(InputError, match="2025-10-01"):
        coder.code_text("gout", date(2020, 1, 1))


def test_a_day_after_the_table_is_pointed_out(coder):
    (code,) = coder.code_text("gout", date(2028, 1, 1)).codes
    assert any("check the release in force" in rule for rule in code.rules)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Denies asthma.", "negated"),
        ("Her mother had breast cancer.", "of a family member"),
        ("Possible pneumonia.", "possible only"),
        ("Return if you get a fever.", "hypothetical"),
        ("He had pneumonia as a child.", "in the past"),
    ],
)
def test_what_is_not_present_is_listed_with_the_reason(coder, before, text, reason):
    coding = coder.code_text(text, before)
    assert coding.codes == ()
    (entry,) = coding.not_coded
    assert entry.reason.startswith(reason)
    assert text[entry.evidence[0].start : entry.evidence[0].end] == entry.mention


def test_a_symptom_of_an_assessed_diagnosis_is_not_suggested(coder, before):
    note = soap(Subjective=("Cough for two weeks.",), Assessment=("Acute bronchitis.",))
    assert [c.code for c in coder(note, NOBODY, before).codes] == ["J20.9"]


def test_without_a_diagnosis_the_complaint_is_suggested(coder, before):
    note = soap(Subjective=("Chief complaint: cough.",), Plan=("Chest X-ray.",))
    assert [c.code for c in coder(note, NOBODY, before).codes] == ["R05.9"]


def test_the_side_may_stand_elsewhere_in_the_note(coder, before):
    note = soap(Subjective=("Pain in the left knee.",), Assessment=("Torn medial meniscus.",))
    (code,) = coder(note, NOBODY, before).codes
    assert code.code == "S83.242A"
    assert "side taken from elsewhere in the note: left" in code.rules


def test_note_and_conversation_support_one_code(coder, before):
    spoken = transcript(
        (Role.CLINICIAN, "Do you have asthma?"), (Role.PATIENT, "Yes, since I was a kid.")
    )
    note = soap(Subjective=("Cough.",), Assessment=("Asthma.",))
    (code,) = coder(note, spoken, before).codes
    assert {(e.section, e.utterance) for e in code.evidence} >= {("Assessment", None)}
    assert all(e.quote.lower() == "asthma" for e in code.evidence)


def test_what_was_only_talked_about_counts_less_beside_an_assessment(coder, before):
    spoken = transcript((Role.CLINICIAN, "The scan shows diverticulitis."))
    alone = coder(soap(), spoken, before)
    beside = coder(soap(Assessment=("Gout.",)), spoken, before)
    assert [c.code for c in alone.codes] == ["K57.92"]
    assert [c.code for c in beside.codes] == ["M10.9"]


def test_an_answer_of_no_is_not_coded(coder, before):
    spoken = transcript((Role.CLINICIAN, "Any asthma or diabetes?"), (Role.PATIENT, "No."))
    coding = coder(soap(), spoken, before)
    assert coding.codes == ()
    assert {e.reason for e in coding.not_coded} == {"negated"}


def test_a_longer_list_is_cut_at_eight_best_first(coder, before):
    text = "gout\nasthma\npsoriasis\nepilepsy\nglaucoma\nhypothyroidism\ncopd\nosteoporosis\nacne"
    scores = [c.score for c in coder.code_text(text, before).codes]
    assert len(scores) == 8
    assert scores == sorted(scores, reverse=True)


def test_alternatives_are_other_billable_codes(coder, table, before):
    (code,) = coder.code_text("chronic kidney disease", before).codes
    assert 0 < len(code.alternatives) <= 5
    assert code.code not in {a.code for a in code.alternatives}
    assert all(table.entry(a.code).billable_on(before) for a in code.alternatives)


def test_the_same_note_always_gets_the_same_codes(coder, before):
    text = "HPI\nright knee pain\nASSESSMENT\n1. Gout.\n2. Hypertension and CKD stage 3."
    assert coder.code_text(text, before) == coder.code_text(text, before)


WORDS = re.findall(
    r"\S+",
    "no denies possible mother has had asthma gout right left knee pain diabetes ckd stage 3 with"
    " and hypertension . , ? ASSESSMENT: PLAN cough fracture history of fell ice İ é insulin",
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=40))
def test_whatever_is_said_codes_are_valid_and_quotes_exact(coder, table, before, words):
    text = " ".join(words)
    note = soap(Assessment=(text,), Plan=("Rest.",))
    spoken = transcript((Role.CLINICIAN, text), (Role.PATIENT, text))
    texts = {s.name: section_text(s) for s in note.sections}
    texts |= {u.id: u.text for u in spoken.utterances}
    coding = coder(note, spoken, before)
    for code in coding.codes:
        assert table.entry(code.code).billable_on(before)
        assert 0 <= code.score <= 1
        assert code.evidence
    for entry in (*coding.codes, *coding.not_coded):
        for e in entry.evidence:
            assert texts[e.section or e.utterance][e.start : e.end] == e.quote
