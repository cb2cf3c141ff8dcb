"""The cache in files, in which limits of attempts are counted where one machine has no server for it."""

import pickle
import zlib
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks


class FileCache(FileBasedCache):
    """Counts in place, under a lock.

    Django's own writes a new file for each count: of two at once it forgets one, and a limit of an hour runs out five
    minutes after the last try.
    """

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it; it runs out when it was to. Raises ValueError where there is none."""
        try:
            with Path(self._key_to_file(key, version)).open("r+b") as file:
                locks.lock(file, locks.LOCK_EX)
                if not self._is_expired(file):
                    place = file.tell()
                    number: int = pickle.loads(zlib.decompress(file.read())) + delta
                    file.seek(place)
                    file.write(zlib.compress(pickle.dumps(number, self.pickle_protocol)))
                    file.truncate()
                    return number
        except FileNotFoundError:
            pass
        raise ValueError(f"Key '{key}' not found")
