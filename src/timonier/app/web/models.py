"""What is kept: situations as documents, their earlier states, computed answers, long jobs."""

from __future__ import annotations

import secrets

from django.db import models

from timonier.app.web.words import current, say
from timonier.app.wording import day_label


def new_id() -> str:
    """An identifier that cannot be guessed."""
    return secrets.token_urlsafe(12)


class Situation(models.Model):
    """One company as one browser describes it, kept under the hash of that browser's token."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    owner = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=80, blank=True)
    document = models.JSONField(default=dict)  # the company file, in JSON
    form = models.PositiveSmallIntegerField()  # version of the document's shape
    knowledge = models.CharField(max_length=12)  # version of the knowledge it was last saved with
    seed = models.PositiveIntegerField(default=0)
    asked = models.JSONField(default=list)  # the questions met, in the order they came
    panel = models.JSONField(default=dict)  # where the advice stood when last computed
    notices = models.JSONField(default=list)  # what to tell once: [{"key", "values"}]
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-updated_at",)
        indexes = (models.Index(fields=["owner", "-updated_at"], name="situation_of_owner"),)

    @property
    def title(self) -> str:
        """The name given, else the company's, else the day it was begun."""
        company = self.document.get("company", {}).get("name", "")
        begun = day_label(self.created_at.date(), current())
        return self.name or company or str(say("mine.untitled", day=begun))

    @property
    def updated_words(self) -> str:
        """When it last changed, in words."""
        return str(say("mine.updated", day=day_label(self.updated_at.date(), current())))

    @property
    def answers(self) -> int:
        """How many questions have an answer, "I don't know" left out."""
        sections = [part for part in self.document.values() if isinstance(part, dict)]
        said = sum(1 for section in sections for value in section.values() if value != "unknown")
        return said + sum(bool(self.document.get(key)) for key in ("team", "intended"))


class Revision(models.Model):
    """The document as it was before a change: what undo brings back."""

    situation = models.ForeignKey(Situation, models.CASCADE, related_name="revisions")
    document = models.JSONField()
    change = models.CharField(max_length=80)  # the fact that changed, or what was done
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)


class Computation(models.Model):
    """A computed answer, found again by the content it was computed from."""

    key = models.CharField(primary_key=True, max_length=64)
    result = models.BinaryField()  # JSON, compressed
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)


class Job(models.Model):
    """Long work for one situation, with its progress; stopped when ``cancelled`` is set."""

    STATES = ("waiting", "running", "done", "failed", "cancelled")

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    state = models.CharField(max_length=10, default="waiting")
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    file_name = models.CharField(max_length=120, blank=True)
    content = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be waited for."""
        return self.state in ("waiting", "running")


class Pulse(models.Model):
    """A sign of life: of the database when it is written, of a process when it still writes it."""

    name = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()
