"""A small S3 server for the tests: buckets in memory, path addresses, keys taken for what they are.

    python -m tests.object_storage PORT

What Arrow's client asks is answered as S3 does: objects whole, in parts and by range, listings,
and a wrong key refused (any but KEY). Nothing is signed or stored.
"""

from __future__ import annotations

import hashlib
import sys
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import count
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY = "key"

_buckets: dict[str, dict[str, bytes]] = {}
_uploads: dict[str, dict[int, bytes]] = {}
_numbers = count(1)


def _tag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def _chunks(stream: IO[bytes]) -> bytes:
    """What a stream holds in chunks, as HTTP and S3 both write them, without what trails them."""
    content = b""
    while length := int(stream.readline().partition(b";")[0], 16):
        content += stream.read(length)
        stream.readline()
    while stream.readline().strip():
        pass
    return content


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _asked(self) -> tuple[str, str, dict[str, str]]:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        return bucket, key, {name: v[0] for name, v in parse_qs(parts.query, keep_blank_values=True).items()}

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _xml(self, name: str, inner: str, status: int = 200) -> None:
        body = (
            f'<?xml version="1.0"?><{name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{inner}</{name}>'
        )
        self._answer(status, body.encode(), Content_Type="application/xml")

    def _fail(self, status: int, code: str) -> None:
        self._xml("Error", f"<Code>{code}</Code><Message>{code}</Message>", status)

    def _content(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            sent = _chunks(self.rfile)
        else:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        wrapped = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return _chunks(BytesIO(sent)) if wrapped else sent

    def _is_allowed(self) -> bool:
        if f"Credential={KEY}/" in self.headers.get("Authorization", ""):
            return True
        self._content()
        self._fail(403, "InvalidAccessKeyId")
        return False

    def do_PUT(self) -> None:
        if not self._is_allowed():
            return
        bucket, key, query = self._asked()
        content = self._content()
        if not key:
            _buckets.setdefault(bucket, {})
        elif bucket not in _buckets:
            self._fail(404, "NoSuchBucket")
            return
        elif "uploadId" in query:
            _uploads[query["uploadId"]][int(query["partNumber"])] = content
        else:
            _buckets[bucket][key] = content
        self._answer(200, ETag=_tag(content))

    def do_POST(self) -> None:
        if not self._is_allowed():
            return
        bucket, key, query = self._asked()
        self._content()
        if bucket not in _buckets:
            self._fail(404, "NoSuchBucket")
        elif "uploads" in query:
            upload = str(next(_numbers))
            _uploads[upload] = {}
            self._xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
        else:
            parts = _uploads.pop(query["uploadId"])
            _buckets[bucket][key] = b"".join(content for _, content in sorted(parts.items()))
            self._xml("CompleteMultipartUploadResult", f"<Key>{escape(key)}</Key>")

    def do_DELETE(self) -> None:
        if self._is_allowed():
            bucket, key, _ = self._asked()
            _buckets.get(bucket, {}).pop(key, None)
            self._answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self._is_allowed():
            return
        bucket, key, query = self._asked()
        objects = _buckets.get(bucket)
        if objects is None:
            self._fail(404, "NoSuchBucket")
        elif not key:
            self._list(objects, query)
        elif key not in objects:
            self._fail(404, "NoSuchKey")
        else:
            self._give(objects[key])

    def _give(self, content: bytes) -> None:
        headers = {"ETag": _tag(content), "Last_Modified": formatdate(usegmt=True)}
        byte_range = self.headers.get("Range", "").removeprefix("bytes=")
        if not byte_range:
            self._answer(200, content, **headers)
            return
        first, _, last = byte_range.partition("-")
        end = min(int(last or len(content)), len(content) - 1)
        headers["Content_Range"] = f"bytes {first}-{end}/{len(content)}"
        self._answer(206, content[int(first) : end + 1], **headers)

    def _list(self, objects: dict[str, bytes], query: dict[str, str]) -> None:
        keys = sorted(key for key in list(objects) if key.startswith(query.get("prefix", "")))
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(objects[key])}</Size>"
            "<LastModified>2024-01-01T00:00:00.000Z</LastModified></Contents>"
            for key in keys
        )
        self._xml(
            "ListBucketResult", f"<KeyCount>{len(keys)}</KeyCount>{rows}<IsTruncated>false</IsTruncated>"
        )


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
