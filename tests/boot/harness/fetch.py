"""How an address is fetched inside a container, with what its image holds: status, line feed, body."""

# Where live and ready answer: beside an application, and where there is only what serves its files.
ADMIN_PORT, FILES_PORT = 9464, 8080

PYTHON = """
import sys, urllib.error, urllib.request
try:
    answer = urllib.request.urlopen(sys.argv[1], timeout=10)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status)
sys.stdout.write(answer.read().decode())
"""

NODE = "fetch(process.argv[1]).then(async r => console.log(r.status + '\\n' + await r.text()))"

# For an image with a server of files and nothing else.
BASH = r"""
set -e
IFS=:/ read -r _ _ _ host port path <<<"$0"
exec 3<>"/dev/tcp/$host/$port"
printf 'GET /%s HTTP/1.0\r\n\r\n' "$path" >&3
read -r _ status _ <&3
echo "$status"
while read -r line && [ "$line" != $'\r' ]; do :; done <&3
cat <&3
"""

FETCHERS = [["python", "-c", PYTHON], ["node", "-e", NODE], ["bash", "-c", BASH]]
