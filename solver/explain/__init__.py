"""Why a roster falls short, what one more of anything would bring, and why a scenario has no roster at all."""
