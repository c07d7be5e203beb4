"""The API: the same answers as the command's, for programs, under ``/api/v1``."""
