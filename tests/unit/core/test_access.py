"""Who may read and write by login: the section [access], and what a provider's claims prove."""

from __future__ import annotations

import pytest

from csp.core import access, roles
from csp.core.access import AccessError, Login, login_of
from csp.core.errors import UserError
from csp.core.settings import area

ISSUER = "https://login.example.org"
OFFICER = {"email": "Officer@Example.gov.uk", "email_verified": True, "iss": ISSUER, "sub": "4711"}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Writes the section [access] of the settings in force."""
    path = tmp_path / "area.toml"
    monkeypatch.setenv("CSP_AREA", str(path))

    def write(text):
        path.write_text(f"[access]\n{text}\n", encoding="utf-8")
        return access.read_access()

    return write


def logged_in(**claims):
    return login_of({"is_logged_in": True, **claims})


def test_a_verified_address_or_a_subject_is_somebody():
    assert logged_in(**OFFICER) == Login("officer@example.gov.uk", ISSUER, "4711")
    assert logged_in(iss=ISSUER, sub="4711") == Login("", ISSUER, "4711")
    assert logged_in(email="a@b.example", email_verified=True) == Login("a@b.example", "", "")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"name": "A. Chair"},
        {"email": "officer@example.gov.uk"},
        {"email": "officer@example.gov.uk", "email_verified": 1},
        {"email": "officer@example.gov.uk", "email_verified": "true"},
        {"email": ["officer@example.gov.uk"], "email_verified": True},
        {"email": "no address", "email_verified": True},
        {"email": "a@b@example.gov.uk", "email_verified": True},
        {"email": "a\n@example.gov.uk", "email_verified": True},
        {"sub": "4711"},
        {"iss": ISSUER},
        {"iss": ISSUER, "sub": 4711},
        {**OFFICER, "is_logged_in": False},
        {**OFFICER, "is_logged_in": "true"},
    ],
    ids=str,
)
def test_whatever_else_a_provider_says_is_nobody(claims):
    assert logged_in(**claims) is None


def test_each_kind_of_entry_lets_its_login_in_and_no_other(settings):
    editors = settings(
        f'editors = ["Officer@Example.gov.uk", "@partner.example.org", "{ISSUER} 4711"]'
    ).editors
    for login in (
        logged_in(**OFFICER),
        logged_in(email="officer@example.gov.uk", email_verified=True),
        logged_in(email="x@PARTNER.example.org", email_verified=True),
        logged_in(iss=ISSUER, sub="4711"),
    ):
        assert access.allows(editors, login)
    for login in (
        None,
        logged_in(email="chair@example.gov.uk", email_verified=True),
        logged_in(email="x@sub.partner.example.org", email_verified=True),
        logged_in(email="x@partner.example.org.evil.example", email_verified=True),
        logged_in(email="x@evilpartner.example.org", email_verified=True),
        # The Kelvin sign, whose small form is k.
        logged_in(email="officer@example.gov.u\u212a", email_verified=True),
        logged_in(iss=f"{ISSUER}/", sub="4711"),
        logged_in(iss="https://elsewhere.example.org", sub="4711"),
        logged_in(iss=ISSUER, sub="04711"),
    ):
        assert not access.allows(editors, login)


def test_anyone_login_and_a_list_are_three_things(settings):
    officer = logged_in(**OFFICER)
    for word, of_nobody, of_known in (("anyone", True, True), ("login", False, True)):
        readers = settings(f'readers = "{word}"').readers
        assert (access.allows(readers, None), access.allows(readers, officer)) == (of_nobody, of_known)
    assert not access.allows(settings("readers = []").readers, officer)
    assert settings("").readers is None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('reader = "anyone"', "reader"),
        ('readers = "everybody"', "readers"),
        ('editors = "officer@example.gov.uk"', "editors"),
        ("readers = true", "readers"),
        ('editors = ["A. Chair"]', "belong to .board."),
        ('editors = ["@"]', "is no login"),
        ("editors = [5]", "editors"),
        ('hosts = "safety.example.gov.uk"', "hosts"),
        ('hosts = ["https://safety.example.gov.uk/"]', "no name of a server"),
        ('hosts = ["*"]', "no name of a server"),
        ("login_hours = 0", "login_hours"),
        ("login_hours = 1e9", "login_hours"),
        ("login_hours = nan", "login_hours"),
        ("login_hours = true", "login_hours"),
        ('sessions_per_address = "5"', "sessions_per_address"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_in_one_sentence(settings, line, sentence):
    with pytest.raises(AccessError, match=sentence):
        settings(line)


def test_a_login_is_recorded_under_a_name_that_can_be_kept():
    assert logged_in(**OFFICER).name == "officer@example.gov.uk"
    assert logged_in(iss=ISSUER, sub="4711").name == "4711 (login.example.org)"
    assert len(logged_in(email=f"{'x' * 200}@example.org", email_verified=True).name) == 80


def test_the_mark_that_notepad_puts_in_front_locks_nobody_out(tmp_path, monkeypatch):
    path = tmp_path / "area.toml"
    path.write_text('[access]\neditors = ["@example.org"]\n[board]\nviewers = ["B"]\n', encoding="utf-8-sig")
    monkeypatch.setenv("CSP_AREA", str(path))
    assert access.read_access().editors == access.Logins(domains=frozenset({"example.org"}))
    assert roles.roles().role_of("b") == "viewer"


@pytest.mark.parametrize("made", ["missing", "a folder", "not text", "deep"])
def test_a_settings_file_that_cannot_be_read_is_one_sentence_for_every_section(tmp_path, monkeypatch, made):
    path = tmp_path / "area.toml"
    match made:
        case "a folder":
            path.mkdir()
        case "not text":
            path.write_bytes(b"\xff\xfe\x00")
        case "deep":
            path.write_text("a = " + "[" * 100_000, encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))
    for read in (access.read_access, roles.roles, area):
        with pytest.raises(UserError, match=r"^[^\n]*area\.toml[^\n]*$"):
            read()
