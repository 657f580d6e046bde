"""The policy in a browser: what a page must not be able to do, even if it held hostile markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import settled
from tests.server.provider import providing

# Each is tried in the page; true where it got through. Nothing of the dashboard would be asked to do it.
TRIES = {
    "picture": """new Promise(done => { const i = new Image(); i.onload = () => done(true);
        i.onerror = () => done(false); i.src = HOST + '/keys'; })""",
    "fetch": "fetch(HOST + '/keys', {mode: 'no-cors'}).then(() => true, () => false)",
    "script": """new Promise(done => { const s = document.createElement('script');
        s.onload = () => done(true); s.onerror = () => done(false); s.src = HOST + '/keys';
        document.body.append(s); })""",
    "inline script": """(() => { const s = document.createElement('script');
        s.textContent = 'window.hurt = true'; document.body.append(s); return window.hurt === true; })()""",
    "handler": """(() => { const d = document.createElement('div');
        d.innerHTML = '<img src=x onerror="window.burnt = true">'; document.body.append(d);
        return new Promise(done => setTimeout(() => done(window.burnt === true), 300)); })()""",
    "eval": "(() => { try { return eval('1 + 1') === 2; } catch { return false; } })()",
    "function": "(() => { try { return new Function('return 2')() === 2; } catch { return false; } })()",
    "websocket": """new Promise(done => { try { const w = new WebSocket(HOST.replace('http', 'ws'));
        w.onopen = () => done(true); w.onerror = () => done(false); } catch { done(false); } })""",
    "style sheet": """new Promise(done => { const l = document.createElement('link');
        l.rel = 'stylesheet'; l.onload = () => done(true); l.onerror = () => done(false);
        l.href = HOST + '/x'; document.head.append(l); })""",
    "beacon": "(() => { navigator.sendBeacon(HOST + '/beacon'); return false; })()",
}
NOTE_REFUSALS = """() => { window.refused = [];
    addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective)); }"""


@pytest.fixture(scope="module")
def stranger():
    """Another host, which notes nothing but would answer."""
    with providing() as provider:
        yield provider.address


def test_nothing_of_another_host_and_no_foreign_script_gets_in(browser, dashboard, stranger):
    page = browser.new_context().new_page()
    addresses = []
    page.context.on("response", lambda answer: addresses.append(answer.url))
    page.goto(dashboard)
    settled(page)
    page.evaluate(NOTE_REFUSALS)
    # The driver's own evaluate() is outside the policy of the page: a blob, as of a component, stands inside.
    for name, trial in TRIES.items():
        source = f"const HOST = {stranger!r}; window.got = {{result: await ({trial})}};"
        got = page.evaluate(
            """source => { const at = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
               return import(at).then(() => window.got.result); }""",
            source,
        )
        assert got is False, name
    assert len(page.evaluate("window.refused")) >= len(TRIES) - 1
    assert [url for url in addresses if url.startswith(stranger)] == []
    page.context.close()


def test_no_other_page_frames_the_dashboard(browser, dashboard, tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text(f'<iframe id="inside" src="{dashboard}" width="900" height="600"></iframe>', "utf-8")
    page = browser.new_context().new_page()
    page.goto(outside.as_uri())
    page.wait_for_timeout(1000)
    expect(page.frame_locator("#inside").get_by_test_id("stApp")).to_have_count(0)
    page.context.close()
