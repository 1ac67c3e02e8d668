"""What docs/serving.md and the deployment files say is so: the examples run."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from scholargraph.cli.app import app
from scholargraph.serve import Settings

Server = Any  # the one of conftest.py, which no test can import
ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/serving.md").read_text("utf-8")
UNIT = ROOT / "deploy/scholargraph.service"
DOCKERFILE = ROOT / "Dockerfile"
ADDRESS = "http://127.0.0.1:8000"
HARDENED = {
    *("DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"),
    *("ProtectKernelModules", "ProtectKernelTunables", "RestrictNamespaces"),
    *("LockPersonality", "MemoryDenyWriteExecute", "RestrictSUIDSGID"),
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOC, re.DOTALL)


def lines() -> list[str]:
    found = "\n".join(blocks("console")).splitlines()
    return [line.removeprefix("$ ") for line in found if line.startswith("$ ")]


@pytest.mark.parametrize("line", lines(), ids=lambda line: line.split(":8000")[1][:12])
def test_a_line_with_curl_gets_an_answer(server: Server, line: str) -> None:
    words = shlex.split(line.replace(ADDRESS, server.address))
    if shutil.which(words[0]) is None:
        pytest.skip("there is no curl")
    said = subprocess.run([*words, "--fail"], capture_output=True, check=True).stdout
    assert said.count(b"\n") > 2


@pytest.mark.parametrize("block", blocks("python"), ids=lambda b: b.split()[1])
def test_an_example_in_python_prints_something(server: Server, block: str) -> None:
    code = block.replace(ADDRESS, server.address)
    # Python's own flags: the libraries warn of what they have deprecated.
    words = [sys.executable, "-W", "ignore", "-c", code]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.stderr == ""
    assert found.stdout.strip()


def test_the_limits_are_those_of_the_program() -> None:
    settings = Settings()
    for number in (settings.rows, settings.query):
        assert f"{number:,}" in DOC
    for number in (settings.result, settings.kept):
        assert f"{number // 2**20} MiB" in DOC
    assert f"{settings.memory // 2**20:,} MiB" in DOC
    for seconds in (settings.timeout, settings.patience):
        assert f"| {seconds:g} s" in DOC
    assert f"| {settings.per_client}, then 429" in DOC
    assert f"| {settings.queue}, then 503" in DOC


def options() -> set[str]:
    found: Any = typer.main.get_command(app)
    parameters = found.commands["serve"].params
    return {name for p in parameters for name in (*p.opts, *p.secondary_opts)}


def test_every_option_that_is_named_exists() -> None:
    named = re.findall(r"`(--[a-z-]+)`", DOC)
    assert set(named) <= options()
    assert set(named) > {"--timeout", "--memory", "--kept"}


def serves(words: list[str]) -> None:
    assert words[0] == "serve"
    assert {word for word in words if word.startswith("--")} <= options()


def test_the_unit_starts_a_server_that_is_kept_in() -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their case
    unit.read_string(UNIT.read_text("utf-8"))
    service = unit["Service"]
    command, *words = shlex.split(service["ExecStart"])
    assert Path(command).is_absolute()
    serves(words)
    assert words[words.index("--host") + 1] == "127.0.0.1"
    assert {name for name in HARDENED if service[name] == "yes"} == HARDENED
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert unit["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = re.sub(
        r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", UNIT.read_text("utf-8")
    )
    copy = tmp_path / UNIT.name
    copy.write_text(text, "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in said.stderr.splitlines() if UNIT.name in line] == []


def test_the_image_has_what_it_needs_and_runs_as_nobody() -> None:
    text = re.sub(r"\\\n", " ", DOCKERFILE.read_text("utf-8"))
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line[:1].isupper()]
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            for name in rest.split()[:-1]:
                assert (ROOT / name).exists()
                assert f"!{name}" in kept
    last = {word: rest for word, rest in steps}  # noqa: C416 - of pairs in lists
    assert json.loads(last["ENTRYPOINT"]) == ["scholargraph"]
    serves(json.loads(last["CMD"]))
    assert not last["USER"].startswith(("0", "root"))
    compile(json.loads(last["HEALTHCHECK"].partition("CMD ")[2])[2], "check", "exec")
