"""What an assistant sees: the SDK's own client, in the process and over a real pipe."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from infofacts.commands.mcp_server import server
from infofacts.messages import speak
from tests.conftest import ROOT, Run

STATIONS = "5g.base-stations.2023"


def talk(work: Callable[[Client], Awaitable[Any]], *facts: str, builtin: bool = True) -> Any:
    """What comes of a conversation with a server in this process."""

    async def run() -> Any:
        async with Client(server(facts, builtin)) as client:
            return await work(client)

    logging.disable(logging.INFO)  # the SDK logs each refusal
    try:
        return asyncio.run(run())
    finally:
        logging.disable(logging.NOTSET)


def call(tool: str, *facts: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a tool."""
    result = talk(lambda client: client.call_tool(tool, arguments), *facts)
    assert not result.is_error, result.content
    answer: dict[str, Any] = result.structured_content
    return answer


def refused(tool: str, **arguments: Any) -> str:
    """Why a tool refuses its arguments."""
    result = talk(lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    return str(result.content[0].text)


def test_a_fact_comes_with_all_that_is_known_of_it() -> None:
    answer = call("show", names=[STATIONS])
    assert answer == {
        "found": True,
        "messages": [],
        "facts": [
            {
                "address": STATIONS, "zh": "5G基站总数", "en": "5G base stations",
                "year": 2023, "measure": "level", "value": "3377000", "number": 3377000.0,
                "unit": "个", "unit_en": "number", "bound": "=", "printed": "337.7万个", "as_of": "2023-12-31",
                "since": "", "scope": "CN", "status": "stated", "note": "", "note_en": "",
                "quote": "截至2023年底，5G基站总数达337.7万个", "source": "nidr-2023",
                "publication": "国家信息化发展报告（2023年）, 国家互联网信息办公室, 2024-08",
                "section": "第二篇 › 二 › （一）", "url": "", "proof": "text", "unmet": [],
            }
        ],
    }  # fmt: skip


def test_numbers_are_exact_texts() -> None:
    (fact,) = call("show", names=["internet-users.penetration.2023"])["facts"]
    assert (fact["value"], fact["number"], fact["unit"]) == ("77.5", 77.5, "%")
    (fact,) = call("show", names=["5g.verticals"])["facts"]
    assert (fact["value"], fact["number"]) == (["工业", "矿业", "电力", "港口"], None)


def test_search_says_when_the_base_has_no_answer() -> None:
    answer = call("search", words="印度网民", count=1)
    assert not answer["found"]
    assert answer["facts"][0]["unmet"] == ["印度"]
    assert answer["messages"] == ["nearest; not met: 印度"]
    answer = call("search", words="5G base stations", years="2023", topic="5g", count=1)
    assert (answer["found"], answer["facts"][0]["address"]) == (True, STATIONS)
    answer = call("search", words="5g", topic="nowhere")
    assert "nothing is named 'nowhere'" in answer["messages"][0]
    answer = call("search", words="qwzx")
    assert (answer["found"], answer["facts"]) == (False, [])


def test_an_unknown_name_is_an_answer() -> None:
    answer = call("show", names=["5g.base-sations"])
    assert (answer["found"], answer["facts"]) == (False, [])
    assert "did you mean" in answer["messages"][0]


def test_comparisons_have_texts_too() -> None:
    answer = call("compare", names=["5g.base-stations"], years="2022:2023")
    assert [fact["printed"] for fact in answer["facts"]] == ["231.2万个", "337.7万个"]
    later = answer["comparisons"][1]
    assert (later["address"], later["base"]) == (STATIONS, "5g.base-stations.2022")
    assert later["difference"]["value"] == "1065000"


def test_citations_and_passages_come_with_their_facts() -> None:
    answer = call("cite", names=["5g.base-stations"], years="2023", style="apa")
    assert answer["citation"].startswith("Cyberspace Administration of China. (2024).")
    assert [fact["address"] for fact in answer["facts"]] == [STATIONS]
    answer = call("source", names=[STATIONS])
    assert answer["passages"][0]["exact"] == "截至 2023 年底，5G 基站总数达 337.7 万个"
    assert answer["facts"][0]["address"] == STATIONS


def test_a_text_is_verified() -> None:
    answer = call("verify", text="# 5G\n\n2023年底5G基站337.8万个，比猫多。")
    (number,) = answer["numbers"]
    assert (number["verdict"], number["fact"]) == ("differs", STATIONS)
    assert (number["line"], number["suggestion"]) == ("3", "337.7万个")
    assert answer["facts"][0]["printed"] == "337.7万个"
    assert (
        call("verify", text="全国5G基站337.7万个。", year="2023")["numbers"][0]["verdict"]
        == "stated"
    )


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("show", {"names": ["5g"], "color": 1}, "show has no argument color: it has names, years"),
        ("show", {"names": []}, "at least 1 item"),
        ("show", {"names": ["5g"], "years": "soon"}, "--year soon: expected 2023"),
        ("search", {"words": "5g", "count": 0}, "greater than or equal to 1"),
        ("cite", {"names": ["5g"], "style": "/tmp/a.csl"}, "expected one of gbt7714-2025"),
        ("compare", {"names": [STATIONS]}, "name two values"),
        ("verify", {"text": "a", "year": "in 2023"}, "expected one year"),
        ("verify", {"text": "a\0b"}, "a binary file"),
        ("nothing", {}, "nothing"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    tool: str, arguments: dict[str, Any], message: str
) -> None:
    assert message in refused(tool, **arguments)


def test_topics_are_resources() -> None:
    async def read(client: Client) -> list[Any]:
        with pytest.raises(MCPError, match="there is no topic 'nowhere'"):
            await client.read_resource("infofacts://topics/nowhere")
        read = [await client.read_resource(f"infofacts://topics{end}") for end in ("", "/5g")]
        return [json.loads(vars(each.contents[0])["text"]) for each in read]

    topics, facts = talk(read)
    assert [each["facts"] for each in topics if each["topic"] == "5g"] == [len(facts)]
    assert STATIONS in [fact["id"] for fact in facts]


def test_every_tool_only_reads_and_says_what_it_takes() -> None:
    tools = talk(lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == [
        "search",
        "show",
        "compare",
        "cite",
        "source",
        "verify",
    ]
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert all(tool.output_schema["properties"]["found"] for tool in tools)


def test_own_facts_are_served_and_told(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[cats]\nzh = "猫"\nen = "Cats"\n[cats.indoor]\nzh = "室内猫"\nen = "Indoor cats"\n'
        '[cats.indoor.2023]\nvalue = 3\nunit = "个"\nquote = "3个"\n',
        "utf-8",
    )
    answer = call("show", str(own), names=["cats.indoor"])
    assert (answer["facts"][0]["value"], answer["facts"][0]["proof"]) == ("3", "none")
    own.write_text('[5g.base-stations.2023]\nvalue = 1\nunit = "个"\n', "utf-8")
    answer = call("show", str(own), names=[STATIONS])
    assert "5g.base-stations.2023" in "".join(answer["messages"])


# ---------------------------------------------------------------- whole answers
# Tool or address, fact files, arguments, answer; to write wanted changes: `python -m
# tests.commands.test_mcp`.
ANSWERS = ROOT / "tests" / "data" / "mcp.jsonl"


def whole() -> str:
    """The file of whole answers as it should be."""

    async def answered(client: Client, asked: str, arguments: dict[str, Any]) -> Any:
        if "://" not in asked:
            answer: Any = await client.call_tool(asked, arguments)
            return answer.content[0].text if answer.is_error else answer.structured_content
        try:
            contents: Any = await client.read_resource(asked)
            return json.loads(contents.contents[0].text)
        except MCPError as error:
            return str(error)

    speak("en")
    lines = []
    for asked, facts, arguments, _ in map(json.loads, ANSWERS.read_text("utf-8").splitlines()):

        def work(client: Client, line: Any = (asked, arguments)) -> Awaitable[Any]:
            return answered(client, *line)

        got = talk(work, *(str(ROOT / file) for file in facts), builtin=False)
        lines.append(json.dumps([asked, facts, arguments, got], ensure_ascii=False) + "\n")
    return "".join(lines)


def test_every_answer_is_the_one_that_was_read() -> None:
    assert whole() == ANSWERS.read_text("utf-8")


def test_it_speaks_over_a_pipe(tmp_path: Path) -> None:
    async def run() -> list[Any]:
        line = ["-m", "infofacts", "mcp"]
        pipe = stdio_client(StdioServerParameters(command=sys.executable, args=line, cwd=tmp_path))
        async with Client(pipe) as client:
            found = await client.call_tool("show", {"names": [STATIONS]})
            broken = await client.call_tool("show", {"names": [STATIONS], "years": "soon"})
            again = await client.call_tool("search", {"words": "网民规模", "years": "2023"})
            return [found, broken, again]

    found, broken, again = asyncio.run(run())
    assert found.structured_content["facts"][0]["value"] == "3377000"
    assert broken.is_error
    assert again.structured_content["facts"][0]["address"] == "internet-users.users.2023"


def test_the_library_is_asked_for_where_it_is_missing() -> None:
    code = "import sys; sys.modules['mcp'] = None; from infofacts.app import main; sys.exit(main(['mcp']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "infofacts: mcp needs the library of the protocol, which is not installed: "
        "pip install 'infofacts[mcp]'\n"
    )


def test_a_large_answer_says_how_much_is_left_out() -> None:
    answer = call("show", names=["nidr-2023"])
    assert (answer["found"], len(answer["facts"])) == (True, 50)
    assert re.search(r"^\d+ more facts: name indicators", answer["messages"][-1])


def test_a_file_that_cannot_be_read_ends_the_server(run: Run, tmp_path: Path) -> None:
    code, _, err = run("mcp", "--facts", str(tmp_path / "none.toml"))
    assert (code, err.count("none.toml")) == (3, 1)


if __name__ == "__main__":
    ANSWERS.write_text(whole(), "utf-8")
