import os

print(nope)
