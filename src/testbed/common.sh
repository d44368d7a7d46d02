# shellcheck shell=bash
# What both modes use: messages, waiting, checks, settings files, sshd's configuration.
# shellcheck disable=SC2034 # variables are read by the files that source this one

REGISTRY_USER=release

# die WHAT WHAT-TO-DO: the first line says what was tried and what happened.
die() {
  printf 'testbed: %s\n' "$1" >&2
  [[ -z ${2-} ]] || printf '         %s\n' "$2" >&2
  exit 1
}

# step TITLE COMMAND…: prints how long the command took.
step() {
  local title=$1 began=${EPOCHREALTIME/./}
  shift
  "$@"
  printf 'test bed: %-28s %4d.%d s\n' "$title" $(((${EPOCHREALTIME/./} - began) / 1000000)) \
    $(((${EPOCHREALTIME/./} - began) / 100000 % 10)) >&2
}

# wait_until SECONDS WHAT LOG COMMAND…: polls a condition; at the deadline shows the end of the log that tells why.
wait_until() {
  local seconds=$1 what=$2 log=$3 deadline=$((SECONDS + $1))
  shift 3
  until "$@" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      if [[ -s $log ]]; then
        echo "--- end of $log" >&2
        tail -n 20 "$log" >&2
      fi
      die "Waited $seconds s for: $what. It did not happen (asked by: $*)." "See ${log:-the messages above}; then 'testbed down DIR' and try again."
    fi
    sleep 0.1
  done
}

gone() { ! "$@"; }

# Unix sockets in DIR have paths of at most 107 bytes, and names end up in unquoted places such as sshd's configuration.
set_dir() {
  DIR=$1
  [[ $DIR == /* ]] || DIR=$PWD/$DIR
  DIR=${DIR%/}
  [[ $DIR =~ ^[A-Za-z0-9._/+@-]+$ ]] || die "The directory '$DIR' has characters that sshd's configuration cannot hold." \
    "Use letters, digits and ._/+@- only."
  ((${#DIR} <= 70)) || die "The path '$DIR' has ${#DIR} characters; sockets in it allow 70." "Use a shorter one, such as /tmp/testbed."
}

check_name() {
  [[ $1 =~ ^[a-z][a-z0-9-]{0,15}$ ]] || die "The host name '$1' is not valid." "Use up to 16 lower case letters, digits and hyphens."
  [[ ! -e $DIR/hosts/$1 ]] || die "The host '$1' already exists in '$DIR'." "Remove it first: testbed host-down $DIR $1"
}

check_host() {
  [[ $1 =~ ^[a-z0-9-]+$ && -d $DIR/hosts/$1 ]] ||
    die "There is no host '$1' in '$DIR' (there are: $(ls "$DIR/hosts"))." "Add it: testbed host-up $DIR $1"
}

# The values are paths, addresses and keys: none holds a quote (set_dir sees to it for DIR).
setting() { printf "%s='%s'\n" "$1" "$2"; }

random_word() { head -c 18 /dev/urandom | base64 | tr '+/' 'ab'; }

# Whether the registry at host:port $1 answers, and asks for a password.
registry_answers() {
  local line
  exec 3<>"/dev/tcp/${1%:*}/${1#*:}" || return 1
  printf 'GET /v2/ HTTP/1.0\r\nHost: %s\r\n\r\n' "$1" >&3
  IFS= read -r -t 5 line <&3 || line=
  exec 3>&-
  [[ $line == *" 401 "* ]]
}

# The registry reads bcrypt only. Perl's crypt() does it where the C library can; the password goes by standard input.
htpasswd_line() {
  local hash
  # shellcheck disable=SC2016 # Perl's variables
  hash=$(perl -e 'chomp($p = <STDIN>); my @c = ("a".."z"); my $s = join "", map { $c[rand 26] } 1..22; print crypt($p, "\$2y\$05\$$s")' \
    <"$DIR/registry-password" 2>/dev/null) || hash=
  if [[ $hash == \$2y* ]]; then
    printf '%s:%s\n' "$REGISTRY_USER" "$hash"
  elif command -v htpasswd >/dev/null; then
    htpasswd -niB "$REGISTRY_USER" <"$DIR/registry-password"
  else
    die "Neither Perl's crypt() nor htpasswd can make a bcrypt hash for the registry's password." "Install htpasswd (Debian: apache2-utils)."
  fi
}

# Logs the agent in to the registry with a configuration of its own, runs the command, and forgets the login.
logged_in() {
  local config status=0
  config=$(mktemp -d)
  DOCKER_CONFIG=$config DOCKER_HOST=$AGENT_DOCKER_HOST docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <"$DIR/registry-password" >"$DIR/logs/login" 2>&1 ||
    { rm -rf "$config"; die "Cannot log in to the registry $REGISTRY: $(tail -n 1 "$DIR/logs/login")" "See $DIR/logs and the registry's log there."; }
  DOCKER_CONFIG=$config DOCKER_HOST=$AGENT_DOCKER_HOST "$@" || status=$?
  rm -rf "$config"
  return $status
}

# host_keys HOME: the client's key pair and the server's.
host_keys() {
  ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$1/client_key"
  ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$1/host_key"
}

# sshd_config HOME ADDRESS PORT: what both kinds of host have in common.
sshd_config() {
  cat <<END
ListenAddress $2
Port $3
HostKey $1/host_key
AuthorizedKeysFile $1/client_key.pub
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
MaxSessions 10
MaxStartups 100
LogLevel VERBOSE
PrintMotd no
Subsystem sftp internal-sftp
END
}

sshd_answers() {
  local line
  exec 3<>"/dev/tcp/$1/$2" || return 1
  IFS= read -r -t 5 line <&3 || line=
  exec 3>&-
  [[ $line == SSH-2.0* ]]
}

# host_env NAME ADDRESS PORT USER DIRECTORY DOCKER_HOST WEB_PORT; the last is a port of ADDRESS that an application may publish.
host_env() {
  local home=$DIR/hosts/$1
  {
    setting HOST_NAME "$1"
    setting HOST_ADDRESS "$2"
    setting HOST_PORT "$3"
    setting HOST_USER "$4"
    setting HOST_KEY_FILE "$home/client_key"
    setting HOST_PUBLIC_KEY "$(cut -d ' ' -f 1,2 "$home/host_key.pub")"
    setting HOST_DIRECTORY "$5"
    setting HOST_DOCKER_HOST "$6"
    setting HOST_WEB_PORT "$7"
    setting HOST_SSHD_LOG "$home/sshd.log"
  } >"$home/env"
}
