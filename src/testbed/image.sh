# shellcheck shell=bash
# The base image of the demo and the tests: Debian with PostgreSQL, MariaDB, SQLite, Flask, gunicorn, nginx and busybox, kept small.
# shellcheck disable=SC2034 # variables are read by the files of the modes

BASE_SUITE=bookworm
BASE_PACKAGES=postgresql-15,mariadb-server-core,mariadb-client,sqlite3,python3-flask,python3-psycopg2,gunicorn,nginx-light,busybox
# PostgreSQL's just-in-time compiler, Perl's library, locales, documentation, apt's lists, the cluster made by the package, and what
# of MariaDB's programs nothing here uses: 300 MB that would be pushed to and pulled by each host.
BASE_DROP='usr/lib/*/libLLVM* usr/lib/*/libz3* usr/lib/postgresql/15/lib/bitcode usr/lib/postgresql/15/lib/llvmjit*
  usr/lib/*/perl usr/lib/*/perl5 usr/lib/*/libperl* usr/share/perl usr/share/perl5 usr/share/i18n usr/share/locale usr/share/doc
  usr/share/man usr/share/info usr/lib/*/gconv var/lib/postgresql/15 var/lib/apt/lists var/cache/apt var/log/* etc/ssl/private/*
  usr/bin/mariadb-[abcfhprstuw]* usr/bin/mariadb-im* usr/bin/innotop usr/bin/mytop usr/bin/perror usr/bin/resolve_stack_dump
  usr/bin/replace usr/share/mysql/[a-bd-dfg-z]*/errmsg.sys'
BASE_DROP=${BASE_DROP//[$'\n']/ }
BASE_PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/compose-release
BASE_KEY=$(printf '%s' "$BASE_SUITE $BASE_PACKAGES $BASE_DROP $BASE_PATH $(uname -m)" | sha256sum | cut -c 1-12)

# make_rootfs FILE: a root file system as a tar file, from the machine's own Debian mirror. For the mode 'namespaces': it is made on
# the agent's file system, which need not write anything through to a disk.
make_rootfs() {
  local mirrors log=$DIR/logs/mmdebstrap
  mirrors=$(debian_mirrors)
  if [[ -z $mirrors ]]; then
    apt-get update >"$log" 2>&1 || die "Cannot read the package lists: $(tail -n 1 "$log")" "Check the machine's package sources."
    mirrors=$(debian_mirrors)
  fi
  [[ -n $mirrors ]] || die "The machine's apt knows no Debian mirror, which the base image is made from." \
    "Add one to its sources, or use TESTBED_MODE=engine."
  # shellcheck disable=SC2016 # $1 is the hook's
  in_agent env TMPDIR="$DIR/agent/mnt" mmdebstrap --variant=minbase --aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' \
    --include="$BASE_PACKAGES" --customize-hook='cd "$1" && rm -rf '"$BASE_DROP" \
    "$BASE_SUITE" "$1" "deb ${mirrors%%$'\n'*} $BASE_SUITE main" >"$log" 2>&1 </dev/null ||
    { tail -n 15 "$log" >&2 && die "Cannot make the base image's file system with mmdebstrap." "See $log."; }
}

# For the engine mode: the same image, built from the public one.
base_dockerfile() {
  cat <<END
FROM debian:$BASE_SUITE-slim
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${BASE_PACKAGES//,/ } \
 && cd / && rm -rf $BASE_DROP
ENV PATH=$BASE_PATH LANG=C.UTF-8
END
}
