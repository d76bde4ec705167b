"""Whether the exporter answers, whatever it has to tell of MongoDB."""

from urllib.request import urlopen

urlopen("http://127.0.0.1:9216/", timeout=4).close()
