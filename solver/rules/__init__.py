"""The rules of a scenario, added to a model; ``catalogue`` lists them all."""
