"""The plan: who, what, when, and the documents to hand over."""

from __future__ import annotations

import base64
import mimetypes
from datetime import date
from typing import Annotated, Literal, TypeVar

from mcp.types import (
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ResourceLink,
    TextContent,
    TextResourceContents,
)
from pydantic import BaseModel

from timonier.app.mcp.arguments import Company
from timonier.app.mcp.keeping import Laid, decided, laid_out, name_of
from timonier.app.mcp.words import Effort, Lang, NoSuch
from timonier.app.report.make import voice_of, whole
from timonier.app.report.plan_document import Day, PlanDocument, document
from timonier.knowledge import load

Shape = TypeVar("Shape", bound=BaseModel)
Team = Literal["in_house", "outsourced", "hybrid", "as_is", "intended"]
TEXTS = ("text/", "application/json", "application/toml")
# What the system's own table may not know.
KINDS = {".md": "text/markdown", ".ics": "text/calendar", ".toml": "application/toml"}


class Somebody(BaseModel):
    """Somebody of the plan, and what becomes of them."""

    id: str
    name: str
    role: str
    kind: str
    decision: str
    first_day: Day
    last_day: Day | None


class Action(BaseModel):
    """What is to be done, by whom, between which days."""

    id: str
    title: str
    owner: str
    start: Day
    end: Day
    depends_on: list[str]
    critical: bool
    """Whether it delays the whole team."""
    done_when: str


class Meeting(BaseModel):
    """A meeting as it recurs."""

    title: str
    owner: str
    participants: list[str]
    start: Day
    rhythm: str
    hours: float


class Precaution(BaseModel):
    """What the law or prudence asks, with its source."""

    title: str
    text: str
    source: str
    lawyer: bool


class File(BaseModel):
    """A file of the plan, and what it is for."""

    name: str
    about: str
    kind: str


class Plan(BaseModel):
    """The plan of one team; its numbers and its costs are in its files."""

    model: str
    label: str
    starts: Day
    people: list[Somebody]
    actions: list[Action]
    meetings: list[Meeting]
    precautions: list[Precaution]
    folder: str
    """What comes before the name of a file in the address of its resource."""
    files: list[File]


def plan(
    company: Company = None,
    model: Team | None = None,
    file: str | None = None,
    effort: Effort = "quick",
    lang: Lang = "fr",
) -> Annotated[CallToolResult, Plan]:
    """The plan's people, actions and precautions, and its files as resources."""
    held, today = decided(company, effort, lang), date.today()
    name = name_of(held.name, lang, model, today.isoformat())

    def lay_out() -> Laid:
        voice = voice_of(held.decision, lang, today, model=model)
        made = whole(voice, held.decision)
        return Laid(document(voice), {one.path: one for one in made})

    laid = laid_out(name, lay_out)
    folder = f"timonier://plan/{name}/"
    files = [File(name=f.path, about=f.about, kind=kind(f.path)) for f in laid.files.values()]
    label = load().wording[f"model.{held.document(lang).called(laid.plan.model)}"][lang]
    found = _plan(laid.plan, folder, files, label)
    content: list[ContentBlock] = [TextContent(type="text", text=found.label)]
    content += [_link(folder, one) for one in files]
    if file is not None:
        content.append(_embedded(file, folder, laid))
    return CallToolResult(content=content, structured_content=found.model_dump(mode="json"))


def _plan(said: PlanDocument, folder: str, files: list[File], label: str) -> Plan:
    return Plan(
        model=said.model,
        label=label,
        starts=said.starts,
        people=[_some_of(Somebody, one) for one in said.people],
        actions=[_some_of(Action, one) for one in said.actions],
        meetings=[_some_of(Meeting, one) for one in said.meetings],
        precautions=[_some_of(Precaution, one) for one in said.cautions],
        folder=folder,
        files=files,
    )


def _some_of(kind: type[Shape], whole: BaseModel) -> Shape:
    """The keys of a part of plan.json that an assistant needs at once."""
    return kind(**whole.model_dump(include=set(kind.model_fields)))


def kind(path: str) -> str:
    """The media type of a file, by its name."""
    suffix = f".{path.rpartition('.')[2]}"
    return KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def is_text(media: str) -> bool:
    """Whether a media type is read as text."""
    return media.startswith(TEXTS)


def _link(folder: str, one: File) -> ResourceLink:
    return ResourceLink(
        type="resource_link",
        uri=folder + one.name,
        name=one.name,
        description=one.about or None,
        mime_type=one.kind,
    )


def _embedded(wanted: str, folder: str, laid: Laid) -> EmbeddedResource:
    if wanted not in laid.files:
        raise NoSuch("no_file", wanted, laid.files)
    content, media, uri = laid.files[wanted].content, kind(wanted), folder + wanted
    held: TextResourceContents | BlobResourceContents
    if is_text(media):
        held = TextResourceContents(uri=uri, mime_type=media, text=content.decode())
    else:
        blob = base64.b64encode(content).decode()
        held = BlobResourceContents(uri=uri, mime_type=media, blob=blob)
    return EmbeddedResource(type="resource", resource=held)
