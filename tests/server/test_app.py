import json
import logging

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe.audio_format import AudioFormat, Encoding
from scribe.encounter import Status
from scribe.events import RecordingStarted
from server.app import Discreet

MARKER = "chlamydia"
PATHS = (
    ("GET", ""),
    ("POST", ""),
    ("GET", "/{id}"),
    ("POST", "/{id}/recording"),
    ("GET", "/{id}/transcript"),
    ("GET", "/{id}/audio"),
    ("POST", "/{id}/note"),
    ("POST", "/{id}/statements"),
    ("PATCH", "/{id}/statements/s1"),
    ("PUT", "/{id}/codes/I10"),
    ("PUT", "/{id}/speakers/S1"),
    ("POST", "/{id}/signature"),
    ("GET", "/{id}/export"),
)
KEYS = ("title", "text", "by", "accepted", "role", "section", "reason", "language", "template")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(MARKER),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner),
    max_leaves=8,
)
BODIES = st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode())


def test_health_needs_no_key(server):
    assert httpx.get(f"{server.url}/healthz").json()["status"] == "ok"


def test_what_is_not_there_is_told_as_json(server):
    response = httpx.get(f"{server.url}/nowhere")
    assert (response.status_code, response.json()["error"]["kind"]) == (404, "NotFound")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from(PATHS), body=BODIES, query=st.dictionaries(st.text(), st.text()))
def test_no_request_breaks_the_server_or_quotes_a_patient(server, caplog, route, body, query):
    method, path = route
    with server.client() as client:
        opened = server.clinic.records.open("Visit", "en", "soap", None)
        url = f"/v1/encounters{path.format(id=opened.id)}"
        response = client.request(method, url, content=body, params=query)
    assert response.status_code in (200, 201, 202, 400, 404, 409)
    if response.status_code >= 400:
        assert response.json()["error"]["message"]
        assert MARKER not in response.text
    assert MARKER not in caplog.text


def test_the_message_of_an_unexpected_error_stays_out_of_the_log(caplog):
    async def broken(scope, receive, send):
        raise RuntimeError(f"the patient has {MARKER}")

    coroutine = Discreet(broken)({"type": "http"}, None, None)
    with caplog.at_level(logging.DEBUG), pytest.raises(StopIteration):
        coroutine.send(None)
    assert "RuntimeError" in caplog.text
    assert MARKER not in caplog.text


def test_a_server_that_starts_finishes_what_was_interrupted(running, tmp_path, tone, heard):

    serve, open_clinic = running
    with open_clinic(tmp_path) as clinic:
        visit = clinic.records.open("Visit", "en", "soap", None)
        audio = AudioFormat(Encoding.PCM16, 16_000, 1)
        at = clinic.records.now()
        clinic.records.change(visit.id, lambda _: RecordingStarted(at, "second-counter", audio))
        clinic.settings.spool.mkdir()
        clinic.live.audio_path(visit.id).write_bytes(tone(2))
        with serve(clinic) as server, server.client() as client:
            recovered = heard(client, visit.id)
    assert recovered["status"] == Status.DRAFTED
    assert len(recovered["utterances"]) == 2
