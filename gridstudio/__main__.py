"""``python -m gridstudio``."""

from gridstudio.cli import main

if __name__ == "__main__":
    main()
