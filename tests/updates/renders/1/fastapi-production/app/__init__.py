"""The application's package."""
