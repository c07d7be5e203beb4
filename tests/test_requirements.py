"""Every requirement drawn from the article is held by a test, or says why it is not."""

from __future__ import annotations

from scripts import requirements_table as requirements


def test_every_requirement_has_a_test_or_a_reason() -> None:
    tests = requirements.coverage()
    listed = requirements.requirements()
    bare = [one.id for one in listed if one.id not in tests and not one.reason.strip()]
    assert bare == []


def test_no_requirement_keeps_a_reason_once_it_has_a_test() -> None:
    tests = requirements.coverage()
    listed = requirements.requirements()
    assert [one.id for one in listed if one.id in tests and one.reason.strip()] == []


def test_no_test_cites_a_requirement_that_does_not_exist() -> None:
    known = {one.id for one in requirements.requirements()}
    assert set(requirements.coverage()) - known == set()


def test_the_page_of_requirements_is_up_to_date() -> None:
    assert requirements.PAGE.read_text(encoding="utf-8") == requirements.page(), "run: make docs"


def test_a_citation_is_a_whole_word_of_the_name() -> None:
    cited = requirements.citations("def test_r001_holds(): ...\ndef test_error002_is_named(): ...")
    assert cited == {"R001": ["test_r001_holds"]}
