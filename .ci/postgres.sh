#!/usr/bin/env bash
# Starts a real PostgreSQL 18 with pgvector from Debian's packages, without installing anything on the machine.
#
#   .ci/postgres.sh start DIR   unpacks (once) and starts a server below DIR, prints its URL on the last line
#   .ci/postgres.sh stop DIR    stops it
#
# Debian's stable suites carry older servers, so the packages come from forky, through lists and a cache of their own,
# and are unpacked into a root of their own: the machine's package state is not touched. Needs root (chroot).
set -euo pipefail

command=${1:?start or stop}
dir=${2:?a folder}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
root=$dir/root
apt=$dir/apt
pg=/usr/lib/postgresql/18/bin
# A user without privileges: PostgreSQL refuses to run as root.
uid=54321
gid=54321

say() { printf '%s\n' "$*" >&2; }
inside() { chroot --userspec="$uid:$gid" "$root" /usr/bin/env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/tmp "$@"; }

unpack() {
  # The mirror is the one that this machine's apt already uses.
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -v security | head -n 1)
  [ -n "$mirror" ] || mirror=$(grep -rhoE 'https?://[^ ]+/debian/?' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1)
  [ -n "$mirror" ] || { say 'postgres.sh: apt on this machine names no Debian mirror'; exit 2; }

  mkdir -p "$apt"/{lists/partial,cache/archives/partial}
  : > "$apt/status"
  printf 'deb %s forky main\n' "$mirror" > "$apt/sources.list"
  local options=(
    -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::State::lists="$apt/lists" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache"
    -o Dir::Etc::preferencesparts=/dev/null
    -o APT::Install-Recommends=0 -o APT::Sandbox::User=root -o Acquire::Languages=none -o Acquire::Retries=3
  )
  say 'postgres.sh: fetching PostgreSQL 18 and pgvector'
  apt-get "${options[@]}" update >"$dir/apt.log" 2>&1 || { tail -n 5 "$dir/apt.log" >&2; exit 2; }
  apt-get "${options[@]}" -y --download-only install postgresql-18-pgvector postgresql-18 libc6 libc-bin dash coreutils \
    >>"$dir/apt.log" 2>&1 || { tail -n 5 "$dir/apt.log" >&2; exit 2; }

  rm -rf "$root"
  mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},etc,dev,tmp,var/lib}
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
  for package in "$apt"/cache/archives/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -C "$root" --keep-directory-symlink -xf -; done
  printf 'root:x:0:0::/:/bin/sh\npostgres:x:%s:%s::/tmp:/bin/sh\n' "$uid" "$gid" > "$root/etc/passwd"
  printf 'root:x:0:\npostgres:x:%s:\n' "$gid" > "$root/etc/group"
  [ -e "$root/dev/null" ] || mknod -m 666 "$root/dev/null" c 1 3
  [ -e "$root/dev/urandom" ] || mknod -m 666 "$root/dev/urandom" c 1 9
  chmod 1777 "$root/tmp"
  mkdir -p "$root/data"
  chown "$uid:$gid" "$root/data"
  chmod 700 "$root/data"
  inside "$pg/initdb" -D /data -U postgres --auth=trust --no-sync --locale=C.UTF-8 --encoding=UTF8 >"$dir/initdb.log" 2>&1 \
    || { tail -n 5 "$dir/initdb.log" >&2; exit 2; }
  touch "$dir/ready"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null \
    || node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

case $command in
  start)
    [ -e "$dir/ready" ] || unpack
    port=${PGPORT:-$(free_port)}
    inside "$pg/pg_ctl" -D /data -w -t 60 -l /tmp/server.log -o "-c port=$port -c listen_addresses=127.0.0.1 \
-c unix_socket_directories=/tmp -c dynamic_shared_memory_type=mmap -c max_connections=200 -c fsync=off \
-c maintenance_work_mem=512MB -c max_wal_size=4GB" start >"$dir/start.log" 2>&1 \
      || { tail -n 5 "$dir/start.log" "$root/tmp/server.log" >&2; exit 2; }
    printf 'postgres://postgres@127.0.0.1:%s/postgres\n' "$port"
    ;;
  stop)
    inside "$pg/pg_ctl" -D /data -w -m immediate stop >/dev/null 2>&1 || true
    ;;
  *)
    say 'postgres.sh: start DIR | stop DIR'
    exit 2
    ;;
esac
