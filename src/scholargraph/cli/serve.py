"""``serve``: the graph on the web."""

from typing import Annotated

import typer

from scholargraph.cli.shared import Graph


def serve(
    graph: Graph,
    *,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help="The address to listen at; others than this machine's own"
            " let others in.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one."),
    ] = 8000,
    timeout: Annotated[
        float,
        typer.Option("--timeout", min=0.1, help="Seconds that a query may take."),
    ] = 30.0,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes for short queries."),
    ] = None,
    memory: Annotated[
        int,
        typer.Option("--memory", min=64, help="MiB that a query may take."),
    ] = 1024,
    patience: Annotated[
        float,
        typer.Option(
            "--patience", min=0.1, help="Seconds that a client may keep it waiting."
        ),
    ] = 15.0,
    per_client: Annotated[
        int,
        typer.Option(
            "--per-client",
            min=1,
            help="Requests of one client at a time; a proxy is one client.",
        ),
    ] = 64,
    kept: Annotated[
        int,
        typer.Option(
            "--kept", min=0, help="MiB of answers kept for who asks the same again."
        ),
    ] = 64,
    warm_up: Annotated[
        bool,
        typer.Option(
            "--warm-up/--no-warm-up",
            help="Work out ahead, while nobody asks, what is likely to be asked.",
        ),
    ] = True,
    access_log: Annotated[
        bool,
        typer.Option("--access-log", help="Write each request as a line of JSON."),
    ] = False,
) -> None:
    """
    Serve a graph: SPARQL endpoint, linked data and pages.

    A new build into the same folder is shown without a restart.
    """
    from dataclasses import replace

    from scholargraph.cli.console import say
    from scholargraph.serve import Settings
    from scholargraph.serve.server import serve as run

    settings = replace(
        Settings(),
        timeout=timeout,
        memory=memory * 2**20,
        patience=patience,
        per_client=per_client,
        kept=kept * 2**20,
        warm_up=warm_up,
        access_log=access_log,
    )
    if workers is not None:
        settings = replace(settings, workers=workers)
    run(
        graph,
        settings,
        host=host,
        port=port,
        started=lambda address: say(f"{graph}: served at {address} (Ctrl+C stops it)"),
    )
