"""What Schemathesis makes of the API's own description is answered as promised."""

from __future__ import annotations

from typing import Any

import pytest

from bench.torment import torment
from tests.web.test_api.calling import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES, SECONDS = 2, 15  # of each address


def test_what_the_description_forbids_is_refused_as_it_says(live_server: Any) -> None:
    """What it allows costs a decision each time: `make bench` sends that too, without a hurry."""
    found = torment(f"{live_server.url}{ROOT}", EXAMPLES, mode="negative", seconds=SECONDS)
    assert found.broken == {}
    assert found.cases > 100
    assert 422 in {status for _, status in found.statuses}
    assert not any(status >= 500 for _, status in found.statuses)
