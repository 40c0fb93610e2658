import pytest

from scribe.audio_format import AudioFormat, Encoding


@pytest.fixture
def client(server):
    with server.client() as client:
        yield client


@pytest.fixture
def drafted(client, tone, wav_of, heard):
    """An encounter of three seconds with its note."""
    encounter_id = client.post("/v1/encounters", json={"title": "Visit"}).json()["id"]
    client.post(f"/v1/encounters/{encounter_id}/recording", content=wav_of(tone(3)))
    return heard(client, encounter_id)


def test_a_request_without_a_valid_key_is_refused(server):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": server.key}):
        with server.client() as client:
            client.headers = headers
            response = client.get("/v1/encounters")
            assert response.status_code == 401
            assert response.json()["error"]["kind"] == "AccessDenied"


def test_a_new_encounter_is_listed(client):
    created = client.post(
        "/v1/encounters", json={"title": "Visit", "date_of_service": "2026-11-20"}
    )
    assert created.status_code == 201
    listed = client.get("/v1/encounters").json()["encounters"][0]
    assert (listed["id"], listed["title"]) == (created.json()["id"], "Visit")
    assert listed["date_of_service"] == "2026-11-20"


@pytest.mark.parametrize(
    "body",
    [
        '{"title": 3}',
        '{"titel": "Visit"}',
        "[]",
        "{",
        '{"date_of_service": "yesterday"}',
        '{"language": "../../etc"}',
        '{"template": "../soap"}',
        '{"title": "' + "x" * 300 + '"}',
        '{"title": "' + "x" * (1 << 20) + '"}',
    ],
)
def test_a_body_that_does_not_fit_is_refused_with_a_reason(client, body):
    response = client.post("/v1/encounters", content=body)
    assert response.status_code == 400
    assert response.json()["error"]["message"]


def test_a_template_that_is_not_there_is_refused_with_those_that_are(client):
    response = client.post("/v1/encounters", json={"template": "poem"})
    assert response.status_code == 400
    message = response.json()["error"]["message"]
    assert message.startswith("template: expected one of after_visit, consult, hp, ")
    assert message.endswith("found 'poem'")


def test_the_summary_for_the_patient_can_be_downloaded(client, drafted):
    response = client.get(f"/v1/encounters/{drafted['id']}/export?format=summary")
    assert response.headers["content-type"].startswith("text/plain")
    assert f'{drafted["id"]}.summary.txt"' in response.headers["content-disposition"]
    assert "not yet checked by your clinician" in response.text


def test_an_uploaded_recording_becomes_a_transcript_and_a_note(drafted):
    assert [u["text"] for u in drafted["utterances"]] == ["second 1", "second 2", "second 3"]
    assert [u["role"] for u in drafted["utterances"]] == ["clinician", "patient", "clinician"]
    assert (drafted["status"], drafted["audio_ms"]) == ("drafted", 3000)
    assert drafted["note"]["text"].startswith("SUBJECTIVE\nHeard second 1.")
    assert drafted["note"]["codes"][0]["code"] == "I10"


@pytest.mark.parametrize("content", [b"", b"no audio at all", b"RIFF\x00\x00"])
def test_what_is_no_recording_is_refused_and_the_encounter_stays_open(client, server, content):
    encounter_id = client.post("/v1/encounters", json={}).json()["id"]
    response = client.post(f"/v1/encounters/{encounter_id}/recording", content=content)
    assert response.status_code == 400
    assert response.json()["error"]["kind"] == "AudioError"
    assert client.get(f"/v1/encounters/{encounter_id}").json()["status"] == "open"
    assert not list(server.clinic.settings.spool.glob(f"{encounter_id}*"))


def test_a_second_recording_is_refused(client, drafted, tone, wav_of):
    response = client.post(f"/v1/encounters/{drafted['id']}/recording", content=wav_of(tone(1)))
    assert response.status_code == 409


def test_the_recording_can_be_played(client, drafted):
    response = client.get(f"/v1/encounters/{drafted['id']}/audio")
    assert response.headers["content-type"] == "audio/wav"
    assert len(response.content) == 44 + 3 * 32_000


def test_statements_are_edited_added_and_removed(client, drafted):
    url = f"/v1/encounters/{drafted['id']}/statements"
    edited = client.patch(f"{url}/s1", json={"text": "Feels  well."}).json()
    statement = edited["note"]["sections"][0]["statements"][0]
    assert (statement["text"], statement["edited"]) == ("Feels well.", True)
    added = client.post(url, json={"section": "Subjective", "text": "No fever."}).json()
    assert added["note"]["sections"][0]["statements"][-1]["text"] == "No fever."
    removed = client.patch(f"{url}/s2", json={"text": ""}).json()
    assert "s2" not in {s["id"] for s in removed["note"]["sections"][0]["statements"]}
    assert client.patch(f"{url}/s99", json={"text": "x"}).status_code == 404


def test_a_new_draft_over_edits_has_to_be_asked_for(client, drafted):
    url = f"/v1/encounters/{drafted['id']}"
    client.patch(f"{url}/statements/s1", json={"text": "Feels well."})
    assert client.post(f"{url}/note").status_code == 409
    redrafted = client.post(f"{url}/note", json={"replace_edits": True}).json()
    assert redrafted["note"]["sections"][0]["statements"][0]["text"] == "Heard second 1."


def test_codes_are_accepted_rejected_and_left_open_again(client, drafted):
    url = f"/v1/encounters/{drafted['id']}/codes"
    for accepted, expected in ((True, [True]), (False, [False]), (None, [])):
        decided = client.put(f"{url}/I10", json={"accepted": accepted}).json()
        assert [d["accepted"] for d in decided["decisions"]] == expected
    assert client.put(f"{url}/Z99.9", json={"accepted": True}).status_code == 404


def test_a_corrected_role_is_shown_in_the_transcript(client, drafted):
    corrected = client.put(
        f"/v1/encounters/{drafted['id']}/speakers/S1", json={"role": "patient"}
    ).json()
    assert [u["role"] for u in corrected["utterances"]] == ["patient"] * 3


def test_the_speakers_are_told_with_how_sure_their_roles_are(client, drafted):
    first, second = drafted["speakers"]
    assert (first["id"], first["role"], first["corrected"]) == ("S1", "clinician", False)
    assert (second["id"], second["role"], second["corrected"]) == ("S2", "patient", False)
    assert 0 < first["confidence"] < 1


def test_a_corrected_role_is_certain(client, drafted):
    url = f"/v1/encounters/{drafted['id']}"
    client.put(f"{url}/speakers/S1", json={"role": "other"})
    first, second = client.get(url).json()["speakers"]
    assert first == {"id": "S1", "role": "other", "confidence": 1.0, "corrected": True}
    assert second["corrected"] is False


def test_a_role_corrected_during_the_recording_stays_when_roles_are_judged_at_its_end(
    client, server, tone, heard
):
    live, visit = server.clinic.live, client.post("/v1/encounters", json={}).json()
    recording = live.start(visit["id"], AudioFormat(Encoding.PCM16, 16_000, 1))
    recording.spool.append(tone(2))
    url = f"/v1/encounters/{visit['id']}"
    for _ in range(2000):
        if len(client.get(url).json()["utterances"]) == 2:
            break
    corrected = client.put(f"{url}/speakers/S1", json={"role": "other"}).json()
    assert corrected["progress"]["active"]
    recording.spool.append(tone(1))
    recording.stop(draft_wanted=False)
    ended = heard(client, visit["id"])
    assert [u["role"] for u in ended["utterances"]] == ["other", "patient", "other"]
    assert [(s["role"], s["corrected"]) for s in ended["speakers"]] == [
        ("other", True),
        ("patient", False),
    ]


def test_a_signed_note_changes_by_amendment_only(client, drafted):
    url = f"/v1/encounters/{drafted['id']}"
    signed = client.post(f"{url}/signature", json={"by": "Dr. Who"}).json()
    assert (signed["status"], signed["signature"]["by"]) == ("signed", "Dr. Who")
    edit = {"text": "Feels well."}
    assert client.patch(f"{url}/statements/s1", json=edit).status_code == 409
    assert client.post(f"{url}/note").status_code == 409
    assert client.put(f"{url}/codes/I10", json={"accepted": True}).status_code == 409
    assert client.put(f"{url}/speakers/S1", json={"role": "patient"}).status_code == 409
    amended = client.patch(f"{url}/statements/s1", json=edit | {"reason": "wrong"}).json()
    assert amended["amendments"][0]["before"] == "Heard second 1."


@pytest.mark.parametrize("form", ["md", "txt", "json", "srt", "vtt", "rttm", "ctm"])
def test_every_export_is_a_document(client, drafted, form):
    response = client.get(f"/v1/encounters/{drafted['id']}/export?format={form}")
    assert response.status_code == 200
    assert response.text.endswith("\n")
    assert f'.{form}"' in response.headers["content-disposition"]


def test_an_unknown_export_format_is_refused(client, drafted):
    response = client.get(f"/v1/encounters/{drafted['id']}/export?format=doc")
    assert response.status_code == 400


def test_an_encounter_that_does_not_exist_is_not_found(client):
    for path in ("", "/transcript", "/audio", "/export"):
        assert client.get(f"/v1/encounters/nobody{path}").status_code == 404


def test_more_recordings_than_may_be_are_refused(running, tmp_path, tone, wav_of):
    serve, open_clinic = running
    with open_clinic(tmp_path, max_sessions=1) as clinic, serve(clinic) as server:
        first = clinic.records.open("First", "en", "soap", None)
        recording = clinic.live.start(first.id, AudioFormat(Encoding.PCM16, 16_000, 1))
        with server.client() as client:
            second = client.post("/v1/encounters", json={}).json()["id"]
            response = client.post(f"/v1/encounters/{second}/recording", content=wav_of(tone(1)))
        assert response.status_code == 503
        assert response.headers["retry-after"]
        recording.stop(draft_wanted=False)
        assert recording.finished.wait(20)
