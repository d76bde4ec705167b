bind = (
