"""The web application: Django over the engine, on an embedded database."""
