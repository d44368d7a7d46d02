# shellcheck shell=bash
# The mode of root on Linux. The agent's engine and the registry run in a PID namespace of their own; a host has its own
# network, mounts, processes and name too: its own /run, /dev/shm and a file system on a loop device for /srv and Docker's data.
# Process 1 of each ("anchor") holds it together: once it is killed the kernel ends all processes, mounts and links with it,
# so nothing is left behind even after a crash.

# shellcheck source-path=SCRIPTDIR source=anchors.sh
. "$HERE/anchors.sh"

# Addresses of test bed number NET: .1 this machine and registry, .10 upwards the hosts, .128/25 the agent's default bridge.
use_net() {
  NET=$1
  LAN=cr$NET
  SUBNET=10.213.$NET
  POOL=10.$((224 + NET / 8)).$((NET % 8 * 32)).0/19
  REGISTRY=$SUBNET.1:5000
  AGENT_DOCKER_HOST=unix://$DIR/agent/docker.sock
  AGENT_RUN=/run/compose-release-testbed-$NET
}
[[ -z ${NET-} ]] || use_net "$NET"

# Making the bridge is what claims the number: it fails if another test bed was faster.
claim_net() {
  local first net i
  first=$(cksum <<<"$DIR" | cut -d ' ' -f 1)
  for ((i = 0; i < 240; i++)); do
    net=$(((first + i) % 240 + 1))
    use_net $net
    [[ -z $(ip -4 route show root "$SUBNET.0/24" table all)$(ip -4 route show root "$POOL" table all) ]] || continue
    if ip link add name "$LAN" type bridge 2>"$DIR/logs/link"; then
      ip link set "$LAN" alias "$DIR"
      echo "NET=$net" >>"$DIR/state"
      return
    fi
  done
  die "No network of 10.213.0.0/16 is free, or bridges cannot be made: $(cat "$DIR/logs/link")" \
    "See 'ip link' and 'ip route'; end test beds that are not used."
}

start_agent() {
  mkdir -p "$DIR"/{agent,registry,addresses,logs}
  claim_net
  ip addr add "$SUBNET.1/25" dev "$LAN"
  ip link set "$LAN" up
  ip link add name "${LAN}a" type bridge
  ip addr add "$SUBNET.129/25" dev "${LAN}a"
  ip link set "${LAN}a" up
  firewall -I
  make_disk "$DIR/agent" "${TESTBED_AGENT_MB:-20480}"
  start_anchor agent
  mkdir -p "$AGENT_RUN"
  step "agent's Docker engine" start_agent_engine
}

# The agent's engine leaves the machine's packet filter alone (a system's engine may own it), so these few rules stand in:
# containers of the agent, this machine and the hosts reach each other.
firewall() {
  local net
  for net in "$SUBNET.0/24" "$POOL"; do
    for rule in "INPUT -s" "FORWARD -s" "FORWARD -d"; do
      # shellcheck disable=SC2086 # two words
      iptables -w "$1" $rule "$net" -j ACCEPT -m comment --comment "$LAN"
    done
  done
}

start_agent_engine() {
  in_agent setsid dockerd --data-root "$DIR/agent/mnt/docker" --exec-root "$AGENT_RUN" --pidfile "$AGENT_RUN/docker.pid" \
    -H "$AGENT_DOCKER_HOST" --bridge "${LAN}a" --iptables=false --ip6tables=false --ip-masq=false \
    --default-address-pool "base=$POOL,size=24" --insecure-registry "$SUBNET.0/24" \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/compose-release-testbed-$NET/agent" \
    </dev/null >>"$DIR/logs/agent-dockerd" 2>&1 &
  wait_until 60 "the agent's Docker engine answers" "$DIR/logs/agent-dockerd" engine_answers "$AGENT_DOCKER_HOST"
}

engine_answers() { docker -H "$1" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

start_registry() {
  [[ -s $DIR/registry/htpasswd ]] || htpasswd_line >"$DIR/registry/htpasswd"
  cat >"$DIR/registry/config.yml" <<END
version: 0.1
storage:
  filesystem: {rootdirectory: $DIR/registry/data}
  delete: {enabled: true}
http: {addr: "$REGISTRY"}
auth:
  htpasswd: {realm: testbed, path: $DIR/registry/htpasswd}
END
  # shellcheck disable=SC2016 # $$ and $1 are the inner shell's
  in_agent setsid bash -c 'echo $$ >"$1/pid" && exec docker-registry serve "$1/config.yml"' _ "$DIR/registry" \
    </dev/null >>"$DIR/logs/registry" 2>&1 &
  step "registry $REGISTRY" wait_until 30 "the registry $REGISTRY asks for a password" "$DIR/logs/registry" registry_answers "$REGISTRY"
}

stop_registry() {
  in_agent kill "$(cat "$DIR/registry/pid")"
  wait_until 10 "the registry $REGISTRY stops" "$DIR/logs/registry" gone registry_answers "$REGISTRY"
}

# What the registry stores after the first push is kept, so that later test beds neither build, compress nor push.
base_image() {
  local kept=$CACHE/base-$BASE_KEY.tar
  BASE_IMAGE=$REGISTRY/testbed/base:$BASE_KEY
  mkdir -p "$CACHE" "$DIR/registry/data"
  exec 8>"$CACHE/lock"
  flock 8 # a second test bed waits for the image instead of making it too
  if [[ -s $kept ]]; then
    step "base image, kept" tar -xf "$kept" -C "$DIR/registry/data"
  else
    step "base image, made" make_rootfs "$DIR/agent/root.tar"
    step "base image, imported" docker -H "$AGENT_DOCKER_HOST" import -c "ENV PATH=$BASE_PATH" -c 'ENV LANG=C.UTF-8' \
      "$DIR/agent/root.tar" "$BASE_IMAGE" >"$DIR/logs/import"
    rm -f "$DIR/agent/root.tar"
    step "base image, pushed" logged_in docker push -q "$BASE_IMAGE" >"$DIR/logs/push"
    tar -cf "$kept.part" -C "$DIR/registry/data" docker
    mv "$kept.part" "$kept"
  fi
  exec 8>&-
  # An imported image has another identity than the pulled one: each run takes it from the registry, like a host does.
  step "base image, pulled" logged_in docker pull -q "$BASE_IMAGE" >"$DIR/logs/pull"
}

# --- hosts

host_create() {
  local name=$1 home=$DIR/hosts/$1 last address
  for ((last = 10; last < 127; last++)); do
    mkdir "$DIR/addresses/$last" 2>/dev/null && break
  done
  address=$SUBNET.$last
  mkdir -p "$home"
  echo "$last" >"$home/last"
  host_keys "$home" "testbed-$name"
  {
    sshd_config "$home" "$address" 2222
    echo "PidFile /run/sshd.pid"
    echo "UsePAM yes" # without it sshd refuses accounts whose password is locked
  } >"$home/sshd_config"
  make_disk "$home" "${TESTBED_HOST_MB:-3072}"
  start_anchor "$name"
  ip link add name "${LAN}v$last" type veth peer name eth0 netns "$(anchor_pid "$name")"
  ip link set "${LAN}v$last" master "$LAN" up
  in_host "$name" ip addr add "$address/25" dev eth0
  in_host "$name" ip link set eth0 up
  # No default route: a look-up of an outside name fails at once instead of after a time-out.
  in_host "$name" ip route add "$SUBNET.128/25" via "$SUBNET.1"
  in_host "$name" ip route add "$POOL" via "$SUBNET.1"
  host_dockerd "$name" start
  host_sshd "$name" start
  host_env "$name" "$address" 2222 root /srv "unix://$home/docker.sock" 8080
  setting HOST_ROOT "/proc/$(anchor_pid "$name")/root" >>"$home/env" # the host's files, seen from outside
}

host_remove() {
  local home=$DIR/hosts/$1 last
  stop_anchor "$1"
  if [[ -f $home/last ]]; then
    last=$(cat "$home/last")
    ip link del "${LAN}v$last" 2>/dev/null || :
    rmdir "$DIR/addresses/$last" 2>/dev/null || :
  fi
  wait_until 20 "the loop device of host '$1' is free" "" loop_is_free "$home/disk"
  remove_cgroups "$1"
  rm -rf "$home"
}

loop_is_free() { [[ ! -e $1 || -z $(losetup -j "$1") ]]; }

host_dockerd() {
  local home=$DIR/hosts/$1
  if [[ $2 == start ]]; then
    in_host "$1" setsid dockerd -H unix:///run/docker.sock -H "unix://$home/docker.sock" --pidfile /run/docker.pid \
      --insecure-registry "$SUBNET.0/24" --exec-opt native.cgroupdriver=cgroupfs \
      --cgroup-parent "/compose-release-testbed-$NET/$1" </dev/null >>"$home/dockerd.log" 2>&1 &
    wait_until 60 "the Docker engine of host '$1' answers" "$home/dockerd.log" engine_answers "unix://$home/docker.sock"
  else
    # shellcheck disable=SC2016 # the inner shell's
    in_host "$1" sh -c 'test ! -e /run/docker.pid || kill "$(cat /run/docker.pid)"'
    wait_until 60 "the Docker engine of host '$1' stops" "$home/dockerd.log" gone in_host "$1" test -e /run/docker.pid
  fi
}

# Stopping ends the sessions too: to a client it looks as if the network broke. What they had started detached goes on.
host_sshd() {
  local home=$DIR/hosts/$1 address
  address=$SUBNET.$(cat "$home/last")
  if [[ $2 == start ]]; then
    in_host "$1" "$(command -v sshd)" -f "$home/sshd_config" -E "$home/sshd.log"
    wait_until 20 "sshd of host '$1' answers at $address:2222" "$home/sshd.log" sshd_answers "$address" 2222
  else
    # shellcheck disable=SC2016 # the inner shell's
    in_host "$1" sh -c 'for p in /proc/[0-9]*; do test "$(cat $p/comm 2>&1)" != sshd || kill -9 ${p#/proc/}; done; rm -f /run/sshd.pid'
    wait_until 20 "sshd of host '$1' stops" "$home/sshd.log" gone sshd_answers "$address" 2222
  fi
}

host_exec() {
  in_host "$1" env DOCKER_HOST=unix:///run/docker.sock "${@:2}"
}

host_fill() {
  local mount=$DIR/hosts/$1/mnt
  if [[ $2 == fill ]]; then
    # First in one piece, then the rest byte by byte; that it ends in an error is the purpose.
    # shellcheck disable=SC2016 # the inner shell's
    in_host "$1" sh -c 'fallocate -l "$(($(stat -f -c "%a * %S" "$1")))" "$1/fill"; cat /dev/zero >"$1/fill-rest"' _ "$mount" 2>/dev/null || :
    in_host "$1" df -h /srv
  else
    in_host "$1" rm -f "$mount/fill" "$mount/fill-rest"
  fi
}

# Silence: nobody is told that a connection has ended.
host_network() {
  local verb=-I
  [[ $2 == cut ]] || verb=-D
  in_host "$1" iptables -w $verb INPUT -p tcp --dport 2222 -j DROP
  in_host "$1" iptables -w $verb OUTPUT -p tcp --sport 2222 -j DROP
}

# What a power cut leaves is what is on the disk. The kernel is not another one, so its boot id is put over the old one.
host_reboot() {
  local home=$DIR/hosts/$1
  in_host "$1" sh -c 'kill -9 -1' # all but process 1 of the namespaces
  wait_until 20 "the processes of host '$1' end" "" gone in_host "$1" pgrep -x 'dockerd|containerd|containerd-shim|sshd'
  # shellcheck disable=SC2016 # the inner shell's
  in_host "$1" sh -c 'grep -E " (/var/lib/docker/|/run/docker/)" /proc/mounts | cut -d " " -f 2 | sort -r | xargs -r umount -l
    umount /dev/shm && mount -t tmpfs tmpfs /dev/shm
    rm -rf /run/docker* /run/containerd /run/sshd.pid
    cat /proc/sys/kernel/random/uuid >"$1/boot_id"
    umount /proc/sys/kernel/random/boot_id 2>/dev/null
    mount --bind "$1/boot_id" /proc/sys/kernel/random/boot_id' _ "$home"
  host_dockerd "$1" start
  host_sshd "$1" start
}

remove_all() {
  local host
  [[ -n ${NET-} ]] || return 0
  for host in "$DIR"/hosts/*/; do
    [[ ! -d $host ]] || host_remove "$(basename "$host")"
  done
  stop_anchor agent
  wait_until 20 "the agent's loop device is free" "" loop_is_free "$DIR/agent/disk"
  # After a reboot the number may be another test bed's.
  [[ $(cat "/sys/class/net/$LAN/ifalias" 2>/dev/null) == "$DIR" ]] || return 0
  while firewall -D 2>/dev/null; do :; done
  ip link del "${LAN}a" 2>/dev/null || :
  for host in /sys/class/net/"${LAN}"v*; do
    ip link del "$(basename "$host")" 2>/dev/null || :
  done
  remove_cgroups
  rm -rf "$AGENT_RUN"
  ip link del "$LAN" # last: it is what marks the number as taken
}
