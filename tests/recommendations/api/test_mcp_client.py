"""The server at /mcp/ with the client of the reference implementation."""

from __future__ import annotations

from typing import Any, Literal

import anyio
import pytest
from mcp import Client
from pytest_django.live_server_helper import LiveServer

from recommendations.api.mcp import CURRENT_VERSION, tools
from tests import builders as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("mode", "version"), [("auto", CURRENT_VERSION), ("legacy", "2025-11-25")])
def test_a_client_lists_and_calls_the_tools(
    live_server: LiveServer, mode: Literal["auto", "legacy"], version: str
) -> None:
    make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution"))

    async def run() -> tuple[Any, Any, Any, str]:
        async with Client(f"{live_server.url}/mcp/", mode=mode) as client:
            listed = await client.list_tools()
            found = await client.call_tool("get_document", {"address": "CTOC/COP/2022/L.4"})
            wrong = await client.call_tool("search_recommendations", {"status": ["final"]})
            return listed, found, wrong, client.protocol_version

    listed, found, wrong, agreed = anyio.run(run)
    assert [tool.name for tool in listed.tools] == list(tools())
    assert found.structured_content["title"] == "Draft resolution"
    assert (found.is_error, wrong.is_error) == (False, True)
    assert agreed == version
