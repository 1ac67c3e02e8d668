"""
Extraction beyond one process: inputs cut into shards, which any engine may read.

A run has a folder that all its machines see. Each shard is written whole or not at
all and depends on nothing but its own rows, so that a run that was stopped goes on
with the shards that are missing, and it does not matter who reads which or how often.
"""
