"""
The pipeline: from input files to a published graph folder.

The only part that knows more than one stage. Its modules are imported one by one
(``pipeline.build``, ``pipeline.manifest``, …), so that whoever only looks at a folder
does not wait for the extractor's libraries.
"""
