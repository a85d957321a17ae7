"""Load test: 120 documents are uploaded, fifty of them at once, and read by two workers; every few seconds one of them
is killed. All documents arrive exactly once. Web server, workers and database are separate processes, as in production.
"""

from __future__ import annotations

import http.client
import signal
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from portal.postgres.server import EmbeddedServer
from tests.concurrency import run_concurrently
from tests.documents.parsing.docx.builders import zipped
from tests.portal.ingestion.machines import MAX_WAIT_SECONDS, Machine, running, wait_until

CONCURRENT = 50
DOCUMENTS = 120
DOCUMENTS_PER_KILL = 27
"""Documents read between two kills, so that a machine of any speed has a kill every few seconds."""
STALLED_SECONDS = 4
"""Longer than a busy worker is silent, since a file whose worker seems dead three times is rejected."""

LOG_IN_SCRIPT = """
from django.contrib.auth.models import User
from django.test import Client
from recommendations.services import load_vocabularies
load_vocabularies()
client = Client()
client.force_login(User.objects.create_superuser("lawyer"))
print("session:", client.cookies["sessionid"].value)
"""
TOKEN = "a" * 32


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    server = EmbeddedServer.at(tmp_path / "test-postgres", durable=False)
    with running(
        Machine(tmp_path, server, settings_module="tests.settings", stalled_seconds=STALLED_SECONDS)
    ) as portal:
        portal.manage("migrate", "-v0")
        yield portal


def document(number: int) -> bytes:
    """Return a document with a unique symbol and one recommendation."""
    return f"""Distr.: General
CTOC/COP/WG.3/2031/{number}

Working Group on International Cooperation
Vienna, 25 and 26 March 2031

Report on the meeting

I. Recommendations

1. The Working Group adopted the following recommendations:

(a) States parties are encouraged to answer request number {number} for mutual legal assistance without delay.
""".encode()


@contextmanager
def web_server(machine: Machine) -> Iterator[int]:
    """Start Gunicorn as ``serve`` does; yield its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        descriptor = listener.fileno()
        command = ("-m", "gunicorn", "--config", "python:portal.serving.webserver", "--bind", f"fd://{descriptor}")
        process = machine.start(*command, files=(descriptor,))
        try:
            yield listener.getsockname()[1]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(MAX_WAIT_SECONDS)


def send(port: int, session: str, batch: uuid.UUID, name: str, content: bytes) -> int:
    """Upload a file as the page's script does. Return the HTTP status."""
    fields = {"batch": str(batch), "name": name}
    parts = [f'--X\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n'.encode() for key in fields]
    header = f'--X\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n\r\n'.encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=MAX_WAIT_SECONDS)
    headers = {
        "Content-Type": "multipart/form-data; boundary=X",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }
    connection.request("POST", "/en/uploads/file/", b"".join([*parts, header, content, b"\r\n--X--\r\n"]), headers)
    return connection.getresponse().status


def count(machine: Machine, table: str) -> int:
    ((number,),) = machine.query(f"SELECT count(*) FROM {table}")
    return int(number)


@pytest.mark.long
def test_all_documents_arrive_exactly_once(machine: Machine) -> None:
    session = machine.manage("shell", "-v0", "-c", LOG_IN_SCRIPT).split()[-1]
    batch = uuid.uuid4()
    contents = {f"{number}.txt": document(number) for number in range(DOCUMENTS)}
    sent_alone, sent_in_archive = list(contents)[:CONCURRENT], list(contents)[CONCURRENT:]
    with web_server(machine) as port:
        uploads: list[Callable[[], object]] = [
            partial(send, port, session, batch, name, contents[name]) for name in sent_alone
        ]
        assert run_concurrently(*uploads) == [200] * CONCURRENT
        archive = zipped({name: contents[name] for name in sent_in_archive})
        assert send(port, session, batch, "rest.zip", archive) == 200
    waiting = f"documents_upload WHERE state = 'waiting' AND batch = '{batch}'"
    assert count(machine, waiting) == count(machine, "procrastinate_jobs WHERE status = 'todo'") == DOCUMENTS

    read_while_killing_workers(machine)

    assert machine.query("SELECT DISTINCT state, message FROM documents_upload") == [("done", "")]
    assert count(machine, "documents_upload") == DOCUMENTS
    assert machine.query("SELECT count(DISTINCT version_id) FROM documents_upload") == [(DOCUMENTS,)]
    tables = ("documents_document", "documents_languageversion", "documents_documentfile", "documents_documentsymbol")
    assert {count(machine, table) for table in (*tables, "recommendations_recommendation")} == {DOCUMENTS}
    jobs = "procrastinate_jobs WHERE task_name = 'ingest_upload'"
    wait_until(lambda: count(machine, jobs) == 0, "no job is left")
    assert "of a dead worker" in machine.log.read_text()


def read_while_killing_workers(machine: Machine) -> None:
    """Let two workers read. After every ``DOCUMENTS_PER_KILL`` documents, kill the older worker and start a new one."""
    machine.start_worker()
    machine.start_worker()
    for read_count in range(DOCUMENTS_PER_KILL, DOCUMENTS, DOCUMENTS_PER_KILL):
        wait_until(partial(are_read, machine, read_count), f"{read_count} documents are read")
        assert not are_read(machine, DOCUMENTS)
        machine.kill_oldest_worker()
        machine.start_worker()
    wait_until(partial(are_read, machine, DOCUMENTS), "every document is read")


def are_read(machine: Machine, number: int) -> bool:
    return count(machine, "documents_upload WHERE finished_at IS NOT NULL") >= number
