from notegen.icd10.sides import NamedSides
from notegen.icd10.words import Side, stems


def test_the_side_named_with_the_region_is_taken():
    named = NamedSides(["Pain in the right knee.", "Old scar of the left hand."])
    assert named.of(stems("medial meniscus tear")) is Side.RIGHT
    assert named.of(stems("finger laceration")) is Side.LEFT


def test_two_sides_of_a_region_leave_it_open():
    named = NamedSides(["Right knee pain.", "Left knee is normal."])
    assert named.of(stems("knee pain")) is None


def test_the_only_side_of_a_note_serves_any_region():
    named = NamedSides(["She fell on her left side."])
    assert named.of(stems("ankle sprain")) is Side.LEFT


def test_no_side_is_made_up():
    assert NamedSides(["Knee pain."]).of(stems("knee pain")) is None
