"""Timonier for assistants: the Model Context Protocol, on standard input or over HTTP.

The company travels in the arguments of each tool; what was computed is kept a while, by its
content. Nothing here takes a path or an address.
"""
