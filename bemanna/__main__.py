"""``python -m bemanna``."""

from bemanna.cli import main

if __name__ == "__main__":
    main()
