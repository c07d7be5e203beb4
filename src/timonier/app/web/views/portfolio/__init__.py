"""The pages of an adviser's list, one module for each thing that is done with it."""
