# shellcheck shell=bash
# Namespaces that hold an engine and all it runs: made by an "anchor", which is process 1 in them.

anchor_file() { if [[ $1 == agent ]]; then echo "$DIR/agent/anchor"; else echo "$DIR/hosts/$1/anchor"; fi; }
anchor_pid() { cut -d ' ' -f 1 "$(anchor_file "$1")"; }

start_anchor() {
  local file flags=()
  file=$(anchor_file "$1")
  [[ $1 == agent ]] || flags=(--net --uts)
  setsid unshare --pid --fork --kill-child --mount --propagation private "${flags[@]}" \
    "$HERE/testbed" __anchor "$DIR" "$1" </dev/null >>"$DIR/logs/anchor-$1" 2>&1 8>&- &
  wait_until 20 "the namespaces of '$1' stand" "$DIR/logs/anchor-$1" test -s "$file"
}

# Runs as process 1 of the new namespaces. /proc is still the outer one when the shell reads its own number from it.
anchor() {
  local file stat home=$DIR/hosts/$1 directory
  file=$(anchor_file "$1")
  read -r stat </proc/self/stat
  mount -t proc proc /proc
  if [[ $1 == agent ]]; then
    mount_disk "$DIR/agent"
  else
    hostname "$1" 2>/dev/null || echo "$1" >/proc/sys/kernel/hostname
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir -p /run/sshd /run/lock
    mount -t tmpfs tmpfs /dev/shm
    mount_disk "$home"
    for directory in /srv /var/lib/docker; do
      mkdir -p "$directory" "$home/mnt$directory"
      mount --bind "$home/mnt$directory" "$directory"
    done
    # A home of its own: neither the machine's shell start-up files nor its registry logins belong to the host.
    install -d -m 700 "$home/mnt/root"
    sed -E "s#^root:.*#root:x:0:0:root:$home/mnt/root:/bin/bash#" /etc/passwd >"$home/passwd"
    mount --bind "$home/passwd" /etc/passwd
    ip link set lo up
  fi
  echo "${stat%% *} $(started "$stat")" >"$file.part"
  mv "$file.part" "$file"
  while :; do
    sleep 3600 & # the shell reaps whatever becomes its child
    wait || :
  done
}

# A file system in one file is gone with that file; 10,000 files of an image would be removed one by one. It need not survive a
# power cut, so it has no journal.
make_disk() {
  truncate -s "$2M" "$1/disk"
  mkfs.ext4 -q -F -m 0 -O ^has_journal -E lazy_itable_init=1,nodiscard "$1/disk"
}

mount_disk() {
  mkdir -p "$1/mnt"
  mount -o loop,barrier=0,noatime "$1/disk" "$1/mnt"
}

# The start time in a line of /proc/PID/stat, which with the number names a process for good. The name before it may hold anything.
started() {
  local fields
  read -r -a fields <<<"${1##*) }"
  echo "${fields[19]}"
}

anchor_lives() {
  local pid start stat
  read -r pid start <"$(anchor_file "$1")" || return 1
  read -r stat 2>/dev/null <"/proc/$pid/stat" || return 1
  [[ $(started "$stat") == "$start" ]]
}

stop_anchor() {
  [[ -s $(anchor_file "$1") ]] || return 0
  if anchor_lives "$1"; then
    kill -9 "$(anchor_pid "$1")"
    wait_until 30 "all processes of '$1' end" "" gone anchor_lives "$1"
  fi
}

in_agent() { inside agent --mount --pid -- "$@"; }
in_host() { inside "$1" --mount --pid --net --uts -- "${@:2}"; }
inside() {
  local pid
  anchor_lives "$1" || die "The processes of '$1' in $DIR no longer run." "Start afresh: testbed down $DIR, then testbed up $DIR"
  pid=$(anchor_pid "$1")
  nsenter --target "$pid" "${@:2}"
}

remove_cgroups() {
  local top
  for top in /sys/fs/cgroup/compose-release-testbed-"$NET" /sys/fs/cgroup/*/compose-release-testbed-"$NET"; do
    [[ ! -d $top/${1-} ]] || find "$top/${1-}" -depth -type d -exec rmdir {} + 2>/dev/null || :
  done
}
