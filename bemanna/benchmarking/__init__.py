"""Benchmarks: suites of instances, solved as people solve them, each in a process of its own, and measured."""
