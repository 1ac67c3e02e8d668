"""Publishing: the store of a new generation, made beside the old one and swapped in."""

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from scholargraph import database as database_package
from scholargraph import rdf, text
from scholargraph.database import Database, Draft
from scholargraph.pipeline.deciding import REPLACED
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.republishing import (
    MOST_CHANGED,
    Outcome,
    Side,
    Step,
    is_small,
    republish,
)
from scholargraph.pipeline.tripling import Making, build_store
from scholargraph.pipeline.workers import cores
from scholargraph.version import __version__

# Named in the graph as what made the statements. It holds no time and nothing of the
# corpus: another paper must not change what is said of those that were there.
RUN = f"scholargraph {__version__}"
# Libraries that triples are written with; with Python they say what a letter is.
LIBRARIES: Final = ("pyoxigraph", "pylatexenc")
# What a store can be made from the one before it by: the code that made it, the papers
# that nothing was read from, and the triples that were changed since it was made anew.
MAKER: Final = "maker"
UNREAD: Final = "unread"
CHANGED: Final = "changed"


def code_hash(package: Traversable) -> str:
    """
    Return a hash of a package's code.

    With that of the code which writes triples, the same records are published again
    when they are written otherwise, also by a program of the same version.
    """
    modules = {item.name: item for item in package.iterdir() if item.is_file()}
    code = b"\0".join(modules[name].read_bytes() for name in sorted(modules))
    return sha256(code).hexdigest()


def publish(
    folder: Folder,
    database: Database,
    draft: Draft,
    kept: Mapping[str, str],
    *,
    jobs: int | None = None,
) -> bool:
    """
    Make ``draft`` what readers see; return false where they see the same already.

    The order makes it safe to be killed at any point: first the new store is whole,
    then the database points to the new generation, then ``store`` does. ``kept`` is
    what the next builds go by, ``base`` among it; ``jobs`` the number of processes, by
    default one a core.
    """
    digest = draft.digest(
        RUN, code_hash(files(rdf)), *(kept[name] for name in sorted(kept))
    )
    if digest == database.note("digest") and _shown(folder, database.generation):
        draft.discard()
        return False
    generation = draft.generation
    place = folder.new_place(generation)
    try:
        made = _from_the_last(folder, database, draft, kept)
        if made is None:
            making = Making(
                database.path, kept["base"], RUN, json.loads(kept[REPLACED])
            )
            triples = build_store(draft, making, place, jobs or cores())
            made = Outcome(triples, 0)
        notes = {
            "digest": digest,
            **kept,
            "run": RUN,
            "triples": str(made.triples),
            "store": str(place.relative_to(folder.path)),
            MAKER: _maker(draft, kept),
            UNREAD: json.dumps(draft.unread_ids()),
            CHANGED: str(made.changed),
        }
        draft.publish(notes)
    except BaseException:
        folder.drop(generation)
        raise
    folder.show(generation)
    return True


def _from_the_last(
    folder: Folder, database: Database, draft: Draft, kept: Mapping[str, str]
) -> Outcome | None:
    """Make the store from the published one, if that is known to be possible."""
    source, place = (folder.place(g) for g in (database.generation, draft.generation))
    notes = {
        name: database.note(name)
        for name in ("digest", MAKER, UNREAD, CHANGED, "triples", REPLACED)
    }
    if None in notes.values() or notes[MAKER] != _maker(draft, kept):
        return None
    if not (source / "CURRENT").is_file():
        return None
    said = {name: value or "" for name, value in notes.items()}
    step = _step(database, draft, kept, said)
    triples = int(said["triples"])
    if not is_small(step):
        return None
    made = republish(step, source, place, triples)
    changed = int(said[CHANGED]) + (made.changed if made else 0)
    if made is None or changed > MOST_CHANGED * triples:
        folder.new_place(draft.generation)
        return None
    return Outcome(made.triples, changed)


def _step(
    database: Database, draft: Draft, kept: Mapping[str, str], notes: Mapping[str, str]
) -> Step:
    # What was read of these since is taken for what they said then: of what that has
    # too much, nothing is in the store.
    unread = frozenset(json.loads(notes[UNREAD]))
    return Step(
        old=Side(database.corpus(), json.loads(notes[REPLACED])),
        new=Side(draft.corpus(), json.loads(kept[REPLACED])),
        papers=frozenset(draft.changed_papers(database.generation)) | unread,
        unread=unread,
        concepts=frozenset(draft.changed_concepts(database.generation)),
        base=kept["base"],
        run=RUN,
    )


def _maker(draft: Draft, kept: Mapping[str, str]) -> str:
    """Return a hash of all that triples depend on, but for the records."""
    root = files("scholargraph")
    packages = (root, *(files(package) for package in (rdf, text, database_package)))
    parts = (RUN, draft.extractor, kept["base"], draft.floor.to_text())
    code = (*map(code_hash, packages), sys.version, *map(version, LIBRARIES))
    return sha256("\n".join((*parts, *code)).encode()).hexdigest()


def _shown(folder: Folder, generation: int) -> bool:
    """Return whether a generation is, or now has been, made what ``store`` shows."""
    if not folder.place(generation).is_dir():
        return False
    if folder.current() != generation:  # killed between its last two steps
        folder.show(generation)
    return True
