"""A fact is its declaration and its record, an address of the API its function, its description and
its words: a copy of the product is given one more of each."""

from __future__ import annotations

import json

import pytest

from tests.conftest import FEW
from tests.test_adding import LANGS, Product

FACT = {
    "engine/company/facts.py": (
        """    _yes("vision.targets"),
""",
        """    _number("marketing.events", 0, 50, "count", drawn=False),
""",
    ),
    "knowledge/data/facts.toml": (
        "",
        """
[[fact]]
key = "marketing.events"
label = { fr = "Salons par an", en = "Trade shows a year" }
question = { fr = "À combien de salons allez-vous par an ?", en = "How many trade shows a year?" }
why = { fr = "Un salon se prépare.", en = "A trade show takes preparing." }
help = { fr = "Ceux de l’an dernier.", en = "Last year’s." }
unit = { fr = "salons par an", en = "shows a year" }
example = "4"
minutes = 0.2
""",
    ),
}
ADDRESS = {
    "app/web/api/looking.py": (
        "",
        '''

@router.get("/facts-count", operation_id="facts_count")
def facts_count(request: HttpRequest, lang: Annotated[Spoken, Query()] = None) -> HttpResponse:
    """How many figures there are, and none of them."""
    every = answers.Figures(facts=(), next=None, total=len(load().figures))
    return kept(request, dump(every), JSON, language_of(request))
''',
    ),
    "app/web/api/openapi.py": (
        """    "facts": answers.Figures,
""",
        """    "facts_count": answers.Figures,
""",
    ),
    "knowledge/data/wording/api.toml": (
        """[api.operation.facts]
""",
        """[api.operation.facts_count]
title = { fr = "Compter les chiffres", en = "Count the figures" }
what = { fr = "Combien de chiffres sont connus.", en = "How many figures are known." }

""",
    ),
}


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    copy = Product(tmp_path_factory.mktemp("product"))
    for path, (before, added) in {**FACT, **ADDRESS}.items():
        file = copy.package / path
        text = file.read_text(encoding="utf-8")
        if before:
            assert text.count(before) == 1
        at = text.index(before) if before else len(text)
        file.write_text(text[:at] + added + text[at:], encoding="utf-8")
    document = json.loads(copy.company.read_text(encoding="utf-8"))
    document["marketing"]["events"] = [2, 4]
    copy.company.write_text(json.dumps(document), encoding="utf-8")
    return copy


def test_a_fact_is_two_files_and_an_address_of_the_api_three(product: Product) -> None:
    assert product.changed() == sorted([*FACT, *ADDRESS])


def test_the_file_reads_it_describes_it_and_refuses_it_like_any_other(product: Product) -> None:
    (written,) = product.run(("new", "-", "--lang", "en"))
    assert "How many trade shows a year?" in written
    assert "# events = 4" in written
    code = (
        "import timonier, json\n"
        "from timonier.app.company_file import CompanyFileError, to_document\n"
        "from timonier.app.company_file.schema import company_schema\n"
        "made = {'company': {'market': 'fr'}, 'marketing': {'events': [2, 4]}}\n"
        "assert to_document(timonier.load_company(made)) == made\n"
        "assert 'events' in company_schema()['properties']['marketing']['properties']\n"
        "made['marketing']['events'] = 51\n"
        "try: timonier.load_company(made)\n"
        "except CompanyFileError as error: print(error.words('en'))\n"
    )
    assert "marketing.events is 51" in product.python("-c", code)


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_decided_with_and_asked_on_a_page(product: Product, lang: str) -> None:
    how = ("--scenarios", str(FEW), "--lang", lang)  # as the pages: one decision for all
    (document,) = product.run(("decide", str(product.company), "--json", *how))
    assert json.loads(document)["company"]["marketing"]["events"] == [2, 4]
    question, answers, count, described = product.pages(
        lang,
        "question/marketing.events/",
        "answers/",
        f"/api/v1/facts-count?lang={lang}",
        f"/api/v1/openapi.json?lang={lang}",
    )
    assert {"fr": "2 à 4", "en": "2 to 4"}[lang] in question
    assert {"fr": "Salons par an", "en": "Trade shows a year"}[lang] in answers
    assert json.loads(count)["total"] > 100
    operation = json.loads(described)["paths"]["/facts-count"]["get"]
    assert operation["summary"] == {"fr": "Compter les chiffres", "en": "Count the figures"}[lang]
