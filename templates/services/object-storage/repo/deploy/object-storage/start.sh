#!/bin/sh
# Starts the storage with two users: the administrator, whose key nobody else has, and the application, which owns one
# bucket and can neither see nor make another. Their keys come from files, and no description of the container shows them.
set -eu
umask 077

id=$(cat /run/secrets/STORAGE_S3_ACCESS_KEY_ID)
key=$(cat /run/secrets/STORAGE_S3_SECRET_ACCESS_KEY)
ROOT_ACCESS_KEY_ID=root
ROOT_SECRET_ACCESS_KEY=$(cat /run/secrets/STORAGE_ROOT_SECRET)
for text in "$id" "$key"; do
  case $text in
    "" | *[!A-Za-z0-9+/=_.~-]*)
      echo "start.sh: a secret STORAGE_S3_… is empty, or has more than letters, digits and + / = _ . ~ -" >&2
      exit 1
      ;;
  esac
done
export ROOT_ACCESS_KEY_ID ROOT_SECRET_ACCESS_KEY
echo "{\"accessAccounts\": {\"$id\": {\"access\": \"$id\", \"secret\": \"$key\", \"role\": \"user\"}}}" >/run/storage/users.json

# Before the application starts: the server is well once the bucket is there.
make_bucket() {
  until wget -q -O /dev/null http://127.0.0.1:7070/health; do sleep 1; done
  [ -d "/storage/$BUCKET" ] ||
    ADMIN_ACCESS_KEY_ID=$ROOT_ACCESS_KEY_ID ADMIN_SECRET_ACCESS_KEY=$ROOT_SECRET_ACCESS_KEY versitygw admin \
      --endpoint-url http://127.0.0.1:7070 --region "$REGION" create-bucket --owner "$id" --bucket "$BUCKET"
}
make_bucket &

exec versitygw --port :7070 --region "$REGION" --iam-dir /run/storage --health /health --virtual-domain object-storage \
  --quiet posix /storage
