"""No address says an answer: every page is opened, every form sent, every address looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.test import Client

from tests.web.addresses import COMPANY, revealed
from tests.web.conftest import LANGS
from tests.web.walk import Forms, Walk
from timonier.app import links
from timonier.app.web import sharing, telling
from timonier.app.web.logs import JsonFormatter
from timonier.app.web.models import Situation, Told
from timonier.knowledge import load

pytestmark = pytest.mark.django_db
# Their addresses are looked at; sent, they would erase, leave, or make files for half a minute.
NOT_SENT = ("/erase/", "/files/", "/start/", "/sample/", "/duplicate/", "/theme", "/keys/")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def situation(keep: Callable[..., Any]) -> Any:
    return keep(COMPANY)


def forms_of(
    walk: Walk, situation: Situation, lang: str
) -> Iterator[tuple[str, dict[str, str], list[tuple[str, str]]]]:
    head = f"/{lang}/c/{situation.pk}"
    pages = ("result/", "what-if/", "share/", "answers/", "panel/", "next/", "compare/",
             "decision.json", "company.toml")  # fmt: skip
    first = (f"/{lang}/", f"/{lang}/embed/", f"/{lang}/embed/configure/", f"/{lang}/data/",
             *(f"{head}/{page}" for page in pages))  # fmt: skip
    yield from walk.all(*first)


def test_no_page_no_form_and_no_line_of_the_journal_says_an_answer_in_an_address(
    client: Client, situation: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The pages of both languages are met: each leads to itself in the other one."""
    walk = Walk(client)
    with caplog.at_level(logging.INFO, "timonier.web"):
        forms = list(forms_of(walk, situation, "fr"))
        for address, held, sent in forms:
            target = urljoin(address, held.get("action") or address).split("#")[0]
            if held.get("method", "get") == "get":
                walk.ask(f"{target.split('?')[0]}?{urlencode(sent)}")
            elif not any(part in target for part in NOT_SENT):
                walk.ask(target, sent)
                Situation.objects.filter(pk=situation.pk).update(document=COMPANY)
    assert walk.said == {}
    asked = " ".join(walk.opened)
    for page in (
        "/fr/c/",
        "/en/c/",
        "what-if",
        "share",
        "question/company.revenue",
        "result/tips",
        "figure/",
        "embed",
    ):
        assert page in asked, page
    assert Told.objects.filter(situation=situation).count() >= 2  # moves, and a helper's ticks
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) > len(walk.opened)
    for line in lines:
        assert not revealed(line.replace('"', "/")), line


def test_moves_are_under_a_key_for_back_a_reload_and_no_script(
    client: Client, situation: Any
) -> None:
    walk, address = Walk(client), f"/fr/c/{situation.pk}/what-if/"
    moves = [("marketing.budget", "198000"), ("hiring.can_recruit", "no")]
    plain = client.post(address, dict(moves))
    scripted = client.post(address, dict(moves), headers=HTMX)
    for led in (plain["Location"], scripted["HX-Push-Url"]):
        assert not revealed(led, {"moves": ["198000", "no"]})
        again = walk.ask(led)
        assert again.count("→") == 2
        assert 'value="198000"' in again
    under_the_hand = client.post(address, dict(moves), headers=HTMX | {"Timonier-Preview": "1"})
    assert "HX-Push-Url" not in under_the_hand
    assert Told.objects.count() == 2


def test_an_older_address_that_says_answers_opens_and_says_them_no_more(
    client: Client, situation: Any
) -> None:
    moved = client.get(f"/fr/c/{situation.pk}/what-if/?marketing.budget=198000&priorities=1")
    assert "198000" not in moved["Location"]
    assert "→" in client.get(moved["Location"]).content.decode()
    code = links.encode(links.Shared(COMPANY, load().version, 0, ()))
    frame = client.get(f"/en/embed/?code={code}&accent=aa3377")
    assert not revealed(frame["Location"])
    assert "accent=aa3377" in frame["Location"]
    assert client.get(f"/fr/s/{code}/").status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_the_frame_keeps_its_answers_under_a_key_and_hands_them_on(lang: str) -> None:
    walk = Walk(Client(enforce_csrf_checks=True))  # a frame of another site has no cookie
    page = walk.ask(f"/{lang}/embed/?accent=aa3377&theme=dark")
    said = {"company.market": "ca-qc", "company.headcount": "347", "company.business": "b2b",
            "company.stage": "structuring", "marketing.budget": "143219", "steering.level": "4",
            "steering.hours_per_month": "37", "marketing.role": "growth_lever"}  # fmt: skip
    while 'name="key"' in page:
        _, sent = Forms(page).forms[0]
        held = {k: v for k, v in sent if k in ("code", "key", "accent", "theme")}
        value = said.get(held["key"])
        reply = {"value": value} if value else {"answer": "unknown"}
        page = walk.ask(f"/{lang}/embed/", list((held | reply).items()))
    assert walk.said == {}
    [further] = [one for one in Forms(page).addresses if f"/{lang}/s/" in one]
    opened = Walk(Client())
    assert "347" in opened.ask(further)
    assert not opened.client.cookies.get("timonier_browser")
    [[held, sent]] = [f for f in Forms(opened.ask(further)).forms if "/open/" in f[0]["action"]]
    opened.ask(held["action"], sent)
    kept = Situation.objects.get()
    assert (kept.document["company"]["headcount"], kept.owner != "") == (347, True)
    assert opened.said == {}


def test_what_was_told_may_be_anything_that_a_form_sends(situation: Any) -> None:
    strange = {"task": ["\x00weekly\x00", "é\u0301", "\u202e", "🌸"], "n": [1, None, {"a": "\x00"}]}
    key = telling.keep(strange, situation)
    assert telling.find(key, situation) == {
        "task": ["weekly", "é\u0301", "\u202e", "🌸"], "n": [1, None, {"a": ""}]
    }  # fmt: skip


def test_what_was_told_goes_with_its_day_its_situation_and_its_number(
    client: Client, situation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", 3)
    keys = [telling.keep({"n": n}, situation) for n in range(5)]
    assert [telling.find(key, situation) for key in keys] == [{}, {}, {"n": 2}, {"n": 3}, {"n": 4}]
    assert telling.find(keys[-1]) == {}  # a situation's is no frame's
    theirs = sharing.pass_on({"company": {"market": "fr"}})
    assert client.get(f"/fr/s/{keys[-1]}/").status_code == 400
    assert client.get(f"/fr/s/{theirs}/").status_code == 200
    Told.objects.update(created_at="2020-01-01T00:00:00Z")
    assert telling.find(keys[-1], situation) == {}
    assert client.get(f"/fr/embed/?code={theirs}")["Location"].startswith("/fr/embed/?code=&")
    client.post("/fr/start/")  # what is over is let go of
    assert Told.objects.count() == 0
    telling.keep({"n": 9}, situation)
    client.post(f"/fr/c/{situation.pk}/erase/")
    assert Told.objects.count() == 0


def test_what_reveals_is_told_from_what_does_not() -> None:
    code = links.encode(links.Shared(COMPANY, load().version, 0, ()))
    for address in ("/fr/x/?a=143219", "/fr/x/?a=143%20219", "/x/98%E2%80%AF765%E2%80%AF431/",
                    "/x/?level=4", f"/fr/s/{code}/", f"/x/?code={code}", "/x/#Zibeline+Quasar",
                    "/x/?name=zibeline%20quasar", "/x/?share=65"):  # fmt: skip
        assert revealed(address), address
    for address in ("/fr/c/abc/question/marketing.budget/?then=result", "/fr/s/kAAAAAAAAAAAA/",
                    "/fr/c/abc/what-if/?compute=1&told=tAbC34743"):  # fmt: skip
        assert not revealed(address), address
