import pytest

from ui.selection import Kind, Selection, supporting


@pytest.mark.parametrize(
    ("kind", "id", "utterances"),
    [
        (Kind.STATEMENT, "s2", ("u3", "u4")),
        (Kind.STATEMENT, "gone", ()),
        (Kind.MEDICATION, "0", ("u2", "u5")),
        (Kind.MEDICATION, "7", ()),
        (Kind.CODE, "I10", ("u2",)),
        (Kind.CODE, "gone", ()),
        (Kind.NOT_CODED, "0", ("u4",)),
        (Kind.FLAG, "0", ("u1",)),
        (Kind.FLAG, "1", ("u5",)),
        (Kind.TURN, "u3", ("u3",)),
    ],
)
def test_what_is_selected_names_the_turns_it_rests_on(office, kind, id, utterances):
    encounter = office.read(office.draft())
    assert supporting(encounter, Selection(kind, id)) == utterances


def test_nothing_rests_on_nothing(office):
    encounter = office.read(office.transcribe())
    assert supporting(encounter, None) == ()
    assert supporting(encounter, Selection(Kind.STATEMENT, "s1")) == ()


def test_a_second_click_lets_go(desk, office):
    page = desk(office.draft())
    for key, players in (("open-s1", 1), ("open-s2", 1), ("open-s2", 0)):
        page.button(key=key).click().run()
        assert len(page.get("audio")) == players
