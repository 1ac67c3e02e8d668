"""
The report: one self-contained page with the main figures and tables of a corpus.

It is for people who will not open a notebook: no script, no outside file, and made to
be printed. Reads frames and measures alone; writes no file.
"""

from scholargraph.report.page import to_html

__all__ = ["to_html"]
