"""A fact is its declaration and its record: a copy of the product is given one more."""

from __future__ import annotations

import json

import pytest

from tests.test_adding import LANGS, Product

DECLARED = """    _yes("vision.targets"),
"""
DECLARATION = """    _number("marketing.events", 0, 50, "count", drawn=False),
"""
RECORD = """
[[fact]]
key = "marketing.events"
label = { fr = "Salons par an", en = "Trade shows a year" }
question = { fr = "À combien de salons allez-vous par an ?", en = "How many trade shows a year?" }
why = { fr = "Un salon se prépare.", en = "A trade show takes preparing." }
help = { fr = "Ceux de l’an dernier.", en = "Last year’s." }
unit = { fr = "salons par an", en = "shows a year" }
example = "4"
minutes = 0.2
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    copy = Product(tmp_path_factory.mktemp("product"))
    file = copy.package / "engine/company/facts.py"
    code = file.read_text(encoding="utf-8")
    assert code.count(DECLARED) == 1
    file.write_text(code.replace(DECLARED, DECLARATION + DECLARED), encoding="utf-8")
    copy.append("knowledge/data/facts.toml", RECORD)
    document = json.loads(copy.company.read_text(encoding="utf-8"))
    document["marketing"]["events"] = [2, 4]
    copy.company.write_text(json.dumps(document), encoding="utf-8")
    return copy


def test_a_fact_is_two_files(product: Product) -> None:
    assert product.changed() == ["engine/company/facts.py", "knowledge/data/facts.toml"]


def test_the_file_reads_it_describes_it_and_refuses_it_like_any_other(product: Product) -> None:
    written = product.run("new", "-", "--lang", "en")
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
    assert "marketing.events is 51" in product._python("-c", code)


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_decided_with_and_asked_on_a_page(product: Product, lang: str) -> None:
    asked = ("decide", str(product.company), "--scenarios", "256", "--json", "--lang", lang)
    assert json.loads(product.run(*asked))["company"]["marketing"]["events"] == [2, 4]
    question, answers = product.pages(lang, "question/marketing.events/", "answers/")
    assert {"fr": "2 à 4", "en": "2 to 4"}[lang] in question
    assert {"fr": "Salons par an", "en": "Trade shows a year"}[lang] in answers
