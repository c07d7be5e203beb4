"""The result page's parts, each read from the decision document and worded for people."""
