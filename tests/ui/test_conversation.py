import json


def turns(page):
    (pane,) = page.get("bidi_component")
    return json.loads(pane.proto.json)


def test_the_turns_have_names_times_and_words(desk, office):
    shown = turns(desk(office.draft()))
    assert not shown["live"]
    assert [turn["id"] for turn in shown["turns"]] == ["u1", "u2", "u3", "u4", "u5"]
    assert shown["turns"][1] == {
        "id": "u2",
        "role": "patient",
        "name": "Patient",
        "time": "00:02",
        "text": "My blood pressure is high, and I take lisinopril.",
        "lit": False,
    }


def test_the_turns_that_support_a_sentence_are_lit_with_it(desk, office):
    page = desk(office.draft())
    page.button(key="open-s2").click().run()
    assert [t["id"] for t in turns(page)["turns"] if t["lit"]] == ["u3", "u4"]
    page.button(key="open-s2").click().run()
    assert not any(turn["lit"] for turn in turns(page)["turns"])


def test_a_conversation_that_goes_on_cannot_be_clicked(desk, office):
    assert turns(desk(office.begin()))["live"]
