#!/bin/sh
# Makes the database 'shop' on an empty volume, then runs PostgreSQL as its own user.
set -eu
secret=/run/secrets/db_password
data=/var/lib/postgresql/data/pg15
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

if [ ! -d "$data" ]; then
  # Made aside and renamed at the end: a container killed half-way starts afresh.
  rm -rf "$data.new"
  install -d -m 700 -o postgres -g postgres "$data.new"
  install -m 600 -o postgres "$secret" /dev/shm/password
  as_postgres initdb -D "$data.new" -U shop --pwfile=/dev/shm/password --encoding=UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256 --no-sync >/dev/null
  rm /dev/shm/password
  echo "host all all all scram-sha-256" >>"$data.new/pg_hba.conf"
  echo "CREATE DATABASE shop" | as_postgres postgres --single -D "$data.new" postgres >/dev/null
  mv "$data.new" "$data"
fi
mkdir -p /run/postgresql
chown postgres /run/postgresql
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D "$data" -c listen_addresses='*'
