"""docs/deploy.md, started: two workers behind nginx with TLS and logins, PostgreSQL, one store."""

from __future__ import annotations

import http.client
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import STREET_COLUMNS, STREET_ROW
from tests.deployment import (
    ROOT,
    Proxy,
    Workers,
    find_nginx,
    free_ports,
    running_nginx,
    running_postgresql,
    serving_workers,
    wait_until,
)
from tests.e2e.browser import click, open_period, settled, title
from tests.e2e.test_board import choose, send, write
from tests.server.conftest import settings_file
from tests.server.provider import providing, secrets_file

pytestmark = pytest.mark.e2e

ACCESS = 'readers = "login"\neditors = ["officer@example.gov.uk"]'


@dataclass(frozen=True)
class Deployment:
    workers: Workers
    proxy: Proxy
    environment: dict[str, str]


@pytest.fixture(scope="module")
def deployment(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:  # noqa: ARG001 no browser, no server
    folder = tmp_path_factory.mktemp("deployment")
    with running_postgresql() as database, providing() as provider:
        if find_nginx() is None or database is None:
            reason = "no nginx or no PostgreSQL: the packages nginx and postgresql have both"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        ports = free_ports(4)
        secrets = folder / "secrets.toml"
        here = f"https://localhost:{ports[2]}"
        secrets.write_text(secrets_file(provider).replace("http://localhost:{port}", here), encoding="utf-8")
        environment = {
            "CSP_AREA": str(settings_file(folder, ACCESS)),
            "STREAMLIT_SECRETS_FILES": str(secrets),
            "CSP_EXTRACTS": str(folder / "extracts"),
            "CSP_BOARD": str(folder / "board"),
            "CSP_DATABASE_URL": database,
        }
        with (
            serving_workers(2, folder, ports, environment) as workers,
            running_nginx(folder, ports[2], ports[3], ports[0], 2) as proxy,
        ):
            yield Deployment(workers, proxy, environment)


def log_in(context: BrowserContext, worker: int, proxy: Proxy) -> None:
    """Log in, as a reader of one worker."""
    context.add_cookies([{"name": "csp_worker", "value": str(worker), "url": proxy.address}])
    page = context.new_page()
    page.goto(f"{proxy.address}/log-in?with=default")
    settled(page)
    page.close()
    assert worker_of(context) == str(worker)


def worker_of(context: BrowserContext) -> str:
    """The worker that the cookie of a browser names."""
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csp_worker")


def test_the_proxy_shows_one_name_with_tls_and_keeps_the_rest_closed(deployment):
    proxy = deployment.proxy
    first = proxy.ask("/")
    assert first.status == 401
    assert "Content-Security-Policy" in {name.title() for name in first.headers}
    assert first.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = first.headers["Set-Cookie"].split("; ")
    assert cookie[0] in {"csp_worker=1", "csp_worker=2"}
    assert cookie[1:] == ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]
    # Whoever has a worker keeps it; a worker that is not there is no worker.
    assert "Set-Cookie" not in proxy.ask("/", cookie="csp_worker=1").headers
    assert "Set-Cookie" in proxy.ask("/", cookie="csp_worker=9").headers
    for path in ("/_stcore/metrics", "/board/_stcore/metrics", "/_stcore/%6detrics"):
        assert proxy.ask(path).status == 404, path
    sent_on = proxy.ask_plainly("/board?look=Table")
    assert (sent_on.status, sent_on.headers["Location"]) == (301, f"{proxy.address}/board?look=Table")


def test_another_name_gets_no_answer(deployment):
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        deployment.proxy.ask("/", name="another.example")
    with pytest.raises(http.client.RemoteDisconnected):
        deployment.proxy.ask_plainly("/", name="another.example")


@pytest.mark.parametrize("worker", [1, 2])
def test_a_page_opens_through_the_proxy_and_stays_with_its_worker(deployment, visit, worker):
    reader = visit(deployment.proxy.address)
    log_in(reader.context, worker, deployment.proxy)
    page = reader.open("/board")
    expect(title(page)).to_contain_text("57 actions")
    page.reload()
    settled(page)
    assert worker_of(reader.context) == str(worker)


def in_both(deployment, visit, path: str) -> list[Page]:
    """A page open with a reader of each worker."""
    pages = []
    for worker in (1, 2):
        reader = visit(deployment.proxy.address)
        log_in(reader.context, worker, deployment.proxy)
        pages.append(reader.open(path))
        assert worker_of(reader.context) == str(worker)
    return pages


def test_an_edit_in_one_worker_is_seen_in_the_other_at_the_next_click(deployment, visit):
    editing, looking = in_both(deployment, visit, "/action?action=DA-02")
    expect(title(looking)).to_contain_text("DA-02 is on track")
    write(editing, "Three sessions held", "At risk")
    send(editing)
    expect(title(editing)).to_contain_text("DA-02 is at risk")
    click(looking.get_by_role("button", name="DA-03"), expect(title(looking)).to_contain_text, "DA-03")
    click(
        looking.get_by_role("button", name="DA-02"),
        expect(title(looking)).to_contain_text,
        "DA-02 is at risk",
    )


def test_an_import_is_seen_in_both_workers_at_the_next_click(deployment, visit, tmp_path):
    pages = in_both(deployment, visit, "/")
    for page in pages:
        expect(page.get_by_text("Sample data").first).to_be_visible()
    import_street(deployment, tmp_path)
    for page in pages:
        wait_until(lambda page=page: chooses_source(page, "data.police.uk"), "the import is offered")
        expect(page.get_by_role("cell", name="20", exact=True).first).to_be_visible()


def chooses_source(page: Page, label: str) -> bool:
    """Clicks, and chooses a source where it is offered; a run of the script may close the list meanwhile."""
    settled(page)
    page.get_by_role("button", name="Reset").click()
    open_period(page)
    page.get_by_role("combobox", name="Source", exact=True).click()
    try:
        page.get_by_role("option", name=label).click(timeout=2_000)
    except TimeoutError:
        page.keyboard.press("Escape")
        return False
    return True


def import_street(deployment: Deployment, folder: Path) -> None:
    """One month of twenty burglaries, by the command that people use."""
    row = ",".join(STREET_ROW.get(name, "") for name in STREET_COLUMNS)
    file = folder / "2018-10-kent-street.csv"
    file.write_text("\n".join([",".join(STREET_COLUMNS), *([row] * 20), ""]), encoding="utf-8")
    command = [sys.executable, "-m", "csp", "import", "police", str(file)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, **deployment.environment}, check=True, capture_output=True
    )


def test_a_login_that_was_ended_in_one_worker_is_refused_by_the_other(deployment, visit):
    context = visit(deployment.proxy.address).context
    log_in(context, 1, deployment.proxy)
    login = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies() if c["name"] != "csp_worker")
    assert deployment.proxy.ask("/", cookie=f"{login}; csp_worker=2").status == 200
    page = context.new_page()
    page.goto(f"{deployment.proxy.address}/auth/logout")
    for worker in (1, 2):
        assert deployment.proxy.ask("/", cookie=f"{login}; csp_worker={worker}").status == 401


def watch_runs(page: Page) -> list[bytes]:
    """Fills with the ends of runs that come by websockets opened from now on."""
    ends: list[bytes] = []

    def note(frame: str | bytes) -> None:
        message = ForwardMsg()
        if isinstance(frame, bytes):
            message.ParseFromString(frame)
        if message.WhichOneof("type") == "script_finished":
            ends.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return ends


def test_a_worker_that_is_killed_costs_its_readers_a_reconnect_and_comes_back(deployment, visit):
    workers = deployment.workers
    reader = visit(deployment.proxy.address)
    log_in(reader.context, 1, deployment.proxy)
    page = reader.open("/action?action=DA-05")
    write(page, "Half written", "At risk")
    bystander = visit(deployment.proxy.address)
    log_in(bystander.context, 2, deployment.proxy)
    other = bystander.open("/action?action=DA-06")

    before = workers.processes(1)
    drawn = watch_runs(page)
    os.kill(before[-1], signal.SIGKILL)
    wait_until(lambda: worker_of(reader.context) == "2", "the reader is with the other worker")
    # Until the other worker has drawn the page, it does not know what a click is for.
    wait_until(lambda: page.title() and drawn, "the page is drawn again")
    settled(page)
    # The browser says that its connection broke: that much is meant.
    reader.watched.errors.clear()

    # What was being written is still there, and is stored by the other worker.
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Half written")
    send(page)
    expect(title(page)).to_contain_text("DA-05 is at risk")
    # Who was with the other worker notices nothing.
    choose(other, "Status", "Complete")
    settled(other)

    wait_until(lambda: len(workers.processes(1)) > len(before), "the worker is back")
    assert workers.processes(1)[-1] != before[-1]
    assert "was ended by signal 9; it is started again in 1 s." in workers.log.read_text(encoding="utf-8")
    page.reload()
    settled(page)
    assert worker_of(reader.context) == "2"
