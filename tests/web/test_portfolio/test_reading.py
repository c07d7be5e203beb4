"""A list is dropped, its mapping shown and corrected, its rows mended in the cell."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from tests.app.portfolio.test_bombs import BOMBS, damaged
from tests.web.conftest import LANGS
from tests.web.pages import check_page
from tests.web.test_portfolio.conftest import LIST, Drop, compute
from timonier.app.web.models import Entry, Job, Portfolio
from timonier.app.web.portfolio import work
from timonier.app.web.portfolio.keeping import given_in
from timonier.app.web.words import say_number

pytestmark = pytest.mark.django_db(transaction=True)


def sent(client: Client, portfolio: Portfolio, **changes: str) -> dict[str, str]:
    """The form of the columns as the page shows it, with some changes."""
    page = client.get(f"/fr/portfolio/{portfolio.pk}/columns/")
    told = {"market": page.context["market"]}
    for column in page.context["columns"]:
        told[f"reads-{column.at}"] = column.chosen
        told |= {f"{s.key}-{column.at}": s.chosen for s in column.settings}
    return told | changes


@pytest.mark.parametrize("lang", LANGS)
def test_a_list_as_an_office_writes_it_is_read_and_its_mapping_proposed(
    here: Client, drop: Drop, lang: str
) -> None:
    portfolio = drop()
    page = here.get(f"/{lang}/portfolio/{portfolio.pk}/columns/")
    check_page(page, lang)
    chosen = {c.heading: c.chosen for c in page.context["columns"]}
    assert chosen["Effectif"] == "company.headcount|"
    assert chosen["CA (k€)"] == "company.revenue|"
    assert chosen["Secteur libre"] == "kept|"
    assert portfolio.entries.filter(is_good=True).count() == 4
    first = given_in(portfolio.entries.get(number=0))
    assert first.facts["company"]["headcount"] == [10, 19]
    assert first.facts["company"]["revenue"] == 850_000
    assert first.kept["Secteur libre"] == "quartier"
    index = here.get(f"/{lang}/portfolio/")
    check_page(index, lang)
    assert "clients.csv" in index.content.decode()


def test_a_list_whose_reading_ends_while_its_page_is_made_is_shown(
    here: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.post("/fr/portfolio/", {"list": SimpleUploadedFile("clients.csv", LIST)})
    portfolio = Portfolio.objects.latest("created_at")
    look = work.under_way

    def read_meanwhile(one: Portfolio, do: str) -> Job | None:
        compute()
        return look(one, do)

    monkeypatch.setattr(work, "under_way", read_meanwhile)
    page = here.get(f"/fr/portfolio/{portfolio.pk}/columns/")
    assert [c.heading for c in page.context["columns"]][:2] == ["Réf", "Raison sociale"]


def test_a_page_that_waited_for_the_reading_is_loaded_anew_and_not_put_into_itself(
    here: Client, drop: Drop
) -> None:
    portfolio = drop()
    answer = here.get(f"/fr/portfolio/{portfolio.pk}/columns/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert answer.content == b""


def test_one_cell_is_counted_as_one(here: Client, drop: Drop) -> None:
    portfolio = drop()
    page = here.get(f"/fr/portfolio/{portfolio.pk}/columns/")
    counts = {c.heading: c.counts for c in page.context["columns"]}
    assert counts["Téléphone"] == "1 lue"
    assert counts["Secteur libre"] == "2 rendues"


def test_a_large_number_in_a_sentence_is_grouped_by_thousands() -> None:
    with override("fr"):
        assert say_number("portfolio.companies", 100_000) == "100\u202f000 entreprises"
    with override("en"):
        assert say_number("portfolio.companies", 100_000) == "100,000 companies"


def test_a_column_corrected_is_read_again_and_the_next_list_of_the_same_kind_alike(
    here: Client, drop: Drop
) -> None:
    portfolio = drop()
    changed = sent(here, portfolio, **{"reads-5": "kept|"})
    here.post(f"/fr/portfolio/{portfolio.pk}/columns/", changed)
    compute()
    assert "marketing" not in given_in(portfolio.entries.get(number=0)).facts
    again = drop(name="clients-december.csv")
    assert again.found["like"] == "clients.csv"
    assert "marketing" not in given_in(again.entries.get(number=0)).facts
    page = here.get(f"/en/portfolio/{again.pk}/columns/")
    assert "clients.csv" in page.content.decode()


def test_a_mapping_that_says_nothing_new_leads_on_without_reading_again(
    here: Client, drop: Drop
) -> None:
    portfolio = drop()
    answer = here.post(f"/fr/portfolio/{portfolio.pk}/columns/", sent(here, portfolio))
    assert answer["Location"].endswith("/rows/")  # one row waits to be mended
    assert Portfolio.objects.get(pk=portfolio.pk).accepted


@pytest.mark.parametrize("lang", LANGS)
def test_a_cell_mended_lets_its_row_join_the_others_and_stays_mended(
    here: Client, drop: Drop, lang: str
) -> None:
    portfolio = drop()
    address = f"/{lang}/portfolio/{portfolio.pk}/rows/"
    page = here.get(address)
    check_page(page, lang)
    assert "trente" in page.content.decode()
    here.post(f"{address}2/", {"cell-3": "de trente"})
    assert not portfolio.entries.get(number=2).is_good  # still no number
    piece = here.post(f"{address}2/", {"cell-3": "30"}, headers={"HX-Request": "true"})
    assert b"notice-good" in piece.content
    entry = portfolio.entries.get(number=2)
    assert entry.is_good
    assert given_in(entry).facts["company"]["headcount"] == 30
    changed = sent(here, portfolio, **{"reads-5": "kept|"})  # the whole list is read again
    here.post(f"/fr/portfolio/{portfolio.pk}/columns/", changed)
    compute()
    assert portfolio.entries.get(number=2).is_good


def test_a_row_mended_into_another_companys_identifier_is_refused(here: Client, drop: Drop) -> None:
    portfolio = drop()
    here.post(f"/fr/portfolio/{portfolio.pk}/rows/2/", {"cell-0": "A-1", "cell-3": "30"})
    entry = portfolio.entries.get(number=2)
    assert [p.code for p in given_in(entry).problems] == ["twice"]


def test_a_file_that_is_no_list_is_refused_in_words_without_naming_this_machine(
    here: Client, drop: Drop
) -> None:
    portfolio = drop(b"\xd0\xcf\x11\xe0 an old workbook", "old.xls")
    page = here.get(f"/fr/portfolio/{portfolio.pk}/columns/").content.decode()
    assert "old.xls est un classeur" in page
    assert "/tmp" not in page


def test_erasing_a_list_leaves_nothing_of_it(here: Client, drop: Drop) -> None:
    portfolio = drop()
    here.post(f"/fr/portfolio/{portfolio.pk}/erase/")
    assert not Portfolio.objects.exists()
    assert not Entry.objects.exists()


def test_erasing_all_my_data_erases_my_lists(here: Client, drop: Drop) -> None:
    drop()
    here.post("/fr/data/erase/")
    assert not Portfolio.objects.exists()


def test_the_mapping_downloaded_is_the_one_of_the_command_line(here: Client, drop: Drop) -> None:
    import tomllib
    from io import BytesIO

    from timonier.app.portfolio.reading import map_from, read_list

    portfolio = drop()
    text = here.get(f"/fr/portfolio/{portfolio.pk}/map.toml").content.decode()
    mapping = map_from(tomllib.loads(text))
    assert read_list(BytesIO(LIST), mapping).mapping == map_from(portfolio.mapping)


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.csv", "../../etc/passwd", "=1+1.csv"]
)
def test_the_name_of_a_file_is_text_and_leads_nowhere(here: Client, drop: Drop, name: str) -> None:
    portfolio = drop(LIST, name)
    assert "/" not in portfolio.file_name
    page = here.get(f"/fr/portfolio/{portfolio.pk}/columns/").content.decode()
    assert escape(portfolio.file_name) in page
    assert "<img src=x" not in page
    given = here.get(f"/fr/portfolio/{portfolio.pk}/map.toml")["Content-Disposition"]
    assert re.search(r'filename="?[\w.-]+"?$', given), given


def test_a_workbook_that_would_take_the_machine_is_refused_on_the_page(
    here: Client, drop: Drop, tmp_path: Path
) -> None:
    portfolio = drop(damaged(tmp_path, *BOMBS["a row beyond any sheet"][:2]).read_bytes(), "a.xlsx")
    page = here.get(f"/fr/portfolio/{portfolio.pk}/columns/").content.decode()
    assert "a.xlsx contient plus de cellules" in page
