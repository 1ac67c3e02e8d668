"""From the records of all inputs to the papers of the next generation."""

from dataclasses import dataclass, field

from scholargraph.database import Draft, Inputs
from scholargraph.deduplicate import Found, conflicts, merged
from scholargraph.pipeline.folder import Folder
from scholargraph.pipeline.merges import to_report
from scholargraph.text import is_latin


@dataclass(slots=True)
class Deduplicated:
    """How many papers were made of several records, and what is to be said of all."""

    merges: int = 0
    bare: int = 0
    foreign: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Count a paper."""
        paper = found.paper
        self.merges += len(found.variants) > 1
        self.bare += not paper.abstract
        self.foreign += not is_latin(paper.abstract or paper.title)
        if paper.id != found.given_id:
            self.renamed.append((found.given_id, paper.id))

    def warnings(self) -> list[str]:
        """Return what a user should know of the papers."""
        said = []
        if self.bare:
            said.append(f"{self.bare:,} papers have no abstract: read from the title")
        if self.foreign:
            what = "papers are not in Latin script: the model reads English"
            said.append(f"{self.foreign:,} {what}")
        said.extend(
            f"{item.given_id}: different papers have this id; "
            f"they are now {', '.join(item.paper_ids)}"
            for item in conflicts(self.renamed)
        )
        return said


def deduplicate(inputs: Inputs, draft: Draft, folder: Folder) -> Deduplicated:
    """Fill a draft with the papers that the records of all inputs are of."""
    folder.scratch.mkdir(exist_ok=True)
    known = Deduplicated()
    with draft.filling():
        for found in merged(inputs, draft.has, folder.scratch):
            draft.add(found.paper)
            if found.merge:
                draft.add_merge(to_report(found.merge))
            known.add(found)
    return known
