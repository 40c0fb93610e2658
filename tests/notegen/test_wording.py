from dataclasses import FrozenInstanceError

import pytest

from notegen.wording import Form, Wording


def test_a_wording_cannot_be_changed():
    made = Wording(Form.NONE, "none", "None.", ("u1",))
    with pytest.raises(FrozenInstanceError):
        made.text = "Some."


def test_each_form_has_a_label_of_its_own():
    assert len({form.value for form in Form}) == len(Form)
