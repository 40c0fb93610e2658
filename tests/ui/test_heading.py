from streamlit.testing.v1 import AppTest

from scribe.encounter import Status
from scribe.transcript import Role


def test_the_header_says_what_this_is(desk, office, text):
    page = desk(office.draft("Blood pressure check"))
    assert "### Blood pressure check" in text(page)
    assert "[Draft to review] :gray[23 Nov 2026 · 12 s · 5 turns · heard by scripted]" in text(page)


def dialog():
    """The form inside the dialog: AppTest closes a dialog at its first field."""
    import os
    from contextlib import closing

    import streamlit as st

    from ui.client import Client
    from ui.heading import sign_form
    from ui.page import Page

    url, key = os.environ["SCRIBE_SERVER_URL"], os.environ["SCRIBE_API_KEY"]
    with closing(Client(url, key)) as client:
        review = client.read(st.query_params["encounter"])
        sign_form(Page(client, review.encounter, review.progress, None, ()))


def test_signing_asks_for_a_name_and_a_confirmation(desk, office):
    encounter_id = office.draft()
    page = AppTest.from_function(dialog, default_timeout=30)
    page.query_params["encounter"] = encounter_id
    page.run()
    assert page.button(key="confirm-sign").disabled
    page.text_input(key="signer").input("Dr. A. Rivera").run()
    assert page.button(key="confirm-sign").disabled
    page.checkbox(key="is-read").check().run()
    page.button(key="confirm-sign").click().run()
    signed = office.read(encounter_id)
    assert (signed.status, signed.signature.by) == (Status.SIGNED, "Dr. A. Rivera")


def test_the_dialog_counts_what_is_signed(desk, office, text):
    page = desk(office.draft())
    page.button(key="sign").click().run()
    assert "3 sentences, 0 of them changed or written by you" in text(page)
    assert "0 codes accepted, 1 not decided (left out)" in text(page)
    assert "1 thing to check" in text(page)


def test_all_documents_can_be_downloaded(desk, office):
    page = desk(office.draft())
    keys = [button.key for button in page.get("download_button")]
    assert keys == [
        f"download-{name}" for name in ("md", "txt", "summary", "json", "srt", "vtt", "rttm", "ctm")
    ]


def test_a_role_is_corrected_by_choosing_it(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    page.selectbox(key=f"role-{encounter_id}-S2-patient").select(Role.OTHER).run()
    assert {u.role for u in office.read(encounter_id).utterances if u.speaker == "S2"} == {
        Role.OTHER
    }
    assert page.selectbox(key=f"role-{encounter_id}-S2-other").value is Role.OTHER


def test_a_new_draft_waits_until_edits_may_be_discarded(desk, office):
    encounter_id = office.draft()
    page = desk(encounter_id)
    assert not page.button(key="draft").disabled
    page.button(key="open-s1").click().run()
    page.button(key="delete-s1").click().run()
    page.button(key="add-Plan").click().run()
    page.text_area(key="new-Plan").input("Mine.")
    page.button(key="FormSubmitter:add-form-Plan-Add").click().run()
    assert page.button(key="draft").disabled
    page.checkbox[0].check().run()
    page.button(key="draft").click().run()
    assert [s.id for s in office.read(encounter_id).note.statements] == ["s1", "s2", "s3"]
