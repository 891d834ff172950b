"""What is owed and what happened: the two tables that outlive every queue and every stream."""

from enum import StrEnum

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.indexes import Index
from tortoise.models import Model


class JobState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


# The row is the job; the queue only rings the bell. One job per dedupe_key: owing it again puts the same row back.
class Job(Model):
    id = fields.UUIDField(primary_key=True)
    library_id = fields.UUIDField()
    asset_id = fields.UUIDField(null=True, db_index=True)
    kind = fields.CharField(max_length=64)
    queue = fields.CharField(max_length=16)
    dedupe_key = fields.CharField(max_length=128, unique=True)
    # In whose name it is owed, or else the library: people take turns.
    owner_id = fields.UUIDField(null=True)
    # Seconds of work that it comes before, at most an hour: see work/turns.py.
    head_start = fields.IntField(default=0)
    # The queue is worked off in this order: see work/turns.py.
    turn = fields.DatetimeField(auto_now_add=True)
    state = fields.CharEnumField(JobState, max_length=16, default=JobState.QUEUED)
    # It was owed once more while it ran, and may have looked already at what is asked of it now: it runs once more.
    owed_again = fields.BooleanField(default=False, db_default=False)
    # `attempts` counts what the job did wrong, `crashes` what was done to it; only the first uses up its tries.
    attempts = fields.IntField(default=0)
    crashes = fields.IntField(default=0)
    # The fencing token: each claim takes the next one, and only its holder may write results.
    token = fields.IntField(default=0)
    run_after = fields.DatetimeField(auto_now_add=True)
    lease_until = fields.DatetimeField(null=True)
    rung_at = fields.DatetimeField(null=True)
    step = fields.TextField(null=True)
    done = fields.FloatField(null=True)
    total = fields.FloatField(null=True)
    unit = fields.CharField(max_length=16, null=True)
    eta = fields.FloatField(null=True)
    error_code = fields.TextField(null=True)
    error = fields.TextField(null=True)
    queued_at = fields.DatetimeField(auto_now_add=True)
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "job"
        indexes = (
            PostgreSQLIndex(fields=("run_after",), condition={"state": "QUEUED"}),
            PostgreSQLIndex(fields=("queue", "turn", "run_after"), condition={"state": "QUEUED"}),
            PostgreSQLIndex(fields=("queue", "owner_id", "head_start", "turn"), condition={"state": "QUEUED"}),
            PostgreSQLIndex(fields=("finished_at",), condition={"state": "DONE"}),
            PostgreSQLIndex(fields=("library_id", "error_code"), condition={"state": "DEAD"}),
            Index(fields=("library_id", "queued_at", "id")),
            Index(fields=("queue", "started_at")),
            PostgreSQLIndex(fields=("lease_until",), condition={"state": "RUNNING"}),
        )


class Audience(StrEnum):
    """Who is told of a change, before visibility is checked again: everyone, one person only, everyone but one."""

    EVERYONE = "everyone"
    ONLY = "only"
    OTHERS = "others"


# The outbox: written in the transaction of the change itself, appended to the live stream after commit.
class Change(Model):
    id = fields.BigIntField(primary_key=True)
    library_id = fields.UUIDField()
    topic = fields.CharField(max_length=16)
    kind = fields.CharField(max_length=16)
    subject_id = fields.UUIDField()
    revision = fields.IntField()
    audience = fields.CharEnumField(Audience, max_length=16, default=Audience.EVERYONE)
    person_id = fields.UUIDField(null=True)
    at = fields.DatetimeField(auto_now_add=True)
    released = fields.BooleanField(default=False)

    class Meta:
        table = "change"
        indexes = (
            PostgreSQLIndex(fields=("at",), condition={"released": False}),
            Index(fields=("at",), name="idx_change_at_forget"),
        )
