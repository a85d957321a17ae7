"""The basket: recommendations that a reader collects across searches, with notes, kept in the session only.

The session is created only when the first item is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.sessions.backends.base import SessionBase

MAX_ITEMS = 1_000
MAX_NOTE_LENGTH = 500  # characters
KEY, _NOTES, _REMOVED = "basket", "basket_notes", "basket_removed"  # in the session


class Basket:
    """Keys of recommendations in the order in which they were added."""

    def __init__(self, session: SessionBase) -> None:
        self._session = session

    @property
    def keys(self) -> tuple[int, ...]:
        return tuple(self._session.get(KEY, ()))

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, key: int) -> bool:
        return key in self.keys

    @property
    def is_full(self) -> bool:
        return len(self) >= MAX_ITEMS

    def add(self, key: int) -> None:
        """Add a recommendation at the end, unless it is already there or the basket is full."""
        if key not in self and not self.is_full:
            self._save((*self.keys, key))

    def add_all(self, keys: Iterable[int]) -> int:
        """Add recommendations at the end, as many as fit. Return how many did not."""
        new_keys = [key for key in dict.fromkeys(keys) if key not in self]
        fitting = new_keys[: MAX_ITEMS - len(self)]
        self._save((*self.keys, *fitting))
        return len(new_keys) - len(fitting)

    def remove(self, keys: Iterable[int]) -> None:
        removed = set(keys)
        self._save(key for key in self.keys if key not in removed)

    def move(self, key: int, offset: int) -> None:
        """Move a recommendation up (negative offset) or down."""
        keys = list(self.keys)
        if key in keys:
            index = keys.index(key)
            keys.pop(index)
            keys.insert(max(0, index + offset), key)
            self._save(keys)

    @property
    def notes(self) -> dict[int, str]:
        """Return the reader's notes, by the keys of recommendations."""
        return {int(key): note for key, note in self._session.get(_NOTES, {}).items()}

    def set_note(self, key: int, note: str) -> None:
        """Set the note on a recommendation of the basket, shortened if it is too long; "" removes it."""
        if key in self:
            self._save_notes({**self.notes, key: note[:MAX_NOTE_LENGTH]})

    def _save_notes(self, notes: Mapping[int, str]) -> None:
        kept = {str(key): note for key, note in notes.items() if note}
        if kept:
            self._session[_NOTES] = kept
        else:
            self._session.pop(_NOTES, None)

    def clear(self) -> None:
        """Remove all recommendations and notes; :meth:`restore` undoes it until the next change."""
        keys, notes = self.keys, self._session.get(_NOTES, {})
        self._save(())
        self._session[_REMOVED] = {"keys": list(keys), "notes": notes}

    @property
    def removed(self) -> tuple[int, ...]:
        """The keys that :meth:`clear` removed, if nothing was changed since."""
        return tuple(self._session.get(_REMOVED, {}).get("keys", ()))

    def restore(self) -> None:
        """Undo :meth:`clear`."""
        removed = self._session.get(_REMOVED)
        if removed:
            self._save(removed["keys"])
            self._save_notes({int(key): note for key, note in removed["notes"].items()})

    def _save(self, keys: Iterable[int]) -> None:
        key_list = list(keys)
        self._session.pop(_REMOVED, None)
        if key_list:
            self._session[KEY] = key_list
        else:
            self._session.pop(KEY, None)
        if notes := self.notes:
            self._save_notes({key: note for key, note in notes.items() if key in key_list})
