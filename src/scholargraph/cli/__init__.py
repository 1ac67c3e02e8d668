"""
The commands.

What a command needs is imported when it runs: ``--help`` waits for no library.
"""

from scholargraph.cli.app import main

__all__ = ["main"]
