"""What a coach and a speaker have agreed on: words to watch, a pace to aim at."""

from __future__ import annotations

import json
from dataclasses import dataclass

from refiner.store.connection import StoreTable, insert, utc_now


@dataclass(frozen=True, slots=True)
class SpeakerPlan:
    """`words` to watch besides fillers; `pace` in words a minute, None without a target."""

    words: tuple[str, ...] = ()
    pace: int | None = None


class SpeakerPlans(StoreTable):
    """The table `speaker_plans`: one row for each speaker and for each user who has logged in."""

    def get(self, speaker: str) -> SpeakerPlan:
        """The viewer's own plan for the speaker; an empty one if there is none."""
        sql = 'select words, pace from speaker_plans where "user" = ? and speaker = ?'
        with self._connection.read() as db:
            rows = list(db.query(sql, [self._connection.viewer.user, speaker]))
        return SpeakerPlan(tuple(json.loads(rows[0]["words"])), rows[0]["pace"]) if rows else _NONE

    def set(self, speaker: str, plan: SpeakerPlan) -> None:
        row = {
            "user": self._connection.viewer.user,
            "speaker": speaker,
            "words": json.dumps(plan.words, ensure_ascii=False),
            "pace": plan.pace,
            "changed_at": utc_now(),
        }
        with self._connection.write() as db:
            insert(db, "speaker_plans", row)


_NONE = SpeakerPlan()
