"""One module for each manager: how it is started, who may read what, how a person changes a value."""
