"""The workers that are planned, and the configuration of the proxy in front of them."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core.errors import UserError
from csp.core.settings import ROOT
from csp.deployment import proxy, workers
from tests.deployment import free_ports

FRONT = proxy.Front("safety.example.gov.uk", Path("/etc/tls/chain.pem"), Path("/etc/tls/key.pem"))
THREE = ["127.0.0.1:8501", "127.0.0.1:8502", "127.0.0.1:8503"]


def test_workers_take_one_port_each():
    assert [worker.address for worker in workers.plan_workers(3, 8501)] == THREE


@pytest.mark.parametrize(
    ("count", "port", "host", "sentence"),
    [
        (0, 8501, "127.0.0.1", "from 1 to 64"),
        (65, 8501, "127.0.0.1", "from 1 to 64"),
        (2, 80, "127.0.0.1", "first port"),
        (2, 65535, "127.0.0.1", "first port"),
        (2, 8501, "localhost", "is not an IPv4 address"),
        (2, 8501, "0.0.0.0", "Name one address"),
    ],
)
def test_what_cannot_be_served_is_refused_in_a_sentence(count, port, host, sentence):
    with pytest.raises(UserError, match=sentence):
        workers.plan_workers(count, port, host)


def test_a_port_that_is_taken_stops_the_start():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port} is taken"):
            workers.check_ports([workers.Worker(1, port)])
    workers.check_ports([workers.Worker(1, port)])


def test_every_worker_has_the_others_behind_it():
    written = proxy.proxy_config(FRONT, THREE)
    assert re.findall(r"upstream (csp_\w+)", written) == ["csp_any", "csp_1", "csp_2", "csp_3"]
    (second,) = re.findall(r"upstream csp_2 \{(.*?)\}", written, re.DOTALL)
    assert re.findall(r"server ([0-9.:]+) [^;]*?(backup)?;", second) == [
        (THREE[1], ""),
        (THREE[0], "backup"),
        (THREE[2], "backup"),
    ]
    assert not re.search(r"@[A-Z_]+@", written)


def test_the_address_that_people_are_sent_on_to_has_a_port_only_where_it_is_another():
    assert "return 301 https://$server_name$request_uri;" in proxy.proxy_config(FRONT, THREE)
    other = proxy.Front(FRONT.name, FRONT.certificate, FRONT.key, "127.0.0.1:8443")
    assert "return 301 https://$server_name:8443$request_uri;" in proxy.proxy_config(other, THREE)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "https://safety.example.gov.uk"}, "is not a host name"),
        ({"name": "a; return 200"}, "is not a host name"),
        ({"certificate": Path("chain.pem")}, "absolute path"),
        ({"key": Path("/etc/tls/key.pem;x")}, "absolute path"),
        ({"https": "443 ssl; #"}, "is not a port"),
    ],
)
def test_nothing_but_names_paths_and_ports_gets_into_the_configuration(change, sentence):
    values = {name: getattr(FRONT, name) for name in FRONT.__dataclass_fields__}
    with pytest.raises(UserError, match=sentence):
        proxy.proxy_config(proxy.Front(**{**values, **change}), THREE)


@pytest.mark.parametrize("addresses", [[], ["127.0.0.1"], ["a b:1"], ["h:0"], ["h:8501", "h:8501"]])
def test_addresses_of_workers_are_checked(addresses):
    with pytest.raises(UserError):
        proxy.proxy_config(FRONT, addresses)


def test_the_command_prints_what_nginx_takes(tmp_path):
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        pytest.skip("no nginx")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    options = ["--name=safety.example.gov.uk", f"--certificate={certificate}", f"--key={key}"]
    options += ["--worker=10.0.0.5:8501", "--worker=10.0.0.6:8501", "--https=8443", "--http=8080"]
    printed = CliRunner().invoke(app, ["proxy-config", *options])
    assert printed.exit_code == 0
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{printed.output}\n}}\n", encoding="utf-8")
    tried = subprocess.run(
        [nginx, "-t", "-c", main, "-e", tmp_path / "log"], capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr


def test_workers_that_cannot_start_are_not_started_for_ever(monkeypatch, tmp_path, capfd):
    # An address that people reach, and no login: the dashboard refuses to start like that.
    area = tmp_path / "area.toml"
    text = (ROOT / "data" / "reference" / "area.toml").read_text(encoding="utf-8")
    area.write_text(f'{text}\n[access]\nhosts = ["safety.example.gov.uk"]\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(area))
    with pytest.raises(UserError, match="could not start, so all were stopped"):
        workers.serve(workers.plan_workers(2, free_ports(2)[0]), threading.Event())
    assert "no login is configured" in capfd.readouterr().out
