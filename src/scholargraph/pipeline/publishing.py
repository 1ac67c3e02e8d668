"""Publishing: the store of a new generation, made beside the old one and swapped in."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from scholargraph import rdf, store
from scholargraph.database import Database, Draft
from scholargraph.pipeline.deciding import REPLACED
from scholargraph.pipeline.folder import Folder
from scholargraph.version import __version__

# Named in the graph as what made the statements. It holds no time and nothing of the
# corpus: another paper must not change what is said of those that were there.
RUN = f"scholargraph {__version__}"


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
    folder: Folder, database: Database, draft: Draft, kept: Mapping[str, str]
) -> bool:
    """
    Make ``draft`` what readers see; return false where they see the same already.

    The order makes it safe to be killed at any point: first the new store is whole,
    then the database points to the new generation, then ``store`` does. ``kept`` is
    what the next builds go by, ``base`` among it.
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
        replaced = json.loads(kept[REPLACED])
        made = rdf.triples(
            draft.corpus(), base=kept["base"], run=RUN, replaced=replaced
        )
        triples = store.build(made, place)
        notes = {
            "digest": digest,
            **kept,
            "run": RUN,
            "triples": str(triples),
            "store": str(place.relative_to(folder.path)),
        }
        draft.publish(notes)
    except BaseException:
        folder.drop(generation)
        raise
    folder.show(generation)
    return True


def _shown(folder: Folder, generation: int) -> bool:
    """Return whether a generation is, or now has been, made what ``store`` shows."""
    if not folder.place(generation).is_dir():
        return False
    if folder.current() != generation:  # killed between its last two steps
        folder.show(generation)
    return True
