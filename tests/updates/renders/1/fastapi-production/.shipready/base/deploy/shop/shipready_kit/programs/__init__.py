"""What the kit knows of single programs: how to see that they work, not merely run.

A module here is called as the program is. Its `watch()` runs before the program does.
"""
