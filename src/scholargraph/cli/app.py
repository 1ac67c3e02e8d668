"""The program: its commands and the options of them all."""

import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from scholargraph.cli.build import build
from scholargraph.cli.check import check
from scholargraph.cli.concepts import concepts
from scholargraph.cli.describe import describe
from scholargraph.cli.diff import diff
from scholargraph.cli.evaluate import evaluate
from scholargraph.cli.export import export
from scholargraph.cli.extract import extract
from scholargraph.cli.faults import told
from scholargraph.cli.info import info, readers
from scholargraph.cli.query import queries, query
from scholargraph.cli.report import report
from scholargraph.cli.serve import serve
from scholargraph.cli.train import train
from scholargraph.cli.validate import validate
from scholargraph.cli.view import view
from scholargraph.version import __version__

# In the order of the help.
COMMANDS = (
    build,
    extract,
    query,
    serve,
    view,
    report,
    export,
    validate,
    diff,
    describe,
    info,
    check,
    readers,
    queries,
    concepts,
    evaluate,
    train,
)


class Commands(TyperGroup):
    """The commands, which all end their faults alike."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read the words that come before a command: help and version are told here."""
        with told(debug=False):
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        with told(debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (Typer's)
        """Return the names in the order in which they were added."""
        return list(self.commands)


app = typer.Typer(
    name="scholargraph",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scholargraph {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show a traceback where an error occurs.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """
    Read paper abstracts into a knowledge graph.

    Of papers and the methods, datasets, metrics, tasks, results and code they state.
    """


for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """Run the program."""
    # Graphs hold any letter; an old locale must not stop their way out.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    app()
