# shellcheck shell=bash
# Installs or checks what the test bed and the build need, and chooses the test bed's mode.

NEEDED="docker, 'docker compose' 2, ssh, sshd, git, a JDK of at least 17, mvn"

has() { command -v "$1" >/dev/null; }
compose_v2() { docker compose version --short 2>/dev/null | grep -Eq '^v?[2-9]'; }
buildx() { docker buildx version >/dev/null 2>&1; }
plugins_there() { compose_v2 && buildx; }
jdk_17() {
  has javac && [[ $(javac -version 2>&1) =~ javac\ ([0-9]+) ]] && ((BASH_REMATCH[1] >= 17)) && has java
}

install_needed() {
  if [[ $(id -u) == 0 && -f /etc/debian_version ]] && has apt-get; then
    install_debian
  else
    check_elsewhere
  fi
}

# Prints the packages that are missing, one a line.
missing_packages() {
  local pair
  for pair in dockerd:docker.io docker:docker-cli docker-registry:docker-registry sshd:openssh-server ssh:openssh-client \
    ip:iproute2 iptables:iptables mmdebstrap:mmdebstrap mkfs.ext4:e2fsprogs strace:strace git:git psql:postgresql-client mvn:maven ps:procps; do
    has "${pair%:*}" || echo "${pair#*:}"
  done
  jdk_17 || echo openjdk-17-jdk-headless
}

install_debian() {
  local began=$SECONDS missing log
  missing=$(missing_packages)
  if [[ -z $missing ]] && plugins_there; then
    echo "install: nothing is missing" >&2
    return
  fi
  log=$(mktemp "${TMPDIR:-/tmp}/testbed-install.XXXXXX")
  echo "install: ${missing//$'\n'/ } (log: $log)" >&2
  logged "$log" "Reading the package lists" apt-get update
  [[ -z $missing ]] || install_packages "$log" "$missing"
  plugins_there || install_plugins "$log"
  missing=$(missing_packages)
  [[ -z $missing ]] || die "After the installation these are still missing: ${missing//$'\n'/ }." "See $log."
  plugins_there || die "After the installation 'docker compose' is not version 2, or 'docker buildx' is missing." "See $log."
  rm -f "$log"
  echo "install: done in $((SECONDS - began)) s" >&2
}

logged() {
  local log=$1 title=$2
  shift 2
  "$@" >>"$log" 2>&1 </dev/null && return
  tail -n 15 "$log" >&2
  die "$title failed: $*" "The whole log is $log. Check the machine's package sources and its network."
}

# Debian starts services when it installs them, and again at boot. Here nothing may start: the test bed brings its own.
install_packages() {
  local log=$1 policy=/usr/sbin/policy-rc.d packages=() package
  for package in $2; do
    # Where docker.io brings the client along there is no docker-cli; later releases have a newer JDK only.
    if [[ $(apt-cache policy "$package") =~ Candidate:\ [^\(] ]]; then
      packages+=("$package")
    elif [[ $package == openjdk* ]]; then
      packages+=(default-jdk-headless)
    fi
  done
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  logged "$log" "Installing packages" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends "${packages[@]}"
  if has systemctl; then
    for package in "${packages[@]}"; do
      case $package in
        docker.io) systemctl disable docker.service docker.socket containerd.service >>"$log" 2>&1 || : ;;
        openssh-server) systemctl disable ssh.service >>"$log" 2>&1 || : ;;
        docker-registry) systemctl disable docker-registry.service >>"$log" 2>&1 || : ;;
      esac
    done
  fi
}

# Prints the addresses of the machine's own Debian sources (not its security or updates ones).
debian_mirrors() {
  # shellcheck disable=SC2016 # apt's variables
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Origin: Debian' 'Label: Debian' | sort -u
}

# Debian 12 has neither Compose v2 nor buildx; Debian 13 has. Two static programs are unpacked from there as the client's
# plugins, with lists and cache of their own, so that the machine's own package choice stays as it is.
install_plugins() {
  local log=$1 work mirror suite=trixie options
  work=$(mktemp -d)
  chmod 755 "$work"
  mkdir -p "$work"/{lists,archives}/partial "$work/tree"
  while read -r mirror; do
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done < <(debian_mirrors) >"$work/sources.list"
  options=(-o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Status=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work" -o Acquire::Languages=none -o APT::Sandbox::User=root)
  logged "$log" "Reading the package lists of $suite" apt-get "${options[@]}" update
  (cd "$work" && logged "$log" "Downloading Compose and buildx from $suite" apt-get "${options[@]}" download docker-compose docker-buildx)
  local package
  for package in "$work"/*.deb; do
    dpkg-deb -x "$package" "$work/tree"
  done
  mkdir -p /usr/local/lib/docker/cli-plugins
  compose_v2 || install_plugin "$work" compose
  buildx || install_plugin "$work" buildx
  rm -rf "$work"
}

install_plugin() {
  install -m 755 "$1/tree/usr/libexec/docker/cli-plugins/docker-$2" /usr/local/lib/docker/cli-plugins/
}

# What the tests of the plugin in a browser use; only they do, so the test bed itself does without.
install_browser() {
  local pair missing=() log
  for pair in /usr/bin/chromium:chromium /usr/bin/chromedriver:chromium-driver; do
    [[ -x ${pair%:*} ]] || missing+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0
  if [[ $(id -u) != 0 || ! -f /etc/debian_version ]] || ! has apt-get; then
    die "The tests in a browser need /usr/bin/chromium and /usr/bin/chromedriver; this machine lacks: ${missing[*]}." \
      "Install these packages of your system, or links at these paths."
  fi
  log=$(mktemp "${TMPDIR:-/tmp}/testbed-install.XXXXXX")
  echo "install: ${missing[*]} (log: $log)" >&2
  logged "$log" "Reading the package lists" apt-get update
  install_packages "$log" "${missing[*]}"
  rm -f "$log"
}

compose_one() { [[ $(docker-compose version --short 2>/dev/null) == 1.29.* ]]; }

# docker-compose 1.29, for the tests of machines that have no newer Compose; only they use it. Debian 12 has it as a package
# of its own beside the plugin 'docker compose', which stays as it is. No later Debian has it.
install_compose_one() {
  local log candidate
  if compose_one; then
    echo "install-compose1: nothing is missing" >&2
    return
  fi
  if [[ $(id -u) != 0 || ! -f /etc/debian_version ]] || ! has apt-get; then
    no_compose_one "This machine has none, or another version: $(docker-compose version --short 2>&1 | head -n 1)."
  fi
  log=$(mktemp "${TMPDIR:-/tmp}/testbed-install.XXXXXX")
  logged "$log" "Reading the package lists" apt-get update
  candidate=$(apt-cache policy docker-compose | sed -n 's/.*Candidate: //p')
  [[ $candidate == 1.29.* ]] || no_compose_one "This machine's packages have docker-compose ${candidate:-not at all}."
  echo "install-compose1: docker-compose $candidate (log: $log)" >&2
  install_packages "$log" docker-compose
  compose_one || no_compose_one "After the installation '$(command -v docker-compose)' says: $(docker-compose version --short 2>&1 | head -n 1)."
  rm -f "$log"
}

no_compose_one() {
  die "The tests of docker-compose 1.29 need that version as 'docker-compose' on the PATH. $1" \
    "Install it, for example on Debian 12 the package docker-compose. All else works without it."
}

# Not root, or not Debian: installing is the user's business; say exactly what is missing.
check_elsewhere() {
  local lacking=()
  has docker || lacking+=("docker (https://docs.docker.com/get-docker/)")
  if has docker; then
    docker version >/dev/null 2>&1 || lacking+=("a Docker engine that 'docker version' reaches (start it, or set DOCKER_HOST; your user may need the group 'docker')")
    compose_v2 || lacking+=("'docker compose' 2 (https://docs.docker.com/compose/install/; found: $(docker compose version 2>&1 | head -n 1))")
  fi
  has ssh || lacking+=("ssh (package openssh-client)")
  has sshd || lacking+=("sshd (package openssh-server; it need not run as a service)")
  has git || lacking+=("git")
  jdk_17 || lacking+=("a JDK of at least 17 (package openjdk-17-jdk; found: $(javac -version 2>&1 | head -n 1))")
  has mvn || lacking+=("mvn (package maven)")
  if ((${#lacking[@]})); then
    printf 'install: missing: %s\n' "${lacking[@]}" >&2
    die "This machine lacks ${#lacking[@]} of what is needed ($NEEDED)." "Install them and run this again. On Debian as root this command installs them itself."
  fi
  echo "install: all there ($NEEDED); nothing is installed on a system that is not Debian, or without root" >&2
}

# Namespaces need root, and a kernel that lets this root have them (a container's root often may not).
choose_mode() {
  local tool
  case ${TESTBED_MODE:-} in
    namespaces | engine) echo "$TESTBED_MODE" && return ;;
    '') ;;
    *) die "TESTBED_MODE is '$TESTBED_MODE'." "It can be 'namespaces' or 'engine'." ;;
  esac
  if [[ $(uname -s) != Linux || $(id -u) != 0 ]]; then
    echo engine
    return
  fi
  for tool in dockerd docker-registry mmdebstrap ip iptables nsenter unshare sshd mkfs.ext4; do
    has "$tool" || { echo "test bed: no '$tool' here, so no namespaces" >&2 && echo engine && return; }
  done
  if unshare --mount --net --pid --uts --fork true; then
    echo namespaces
  else
    echo "test bed: the kernel refuses namespaces here" >&2
    echo engine
  fi
}
