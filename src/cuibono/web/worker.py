"""The process that does the checks, so that pages stay quick while a long text is read.

It ends by itself when its server does, however that ended: the pipe to it closes then. ``python -m cuibono.web.worker`` is started by
:mod:`cuibono.web.crew` and by nobody else.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Final

from cuibono.web.records import Records
from cuibono.web.running import run_job
from cuibono.web.settings import Settings
from cuibono.web.store import Store, jobs

POLL: Final = 0.5
BEAT: Final = 3.0


def work(settings: Settings, store: Store, wake: threading.Event, stop: threading.Event) -> None:
    """Take jobs and do them until told to stop."""
    name = jobs.this_worker()
    records = Records(settings.ledger, copies=1)
    threading.Thread(target=_beat, args=(store, name, stop), daemon=True).start()
    warm = False
    while not stop.is_set():
        job = jobs.take(store, name)
        if job is None and not warm:
            warm = _warm(records)
            continue
        if job is None:
            wake.wait(POLL)
            wake.clear()
            continue
        run_job(job, store, records, settings)


def _warm(records: Records) -> bool:
    """Load what every check needs while nobody waits; what is wrong with the records, the first check says."""
    from cuibono.claims import extract
    from cuibono.documents import from_text
    from cuibono.entities import recorded_names
    from cuibono.errors import CuibonoError

    try:
        document = from_text("The first one owns the second one, as everybody knows.", language="en")
        with records.borrow() as ledger:
            extract(document, recorded_names(document.text, ledger))
    except CuibonoError:
        return True
    return True


def _beat(store: Store, name: str, stop: threading.Event) -> None:
    while not stop.wait(BEAT):
        jobs.beat(store, name)


def _listen(wake: threading.Event) -> None:
    """A line from the server wakes the worker; the end of the pipe ends it."""
    for _ in sys.stdin:
        wake.set()
    os._exit(0)


def main() -> None:
    settings = Settings.from_plain(json.loads(sys.stdin.readline()))
    wake, stop = threading.Event(), threading.Event()
    threading.Thread(target=_listen, args=(wake,), daemon=True).start()
    store = Store.open(settings.database_url, migrate=False)
    try:
        work(settings, store, wake, stop)
    except (
        KeyboardInterrupt
    ):  # the terminal sends it to the whole group; the server says what there is to say
        sys.exit(0)


if __name__ == "__main__":
    main()
