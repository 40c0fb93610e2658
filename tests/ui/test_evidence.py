def test_a_clicked_sentence_shows_its_turns_and_a_player(desk, office, text):
    page = desk(office.draft())
    assert not page.get("audio")
    page.button(key="open-s2").click().run()
    assert ":blue[**Clinician**] :gray[00:05]  \nAny chest pain?" in text(page)
    assert ":green[**Patient**] :gray[00:07]  \nNo chest pain\\." in text(page)
    assert len(page.get("audio")) == 1


def test_a_sentence_without_a_source_says_so(desk, office, text):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.button(key="add-Plan").click().run()
    page.text_area(key="new-Plan").input("Come back soon.")
    page.button(key="FormSubmitter:add-form-Plan-Add").click().run()
    added = office.read(encounter_id).note.statements[-1]
    page.button(key=f"open-{added.id}").click().run()
    assert "Nothing in the transcript is given as its source" in text(page)
    assert not page.get("audio")


def test_audio_that_is_gone_leaves_the_words(desk, office, text):
    encounter_id = office.draft()
    office.clinic.live.erase_audio(encounter_id)
    page = desk(encounter_id)
    page.button(key="open-s2").click().run()
    assert not page.exception
    assert "No chest pain\\." in text(page)
    assert "The audio cannot be played" in text(page)
