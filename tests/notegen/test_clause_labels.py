from notegen.clause_labels import labels
from notegen.clauses import Clause
from notegen.headers import Header
from notegen.wording import Form

PLAIN = Clause("Penicillin.", ("u2",), Form.LISTED, "allergies", 1.0)


def test_labels_tell_the_form_under_its_header():
    found = labels(PLAIN, Header.ALLERGY, 3)
    assert {"form listed", "form listed allergies", "ALLERGY form listed"} <= set(found)


def test_how_many_clauses_there_are_matters():
    assert set(labels(PLAIN, Header.ALLERGY, 1)) != set(labels(PLAIN, Header.ALLERGY, 20))
