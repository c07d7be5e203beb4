"""The report and the documents of the plan: the same decision as pages, files and messages."""
