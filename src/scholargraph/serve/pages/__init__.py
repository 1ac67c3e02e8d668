"""
The pages of a graph: what a person sees.

What workers draw is here, too, so that nothing is imported with the package itself.
"""
