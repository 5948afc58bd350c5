"""The run log's schema as named steps, append-only: a step that was released never changes."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("speech_refiner")


def has_unknown_steps(db: Database) -> bool:
    """Whether a newer version has changed the schema of this log."""
    if not db.table("_sqlite_migrations").exists():
        return False
    empty = Database(memory=True, execute_plugins=False)
    known = {step.name for step in migrations.pending(empty)}
    return bool({step.name for step in migrations.applied(db)} - known)


@migrations()
def m001_runs(db: Database) -> None:
    """One row a run: scalar columns for lists and charts, the whole document as JSON."""
    db.table("runs").create(
        {
            "run_id": int,
            "created_at": str,
            "status": str,
            "title": str,
            "speaker": str,
            "text": str,
            "source": str,
            "words": int,
            "duration_s": float,
            "duration_source": str,
            "provider": str,
            "strategy": str,
            "policy": str,
            "threshold": float,
            "rule_fillers": int,
            "ai_fillers": int,
            "difference": float,
            "rule_per_100_words": float,
            "per_100_words": float,
            "per_minute": float,
            "regenerate": int,
            "coaching_regenerated": int,
            "regeneration_reason": str,
            "optimization": str,
            "processing_time_ms": int,
            "analysis_duration_ms": int,
            "coaching_duration_ms": int,
            "regeneration_duration_ms": int,
            "sequential_estimate_ms": int,
            "cost_usd": float,
            "cache_hit": int,
            "fallback_mode": int,
            "fallback_reason": str,
            "error": str,
            "feedback": str,
            "owner": str,
            "timings": str,
            "document": str,
        },
        pk="run_id",
        not_null={"created_at", "status"},
    )
    db.table("runs").create_index(["created_at"])
    db.table("runs").create_index(["speaker", "created_at"])
    db.table("runs").create_index(["status"])


@migrations()
def m002_answers(db: Database) -> None:
    """Answers that were paid for, by the hash of all that was asked."""
    db.table("answers").create(
        {"key": str, "created_at": str, "answer": str}, pk="key", not_null={"answer"}
    )


@migrations()
def m003_labels(db: Database) -> None:
    """A person's own verdict on a span of a run, which overrides the machine's."""
    db.table("labels").create(
        {"run_id": int, "start": int, "end": int, "filler": int, "created_at": str},
        pk=("run_id", "start", "end"),
        not_null={"filler", "created_at"},
    )


@migrations()
def m004_call_columns(db: Database) -> None:
    """What a replay of the decision needs of the calls, without their documents."""
    columns = {
        "verdicts_duration_ms": float,
        "coaching_cost_usd": float,
        "regeneration_cost_usd": float,
    }
    for name, kind in columns.items():
        db.table("runs").add_column(name, kind)
    db.execute(
        """
        with calls as (
            select run_id, step.value ->> '$.name' as name, step.value ->> '$.cost_usd' as cost_usd,
                   step.value ->> '$.start_ms' as start_ms
            from runs, json_each(document, '$.timings.spans') as step
            where document is not null
        )
        update runs set
            coaching_cost_usd = (select cost_usd from calls
                where calls.run_id = runs.run_id and name = 'coaching'),
            regeneration_cost_usd = (select cost_usd from calls
                where calls.run_id = runs.run_id and name = 'regeneration'),
            verdicts_duration_ms = case when strategy = 'early' then
                (document ->> '$.decision.decided_at_ms') - (select start_ms from calls
                    where calls.run_id = runs.run_id and name = 'analysis') end
        where document is not null
        """
    )


@migrations()
def m005_figures_index(db: Database) -> None:
    """Every column that charts and health add up, stored apart from the documents.

    A row lies with its document, so reading columns of 100,000 rows means reading past as many
    documents; an index that holds the columns is read instead, at a hundredth of the bytes.
    """
    db.table("runs").create_index(
        [
            "created_at",
            "status",
            "speaker",
            "provider",
            "strategy",
            "words",
            "duration_s",
            "rule_fillers",
            "ai_fillers",
            "difference",
            "rule_per_100_words",
            "per_100_words",
            "per_minute",
            "regenerate",
            "coaching_regenerated",
            "processing_time_ms",
            "analysis_duration_ms",
            "verdicts_duration_ms",
            "coaching_duration_ms",
            "regeneration_duration_ms",
            "cost_usd",
            "coaching_cost_usd",
            "regeneration_cost_usd",
            "fallback_mode",
            "feedback",
        ],
        index_name="idx_runs_figures",
    )


@migrations()
def m006_switches(db: Database) -> None:
    """Rollback levels set by a person: every change with its time and reason, none overwritten.

    `value` is JSON; null gives the setting back to the environment.
    """
    db.table("switches").create(
        {"change_id": int, "changed_at": str, "name": str, "value": str, "reason": str},
        pk="change_id",
        not_null={"changed_at", "name", "reason"},
    )


@migrations()
def m007_full_text(db: Database) -> None:
    """Words of title, speaker, transcript and advice, findable; kept in step by triggers.

    The index holds no text of its own: it reads a view of the rows. Its entry changes in the
    same statement as the row, whichever program writes it.
    """
    db.execute(
        """
        create view runs_words as
        select run_id, title, speaker,
               coalesce(text, document ->> '$.text') as said,
               document ->> '$.coaching.markdown' as advice
        from runs
        """
    )
    db.execute(
        """
        create virtual table runs_fts using fts5(
            title, speaker, said, advice, content = 'runs_words', content_rowid = 'run_id',
            tokenize = 'unicode61 remove_diacritics 2'
        )
        """
    )
    take = (
        "insert into runs_fts(runs_fts, rowid, title, speaker, said, advice) "
        "select 'delete', run_id, title, speaker, said, advice from runs_words "
        "where run_id = old.run_id"
    )
    put = (
        "insert into runs_fts(rowid, title, speaker, said, advice) "
        "select run_id, title, speaker, said, advice from runs_words where run_id = new.run_id"
    )
    words = "title, speaker, text, document"
    db.execute(f"create trigger runs_found_new after insert on runs begin {put}; end")
    db.execute(f"create trigger runs_found_old before delete on runs begin {take}; end")
    db.execute(f"create trigger runs_found_out before update of {words} on runs begin {take}; end")
    db.execute(f"create trigger runs_found_in after update of {words} on runs begin {put}; end")
    db.execute("insert into runs_fts(runs_fts) values ('rebuild')")


@migrations()
def m008_whose_answer(db: Database) -> None:
    """Which talk a kept answer quotes, by the hash of its text, so that both can be deleted."""
    db.table("answers").add_column("talk", str)
    db.table("answers").create_index(["talk"])


@migrations()
def m009_about_and_corrections(db: Database) -> None:
    """The day of a talk, which runs only demonstrate something, and what a person changed.

    `held_on` is an ISO date. `by_word` is the document's `counts.by_word` with corrections, as
    the count columns are. `edited_advice` is JSON: the advice as edited, and a note. The index
    of the figures is made again with the new columns.
    """
    runs = db.table("runs")
    for name, kind in (("held_on", str), ("demo", int), ("by_word", str), ("edited_advice", str)):
        runs.add_column(name, kind)
    db.execute(
        """
        update runs set held_on = substr(created_at, 1, 10), demo = provider = 'simulated',
            by_word = document ->> '$.counts.by_word'
        """
    )
    (index,) = (index for index in runs.indexes if index.name == "idx_runs_figures")
    db.execute("drop index idx_runs_figures")
    runs.create_index([*index.columns, "held_on", "demo"], index_name="idx_runs_figures")
    runs.create_index(["held_on", "run_id"], index_name="idx_runs_by_day")


@migrations()
def m010_advice_ready(db: Database) -> None:
    """When the final advice was ready; the whole run's time where it was not measured."""
    db.table("runs").add_column("advice_ready_ms", int)
    db.execute("update runs set advice_ready_ms = processing_time_ms where document is not null")


@migrations()
def m011_user(db: Database) -> None:
    """Who has a run; empty for runs made without a login. `owner` is the process that ran it."""
    db.table("runs").add_column("user", str, not_null_default="")
    db.table("runs").create_index(["user", "created_at"], index_name="idx_runs_by_user")


@migrations()
def m012_ready_figures(db: Database) -> None:
    """Figures of when advice was ready are read from the index, like those of whole runs."""
    runs = db.table("runs")
    (index,) = (index for index in runs.indexes if index.name == "idx_runs_figures")
    db.execute("drop index idx_runs_figures")
    runs.create_index([*index.columns, "advice_ready_ms"], index_name="idx_runs_figures")


@migrations()
def m013_speaker_plans(db: Database) -> None:
    """Words to watch (JSON) and a pace target, for each speaker and each user."""
    db.table("speaker_plans").create(
        {"user": str, "speaker": str, "words": str, "pace": int, "changed_at": str},
        pk=("user", "speaker"),
        not_null=("words", "changed_at"),
    )


@migrations()
def m014_given_language(db: Database) -> None:
    """The language that a person named for a talk; null if it was to be found out."""
    db.table("runs").add_column("given_language", str)


@migrations()
def m015_labellers(db: Database) -> None:
    """Who gave a label; empty for one without a name, as all before. Each person's own is kept."""
    labels = db.table("labels")
    labels.add_column("labeller", str, not_null_default="")
    labels.transform(pk=("run_id", "start", "end", "labeller"))
