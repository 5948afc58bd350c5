"""Jobs of the Batch API: what each costs, how far it is, and its results with one button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from pages.components.batch.form import AskedBatch
from pages.components.shared.run_table import open_selected
from pages.components.shared.text import markdown_safe, quiet_html
from refiner.batch.openai_files import begin_job_of_uploads
from refiner.batch.openai_job import Job
from refiner.batch.openai_jobs import changing_jobs, find_own_jobs, forget_job
from refiner.batch.openai_submit import advance_job, cancel_job, submit_job
from refiner.config.settings import Settings
from refiner.errors import RefinerError
from refiner.formatting import count, money
from refiner.store import Store

_MAX_FAILURES = 3
_CANCEL = "Stops the job at the server. What was answered by then is paid for and can be read."


def prepare_job(asked: AskedBatch) -> None:
    """Write the requests of a new job; nothing is sent yet."""
    options = asked.options
    store = options.store
    if store is not None:
        with st.spinner("Preparing the requests"):
            _attempt(lambda: _begin_job(asked, store))


def _begin_job(asked: AskedBatch, store: Store) -> None:
    with changing_jobs(store.path):
        begin_job_of_uploads(asked.inputs, asked.options.settings, asked.options.reading, store)


def show_jobs(settings: Settings, store: Store) -> None:
    """The viewer's jobs, newest first; nothing without one."""
    jobs = find_own_jobs(store)
    if not jobs:
        return
    st.html('<h2 class="sr-part">Jobs of the Batch API</h2>')
    key = settings.api_key or st.session_state.get("refine_key") or None
    if not key:
        st.html(quiet_html("To submit or check a job, choose OpenAI above and enter the key."))
    for job in jobs:
        with st.container(border=True, key=f"batch_job_{job.id}"):
            _show_job(job, settings.with_changes(api_key=key), store)


def _show_job(job: Job, settings: Settings, store: Store) -> None:
    st.markdown(f"**{describe_counts(job)}**")
    st.caption("  \n".join(markdown_safe(line) for line in describe_files(job)))
    can_ask = bool(settings.api_key or job.settings["base_url"])
    with st.container(horizontal=True, key=f"batch_steps_{job.id}"):
        if job.unsent:
            _show_button(
                job, "Submit", "send", can_ask, partial(submit_job, job.folder, settings, store)
            )
        elif job.count("asked"):
            step = partial(advance_job, job.folder, settings, store)
            _show_button(job, "Check and read results", "sync", can_ask, step)
        if any(file.state != "cancelling" for file in job.running):
            cancel = partial(cancel_job, job.folder, settings, store)
            _show_button(job, "Cancel", "cancel", can_ask, cancel, _CANCEL)
        if not (job.running or any(file.state == "creating" for file in job.files)):
            label = "Discard" if job.count("asked") else "Remove from this list"
            _show_button(job, label, "delete", True, partial(_forget, job.folder, store))
    _show_runs(job)


def describe_counts(job: Job) -> str:
    """`3 talks of 2026-11-26 16:40 (UTC): 1 done, 2 waiting`."""
    states = {"done": "done", "asked": "waiting", "failed": "failed"}
    counts = [f"{job.count(state)} {word}" for state, word in states.items() if job.count(state)]
    begun = job.created_at[:16].replace("T", " ")
    return f"{count(len(job.entries), 'talk')} of {begun} (UTC): {', '.join(counts)}"


def describe_files(job: Job) -> list[str]:
    """Lines: each file that is not read yet, what it costs, what went wrong last."""
    lines = [
        f"{count(file.requests, 'request')} to {file.model}: {file.describe()}"
        for file in job.files
        if not file.was_read
    ]
    if job.unsent:
        lines.append(job.describe_likely_cost().replace("likely", "Likely", 1))
    elif job.cost_usd:
        lines.append(f"Cost so far: {money(job.cost_usd)}, at half the standard price.")
    elif job.count("asked") and not job.running:
        lines.append("Another job has asked for the same answers; they are paid for once.")
    return lines + job.failures[-_MAX_FAILURES:]


def _show_button(
    job: Job, label: str, icon: str, enabled: bool, step: Callable[[], Any], hint: str | None = None
) -> None:
    kind: Any = "primary" if icon == "send" else "secondary"
    key = f"batch_{icon}_{job.id}"
    icon = f":material/{icon}:"
    if st.button(label, key=key, icon=icon, type=kind, disabled=not enabled, help=hint):
        with st.spinner("One moment"):
            _attempt(step)


def _attempt(step: Callable[[], Any]) -> None:
    """Take a step and show what is then known; an error is one line."""
    try:
        step()
    except RefinerError as error:
        st.error(f"{markdown_safe(str(error))}.")
    else:
        st.rerun()


def _forget(folder: Path, store: Store) -> None:
    with changing_jobs(store.path):
        forget_job(folder, store.path)


def _show_runs(job: Job) -> None:
    """What came of each talk; a row opens its run."""
    ends: list[tuple[int | None, str]] = []
    for entry in job.entries:
        if entry.state == "failed":
            ends.append((None, entry.why))
        ends += [(run_id, Path(entry.member or entry.path).name) for run_id in entry.run_ids]
    if not ends:
        return
    selected = st.dataframe(
        [{"Run": run_id, "File": name} for run_id, name in ends],
        hide_index=True,
        placeholder="–",
        key=f"batch_runs_{job.id}",
        on_select="rerun",
        selection_mode="single-row",
    )
    open_selected(selected, [run_id for run_id, _ in ends])
