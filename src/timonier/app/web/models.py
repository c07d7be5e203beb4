"""What is kept: situations as documents, their earlier states, computed answers, long jobs."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from timonier.app.web.words import current, say
from timonier.app.wording import day_label
from timonier.engine.company import TABLES

# How much later than its arrival each kind is served: a panel before an advice, a file last.
PATIENCE = {"quick": 0.0, "effort-triage": 1.0, "effort-quick": 2.0, "full": 5.0, "plan": 10.0,
            "portfolio": 10.0, "list": 10.0, "reading": 1.0, "papers": 10.0}  # fmt: skip


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
        return said + sum(self.document.get(key) not in (None, [], "unknown") for key in TABLES)


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
    """Work for the processes that compute: what it is, for whom, where it stands, what it made."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    situation = models.ForeignKey(Situation, models.CASCADE, null=True, related_name="jobs")
    kind = models.CharField(max_length=20)  # "quick" for a panel, "full" for an advice, "plan"
    key = models.CharField(max_length=64)  # what it computes, as a hash of all that it depends on
    document = models.JSONField(default=dict)
    seed = models.PositiveIntegerField(default=0)
    lang = models.CharField(max_length=2, blank=True)
    link = models.TextField(blank=True)
    browser = models.CharField(max_length=64, blank=True)  # who asked first
    address = models.CharField(max_length=24, blank=True)  # from where, hashed
    # waiting, running, done, failed, cancelled
    state = models.CharField(max_length=10, default="waiting")
    reason = models.CharField(max_length=20, blank=True)  # why it ended without a result
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    wanted_at = models.DateTimeField(auto_now_add=True)  # when somebody last looked
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # the last sign of life of who does it
    finished_at = models.DateTimeField(null=True, db_index=True)
    file_name = models.CharField(max_length=120, blank=True)
    content = models.BinaryField(default=bytes)
    caller = models.CharField(max_length=24, blank=True)  # of the API; "" for a page
    model = models.CharField(max_length=12, blank=True)  # whose plan; "" for the one advised
    webhook = models.TextField(blank=True)  # whom to tell once it has ended
    told = models.PositiveSmallIntegerField(default=0)  # how many times that was tried
    tell_at = models.DateTimeField(null=True, db_index=True)  # when next; null once heard

    class Meta:
        indexes = (models.Index(fields=["state"], name="job_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=("waiting", "running")),
                name="one_job_alive_by_key",
            ),
        )

    @property
    def due(self) -> datetime:
        """When it should be begun: its arrival, and how long its kind may wait behind others.

        A list arrives again after each of its turns.
        """
        again = self.kind in ("portfolio", "list", "papers") and self.started_at
        return (again or self.created_at) + timedelta(seconds=PATIENCE[self.kind])

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be waited for."""
        return self.state in ("waiting", "running")


def link_key() -> str:
    """The end of an address that opens a shared situation: 128 bits that nobody guesses."""
    return f"k{secrets.token_urlsafe(16)}"


class SharedLink(models.Model):
    """A situation as it was when it was shared, opened by whoever has the address, until a day."""

    id = models.CharField(primary_key=True, max_length=24, default=link_key, editable=False)
    situation = models.ForeignKey(Situation, models.CASCADE, related_name="links")
    document = models.JSONField()  # without names
    form = models.PositiveSmallIntegerField()
    knowledge = models.CharField(max_length=12)
    seed = models.PositiveIntegerField()
    asked = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-created_at",)

    @property
    def short(self) -> str:
        """Its last letters, enough to tell it from the others of a situation."""
        return self.id[-6:]

    @property
    def until(self) -> str:
        """The last day it opens, in words."""
        return day_label(self.expires_at.date(), current())


TOLD_MARK = "t"  # no link that holds its answers, nor one kept here, begins so


def told_key() -> str:
    """The end of an address in the place of what a form said: 128 bits that nobody guesses."""
    return f"{TOLD_MARK}{secrets.token_urlsafe(16)}"


class Told(models.Model):
    """What a form said, for the page that its address leads to, until the next day."""

    id = models.CharField(primary_key=True, max_length=24, default=told_key, editable=False)
    situation = models.ForeignKey(Situation, models.CASCADE, null=True, related_name="told")
    held = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering = ("-created_at",)


class ApiKey(models.Model):
    """A key of the API: the hash of its secret, what it opens, its share, and until when."""

    id = models.CharField(primary_key=True, max_length=12)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)  # SHA-256 of 256 random bits
    scopes = models.JSONField(default=list)
    share = models.PositiveIntegerField()  # company-seconds a minute, 0 for no limit
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        ordering = ("created_at",)

    @property
    def is_open(self) -> bool:
        """Whether it still opens what it was made for."""
        return self.revoked_at is None and timezone.now() < self.expires_at

    @property
    def state(self) -> str:
        """open, expired or revoked."""
        return "revoked" if self.revoked_at else "open" if self.is_open else "expired"

    @property
    def until(self) -> str:
        """Its last day, in words."""
        return day_label(self.expires_at.date(), current())

    @property
    def used_words(self) -> str:
        """The last day it was used, in words; "" before."""
        return day_label(self.used_on, current()) if self.used_on else ""


class Idempotent(models.Model):
    """What a caller asked for under a key of its own: asked again, the same job is the answer."""

    key = models.CharField(primary_key=True, max_length=64)  # of the caller and its word, hashed
    body = models.CharField(max_length=64)  # what was asked, hashed
    job = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)


class Spent(models.Model):
    """Processor time that one address took in one minute, from all the processes that serve."""

    key = models.CharField(primary_key=True, max_length=40)  # the address, hashed, and the minute
    milliseconds = models.PositiveIntegerField(default=0)
    minute = models.PositiveIntegerField(db_index=True)


class Pulse(models.Model):
    """When something last was: the database written, a process alive, something erased."""

    name = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()


class Portfolio(models.Model):
    """A list of companies that one browser dropped: the file, how it is read, how it is run."""

    STATES = ("reading", "refused", "read")

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    owner = models.CharField(max_length=64, db_index=True)
    file_name = models.CharField(max_length=120)
    adviser = models.CharField(max_length=80, blank=True)  # in whose name papers and questions go
    content = models.BinaryField()
    state = models.CharField(max_length=8, default="reading")
    mapping = models.JSONField(default=dict)  # as a map.toml holds it; empty until it is known
    accepted = models.BooleanField(default=False)  # whether the adviser has said the mapping is so
    found = models.JSONField(default=dict)  # what a reading found, for the pages
    mended = models.JSONField(default=dict)  # cells mended: {number: {heading: text}}
    then = models.CharField(max_length=6, blank=True)  # effort for the head of the list, still due
    top = models.PositiveIntegerField(default=0)  # how long that head is
    begun_at = models.DateTimeField(null=True)  # when the run last began, or went on
    begun_left = models.PositiveIntegerField(default=0)  # and how many were to be decided then
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("-created_at",)


class Entry(models.Model):
    """A company of a list: as it was read, as it was decided, and what it is looked up by."""

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()  # its place in the list, from 0
    ident = models.CharField(max_length=200)  # the adviser's own identifier, else the row
    name = models.CharField(max_length=200)
    words = models.CharField(max_length=400)  # name and identifier, folded: what a search reads
    given = models.BinaryField()  # as read, JSON compressed
    line = models.BinaryField(default=bytes)  # as decided, JSON compressed; empty before
    is_good = models.BooleanField()  # whether it was read without a problem
    wanted = models.CharField(max_length=6, blank=True)  # effort it waits to be decided with
    status = models.CharField(max_length=8, blank=True)
    effort = models.CharField(max_length=6, blank=True)
    basket = models.CharField(max_length=16, blank=True)
    turn = models.PositiveSmallIntegerField(default=9)  # of its basket in the order of calls
    score = models.FloatField(default=0.0)
    stake = models.BigIntegerField(default=0)
    minutes = models.FloatField(default=0.0)
    holds = models.FloatField(null=True)  # chance that the advice holds
    first_model = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=200, blank=True)
    situation = models.ForeignKey(Situation, models.SET_NULL, null=True)  # opened from it

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["portfolio", "number"], name="one_entry_by_place"),
        )
        indexes = (
            models.Index(fields=["portfolio", "turn", "-score", "number"], name="entry_by_call"),
            models.Index(fields=["portfolio", "basket"], name="entry_by_basket"),
            models.Index(fields=["portfolio", "wanted", "number"], name="entry_to_do"),
            models.Index(fields=["portfolio", "is_good", "number"], name="entry_by_reading"),
        )


class ClientLink(models.Model):
    """One question that a company answers alone, under a key that says nothing of it."""

    id = models.CharField(primary_key=True, max_length=24, default=link_key, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links")
    fact = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    @property
    def until(self) -> str:
        """The last day it opens, in words."""
        return day_label(self.expires_at.date(), current())
