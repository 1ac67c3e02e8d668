"""The trained extractor: one encoder pass, light numpy heads, no PyTorch."""
