#!/bin/sh
# Opens the password as root and hands the open file to an unprivileged process: the file can be root's alone, and the
# password is neither in the environment nor in an argument.
set -eu
exec setpriv --reuid=www-data --regid=www-data --clear-groups --no-new-privs \
  gunicorn --bind 0.0.0.0:8080 --workers 2 --preload --worker-tmp-dir /dev/shm --graceful-timeout 3 --chdir /app shop:app \
  3<"${DB_PASSWORD_FILE:?}"
