"""The description, in the hands of a linter and of a maker of clients."""

from __future__ import annotations

from typing import Any

import pytest

from bench import described

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_client_made_by_others_from_the_description_reads_a_decision(live_server: Any) -> None:
    said = described.said(f"{live_server.url}/api/v1")
    assert "valid in both languages" in said
    assert "answered 200 and reads a `Decision`: the document that was sent" in said
