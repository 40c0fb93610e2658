"""The desk as a whole, with AppTest and, once, in a browser."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

APP = Path(__file__).parents[2] / "ui" / "app.py"
CHROMIUM = shutil.which("chromium")


def test_a_desk_without_encounters_says_how_to_begin(desk, text):
    page = desk()
    assert not page.exception
    assert "No encounters yet" in text(page)
    assert page.button(key="new").label == "New encounter"


def test_a_server_that_is_down_is_explained_without_a_traceback(desk, monkeypatch, text):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setenv("SCRIBE_SERVER_URL", f"http://127.0.0.1:{port}")
    page = desk()
    assert not page.exception
    assert f"no Scribe server answers at http://127.0.0.1:{port}" in text(page)
    assert "scribe serve" in text(page)
    assert page.button(key="retry").label == "Try again"


def test_a_wrong_key_is_explained_without_a_traceback(desk, monkeypatch, text):
    monkeypatch.setenv("SCRIBE_API_KEY", "sk-scribe-wrong")
    page = desk()
    assert not page.exception
    assert "does not accept this desk's key" in text(page)
    assert "scribe keys create" in text(page)


def test_an_encounter_that_is_gone_leaves_the_list_usable(desk, office, text):
    encounter_id = office.draft("Here")
    page = desk("no/such encounter")
    assert not page.exception
    assert "does not exist" in text(page)
    page.button(key=f"encounter-{encounter_id}").click().run()
    assert "### Here" in text(page)


def test_the_environment_names_the_encounter_to_open_first(desk, office, monkeypatch, text):
    first = office.draft("Wanted")
    office.draft("Latest")
    monkeypatch.setenv("SCRIBE_ENCOUNTER", first)
    assert "### Wanted" in text(desk())


@pytest.fixture
def browser_url(office):
    """The desk in a process of its own, as `scribe ui` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    options = ("--server.headless=true", f"--server.port={port}", "--logger.level=error")
    environment = {
        **os.environ,
        "PYTHONPATH": str(APP.parents[1]),
        "SCRIBE_SERVER_URL": office.url,
        "SCRIBE_API_KEY": office.key,
    }
    process = subprocess.Popen(
        (sys.executable, "-m", "streamlit", "run", str(APP), *options),
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    transport = httpx.HTTPTransport(retries=8)
    try:
        with httpx.Client(transport=transport, timeout=30) as client:
            assert client.get(f"http://127.0.0.1:{port}/_stcore/health").status_code == 200
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_clinician_hears_the_evidence_and_edits_in_a_browser(browser_url, office):
    sync_api = pytest.importorskip("playwright.sync_api")
    encounter_id = office.draft("In the browser")
    outside = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on(
            "request",
            lambda r: outside.append(r.url) if "127.0.0.1" not in r.url[:30] else None,
        )
        page.goto(f"{browser_url}/?encounter={encounter_id}")

        page.get_by_role("button", name="Denies chest pain").click()
        page.locator("[data-turn=u4].lit").wait_for()
        assert page.locator(".lit").count() == 2
        audio = page.locator("audio")
        audio.wait_for()
        page.wait_for_function("document.querySelector('audio').readyState >= 1")
        assert audio.evaluate("a => a.duration") == pytest.approx(1.5 + 0.75, abs=0.05)

        page.locator("[data-turn=u5]").click()
        page.locator("[data-turn=u5].lit").wait_for()
        page.wait_for_function("document.querySelector('audio')?.duration > 2.4")
        page.get_by_role("button", name="from this turn").wait_for()

        page.get_by_role("button", name="Lisinopril 40 mg daily").click()
        page.get_by_role("button", name="from this turn").wait_for(state="hidden")
        # While the page is drawn anew the buttons of the sentence before are still there.
        edit = page.get_by_role("button", name="Edit")
        sync_api.expect(edit).to_have_count(1)
        edit.click()
        page.get_by_label("Sentence").fill("Lisinopril 20 mg daily.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Lisinopril 20 mg daily").wait_for()
        browser.close()
    assert office.read(encounter_id).note.statement("s3").text == "Lisinopril 20 mg daily."
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
