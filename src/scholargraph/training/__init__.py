"""
Train the extractor's model from annotated papers; needs the extra ``train`` (PyTorch).

Importing this package loads no PyTorch; ``training.train`` does.
"""
