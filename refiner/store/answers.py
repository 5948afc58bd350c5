"""Cached answers of paid providers, each by the hash of its request."""

from __future__ import annotations

import hashlib

from refiner.store.connection import StoreTable, insert, utc_now


def hash_of(text: str) -> str:
    """The hash of a transcript, by which the answers about it are found when it is deleted."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Answers(StoreTable):
    """The table `answers`."""

    def get(self, key: str) -> str | None:
        with self._connection.read() as db:
            row = db.execute("select answer from answers where key = ?", [key]).fetchone()
        return row[0] if row else None

    def drop(self, key: str) -> None:
        with self._connection.write() as db:
            db.execute("delete from answers where key = ?", [key])

    def put(self, key: str, answer: str, text: str) -> None:
        """Cache an answer about the transcript `text`; it is deleted with the transcript's runs."""
        row = {"key": key, "created_at": utc_now(), "answer": answer, "talk": hash_of(text)}
        with self._connection.write() as db:
            insert(db, "answers", row)
