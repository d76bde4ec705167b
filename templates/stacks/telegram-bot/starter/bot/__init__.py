"""The bot's package."""
