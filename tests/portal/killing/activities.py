"""What the portal does when it is killed: ingestion, review, publication, compilation, restore.

``python -m tests.portal.killing.activities FOLDER`` reads lines such as "review 3 0.25 group" from standard input. It
runs the activity on document 3 in a forked process, which has the portal imported already, kills it after 0.25 seconds,
alone or with its group, and prints "killed", "completed" or "failed". Each activity continues the work of an earlier
one that was killed. A backup of the database is expected in FOLDER for the restore.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  the portal must be set up first
from django.contrib.auth.models import User  # noqa: E402
from django.db import connections  # noqa: E402

from documents.models import LanguageVersion  # noqa: E402
from documents.services import publish, unpublish  # noqa: E402
from portal.compilations import write_compilation  # noqa: E402
from portal.ingestion import pipeline  # noqa: E402
from portal.ingestion.bulk import ingest_paths  # noqa: E402
from portal.ingestion.pipeline import IngestFailure  # noqa: E402
from portal.postgres.backup import back_up, restore  # noqa: E402
from portal.reading.document import from_bytes, read  # noqa: E402
from recommendations.corrections import Edit  # noqa: E402
from recommendations.models import Compilation, Recommendation  # noqa: E402
from recommendations.services import load_vocabularies  # noqa: E402
from recommendations.services.compilations import (  # noqa: E402
    UNFINISHED,
    CompilationRequest,
    begin_compilation,
    request_compilation,
)
from recommendations.services.correcting import correct  # noqa: E402

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
BACKUP = FOLDER / "portal.dump"
EDITOR, RESTORED, ROOT = "ann", "restored", "http://localhost"
POLL_SECONDS = 0.002

# Files are parsed in this process. A separate one, which writes nothing, would take most of the time.
pipeline.parse_file = lambda content, name: from_bytes(read(content, name, settings.READING_LIMITS))


def symbol(number: int) -> str:
    """Return the symbol of a document."""
    return f"CTOC/COP/WG.3/2031/{number}"


def document(number: int) -> bytes:
    """Return a document with three recommendations."""
    items = "\n\n".join(
        f"({label}) States parties are encouraged to answer request number {number} for {subject} without delay."
        for label, subject in (("a", "extradition"), ("b", "mutual legal assistance"), ("c", "joint investigations"))
    )
    return f"""Distr.: General
{symbol(number)}

Working Group on International Cooperation
Vienna, 25 and 26 March 2031

Report on the meeting

I. Recommendations

1. The Working Group adopted the following recommendations:

{items}
""".encode()


def version(number: int) -> LanguageVersion:
    return LanguageVersion.objects.get(document__symbols__symbol=symbol(number))


def ingest(number: int) -> None:
    """Read and store a document, as ``manage.py ingest`` does."""
    path = FOLDER / f"{number}.txt"
    path.write_bytes(document(number))
    [result] = ingest_paths([path], publish=False)
    if isinstance(result, IngestFailure):
        raise RuntimeError(result.reason)


def review(number: int) -> None:
    """Correct the title and two recommendations in one step."""
    row = version(number)
    title = f"Report, revision {row.revision + 1}"
    edits = [Edit("fact", "", "title", row.title, title)]
    for recommendation in row.recommendations.order_by("position")[:2]:
        text = f"{recommendation.text.split(' Revision')[0]} Revision {row.revision + 1}."
        edits.append(Edit("field", recommendation.anchor, "text", recommendation.text, text))
    correct(row, edits, User.objects.get(username=EDITOR), seen=row.revision)


def change_publication(number: int) -> None:
    """Publish a document, or unpublish it if it is public."""
    row = version(number)
    (unpublish if row.published_at else publish)([row], User.objects.get(username=EDITOR))


def compile_(_number: int) -> None:
    """Request a compilation unless one is unfinished, and write it."""
    row = Compilation.objects.filter(state__in=UNFINISHED).first()
    if row is None:
        published = Recommendation.objects.filter(version__published_at__isnull=False).order_by("pk")
        keys = list(published.values_list("pk", flat=True))
        request = CompilationRequest("", keys, "word", "none", False, {}, "en", len(keys))
        row = request_compilation(request, "session", None, ROOT)
    compilation = begin_compilation(str(row.pk))
    assert compilation is not None
    write_compilation(compilation, ROOT)


def restore_backup(_number: int) -> None:
    """Restore the backup into another database."""
    connections["default"].settings_dict["NAME"] = RESTORED
    restore(BACKUP)


def prepare(number: int) -> None:
    """Load the vocabularies, the editor and some documents, publish half of them, and make the backup."""
    load_vocabularies()
    User.objects.create_user(EDITOR)
    for key in range(1, number + 1):
        ingest(key)
    publish([version(key) for key in range(1, number // 2 + 1)])
    back_up(BACKUP)


ACTIVITIES = {
    "ingestion": ingest,
    "review": review,
    "publication": change_publication,
    "compilation": compile_,
    "restore": restore_backup,
    "preparation": prepare,
}


def run(activity: str, number: int, seconds: float, *, with_group: bool) -> str:
    """Run an activity in a process of its own and kill it after some seconds. Return the outcome."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        status = 1
        try:
            ACTIVITIES[activity](number)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return "failed" if status else "completed"
        time.sleep(POLL_SECONDS)
    if with_group:
        with suppress(ProcessLookupError):  # the process has no group of its own yet
            os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return "killed"


def main() -> None:
    """Run the activities named on standard input."""
    for line in sys.stdin:
        activity, number, seconds, target = line.split()
        start = time.monotonic()
        outcome = run(activity, int(number), float(seconds), with_group=target == "group")
        sys.stdout.write(f"{outcome} {time.monotonic() - start:.3f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
