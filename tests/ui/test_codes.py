from dataclasses import replace

from scribe.code import Evidence
from scribe.events import Drafted


def test_a_code_is_accepted_and_the_decision_is_taken_back(desk, office, text):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="accept-I10").click().run()
    assert [d.accepted for d in office.read(encounter_id).decisions] == [True]
    assert "accepted by Dr\\. Test" in text(page)
    page.button(key="undo-I10").click().run()
    assert office.read(encounter_id).decisions == ()
    page.button(key="reject-I10").click().run()
    assert [d.accepted for d in office.read(encounter_id).decisions] == [False]


def test_a_code_shows_its_quote_rules_and_alternatives(desk, office, text):
    page = desk(office.draft())
    quote = page.button(key="open-code-I10")
    assert "blood pressure is high" in quote.label
    assert "00:02" in quote.label
    assert "said of the present" in text(page)
    assert "R03\\.0" in text(page)


def test_the_same_words_are_quoted_once_and_the_conversation_goes_before_the_note(desk, office):
    encounter_id = office.draft()
    note = office.read(encounter_id).note
    (spoken,) = note.codes[0].evidence
    written = Evidence(8, 27, "high blood pressure", section="Subjective")
    for evidence, lines in (((written, spoken, spoken), 1), ((written,), 1)):
        code = replace(note.codes[0], evidence=evidence)
        now = office.clinic.records.now()
        office.change(encounter_id, Drafted(now, replace(note, codes=(code,))))
        label = desk(encounter_id).button(key="open-code-I10").label
        assert len(label.splitlines()) == lines
        assert ("in the note under Subjective" in label) == (spoken not in evidence)


def test_the_quote_is_marked_in_its_turn_once_it_is_clicked(desk, office, text):
    page = desk(office.draft())
    page.button(key="open-code-I10").click().run()
    marked = "My :yellow-background[blood pressure is high], and I take lisinopril\\."
    assert marked in text(page)
    assert len(page.get("audio")) == 1


def test_what_is_not_coded_says_why(desk, office, text):
    page = desk(office.draft())
    assert "**chest pain**: denied" in text(page)
    page.button(key="open-not-coded-0").click().run()
    assert "No :yellow-background[chest pain]" in text(page)
