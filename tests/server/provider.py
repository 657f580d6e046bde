"""A log-in service of the tests' own, as OpenID Connect has it, that can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "dashboard", "a secret of the tests and of nobody else"
OFFICER = {"sub": "4711", "email": "officer@example.gov.uk", "email_verified": True, "name": "A. N. Officer"}


def _key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """Its state. fault names what is wrong with the next answers; person is who logs in."""

    address: str
    fault: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(OFFICER))
    key: RSAKey = field(default_factory=lambda: _key("first"))
    stranger: RSAKey = field(default_factory=lambda: _key("first"))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    last_callback: str = ""

    def change_key(self) -> None:
        """Sign with another key from now on, and publish that one alone."""
        self.key = _key(secrets.token_hex(4))

    def reset(self) -> None:
        """Behave again."""
        self.fault, self.person = "", dict(OFFICER)

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "nonce": nonce,
            **self.person,
        }
        claims |= {
            "expired": {"iat": now - 7200, "exp": now - 3600},
            "audience": {"aud": "another application"},
            "issuer": {"iss": "https://elsewhere.example.org"},
            "nonce": {"nonce": "of another log-in"},
            "future": {"iat": now + 7200, "exp": now + 9000},
        }.get(self.fault, {})
        if self.fault == "unsigned":
            return ".".join([_coded({"alg": "none", "typ": "JWT"}), _coded(claims), ""])
        if self.fault == "symmetric":
            public = self.key.as_pem(private=False)
            return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(public), ["HS256"])
        if self.fault == "client secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), ["HS256"])
        key = self.stranger if self.fault == "signature" else self.key
        token = jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)
        if self.fault == "changed":
            head, _, tail = token.split(".")
            token = ".".join([head, _coded({**claims, "email": "chair@example.gov.uk"}), tail])
        return token


def _coded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _routes(provider: Provider) -> list[Route]:
    def away(at: str) -> Response | None:
        return Response("away", 503) if provider.fault in ("down", f"down at {at}") else None

    async def metadata(_request: Request) -> Response:
        here = provider.address
        return away("metadata") or JSONResponse(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
                "end_session_endpoint": f"{here}/leave",
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorize(request: Request) -> Response:
        params = dict(request.query_params)
        if provider.fault == "denied":
            return RedirectResponse(f"{params['redirect_uri']}?error=access_denied&state={params['state']}")
        code = secrets.token_urlsafe(16)
        provider.codes[code] = params
        provider.last_callback = f"/oauth2callback?{urlencode({'code': code, 'state': params['state']})}"
        return RedirectResponse(f"{params['redirect_uri']}?{provider.last_callback.partition('?')[2]}", 302)

    async def token(request: Request) -> Response:
        if refused := away("token"):
            return refused
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
        params = provider.codes.pop(fields.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_client = request.headers.get("authorization") in (f"Basic {basic}", f"Basic {plain}")
        if params is None or not is_client or _challenge(fields) != params["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": 600}
        if provider.fault != "no token":
            answer["id_token"] = provider.id_token(params["nonce"])
        return JSONResponse(answer)

    async def keys(_request: Request) -> Response:
        return away("keys") or JSONResponse({"keys": [provider.key.as_dict(private=False)]})

    async def leave(request: Request) -> Response:
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)

    return [
        Route("/.well-known/openid-configuration", metadata),
        Route("/authorize", authorize),
        Route("/token", token, methods=["POST"]),
        Route("/keys", keys),
        Route("/leave", leave),
    ]


def _challenge(fields: dict[str, str]) -> str:
    digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@contextmanager
def providing() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}")
        app = Starlette(routes=_routes(provider))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield provider
        server.should_exit = True
        thread.join(timeout=10)


def secrets_file(provider: Provider, cookie_secret: str = "0123456789abcdef" * 4) -> str:
    """The text of a secrets.toml for a dashboard that logs in at the provider."""
    return "\n".join(
        [
            "[auth]",
            'redirect_uri = "http://localhost:{port}/oauth2callback"',
            f'cookie_secret = "{cookie_secret}"',
            f'client_id = "{CLIENT}"',
            f'client_secret = "{SECRET}"',
            f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"',
        ]
    )
