"""A list is run by whoever computes, its calls listed, its rows closed, its questions answered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from tests.web.conftest import LANGS
from tests.web.pages import check_page
from tests.web.test_portfolio.conftest import Drop, compute
from timonier.app.portfolio.judging import How, line_of
from timonier.app.portfolio.reading import read_list
from timonier.app.web import jobs, working
from timonier.app.web.models import ClientLink, Entry, Job, Portfolio, Situation
from timonier.app.web.portfolio import asking, keeping, running, work
from timonier.app.web.portfolio.keeping import given_in, line_in

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[[], Portfolio]


@pytest.fixture
def run(here: Client, drop: Drop) -> Run:
    """Drop a list and have it decided in triage."""

    def ran() -> Portfolio:
        portfolio = drop()
        here.post(f"/fr/portfolio/{portfolio.pk}/run/", {"effort": "triage"})
        compute()
        return portfolio

    return ran


def test_each_row_is_decided_exactly_as_the_command_line_decides_it(run: Run) -> None:
    portfolio = run()
    decided = [line_in(e) for e in portfolio.entries.filter(is_good=True)]
    expected = [line_of(given_in(e), How("triage")) for e in portfolio.entries.filter(is_good=True)]
    assert decided == expected
    assert not portfolio.entries.exclude(wanted="").exists()


def test_a_run_stopped_keeps_what_is_decided_and_goes_on_with_the_rest(
    here: Client, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SLICE", 0.0)  # one company a turn
    monkeypatch.setattr(running, "AT_ONCE", 1)
    portfolio = drop()
    here.post(f"/fr/portfolio/{portfolio.pk}/run/", {"effort": "triage"})
    _a_turn()
    page = here.get(f"/fr/portfolio/{portfolio.pk}/run/")
    check_page(page, "fr")
    here.post(f"/fr/portfolio/{portfolio.pk}/run/stop/")
    compute()
    kept = portfolio.entries.exclude(status="").count()
    assert 0 < kept < 4
    page = here.get(f"/en/portfolio/{portfolio.pk}/run/")
    check_page(page, "en")
    here.post(f"/fr/portfolio/{portfolio.pk}/run/", {"go": "on"})
    compute()
    assert portfolio.entries.exclude(status="").count() == 4


def _a_turn() -> None:
    job = jobs.take()
    assert job
    working.do(job)
    while (job := jobs.take()) is not None and not Entry.objects.exclude(status="").exists():
        working.do(job)
    if job is not None:
        jobs.put_back(job)


def test_a_row_whose_process_died_twice_says_so_and_the_others_go_on(drop: Drop) -> None:
    portfolio = drop()
    running.begin(portfolio, "triage")
    job = work.ask(portfolio, "decide", hand=0, hands=1)
    Job.objects.filter(pk=job.pk).update(attempts=1)  # a first process died with it
    taken = jobs.take()
    assert taken

    def dies(*_: Any) -> Any:
        raise SystemExit

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "line_of", dies)
        with pytest.raises(SystemExit):
            running.decide(taken)
    first = line_in(portfolio.entries.get(number=0))
    assert first
    assert first.status == "failed"
    Job.objects.filter(pk=job.pk).update(state="waiting")
    compute()
    assert portfolio.entries.filter(status="ok").count() == 3


def test_the_head_of_the_list_is_decided_again_with_more_effort(here: Client, drop: Drop) -> None:
    portfolio = drop()
    running.begin(portfolio, "triage", "quick", 1)
    work.decide(portfolio)
    compute()
    again = portfolio.entries.filter(effort="quick")
    assert again.count() == 1
    assert portfolio.entries.filter(effort="triage").count() == 3


@pytest.mark.parametrize("lang", LANGS)
def test_the_calls_are_filtered_sorted_closed_and_found_again(
    here: Client, run: Run, lang: str
) -> None:
    portfolio = run()
    address = f"/{lang}/portfolio/{portfolio.pk}/calls/"
    page = here.get(address)
    check_page(page, lang)
    scores = [line_in(e).call_score for e in page.context["page"]]  # type: ignore[union-attr]
    turns = [e.turn for e in page.context["page"]]
    assert sorted(zip(turns, [-s for s in scores], strict=True)) == list(
        zip(turns, [-s for s in scores], strict=True)
    )
    names = [r.name for r in here.get(f"{address}?order=name").context["rows"]]
    assert names == sorted(names)
    answer = here.post(address, {"q": "epicerie", "state": "open"}, follow=True)
    sought = answer.redirect_chain[-1][0]  # type: ignore[attr-defined]
    assert "epicerie" not in sought
    assert [r.name for r in answer.context["rows"]] == ["Épicerie Fine"]
    assert not [link for link in check_page(answer, lang).attributes("href") if "epicerie" in link]
    check_page(here.get(f"{address}0/"), lang)
    here.post(f"{address}0/close/", {"why": "not_now", "note": "en mars"})
    assert not here.get(sought).context["rows"]
    closed = here.get(f"{address}?state=closed").context["rows"]
    assert [r.name for r in closed] == ["Épicerie Fine"]
    assert "en mars" in closed[0].closed
    here.post(f"{address}0/close/")
    assert here.get(sought).context["rows"]


def test_the_calls_as_a_file_read_back_as_the_list(here: Client, run: Run) -> None:
    portfolio = run()
    answer = here.get(f"/fr/portfolio/{portfolio.pk}/calls.xlsx?state=")
    reading = read_list(io.BytesIO(answer.content))
    rows = {row.id: row for row in reading.rows()}
    assert set(rows) == {"A-1", "A-2", "A-4", "A-5"}
    assert rows["A-1"].facts["company"]["headcount"] == [10, 19]
    assert here.get(f"/fr/portfolio/{portfolio.pk}/calls.exe").status_code == 404


def test_ten_thousand_rows_are_cut_on_the_server(here: Client, run: Run) -> None:
    portfolio = run()
    model = portfolio.entries.get(number=0)
    Entry.objects.bulk_create(
        [_copied(model, n, f"Entreprise {n:05}") for n in range(100, 10_100)], batch_size=1_000
    )
    page = here.get(f"/fr/portfolio/{portfolio.pk}/calls/?page=150")
    assert len(page.context["rows"]) == 50
    assert len(page.content) < 200_000
    found = here.get(f"/fr/portfolio/{portfolio.pk}/calls/?q=entreprise 04242&order=stake")
    assert [r.name for r in found.context["rows"]] == ["Entreprise 04242"]


def _copied(model: Entry, number: int, name: str) -> Entry:
    entry = Entry(portfolio_id=model.portfolio_id, number=number, wanted="")
    for field in (*keeping.READ, *keeping.DECIDED):
        setattr(entry, field, getattr(model, field))
    entry.name, entry.words = name, name.lower()
    return entry


# --- the question that a company answers alone -------------------------------------------------


def _asked(portfolio: Portfolio, fact: str = "marketing.budget") -> ClientLink:
    return asking.send(portfolio.entries.get(number=3), fact)


@pytest.mark.parametrize("lang", LANGS)
def test_a_company_answers_its_question_alone_and_the_answer_comes_back(
    run: Run, here: Client, lang: str
) -> None:
    portfolio = run()
    link = _asked(portfolio)
    client = Client(REMOTE_ADDR="203.0.113.9", HTTP_HOST="localhost")
    address = f"/{lang}/q/{link.pk}/"
    page = client.get(address)
    check_page(page, lang)
    said = page.content.decode()
    assert "Anne Roy" in said
    assert not any(secret in said for secret in ("Vélos", "A-4", "640", str(portfolio.pk)))
    assert not any(secret in address for secret in ("A-4", str(portfolio.pk)))
    assert client.post(address, {"value": "beaucoup"}).status_code == 422
    check_page(client.post(address, {"value": "38000"}), lang)
    compute()
    entry = portfolio.entries.get(number=3)
    line = line_in(entry)
    assert line
    assert line.document["marketing"] == {"budget": 38_000}
    assert line == line_of(given_in(entry), How("triage"))
    client.post(address, {"value": "1"})  # answered once, whoever asks again
    assert given_in(portfolio.entries.get(number=3)).facts["marketing"] == {"budget": 38_000}
    listed = here.get(f"/{lang}/portfolio/{portfolio.pk}/calls/?state=answered")
    assert [r.name for r in listed.context["rows"]] == ["Vélos du Port"]


def test_a_link_revoked_or_past_its_day_opens_nothing(run: Run, here: Client) -> None:
    portfolio = run()
    link, client = _asked(portfolio), Client()
    assert client.get(f"/fr/q/{link.pk}/").status_code == 200
    address = f"/fr/portfolio/{portfolio.pk}/calls/3/"
    assert link.pk in here.get(address).content.decode()
    here.post(f"{address}revoke/", {"code": link.pk})
    assert client.get(f"/fr/q/{link.pk}/").status_code == 404
    late = _asked(portfolio)
    ClientLink.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(1))
    assert client.get(f"/fr/q/{late.pk}/").status_code == 404


def test_the_question_most_worth_asking_becomes_a_link_and_comes_with_the_file(
    run: Run, here: Client
) -> None:
    portfolio = run()
    entry = next(
        e
        for e in portfolio.entries.exclude(line=b"")
        if (line := line_in(e)) and line.next_question and asking.may_be_sent(line.next_question)
    )
    here.post(f"/fr/portfolio/{portfolio.pk}/calls/{entry.number}/send/")
    link = ClientLink.objects.get()
    line = line_in(entry)
    assert line
    assert link.fact == line.next_question
    text = here.get(f"/fr/portfolio/{portfolio.pk}/calls.csv?state=").content.decode("utf-8-sig")
    assert f"http://localhost/fr/q/{link.pk}/" in text


def test_a_company_opens_in_its_full_decision_and_its_new_answers_come_back(
    run: Run, here: Client
) -> None:
    portfolio = run()
    address = f"/fr/portfolio/{portfolio.pk}/calls/0/"
    answer = here.post(f"{address}open/")
    situation = Situation.objects.get()
    assert answer["Location"].endswith(f"/c/{situation.pk}/result/")
    situation.document["marketing"]["budget"] = 77_000
    situation.save()
    assert b"take-back" in here.get(address).content
    here.post(f"{address}take-back/")
    compute()
    assert given_in(portfolio.entries.get(number=0)).facts["marketing"]["budget"] == 77_000
    assert b"take-back" not in here.get(address).content


# --- the picture and the papers ----------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_picture_counts_every_open_company_once(here: Client, run: Run, lang: str) -> None:
    portfolio = run()
    page = here.get(f"/{lang}/portfolio/{portfolio.pk}/picture/")
    check_page(page, lang)
    found = page.context["p"]
    decided = portfolio.entries.exclude(first_model="")
    assert found.total == decided.count() == sum(all_ for *_, all_ in found.shared)
    assert found.money == sum(decided.values_list("stake", flat=True))
    assert 1 <= found.first <= found.total


def test_a_meeting_brief_and_a_report_come_in_the_advisers_name(here: Client, run: Run) -> None:
    portfolio = run()
    here.post(f"/fr/portfolio/{portfolio.pk}/papers/", {"number": "1"})
    check_page(here.get(f"/fr/portfolio/{portfolio.pk}/papers/"), "fr")
    compute()
    check_page(here.get(f"/fr/portfolio/{portfolio.pk}/papers/"), "fr")
    answer = here.get(f"/fr/portfolio/{portfolio.pk}/papers.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == [
            "tissages-aubry-a-2/rendez-vous.docx",
            "tissages-aubry-a-2/rapport.pdf",
        ]
        brief = Document(io.BytesIO(packed.read(packed.namelist()[0])))
        report = PdfReader(io.BytesIO(packed.read(packed.namelist()[1])))
    said = "\n".join(p.text for p in brief.paragraphs)
    assert "Tissages Aubry" in said
    assert "Anne Roy" in said
    assert "À demander d’abord" in said
    assert "remis par Anne Roy" in report.pages[0].extract_text()
