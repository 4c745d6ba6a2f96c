"""Measures Outgrow beside its limit and its peers; README.md says how to run and read it."""
