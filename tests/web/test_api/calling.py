"""Call the API as a program does."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


def post(client: Client, path: str, body: Any, **headers: Any) -> Any:
    """The response to a body, as JSON unless it is text already."""
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    headers.setdefault("content_type", "application/json")
    return client.post(f"{ROOT}{path}", data=sent, **headers)


def get(client: Client, path: str, **headers: Any) -> Any:
    return client.get(f"{ROOT}{path}", **headers)


def read(response: Any) -> Any:
    """What a response says, a success expected."""
    assert response.status_code < 300, response.content.decode()
    return json.loads(response.content)


def refused(response: Any, status: int) -> dict[str, Any]:
    """What a refusal says, in the shape that all of them have."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == PROBLEM
    said: dict[str, Any] = json.loads(response.content)
    assert {"type", "title", "status", "detail", "code", "request"} <= set(said)
    assert said["status"] == status
    assert said["request"] == response["X-Request-Id"]
    return said
