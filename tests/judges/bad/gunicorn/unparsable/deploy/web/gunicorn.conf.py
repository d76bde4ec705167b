workers = (
