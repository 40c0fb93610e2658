import json


def test_a_key_is_made_listed_and_revoked(scribe):
    secret = json.loads(scribe("keys", "create", "desk", "--json").out)["key"]
    (listed,) = json.loads(scribe("keys", "list", "--json").out)["keys"]
    assert listed["name"] == "desk"
    assert secret not in scribe("keys", "list").out
    assert scribe("keys", "revoke", listed["id"]).exit_code == 0
    assert json.loads(scribe("keys", "list", "--json").out)["keys"][0]["revoked_at"]
    assert scribe("keys", "revoke", listed["id"]).exit_code == 1


def test_a_key_needs_a_name(scribe):
    assert scribe("keys", "create", " ").exit_code == 2


def test_an_encounter_is_listed_shown_and_purged(scribe, tmp_path, running):
    _, open_clinic = running
    with open_clinic(tmp_path / "home") as clinic:
        visit = clinic.records.open("Visit", "en", "soap", None)
    (listed,) = json.loads(scribe("encounters", "list", "--json").out)["encounters"]
    assert listed["id"] == visit.id
    assert visit.id in scribe("encounters", "list").out
    assert json.loads(scribe("encounters", "show", visit.id).out)["title"] == "Visit"
    recording = tmp_path / "home" / "spool" / f"{visit.id}.audio"
    recording.parent.mkdir()
    recording.write_bytes(b"sound")
    assert scribe("encounters", "purge", visit.id, "--yes").exit_code == 0
    assert not recording.exists()
    assert scribe("encounters", "show", visit.id).exit_code == 1


def test_an_encounter_that_does_not_exist_is_told(scribe):
    done = scribe("encounters", "purge", "nobody", "--yes")
    assert (done.exit_code, "nobody" in done.err) == (1, True)
