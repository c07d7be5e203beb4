"""What may be sent: a company, and a few words about how to answer."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from timonier.app.document.parts import Document
from timonier.app.portfolio.line import Line
from timonier.engine.call import BASKETS
from timonier.engine.catalogue import MODELS
from timonier.engine.effort import EFFORTS, FULL, QUICK

MOST_SEED = 2**31 - 1
MOST_CHANGES, MOST_PATHS, MOST_COMPANIES = 20, 100, 500
MOST_KEYS = 100  # of a decision, named in a list: more of them are the same ones again
READ = 30  # keys of an object that are read: beyond so many, one of them is unknown already
Basket = Literal[BASKETS]  # type: ignore[valid-type]
Column = Literal[tuple(Line.__dataclass_fields__)]  # type: ignore[valid-type]
Company = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "x-is": "company"})]
Begun = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "x-is": "CompanyBegun"})]
Seed = Annotated[int, Field(strict=True, ge=0, le=MOST_SEED)]
Lang = Literal["fr", "en"]
Effort = Literal[EFFORTS]  # type: ignore[valid-type]
Key = Literal[tuple(Document.__dataclass_fields__)]  # type: ignore[valid-type]
Model = Literal[(*MODELS, "as_is", "intended")]  # type: ignore[valid-type]


class Sent(BaseModel):
    """An object whose every key is known: a thousand unknown ones are refused as one is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _few(cls, sent: Any) -> Any:
        return dict(islice(sent.items(), READ)) if isinstance(sent, dict) else sent


class Asked(Sent):
    """A company, the seed of its chances, the language of the words."""

    company: Company
    seed: Seed = 0
    lang: Lang | None = None


class ToDecide(Asked):
    effort: Effort = QUICK


class ToInterview(ToDecide):
    """As the pages ask: what is worth asking is read from the full decision, unless said."""

    company: Begun
    effort: Effort = FULL


class ToDecideInPart(ToDecide):
    include: Annotated[list[Key], Field(min_length=1, max_length=MOST_KEYS)] | None = None  # type: ignore[valid-type]


class ToTry(Asked):
    changes: Annotated[dict[str, Any], Field(min_length=1, max_length=MOST_CHANGES)]


class Webhook(Sent):
    """Whom to tell that the job has ended."""

    url: Annotated[str, Field(max_length=500)]


class ToPlan(Asked):
    model: Model | None = None
    webhook: Webhook | None = None


class Row(Sent):
    """A company of a list, under the caller's own identifier."""

    id: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    company: dict[str, Any]  # one that is refused has its row: it does not stop the others


class ToRun(Sent):
    """A list of companies."""

    companies: Annotated[list[Row], Field(min_length=1, max_length=MOST_COMPANIES)]
    effort: Effort = QUICK
    seed: Seed = 0
    webhook: Webhook | None = None


class ToExplain(Asked):
    paths: Annotated[list[str], Field(min_length=1, max_length=MOST_PATHS)] | None = None
