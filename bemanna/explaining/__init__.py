"""Why a roster falls short or cannot be, in words that a head nurse understands: terminal, JSON and a page."""
