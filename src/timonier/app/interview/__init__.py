"""The interview: which question comes next and how far it is, the same on every face."""
