"""What the server of `mcp` offers: answers of the commands, as models whose numbers are texts.

Loaded by `mcp` only: it needs the official SDK of the Model Context Protocol.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from importlib import import_module
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from infofacts import __version__, store
from infofacts.cite import DEFAULT_STYLE, STYLES
from infofacts.commands.answer import Answer, Asked
from infofacts.errors import FactsError, NoAnswer, listed
from infofacts.formats import text_of
from infofacts.model import RECORD, FactBase, Json
from infofacts.verify.documents import blocks_of, lines_of
from infofacts.verify.engine import Verifier
from infofacts.verify.records import record_of

INSTRUCTIONS = """\
Facts of China's National Informatization Development Report (2023) and of other years, each with \
the words it was printed in. Give a number with its bound (超, 近 …), unit, date and source, as \
`printed` has it. `value` is the exact number in base units of `unit`; never take more from it than \
`printed` says; its sign is that of the change (a fall is below zero). Where `found` is false the base has no answer: say so; facts that come with it are \
near, not the answer, and `unmet` has the words that they do not meet. `proof` says what shows a \
fact: text (its words stand in the bundled report), page (they were read at `url`), none."""
TOPICS = "infofacts://topics"
# No tool changes anything, none asks the network.
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
MOST_FACTS = 50  # of an answer
LONGEST_DRAFT = 1_000_000  # characters of a text to verify

Names = Annotated[
    list[str],
    Field(description="Addresses (5g.users, 5g.users.2023), labels or aliases.", min_length=1),
]
Years = Annotated[str, Field(description="2023, 2019:2023, 2022,2023 or latest; empty for all.")]


class Fact(BaseModel):
    """One fact. Texts are empty where there is nothing to say."""

    address: str = Field(description="topic.indicator.year, with .change, .growth or .rank")
    zh: str = Field(description="label in Chinese")
    en: str = Field(description="label in English")
    year: int
    measure: str = Field(description="level, change, growth or rank")
    value: str | list[str] = Field(
        description="exact number in base units of `unit`; both ends of a range; a text; a list"
    )
    number: float | None = Field(description="the value as a number, which may be rounded")
    unit: str = Field(description="base unit")
    unit_en: str = Field(description="the same in English")
    bound: str = Field(description="= as stated; > more than; < less than; ~ about, or a range")
    printed: str = Field(description="the value as it is printed")
    as_of: str = Field(description="date of the value")
    since: str = Field(description="what a change or growth is measured against")
    scope: str = Field(description="CN, CN-ZJ, world …")
    status: str = Field(description="stated, preliminary, revised, estimate, forecast, target …")
    note: str = Field(description="a caveat")
    note_en: str = Field(description="the same in English")
    quote: str = Field(description="the words of the source")
    source: str = Field(description="id of the publication")
    publication: str = Field(description="its title, publisher and date")
    section: str = Field(description="section that the words stand in")
    url: str = Field(description="page that the words were read on")
    proof: str = Field(description="text, page or none")
    unmet: list[str] = Field([], description="words of the search that it does not meet")


class Found(BaseModel):
    """An answer: whether the base has one, its facts, and what to know of it."""

    found: bool = Field(description="false: not in the base; then the facts are only near")
    facts: list[Fact]
    messages: list[str] = Field(description="why there is no answer, what may be meant, caveats")


class Compared(Found):
    """Values against each other."""

    comparisons: list[dict[str, Any]] = Field(
        description="per value: the one it is compared with, difference, ratio, growth (as published "
        "where `stated` has it, else as in `computed`; numbers "
        "as texts; `low` and `high` are the ends that the printed digits leave open), warnings"
    )


class Cited(Found):
    """A citation of facts."""

    citation: str = Field(description="one entry per publication")


class Passages(Found):
    """Where facts stand."""

    passages: list[dict[str, Any]] = Field(
        description="per fact: its words (`exact`) between those before and after, and the section"
    )


class Verified(Found):
    """The numbers of a text, and the facts that they were held against."""

    numbers: list[dict[str, Any]] = Field(
        description="per number: line and column, verdict (stated, rounded, consistent, "
        "derived, differs, other-year, unknown), the address of its fact, message and suggestion"
    )


class Server(MCPServer[Any]):
    """An SDK server that refuses arguments that a tool does not have, instead of dropping them."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool. Raises `ToolError` for an argument that it does not have."""
        tools = {tool.name: tool.input_schema for tool in await self.list_tools()}
        known = tools.get(name, {}).get("properties", arguments)
        if unknown := [each for each in arguments if each not in known]:
            raise ToolError(f"{name} has no argument {listed(unknown)}: it has {', '.join(known)}")
        return await super().call_tool(name, arguments, context)


class Collected(Asked):
    """What a call asks for; what commands tell people on standard error is kept for the answer."""

    def __init__(self, **asked: Any) -> None:
        super().__init__(**asked | {"lang": "en"})
        self.heard: list[str] = []

    @property
    def of_builtin(self) -> bool:
        """Never: records are wanted, not the texts that stand ready."""
        return False

    def tell(self, messages: Sequence[str]) -> None:
        self.heard += messages

    def ready(self, *_: object) -> None:
        """Nothing: records are wanted, not their texts."""


class Answers:
    """What commands answer about one fact base; one call at a time."""

    def __init__(self, facts: Sequence[str], with_builtin: bool) -> None:
        self.facts, self.with_builtin = facts, with_builtin
        self.lock = threading.Lock()
        self._base: FactBase | None = None

    @property
    def base(self) -> FactBase:
        """All of the fact base, read when it is first needed."""
        if not self._base:
            self._base = store.read(store.base_files(self.facts, self.with_builtin))
        return self._base

    def ask(self, command: str, years: str = "", **values: Any) -> tuple[Answer | None, list[str]]:
        """The answer of a command, None where the base has none, and the messages.

        Raises `FactsError` for arguments that cannot be understood, and a base that can't be read.
        """
        module = import_module(f"infofacts.commands.{command}")
        defaults = {p.name: [] if p.many else p.default for p in module.PARAMETERS}
        values["year"] = years or None
        values = defaults | {"facts": self.facts, "no_builtin": not self.with_builtin} | values
        own = {key: value for key, value in values.items() if key not in Asked.SHARED}
        try:
            asked = Collected(**{key: values[key] for key in values.keys() - own.keys()})
            answer: Answer = module.answer(asked, **own)
        except NoAnswer as error:
            return None, [*asked.heard, *error.lines]
        lead = [answer.lead] if answer.lead else []
        return answer, [*asked.heard, *lead, *answer.messages]

    def found(self, answer: Answer | None, messages: list[str]) -> Found:
        """An answer whose records are facts."""
        records = list(answer.records()) if answer else []
        facts = [self.fact(record) for record in records[:MOST_FACTS]]
        if left := len(records) - len(facts):
            messages.append(
                f"{left} more facts: name indicators or years, or read a topic of {TOPICS}"
            )
        return Found(found=bool(answer and not answer.code), facts=facts, messages=messages)

    def named(self, ids: Iterable[object]) -> list[Fact]:
        """The facts with some addresses, each once."""
        stated = (self.base.facts.get(str(ident)) for ident in dict.fromkeys(ids))
        return [self.fact(fact.to_dict()) for fact in stated if fact]

    def fact(self, record: Mapping[str, Json]) -> Fact:
        """The fact of a record."""
        texts = {name: texts_of(record.get(name)) for name in Fact.model_fields}
        source = self.base.sources.get(str(record["source"]))
        about = (source.title, source.publisher, source.published) if source else ()
        number = float(value) if isinstance(value := record["value"], Decimal) else None
        texts |= {"address": record["id"], "year": record["year"], "number": number}
        texts |= {"publication": ", ".join(filter(None, about)), "unmet": record.get("unmet") or []}
        return Fact(**texts)


def texts_of(value: Any) -> Any:
    """A value of a record with its numbers as texts; "" for None.

    >>> from decimal import Decimal
    >>> texts_of({"growth": {"value": Decimal("46.10")}, "base": None, "lines": [31]})
    {'growth': {'value': '46.10'}, 'base': '', 'lines': ['31']}
    """
    if isinstance(value, Mapping):
        return {key: texts_of(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [texts_of(each) for each in value]
    return "" if value is None else str(value)


def one_at_a_time(
    lock: threading.Lock, work: Callable[..., Any], refusal: type[Exception] = ToolError
) -> Callable[..., Any]:
    """A tool or resource that waits for others; what it cannot read is its caller's to know."""

    @wraps(work)
    def locked(**arguments: Any) -> Any:
        try:
            with lock:
                return work(**arguments)
        except FactsError as error:
            raise refusal(str(error)) from error

    return locked


def server(facts: Sequence[str] = (), with_builtin: bool = True) -> MCPServer[Any]:
    """The server of a fact base."""
    app = Server("infofacts", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    answers = Answers(facts, with_builtin)
    if facts:
        assert answers.base  # a file that cannot be read ends the program, not each call
    for tool in (*lookups(answers), *proofs(answers)):
        app.add_tool(one_at_a_time(answers.lock, tool), annotations=READS)

    for address, resource in zip((TOPICS, f"{TOPICS}/{{topic}}"), resources(answers), strict=True):
        declare = app.resource(address, mime_type="application/json")
        declare(one_at_a_time(answers.lock, resource, ResourceError))
    return app


def resources(answers: Answers) -> tuple[Callable[..., Any], ...]:
    """What can be read by its address."""

    def topics() -> str:
        """The topics of the base, with how many facts each has."""
        answer, _ = answers.ask("list")
        return text_of(answer.records() if answer else [], "json")

    def topic(topic: str) -> str:
        """All facts of a topic."""
        facts = [fact for fact in answers.base.facts.values() if fact.topic == topic]
        if not facts:
            raise ResourceNotFoundError(f"there is no topic {topic!r}: {TOPICS} lists them")
        return text_of([fact.to_dict() for fact in facts], "json")

    return topics, topic


def lookups(answers: Answers) -> tuple[Callable[..., Any], ...]:
    """The tools that find facts and compare them."""

    def search(
        words: Annotated[str, Field(description="Words or a question, in Chinese or English.")],
        count: Annotated[int, Field(description="Most facts.", ge=1, le=100)] = 5,
        years: Years = "",
        topic: Annotated[str, Field(description="Only facts of this topic.")] = "",
        source: Annotated[str, Field(description="Only facts of this source or publisher.")] = "",
    ) -> Found:
        """Find facts for a question; the best first. `found` is false where the base has no answer:
        then the facts are only near, and `unmet` says what they do not meet."""
        filters = {"topic": [topic] if topic else [], "source": [source] if source else []}
        asked = answers.ask("search", words=[words], count=count, years=years, **filters)
        return answers.found(*asked)

    def show(names: Names, years: Years = "", derived: bool = False) -> Found:
        """The facts with some names: one fact, all of an indicator, or the newest of a topic.
        `derived` adds computed figures, marked by their status."""
        return answers.found(*answers.ask("show", names=names, years=years, derived=derived))

    def compare(names: Names, years: Years = "", force: bool = False) -> Compared:
        """Differences, ratios and growth of several values, or of one indicator over years.
        `force` computes growth even where values are not strictly comparable."""
        answer, messages = answers.ask("compare", names=names, years=years, force=force)
        records = list(answer.records()) if answer else []
        facts = [answers.fact(record) for record in records]
        comparisons = [
            {"address": each["id"]}
            | {key: texts_of(each[key]) for key in each if key not in (*RECORD, "url")}
            for each in records
        ]
        return Compared(found=bool(answer), facts=facts, messages=messages, comparisons=comparisons)

    return search, show, compare


def proofs(answers: Answers) -> tuple[Callable[..., Any], ...]:
    """The tools that say where facts stand, and what a text says otherwise."""

    def cite(
        names: Names,
        style: Annotated[str, Field(description=", ".join(STYLES))] = DEFAULT_STYLE,
        years: Years = "",
    ) -> Cited:
        """Cite facts: one entry per publication."""
        if style not in STYLES:  # a file of a style is no assistant's to open
            raise ToolError(f"style {style}: expected one of {', '.join(STYLES)}")
        answer, messages = answers.ask("cite", names=names, style=style, years=years)
        facts = answers.named(each["id"] for each in (answer.records() if answer else ()))
        text = answer.text or "" if answer else ""
        return Cited(found=bool(answer), facts=facts, messages=messages, citation=text)

    def source(names: Names, years: Years = "") -> Passages:
        """The sentences that facts stand in, with the words before and after, and their section."""
        answer, messages = answers.ask("source", names=names, years=years)
        records = list(answer.records()) if answer else []
        return Passages(
            found=bool(answer),
            facts=answers.named(record["id"] for record in records),
            messages=messages,
            passages=[{"address": each["id"]} | texts_of(each) for each in records],
        )

    def verify(
        text: Annotated[
            str, Field(description="Plain text or Markdown.", max_length=LONGEST_DRAFT)
        ],
        year: Annotated[str, Field(description="What the text is about, if it says no year.")] = "",
    ) -> Verified:
        """Hold every number of a text against the facts."""
        if year and not (year.isdecimal() and len(year) == 4):
            raise ToolError(f"year {year}: expected one year, as 2023")
        blocks = blocks_of(lines_of(io.BytesIO(text.encode("utf-8", "replace")), "text"))
        found = Verifier(answers.base, int(year) if year else None).findings(blocks)
        records = [record_of("text", block, each) for block, some in found for each in some]
        known = [record["fact"] for record in records if record["fact"]]
        return Verified(
            found=bool(known),
            facts=answers.named(known),
            messages=[],
            numbers=list(map(texts_of, records)),
        )

    return cite, source, verify
