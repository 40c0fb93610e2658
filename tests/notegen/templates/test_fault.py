"""What is wrong in a template."""

from notegen.templates.fault import Fault


def test_a_fault_says_where_it_is_what_was_expected_and_what_was_found() -> None:
    fault = Fault(7, "sections[2].style", "sentences or list", "'prose'")
    assert str(fault) == "line 7: sections[2].style: expected sentences or list, found 'prose'"


def test_a_fault_of_the_whole_file_names_no_field() -> None:
    assert str(Fault(1, "", "YAML", "a tab")) == "line 1: expected YAML, found a tab"
