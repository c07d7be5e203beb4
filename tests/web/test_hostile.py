"""What no honest browser sends: every address answers with a page, never with a failure."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import fuzz
from tests.web.conftest import COMPANY
from tests.web.pages import check_page
from timonier.app import links
from timonier.app.web import limits
from timonier.app.web.api.door import TURNED_AWAY
from timonier.app.web.models import Situation
from timonier.knowledge import load

pytestmark = pytest.mark.django_db
Keep = Callable[..., Any]
STRANGE = ("yes", "unknown", "not_concerned", "1e400", "-1", "NaN", "\x00", "9" * 400,
           "é" * 300, "<script>", "../../etc", "2026-01", "' OR 1=1", "%ff")  # fmt: skip
VALUE = st.one_of(st.text(max_size=30), st.sampled_from(STRANGE))
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))

MOVES = ("marketing.budget", "steering.level", "needs.ambition", "salaries", "wants",
         "rank1", "weight", "over", "times", "priorities", "hiring.can_recruit")  # fmt: skip
# Whatever reads its address: the path, and the names it reads.
READ = {
    "what-if/": ("told", "compute", *MOVES),
    "compare/": ("with",),
    "question/steering.hours_per_month/": ("told", "then"),
    "question/emp_head.salary/": ("told", "then"),
}
WRITTEN = {
    "what-if/": MOVES,
    "what-if/keep/": (*MOVES, "into"),
    "question/steering.hours_per_month/": ("help", "task"),
    "question/emp_head.salary/": ("help", "role", "market"),
    "rename/": ("name",),
    "undo/": ("next",),
    "duplicate/": ("name",),
    "files/": ("value",),
}


def sent(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(names), VALUE, max_size=4)


@pytest.mark.parametrize("path", READ)
@FEW
@given(data=st.data())
def test_an_address_with_anything_in_it_gets_a_page(
    client: Client, keep: Keep, path: str, data: st.DataObject
) -> None:
    situation = keep(COMPANY)
    asked = data.draw(sent(READ[path]))
    response = client.get(f"/fr/c/{situation.pk}/{path}", asked, follow=True)
    assert response.status_code in (200, 400, 404)
    check_page(response, "fr")
    situation.refresh_from_db()
    assert situation.document == COMPANY


@pytest.mark.parametrize("path", WRITTEN)
@FEW
@given(data=st.data())
def test_a_form_with_anything_in_it_breaks_nothing(
    client: Client, keep: Keep, path: str, data: st.DataObject
) -> None:
    from timonier.app.web import documents

    situation = keep({"company": {"market": "fr"}})  # too early for anything that takes long
    response = client.post(f"/fr/c/{situation.pk}/{path}", data.draw(sent(WRITTEN[path])))
    assert response.status_code in (200, 302, 400, 404, 422)
    if response.status_code == 302:
        assert response["Location"].startswith("/fr/")
    situation.refresh_from_db()
    assert documents.problem(situation.document) == ""


@FEW
@given(data=st.data())
def test_the_embed_takes_any_address_and_any_form(client: Client, data: st.DataObject) -> None:
    names = ("code", "key", "value", "answer", "accent", "theme")
    for ask in (client.get, client.post):
        response = ask("/en/embed/", data.draw(sent(names)))
        assert response.status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("form", ["theme", "fr/data/erase/", "fr/start/"])
@pytest.mark.parametrize("value", STRANGE)
def test_the_forms_of_every_page_take_anything(client: Client, form: str, value: str) -> None:
    response = client.post(f"/{form}", {"theme": value, "next": value, "value": value})
    assert response.status_code in (200, 302, 400)
    if response.status_code == 302:
        assert response["Location"].startswith("/fr/")


def test_a_request_sent_again_changes_nothing_more(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    asked = f"/fr/c/{situation.pk}/question/company.headcount/"
    first, again = (client.post(asked, {"value": "40"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (302, 302)
    assert situation.revisions.count() == 1
    client.post(f"/fr/c/{situation.pk}/erase/")
    for path in ("erase/", "rename/", "undo/", "question/company.headcount/", "what-if/keep/"):
        late = client.post(f"/fr/c/{situation.pk}/{path}", {"value": "50", "name": "x"})
        assert late.status_code == 404
        check_page(late, "fr")
    assert Situation.objects.count() == 0


def test_a_link_opened_twice_gives_two_situations_and_no_more(client: Client) -> None:
    code = links.encode(links.Shared(COMPANY, load().version, 0, ()))
    for _ in range(2):
        assert client.post(f"/fr/s/{code}/open/").status_code == 302
    assert Situation.objects.count() == 2


def test_a_list_whose_rows_are_words_is_read_row_by_row(client: Client) -> None:
    document = {"company": {"market": "fr", "headcount": "many"},
                "team": ["unknown", {"role": "emp_junior"}, "unknown"]}  # fmt: skip
    code = fuzz._written(json.dumps({"c": document, "k": "0", "s": 0, "a": []}).encode())
    opened = client.get(f"/fr/s/{code}/")
    assert opened.status_code == 200
    kept = opened.context["opened"].document
    assert [row["role"] for row in kept["team"]] == ["emp_junior"]


def test_who_floods_with_links_is_slowed_soon_and_an_office_is_not(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, seconds_per_minute=20)
    limits.METER.__init__()  # type: ignore[misc]
    spent = count(0, 0.007)  # seconds of processor: what a link takes
    monkeypatch.setattr(limits.time, "thread_time", lambda: next(spent))
    monkeypatch.setattr(limits.time, "time", lambda: 60 * 1_000_000 + 1.0)
    answers = (client.get("/fr/s/1AAAAAAAAAAAAAAAA/") for _ in range(200))
    rested = next(n for n, one in enumerate(answers) if TURNED_AWAY in one.wsgi_request.META)
    assert 30 < rested < 60


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"value=4", "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"value=%zz&&&=", "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"value=z", "application/x-www-form-urlencoded; charset=nonsense"),
    ],
)
def test_a_body_cut_short_or_mislabelled_gets_a_page(
    client: Client, keep: Keep, content: bytes, kind: str
) -> None:
    situation = keep(COMPANY)
    asked = f"/fr/c/{situation.pk}/question/company.headcount/"
    response = client.generic("POST", asked, content, content_type=kind)
    assert response.status_code in (302, 400, 422)
    situation.refresh_from_db()
    assert situation.document == COMPANY


@pytest.mark.parametrize(
    "path",
    ["c/%00/result/", "c/x/figure/%2e%2e%2f/", "s/%ff%fe/", "s/" + "A" * 9_000 + "/",
     "c/" + "x" * 5_000 + "/result/", "guide/%3Cscript%3E/", "c/x/files/y/plan.zip"],
)  # fmt: skip
def test_an_address_nobody_was_given_gets_a_page(client: Client, path: str) -> None:
    response = client.get(f"/fr/{path}")
    assert response.status_code in (400, 404)
    check_page(response, "fr")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_we_do_not_speak_is_refused(client: Client, keep: Keep, method: str) -> None:
    situation = keep(COMPANY)
    for path in ("", "mine/", f"c/{situation.pk}/answers/", f"c/{situation.pk}/erase/"):
        assert client.generic(method, f"/fr/{path}").status_code == 405
    assert Situation.objects.count() == 1


def test_a_forged_cookie_is_nobody(client: Client, keep: Keep) -> None:
    situation = keep(COMPANY)
    for token in ("x" * 6_000, "é;=", "\x00", situation.owner, "' OR 1=1"):
        stranger = Client(headers={"cookie": f"timonier_browser={token}"})
        assert stranger.get(f"/fr/c/{situation.pk}/answers/").status_code == 404


def test_an_embed_sent_without_a_market_asks_for_it_again(client: Client) -> None:
    sent = {"key": "company.market", "answer": "unknown"}
    assert "company.market" in client.post("/fr/embed/", sent).content.decode()
    said = {
        "company": {"market": "unknown", "headcount": 5, "business": "b2b", "stage": "exploring"}
    }
    code = links.encode(links.Shared(said, load().version, 0, ()))
    asked = client.get("/fr/embed/", {"code": code}, follow=True)
    assert asked.status_code == 200
    assert 'value="company.market"' in asked.content.decode()


@pytest.mark.parametrize("grown", ["a_document", "a_file", "a_link"])
def test_nothing_grown_at_random_meets_an_undocumented_failure(grown: str) -> None:
    """A few hundred of the twenty thousand of ``make bench``, others each time it is changed."""
    met = fuzz.fed(200, partial(getattr(fuzz, grown), random.Random(grown)))
    assert met.undocumented == []
    assert met.refused
