"""Logging in with the button, as installed, against a log-in service of the tests' own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import (
    ARTEFACTS,
    GESTURE_MS,
    PATIENCE_MS,
    ROOT,
    click,
    fill,
    open_popover,
    repeat,
    serving,
    settled,
)
from tests.e2e.test_every_page import AXE
from tests.server.conftest import READERS, settings_file
from tests.server.provider import providing, secrets_file


@pytest.fixture(scope="module")
def closed(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """The address of a dashboard that only logins may read, and its log-in service."""
    folder = tmp_path_factory.mktemp("closed")
    (folder / "extracts").mkdir()
    stores = {
        "CSP_AREA": str(settings_file(folder, READERS)),
        "CSP_EXTRACTS": str(folder / "extracts"),
        "CSP_BOARD": str(folder / "board"),
    }
    with providing() as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(secrets_file(provider), encoding="utf-8")
        with serving(ROOT, folder / "server.log", stores, (f"--secrets.files={secrets}",)) as address:
            yield address, provider


@pytest.fixture
def context(browser, closed):  # noqa: ARG001 the dashboard first
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme="light")
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def watched(context):
    """A page, and what its console says against it. Being asked to log in first (401) is no fault."""
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    return page, errors


def test_a_reader_logs_in_edits_and_logs_out_and_the_old_cookie_is_good_for_nothing(context, closed):
    address, _ = closed
    page, errors = watched(context)
    page.goto(address)
    expect(page.get_by_role("heading", name="Community safety dashboard")).to_be_visible()
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / "log-in-1366x768-light.png")
    page.evaluate(AXE)
    assert page.evaluate("axe.run().then(found => found.violations.map(rule => rule.help))") == []
    page.get_by_role("link", name="Log in").click()
    settled(page)
    open_popover(page, "account")
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("Logged in as officer@example.gov.uk")
    page.screenshot(path=ARTEFACTS / "logged-in-1366x768-light.png")

    page.goto(f"{address}/action?action=DA-01")
    settled(page)
    fill(page.get_by_role("textbox", name="Note"), "Recorded by a login")
    stored = page.get_by_test_id("stAlertContentSuccess")
    click(page.get_by_role("button", name="Add the update"), expect(stored).to_be_visible)
    expect(page.get_by_test_id("stMain")).to_contain_text("officer@example.gov.uk")

    left_open, more = watched(context)
    left_open.goto(f"{address}/county")
    settled(left_open)
    cookies = context.cookies()
    open_popover(page, "account")
    log_in = page.get_by_role("link", name="Log in")
    click(page.get_by_role("button", name="Log out"), expect(log_in).to_be_visible)

    # A window that was left open starts anew at the next click, and draws nothing more.
    settled(left_open)
    repeat(
        lambda: left_open.get_by_role("button", name="Reset").click(timeout=GESTURE_MS),
        lambda ms: expect(left_open.get_by_role("link", name="Log in")).to_be_visible(timeout=ms),
    )
    context.add_cookies(cookies)
    page.goto(f"{address}/county")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert [*errors, *more] == []


def test_a_login_that_is_no_reader_is_told_what_to_do(context, closed):
    address, provider = closed
    provider.person = {"sub": "99", "email": "guest@example.org", "email_verified": True}
    page, errors = watched(context)
    page.goto(address)
    page.get_by_role("link", name="Log in").click()
    expect(page.locator("body")).to_contain_text("guest@example.org, which is not among the readers")
    page.get_by_role("link", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert errors == []
