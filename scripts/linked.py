"""
Print the share of mentions whose concept is linked to an outside list, by kind.

    python scripts/linked.py GRAPH_FOLDER

The folder is one that `scholargraph build … --authority FILE` made. It is only read.
"""

import sys
from pathlib import Path

from scholargraph.knowledge_graph import open_graph


def main() -> None:
    """Print a line for all mentions and one for each kind."""
    with open_graph(Path(sys.argv[1])) as graph:
        linked = {each.id for each in graph.corpus.concepts if each.matches}
        mentions = graph.mentions()
    share = mentions["concept"].isin(linked)
    print(f"all {share.mean():.1%} of {len(mentions):,}")
    for kind, of_kind in share.groupby(mentions["kind"], observed=True):
        print(f"{kind} {of_kind.mean():.1%} of {len(of_kind):,}")


if __name__ == "__main__":
    main()
