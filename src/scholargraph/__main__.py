"""``python -m scholargraph``."""

from scholargraph.cli import main

if __name__ == "__main__":
    main()
