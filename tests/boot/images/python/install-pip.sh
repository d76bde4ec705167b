#!/bin/sh
# Put Python and pip where the official image has them.
set -eu

minor="$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
ln -s "/usr/bin/python$minor" "/usr/local/bin/python$minor"
ln -s "python$minor" /usr/local/bin/python3
ln -s python3 /usr/local/bin/python

# Debian's ensurepip refuses to serve the system's interpreter, so a virtual environment lends its pip once.
python3 -m venv /tmp/lender
PYTHONPATH="/tmp/lender/lib/python$minor/site-packages" \
	/usr/local/bin/python3 -m pip install -q --no-cache-dir --root-user-action=ignore --force-reinstall pip 2>/dev/null ||
	PYTHONPATH="/tmp/lender/lib/python$minor/site-packages" \
		/usr/local/bin/python3 -m pip install -q --no-cache-dir --force-reinstall pip
rm -rf /tmp/lender

# Debian calls the folder dist-packages; files that copy it between stages use the official name.
ln -s dist-packages "/usr/local/lib/python$minor/site-packages"
