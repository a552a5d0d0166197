"""The store of runs: what was solved with which settings, so that equal work is not done twice."""
