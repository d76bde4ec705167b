"""The settings that Django runs with: the user's own, hardened where they say nothing.

`manage.py diffsettings` shows them.
"""

from shipready_kit.django import hardening, user

globals().update(hardening.complete(*user.load()))
