import pytest

from notegen.icd10.suggest import IcdCoder


@pytest.fixture(scope="module")
def coder(table):
    return IcdCoder(table)


def codes(coder, text, day):
    return {code.code for code in coder.code_text(text, day).codes}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. Chronic kidney disease.\nStable. This is stage 3.", "N18.30"),
        ("1. Chronic kidney disease. Creatinine is stable. It is stage 4 now.", "N18.4"),
        ("1. Heart failure.\nThis is acute on chronic, systolic.", "I50.23"),
        ("1. Pressure ulcer of the sacrum.\n- stage 2, dressing changed", "L89.152"),
        ("1. Asthma\nModerate persistent, no exacerbation.", "J45.40"),
        ("1. Atrial fibrillation\n- paroxysmal, on a blood thinner", "I48.0"),
    ],
)
def test_what_is_said_later_of_a_problem_completes_its_code(coder, before, text, code):
    assert code in codes(coder, f"ASSESSMENT AND PLAN\n{text}", before)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. Chronic kidney disease.\n2. Pressure ulcer of the sacrum, stage 3.", "N18.9"),
        ("1. Chronic kidney disease.\nThere is no stage 4 disease.", "N18.9"),
        ("1. Chronic kidney disease.\nTake 3 tablets.", "N18.9"),
        ("1. Major depression.\nRecurrent, moderate.", "F32.9"),
    ],
)
def test_what_is_said_of_something_else_does_not(coder, before, text, code):
    assert code in codes(coder, f"ASSESSMENT AND PLAN\n{text}", before)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("She is 10 weeks pregnant.", "O99.011"),
        ("This is the 2nd trimester.", "O99.012"),
        ("30 weeks of gestation.", "O99.013"),
        ("10 weeks pregnant, then 30 weeks pregnant.", "O99.019"),
        ("In six weeks she returns.", "O99.019"),
    ],
)
def test_the_trimester_is_taken_from_anywhere_in_the_note(coder, before, said, code):
    text = f"SUBJECTIVE\n{said}\nASSESSMENT\nAnemia in pregnancy."
    assert code in codes(coder, text, before)


def test_a_list_number_is_no_stage(coder, before):
    text = "ASSESSMENT\n3. Chronic kidney disease."
    assert codes(coder, text, before) == {"N18.9"}


def test_the_rule_is_told(coder, before):
    text = "ASSESSMENT\n1. Chronic kidney disease.\nIt is stage 5."
    (code,) = coder.code_text(text, before).codes
    assert code.code == "N18.5"
    assert any("what else is said" in rule for rule in code.rules)
