"""No address of an adviser's pages says a company's name or figure: all are opened and sent."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.addresses import revealed
from tests.web.test_portfolio.conftest import LIST, compute
from tests.web.walk import Walk
from timonier.app.web.logs import JsonFormatter
from timonier.app.web.models import ClientLink, Portfolio, Told
from timonier.app.web.portfolio import asking

pytestmark = pytest.mark.django_db(transaction=True)
LOOKED_FOR, FILE, ADVISER, NOTE = "Épicerie Fine", "Zibeline Quasar.csv", "Anne Roy", "en mars 2031"
WORDS = [cell for line in LIST.decode("cp1252").splitlines() for cell in line.split(";")]
# What tells a company: its cells. A bare number of one figure is also that of a row or of a page.
SAID = [w for w in WORDS if len(w) > 1 and w != "France"] + [FILE, ADVISER, NOTE, "38000"]
ELSEWHERE = ("/static/", "/guide/", "/api/", "/keys/", "/c/", "/data/", "/mine/", "/embed/")
PAGES = ("columns/", "map.toml", "rows/", "rows/2/", "run/", "calls/", "calls/0/", "calls.csv",
         "picture/", "papers/", "close/", "send/", "open/", "/en/portfolio/")  # fmt: skip
NOT_SENT = ("/erase/", "/theme", "/run/stop/", "/start/", "/sample/")


@pytest.fixture
def walk(here: Client) -> Walk:
    """A browser of this machine that has dropped a list and had it decided."""
    found = Walk(here, SAID, ELSEWHERE)
    file = SimpleUploadedFile(FILE, LIST)
    led = here.post("/fr/portfolio/", {"list": file, "adviser": ADVISER})["Location"]
    found.look(led, "dropped")
    compute()
    here.post(led.replace("columns/", "run/"), {"effort": "triage"})
    compute()
    return found


def send(walk: Walk, address: str, held: dict[str, str], sent: list[tuple[str, str]]) -> None:
    """Send a form as it stands, then with something in each of its empty fields."""
    target = urljoin(address, held.get("action") or address).split("#")[0]
    filled = [(name, value or (NOTE if name == "note" else LOOKED_FOR)) for name, value in sent]
    for pairs in (sent, filled):
        if held.get("method", "get") == "get":
            walk.ask(f"{target.split('?')[0]}?{urlencode(pairs)}")
        elif not any(part in target for part in NOT_SENT):
            walk.ask(target, pairs)


def test_no_page_of_a_list_says_a_name_or_a_figure_in_an_address(
    walk: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    portfolio = Portfolio.objects.get()
    asking.send(portfolio.entries.get(number=3), "marketing.budget")
    with caplog.at_level(logging.INFO, "timonier.web"):
        forms = walk.all("/fr/portfolio/", f"/fr/portfolio/{portfolio.pk}/calls/?state=")
        for address, held, sent in forms:
            send(walk, address, held, sent)
        answer_alone()
    assert walk.said == {}
    asked = " ".join(walk.opened) + " ".join(walk.sent)
    for page in PAGES:
        assert page in asked, page
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) > len(walk.opened)
    for line in lines:
        told = {k: v for k, v in json.loads(line).items() if k not in ("time", "request")}
        assert not revealed("/".join(map(str, told.values())), SAID), line


def answer_alone() -> None:
    """A company opens its question, answers it wrongly, then well."""
    company = Walk(Client(HTTP_HOST="localhost"), SAID, ELSEWHERE)
    for link in ClientLink.objects.filter(answered_at=None):
        address = f"/fr/q/{link.pk}/"
        forms = company.all(address)
        assert forms
        for value in ("beaucoup", "38000"):
            company.ask(address, [("value", value)])
    assert company.said == {}


def test_words_looked_for_are_found_again_and_go_with_the_list(here: Client, walk: Walk) -> None:
    portfolio = Portfolio.objects.get()
    calls = f"/fr/portfolio/{portfolio.pk}/calls/"
    led: Any = here.post(calls, {"q": LOOKED_FOR, "state": "open"})["Location"]
    assert [row.name for row in here.get(led).context["rows"]] == [LOOKED_FOR]
    assert Told.objects.count() == 1
    here.post(f"/fr/portfolio/{portfolio.pk}/erase/")
    assert not Told.objects.exists()
