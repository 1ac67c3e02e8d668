"""
Shards: what was read from papers, as Parquet files on their way between machines.

A shard holds the rows of some inputs in their order, each with what was extracted from
it, and says in its heading of which inputs, of which run and by which extractor: a
graph can be built from the shards of a run alone.
"""

from scholargraph.shards.heading import Heading, Part
from scholargraph.shards.reading import Shard, open_shard
from scholargraph.shards.rows import Row
from scholargraph.shards.writing import write_shard

__all__ = ["Heading", "Part", "Row", "Shard", "open_shard", "write_shard"]
