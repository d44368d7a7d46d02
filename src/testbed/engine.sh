# shellcheck shell=bash
# The mode of everyone else: the Docker engine that is there is both agent and host, the registry is a container, and sshd runs
# as the current user on loopback. Nothing here may stop or fill the user's own engine or disk.

AGENT_DOCKER_HOST=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || :)}
REGISTRY_CONTAINER=compose-release-testbed-$(cksum <<<"$DIR" | cut -d ' ' -f 1)
[[ -z ${REGISTRY_PORT-} ]] || REGISTRY=127.0.0.1:$REGISTRY_PORT

# Someone else may take the port in between; the command that wants it then fails with its own message.
free_port() {
  local port i
  for ((i = 0; i < 100; i++)); do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo $port && return; }
  done
  die "100 random ports of 20000 to 29999 were all in use." "Free some."
}

start_agent() {
  mkdir -p "$DIR"/{registry,logs}
  docker version >"$DIR/logs/docker" 2>&1 ||
    die "The Docker engine '$AGENT_DOCKER_HOST' does not answer: $(tail -n 1 "$DIR/logs/docker")" "Start it, or set DOCKER_HOST."
}

start_registry() {
  if [[ ! -s $DIR/registry/htpasswd ]]; then
    htpasswd_line >"$DIR/registry/htpasswd"
    REGISTRY_PORT=$(free_port)
    REGISTRY=127.0.0.1:$REGISTRY_PORT
    echo "REGISTRY_PORT=$REGISTRY_PORT" >>"$DIR/state"
    docker create --name "$REGISTRY_CONTAINER" -p "127.0.0.1:$REGISTRY_PORT:5000" -e REGISTRY_AUTH=htpasswd \
      -e REGISTRY_AUTH_HTPASSWD_REALM=testbed -e REGISTRY_AUTH_HTPASSWD_PATH=/etc/htpasswd \
      -e REGISTRY_STORAGE_DELETE_ENABLED=true registry:2 >"$DIR/logs/registry-create" 2>&1 ||
      die "Cannot make a container of 'registry:2': $(tail -n 1 "$DIR/logs/registry-create")" "See $DIR/logs/registry-create."
    docker cp "$DIR/registry/htpasswd" "$REGISTRY_CONTAINER:/etc/htpasswd" >/dev/null # not a mount: the engine may be on another machine
  fi
  docker start "$REGISTRY_CONTAINER" >"$DIR/logs/registry" 2>&1 ||
    die "Cannot start the registry: $(tail -n 1 "$DIR/logs/registry")" "See 'docker logs $REGISTRY_CONTAINER'."
  step "registry $REGISTRY" wait_until 30 "the registry $REGISTRY asks for a password (docker logs $REGISTRY_CONTAINER)" \
    "$DIR/logs/registry" registry_answers "$REGISTRY"
}

stop_registry() { docker stop -t 5 "$REGISTRY_CONTAINER" >/dev/null; }

base_image() {
  local kept=compose-release/testbed-base:$BASE_KEY # the engine keeps it for the next test bed
  BASE_IMAGE=$REGISTRY/testbed/base:$BASE_KEY
  if ! docker image inspect "$kept" >/dev/null 2>&1; then
    step "base image, built" build_base "$kept"
  fi
  docker tag "$kept" "$BASE_IMAGE"
  step "base image, pushed" logged_in docker push -q "$BASE_IMAGE" >"$DIR/logs/push"
}

build_base() {
  base_dockerfile | docker build -t "$1" - >"$DIR/logs/build" 2>&1 ||
    { tail -n 15 "$DIR/logs/build" >&2 && die "Cannot build the base image." "See $DIR/logs/build."; }
}

host_create() {
  local name=$1 home=$DIR/hosts/$1 port
  port=$(free_port)
  mkdir -p "$home/srv"
  echo "$port" >"$home/port"
  host_keys "$home" "testbed-$name"
  {
    sshd_config "$home" 127.0.0.1 "$port"
    echo "PidFile $home/sshd.pid"
    echo "SetEnv DOCKER_HOST=$AGENT_DOCKER_HOST"
    if [[ $(id -u) == 0 ]]; then
      mkdir -p /run/sshd
      echo "UsePAM yes" # without it sshd refuses accounts whose password is locked
    fi
  } >"$home/sshd_config"
  host_sshd "$name" start
  host_env "$name" 127.0.0.1 "$port" "$(id -un)" "$home/srv" "$AGENT_DOCKER_HOST" "$(free_port)"
  setting HOST_ROOT "" >>"$home/env"
}

host_sshd() {
  local home=$DIR/hosts/$1 port pid
  port=$(cat "$home/port")
  if [[ $2 == start ]]; then
    "$(command -v sshd)" -f "$home/sshd_config" -E "$home/sshd.log"
    wait_until 20 "sshd of host '$1' answers at 127.0.0.1:$port" "$home/sshd.log" sshd_answers 127.0.0.1 "$port"
  elif pid=$(cat "$home/sshd.pid" 2>/dev/null) && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "$home/"; then
    kill_tree "$pid" # the sessions too, as if the network broke
    rm -f "$home/sshd.pid"
    wait_until 20 "sshd of host '$1' stops" "$home/sshd.log" gone sshd_answers 127.0.0.1 "$port"
  fi
}

kill_tree() {
  local child
  for child in $(pgrep -P "$1" '^sshd' || :); do
    kill_tree "$child"
  done
  kill -9 "$1" 2>/dev/null || :
}

host_dockerd() { not_ours "stop or start the Docker engine of host '$1'"; }
host_fill() { not_ours "fill the file system of host '$1'"; }
host_network() { not_ours "cut the network of host '$1'"; }
host_reboot() { not_ours "reboot host '$1'"; }
not_ours() { die "Cannot $1: in the mode 'engine' it is this machine's own." "Run this as root on Debian, where hosts have their own."; }

host_exec() { env DOCKER_HOST="$AGENT_DOCKER_HOST" "${@:2}"; }

host_remove() {
  host_sshd "$1" stop
  remove_projects "$DIR/hosts/$1/"
  rm -rf "${DIR:?}/hosts/$1"
}

# What was deployed to the host and still runs: the Compose projects whose directory lies in the host's.
remove_projects() {
  docker ps -a --format '{{.Label "com.docker.compose.project"}} {{.Label "com.docker.compose.project.working_dir"}}/' |
    { grep -F " $1" || :; } | cut -d ' ' -f 1 | sort -u | while read -r project; do
    docker compose -p "$project" down -v --remove-orphans -t 2 >>"$DIR/logs/projects" 2>&1 </dev/null ||
      echo "test bed: could not remove the project '$project'; see 'docker compose ls'" >&2
  done
}

remove_all() {
  local host
  for host in "$DIR"/hosts/*/; do
    [[ ! -d $host ]] || host_remove "$(basename "$host")"
  done
  docker rm -fv "$REGISTRY_CONTAINER" >/dev/null 2>&1 || :
  [[ -z ${REGISTRY-} ]] || docker rmi "$REGISTRY/testbed/base:$BASE_KEY" >/dev/null 2>&1 || :
}
