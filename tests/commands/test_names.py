"""Names and years as people type them, in every command that takes them; and what is suggested."""

from __future__ import annotations

import pytest

from infofacts.commands import COMMANDS
from infofacts.model import FactBase
from tests.conftest import Records, Run


@pytest.mark.parametrize("name", ["物联网", "IPv6", "5G base stations", "ipv6", "5G网络", "宽带"])
def test_labels_and_aliases_are_names(run: Run, name: str) -> None:
    code, out, err = run("show", name)
    assert (code, err) == (0, "") and out.startswith("id\ttopic\t")


@pytest.mark.parametrize(
    "name",
    [
        "5g.base-stations.2022", "2022年5G基站总数", "2022年的5G基站总数", "5G基站总数2022年",
        "5G基站总数2022", "5G基站总数 2022年", "5G base stations in 2022", "5G base stations 2022",
        "2022 5G base stations",
    ],
)  # fmt: skip
def test_a_name_may_have_its_year_before_or_behind_it(run: Run, name: str) -> None:
    assert run("get", name) == (0, "2312000\n", "")


@pytest.mark.parametrize("name", ["IPv62023", "5g.base-stations2022"])
def test_digits_that_belong_to_a_name_are_no_year(run: Run, name: str) -> None:
    assert run("get", name)[0] == 1


@pytest.mark.parametrize("command", ["show", "get", "list", "cite", "source"])
def test_a_name_and_years_that_disagree_are_bad_usage(run: Run, command: str) -> None:
    code, out, err = run(command, "5g.base-stations.2023", "-y", "2022")
    assert (code, out) == (2, "")
    assert "5g.base-stations.2023 is of 2023, not of the years asked for" in err


@pytest.mark.parametrize("name", ["5g-base", "base station", "基站"])
def test_an_unknown_name_gets_the_nearest_ones(run: Run, name: str) -> None:
    code, out, err = run("show", name)
    assert (code, out) == (1, "") and "5g.base-stations" in err


def test_nothing_is_suggested_from_the_middle_of_words(run: Run) -> None:
    """nope is in blockchain.open-source-projects, once the hyphens are folded away."""
    assert run("get", "nope")[2] == "infofacts: nothing is named 'nope'; try infofacts search\n"


def test_a_search_suggests_indicators_that_have_only_computed_values(
    run: Run, base: FactBase
) -> None:
    stated = {fact.indicator_id for fact in base.facts.values()}
    unstated = [each for key, each in base.indicators.items() if key not in stated]
    assert unstated
    for each in unstated:
        err = run("search", each.zh)[2]
        assert f"{each.id} has no value; show {each.id} --derived computes it" in err


def test_a_miss_says_what_there_is_instead(run: Run) -> None:
    assert "5g.users has no change of 2023; it has 5g." in run("show", "5g.users.2023.change")[2]
    assert "5g.users has no value of 1999; it has 5g." in run("show", "5g.users.1999")[2]
    for command in ("get", "show"):
        message = run(command, "5g.users-per-base-station")[2]
        derived = (
            "show 5g.users-per-base-station --derived computes it: 5g.users / 5g.base-stations"
        )
        assert message.endswith(f"{derived}\n")


# ---------------------------------------------------------------- several words
@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("5G base stations", "5g.base-stations"),
        ("5g base-stations", "5g.base-stations"),
        ("gigabit users", "broadband.gigabit-users"),
        ("5G base stations in 2022", "5g.base-stations.2022"),
        ("2022 5G base stations", "5g.base-stations.2022"),
    ],
)
@pytest.mark.parametrize("command", ["get", "show", "cite", "source", "list"])
def test_a_name_of_several_words_needs_no_quotation_marks(
    run: Run, command: str, words: str, address: str
) -> None:
    """The same answer as with them, or by address."""
    code, out, err = run(command, *words.split())
    assert code == 0 and out == run(command, words)[1]
    assert out or command == "show"
    alone = [run("show", word)[0] == 0 for word in words.split()]
    assert ("read as one name: " in err) == any(alone)
    if command == "get":
        assert out == run("get", address)[1]


def test_years_behind_a_name_are_years_of_it(run: Run, records: Records) -> None:
    for name in ("网民规模", "internet users", "5G base stations"):
        of_years = run("get", name, "-y", "2021,2022")[1].split()
        assert run("get", *name.split(), "2021", "2022年")[1].split() == of_years
    words = records("compare", "网民规模", "2022", "2023")
    assert words == records("compare", "网民规模", "-y", "2022,2023")


@pytest.mark.parametrize("command", ["get", "show", "list"])
def test_words_that_are_all_names_stay_several(run: Run, command: str) -> None:
    """Also where a name could be made of them."""
    words = ("5g", "internet-users", "users")
    both = run(command, "5g.users", "ipv6.active-users")
    assert both[0] == 0 and both[1].count("\n") >= 2 and "read as" not in both[2]
    assert "read as one name" not in run(command, *words)[2]


def test_words_that_are_no_name_are_listed_one_by_one(run: Run) -> None:
    code, out, err = run("get", "5g.users", "no", "such", "thing")
    assert code == 1 and out.count("\n") == 4 and out.startswith(run("get", "5g.users")[1])
    assert [line.split("'")[1] for line in err.splitlines()] == ["no", "such", "thing"]
    message = "infofacts: 2023 is no name; years go behind -y: -y 2023\n"
    assert run("get", "5g.users", "ipv6.active-users", "2023") == (2, "", message)


def test_names_of_standard_input_stay_one_on_a_line(run: Run) -> None:
    code, out, _ = run("get", "-", stdin=b"5G\nbase\nstations\n")
    assert code == 1 and out == "\n\n\n"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2021-2023", "2021:2023"),
        ("2021..2023", "2021:2023"),
        ("2021–2023", "2021:2023"),
        ("2021年至2023年", "2021:2023"),
        ("２０２１：２０２３", "2021:2023"),
        ("..2022", ":2022"),
        ("2021、2023", "2021,2023"),
        ("2023年", "2023"),
    ],
)
def test_years_may_be_written_otherwise(run: Run, typed: str, years: str) -> None:
    assert run("get", "网民规模", "-y", typed) == run("get", "网民规模", "-y", years)


def test_several_years_are_one_list(run: Run) -> None:
    several = run("get", "网民规模", "-y", "2021", "-y=2023")
    assert several == run("get", "网民规模", "-y", "2021,2023") and several[0] == 0
    code, out, err = run("get", "网民规模", "-y", "2019:2021", "-y", "2023")
    assert (code, out) == (2, "") and "--year 2019:2021,2023: expected 2023" in err


def test_a_topic_and_its_indicator_may_be_two_words(run: Run) -> None:
    code, out, err = run("get", "broadband", "gigabit-users", "2022", "2023")
    assert (code, out) == (0, "91750000\n163000000\n")
    assert "read as one name: broadband gigabit-users" in err


def test_bytes_that_are_no_text_are_told_as_bytes(run: Run) -> None:
    assert run("get", "\udcffx")[2].startswith(r"infofacts: nothing is named '\xffx'")


@pytest.mark.parametrize("years", ["2021-", "2023-12", "2023-2021", "2021 2022", "-", "", "21-23"])
def test_other_years_are_bad_usage(run: Run, years: str) -> None:
    code, out, err = run("get", "网民规模", f"--year={years}")
    assert (code, out) == (2, "") and "expected 2023, 2019:2023" in err


# ---------------------------------------------------------------- no answer, with its exit code
@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        ("get 5g", 1, "is a topic"),
        ("get 5g.base-stations.1987", 1, "of 1987"),
        ("get ipv6.mobile-traffic-share.2023 --in 万", 1, "not a count"),
        ("get 5g.users.2023 --in dozen", 2, "--in dozen"),
        ("get 5g.users.2023 --in ''", 2, "--in"),
        ("get 5g.users.2023 --field colour", 2, "--field colour"),
        ("get 5g.users -y tomorrow", 2, "--year tomorrow"),
        ("get 5g.users --format xml", 2, "--format xml"),
        ("get nope -f json", 1, "'nope'"),
        ("get nope -f table", 1, "'nope'"),
        ("get nope 5g.users.2023 -f xlsx", 2, "--format xlsx"),
        ("show nope -f json", 1, "'nope'"),
        ("show nope nix", 1, "'nix'"),
        ("show 5g nonsense rubbish", 1, "'rubbish'"),
        ("show 5g --lang xx", 2, "infofacts: --lang xx: expected"),
        ("cite 5g --lang fr", 2, "--lang fr"),
        ("source nidr-2023 5g", 1, "'nidr-2023'"),
        ("search zzzzqqqq", 1, "zzzzqqqq"),
        ("search 网民规模 -y 1990", 1, "nothing found for '网民规模'"),
        ("search 5G -y 2030 -f json", 1, "5G"),
        ("list -y 1990", 1, "no facts"),
        ("list 5g -y 1990", 1, "no facts"),
        ("compare 5g.users -y 1999", 1, "1999"),
        (
            "compare computing-power.world-rank strategy.internet-users-rank",
            1,
            "is a rank and cannot be compared",
        ),
        ("export -y 2030", 1, ""),
        ("export -y 2030 -f json", 1, ""),
        ("export -f ods", 2, "sqlite, parquet, datapackage"),
        ("export -o no/where.tsv", 2, "--output"),
        ("export --no-builtin -f csv", 1, "name one with --facts"),
        ("list --no-builtin", 1, "name one with --facts"),
        ("search 5G --no-builtin", 1, "name one with --facts"),
        ("show 5g --no-builtin", 1, "name one with --facts"),
    ],
)
def test_no_answer_is_an_exit_code_and_messages_on_stderr_alone(
    run: Run, argv: str, code: int, words: str
) -> None:
    """Each line says which program speaks."""
    got, out, err = run(*(word.strip("'") for word in argv.split()))
    assert (got, out.strip()) == (code, "") and words in err
    assert err and all(line.startswith("infofacts: ") for line in err.splitlines())


@pytest.mark.parametrize(
    "argv",
    ["get 5g.users --lang", "search 5G -n 9223372036854775808", "get --nonsense", "nonsense"],
)
def test_a_command_line_that_cannot_be_parsed_is_exit_2(run: Run, argv: str) -> None:
    code, out, err = run(*argv.split())
    assert (code, out) == (2, "") and err


def test_an_internal_error_is_exit_3_and_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its traceback is for who asks for it."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("infofacts.commands.answer.emit", broken)
    with pytest.raises(ZeroDivisionError):
        run("list")
    monkeypatch.delenv("INFOFACTS_TRACEBACK")
    code, out, err = run("list")
    assert (code, out) == (3, "") and "ZeroDivisionError: oops" in err and err.count("\n") == 1


# ---------------------------------------------------------------- languages
def test_the_language_is_that_of_the_option_then_the_variable_then_the_locale(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heading(*args: str) -> str:
        return run("show", "5g.users", "-f", "table", *args)[1].splitlines()[0]

    assert heading() == "5G移动电话用户 · 5G mobile phone users  5g.users"
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert heading() == "5G移动电话用户  5g.users"
    monkeypatch.setenv("INFOFACTS_LANG", "en")
    assert heading() == "5G mobile phone users  5g.users"
    assert heading("--lang", "zh") == "5G移动电话用户  5g.users"


@pytest.mark.parametrize(
    "code", ["zh", "zh-CN", "zh_CN.UTF-8", "ZH", "zh-Hans", "zh_TW", "zho", "cmn-Hans"]
)
def test_a_language_may_be_written_with_its_country_and_script(
    run: Run, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    shown = run("show", "5g.users", "-f", "table", "--lang", "zh")
    assert run("show", "5g.users", "-f", "table", "--lang", code) == shown
    monkeypatch.setenv("INFOFACTS_LANG", code)
    assert run("show", "5g.users", "-f", "table") == shown
    monkeypatch.delenv("INFOFACTS_LANG")
    monkeypatch.setenv("LANG", code)
    assert run("show", "5g.users", "-f", "table") == shown


@pytest.mark.parametrize("code", ["en-US", "EN", "en_GB.UTF-8", "eng", "en@euro"])
def test_english_is_known_by_any_code(run: Run, code: str) -> None:
    assert run("cite", "5g.users.2023", "--lang", code) == run(
        "cite", "5g.users.2023", "--lang", "en"
    )


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "check"])
@pytest.mark.parametrize("code", ["fr", "english", "zhx", "fr_FR.UTF-8", "-"])
def test_another_language_is_refused_by_every_command(run: Run, command: str, code: str) -> None:
    argv = [] if command in ("list", "source", "export") else ["5g.users"]
    got, out, err = run(command, *argv, f"--lang={code}")
    assert (got, out) == (2, "")
    assert err == f"infofacts: --lang {code}: expected one of zh, en, both\n"


def test_a_wrong_language_is_reported_where_it_stands(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFOFACTS_LANG", "yy")
    assert "infofacts: INFOFACTS_LANG=yy: expected" in run("show", "5g")[2]
    assert "infofacts: --lang xx: expected" in run("show", "5g", "--lang", "xx")[2]


# ---------------------------------------------------------------- years of each command
def test_the_newest_year_is_that_of_each_indicator(run: Run, records: Records) -> None:
    (newest,) = records("get", "5g.base-stations")
    for argv in (("search", "5G基站总数", "-n", "1"), ("list", "5g.base-stations")):
        assert [r["id"] for r in records(*argv, "-y", "latest")] == [newest["id"]]
