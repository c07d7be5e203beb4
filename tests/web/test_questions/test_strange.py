"""No answer, however strange, breaks a question."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.conftest import COMPANY
from tests.web.test_questions.asking import Keep, address
from timonier.app.web.forms.special import KEYS
from timonier.engine.company import FACTS

pytestmark = pytest.mark.django_db


FIELDS = ("value", "answer", "confirm", "month", "count", "role.0", "quantity.0", "rank.1",
          "first.0", "second.0", "times.0", "figure", "drop", "more",
          "hours.editorial_content")  # fmt: skip
STRANGE = ("yes", "unknown", "not_concerned", "1e400", "-1", "0", "\x00", "emp_head", "alignment",
           "9" * 400, "é" * 300, "<script>", "../../etc", "2026-01")  # fmt: skip
SENT = st.dictionaries(
    st.sampled_from(
        [
            "value",
            "answer",
            "confirm",
            "month",
            "count",
            "role.0",
            "quantity.0",
            "rank.1",
            "first.0",
            "second.0",
            "times.0",
            "figure",
            "drop",
            "more",
            "hours.editorial_content",
        ]
    ),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(STRANGE),
    ),
    max_size=5,
)


@pytest.mark.parametrize("dropped", ["company.headcount", "emp_head.salary", "é" * 300])
def test_only_a_replaced_figure_can_be_dropped(client: Client, keep: Keep, dropped: str) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, "assumptions"), {"drop": dropped})
    assert response.status_code == 302
    situation.refresh_from_db()
    assert situation.document == COMPANY
    assert not situation.revisions.exists()


@pytest.mark.parametrize("key", [*FACTS, *KEYS])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(sent=SENT)
def test_no_answer_however_strange_breaks_a_question(
    client: Client, keep: Keep, key: str, sent: dict[str, str]
) -> None:
    situation = keep(COMPANY)
    response = client.post(address(situation, key), sent)
    assert response.status_code in (200, 302, 422)
    situation.refresh_from_db()
    from timonier.app.web import documents

    assert documents.problem(situation.document) == ""
