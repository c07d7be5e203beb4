"""Call a Timonier server from Python 3.11 or later: one file, nothing to install.

>>> timonier = Timonier("http://127.0.0.1:8000", lang="en")  # doctest: +SKIP
>>> timonier.decide("company.toml")["verdict"]["text"]  # doctest: +SKIP
'The advice leans towards the hybrid.'
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import tomllib
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

Company = Mapping[str, Any] | str | Path
AGAIN = (429, 503)  # not now: the answer says when
ANSWER = 120.0  # seconds given to one answer
UNDER_WAY = ("waiting", "running")


class Refused(Exception):
    """What the server refused, as it said it: code, detail, pointer, read, allowed, nearest."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("detail", ""))
        self.problem = dict(problem)


@dataclass
class Timonier:
    """A server, with what each call to it shares.

    ``patience``: seconds that a call may be asked again, for its turn, its share or its plan.
    """

    address: str
    key: str = ""
    lang: str = ""
    patience: float = 300.0

    def decide(self, company: Company, **how: Any) -> dict[str, Any]:
        """The decision document; ``effort``, ``seed``, ``include`` as the API has them."""
        return self._post("decisions", company, **how)

    def needs(self, company: Company, **how: Any) -> dict[str, Any]:
        """The work, before any model."""
        return self._post("needs", company, **how)

    def interview(self, company: Company, **how: Any) -> dict[str, Any]:
        """The question to ask now and where its answer goes; its ``question`` is None to stop."""
        return self._post("interview", company, **how)

    def next_questions(self, company: Company, **how: Any) -> dict[str, Any]:
        """What to find out next, and whether to stop asking."""
        return self._post("questions/next", company, **how)

    def what_if(self, company: Company, changes: Mapping[str, Any], **how: Any) -> dict[str, Any]:
        """What other answers, by fact, would make of the advice."""
        return self._post("what-if", company, changes=dict(changes), **how)

    def explain(self, company: Company, **how: Any) -> dict[str, Any]:
        """Where numbers come from: all, or those that ``paths`` names."""
        return self._post("explanations", company, **how)

    def frontier(self, company: Company, **how: Any) -> dict[str, Any]:
        """What each of several budgets buys."""
        return self._post("frontier", company, **how)

    def plan(self, company: Company, **how: Any) -> dict[str, Any]:
        """The files of the plan, once made: each with its path and its address; see ``fetch``."""
        made = self._made(self._post("plans", company, word=str(uuid.uuid4()), **how))
        files: dict[str, Any] = json.loads(self._send("GET", made))
        return files

    def decide_list(self, companies: Mapping[str, Company], **how: Any) -> Iterator[dict[str, Any]]:
        """The row of each company of a list, by your own identifiers, once all are decided."""
        rows = [{"id": name, "company": read(one)} for name, one in companies.items()]
        sent = {"companies": rows, **how}
        made = self._made(json.loads(self._send("POST", "portfolios", sent, str(uuid.uuid4()))))
        return self._pages(f"{made}/rows", "rows", {})

    def fetch(self, address: str) -> bytes:
        """A file of a plan, by its address."""
        return self._send("GET", address)

    def facts(self, about: str = "") -> Iterator[dict[str, Any]]:
        """Every figure with its source, or those about a role, a market or a group."""
        return self._pages("facts", "facts", {"about": about} if about else {})

    def _pages(self, path: str, name: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        while True:
            page = json.loads(self._send("GET", f"{path}?{urlencode({'limit': 200, **asked})}"))
            yield from page[name]
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]

    def _made(self, job: dict[str, Any]) -> str:
        """The address of what a job makes, once it has."""
        until = time.monotonic() + self.patience
        while job["state"] in UNDER_WAY and time.monotonic() < until:
            time.sleep(min(5, max(1, job["seconds_left"] / 2)))
            job = json.loads(self._send("GET", f"jobs/{job['id']}"))
        if not job["result"]:
            raise Refused({"code": job["reason"] or job["state"], "detail": f"job {job['state']}"})
        return str(job["result"])

    def _post(self, path: str, company: Company, word: str = "", **how: Any) -> dict[str, Any]:
        body = {"company": read(company), **how}
        answer: dict[str, Any] = json.loads(self._send("POST", path, body, word))
        return answer

    def _send(self, method: str, path: str, body: Any = None, word: str = "") -> bytes:
        request = urllib.request.Request(
            urljoin(f"{self.address.rstrip('/')}/api/v1/", path), method=method
        )
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        named = {"Authorization": self.key and f"Bearer {self.key}", "Idempotency-Key": word}
        for name, value in {**named, "Accept-Language": self.lang}.items():
            if value:
                request.add_header(name, value)
        return self._answered(request)

    def _answered(self, request: urllib.request.Request) -> bytes:
        """The answer; where the server says to come back later, asked again until patience ends."""
        until = time.monotonic() + self.patience
        while True:
            try:
                with urllib.request.urlopen(request, timeout=ANSWER) as answer:
                    whole: bytes = answer.read()
                    return whole
            except urllib.error.HTTPError as refusal:
                wait = float(refusal.headers.get("Retry-After") or 5)
                if refusal.code not in AGAIN or time.monotonic() + wait > until:
                    raise Refused(_problem(refusal)) from None
                time.sleep(wait)


def verified(secret: str, headers: Mapping[str, str], body: bytes, old: float = 300.0) -> Any:
    """What a webhook says, once its signature holds; ValueError for a forged or an old one.

    The same message may come twice: its ``webhook-id`` is the job's.
    """
    held = {name.lower(): value for name, value in headers.items()}
    name, at = held.get("webhook-id", ""), held.get("webhook-timestamp", "")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{name}.{at}.".encode() + body, hashlib.sha256).digest()
    signature = held.get("webhook-signature", "")
    if not hmac.compare_digest(signature, f"v1,{base64.b64encode(made).decode()}"):
        raise ValueError("the signature is not this secret's")
    if abs(time.time() - float(at)) > old:
        raise ValueError("the message is too old")
    return json.loads(body)


def read(company: Company) -> Mapping[str, Any]:
    """A company as it is, or read here from its TOML or JSON file; the server opens no file."""
    if isinstance(company, Mapping):
        return company
    text = Path(company).read_text(encoding="utf-8")
    return json.loads(text) if str(company).endswith(".json") else tomllib.loads(text)


def _problem(refusal: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(refusal.read())
    except ValueError:
        return {"status": refusal.code, "code": "http", "detail": str(refusal.reason)}
    return said
