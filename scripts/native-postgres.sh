#!/usr/bin/env bash
# A throw-away native PostgreSQL with pgvector and pg_trgm on a free port, for tests and benches (Debian 12, root).
#
#   scripts/native-postgres.sh start FOLDER    prints DATABASE_URL=…; what is missing is installed first
#   scripts/native-postgres.sh halt FOLDER     stops it as a crash does, and keeps its data
#   scripts/native-postgres.sh resume FOLDER   starts it again, on the same port
#   scripts/native-postgres.sh stop FOLDER     stops the cluster and removes FOLDER
#
# Debian 12 has PostgreSQL 15 and no pgvector for it, so pgvector is compiled from the source package of the next
# release, taken from whichever package sources this machine already uses.
# PGOPTS adds server settings, e.g. PGOPTS='-c shared_buffers=1GB'.
set -euo pipefail

readonly MAJOR=15
readonly BIN=/usr/lib/postgresql/$MAJOR/bin
readonly LIBRARIES=/usr/lib/postgresql/$MAJOR/lib
readonly EXTENSIONS=/usr/share/postgresql/$MAJOR/extension
readonly VECTOR_SUITE=trixie
export DEBIAN_FRONTEND=noninteractive

say() { echo "native-postgres: $*" >&2; }
fail() { say "$*"; exit 1; }
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; fail "failed: $*"; }; }

# Package lists may be absent or stale on a new machine.
install_packages() {
  apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 && return
  quietly apt-get update
  quietly apt-get install -y --no-install-recommends "$@"
}

install_server() {
  [ -x "$BIN/postgres" ] && return
  say "installing PostgreSQL $MAJOR"
  # Keeps the package from starting a cluster of its own.
  mkdir -p /etc/postgresql-common
  grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf ||
    echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
  install_packages "postgresql-$MAJOR"
}

# Writes a one-suite list of source packages, made from the machine's own sources.
write_source_list() {
  local sources=/etc/apt/sources.list.d/debian.sources
  if [ -f "$sources" ]; then
    awk -v RS= '/(^|\n)Suites:[^\n]*bookworm([ \n]|$)/ { print; exit }' "$sources" |
      sed -e 's/^Types:.*/Types: deb-src/' -e "s/^Suites:.*/Suites: $VECTOR_SUITE/" >"$build/one.sources"
    source_list=$build/one.sources
  else
    sed -nE "s/^deb (.*) bookworm (.*)/deb-src \1 $VECTOR_SUITE \2/p" /etc/apt/sources.list | head -n 1 >"$build/one.list"
    source_list=$build/one.list
  fi
  [ -s "$source_list" ] || fail "no Debian 12 package source is configured on this machine"
}

install_vector() {
  [ -f "$EXTENSIONS/vector.control" ] && return
  say "building pgvector for PostgreSQL $MAJOR"
  compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || quietly apt-get update
  if ! command -v gcc >/dev/null || ! command -v dpkg-source >/dev/null; then
    install_packages gcc libc6-dev dpkg-dev
  fi
  local build=$folder/build source_list
  mkdir -p "$build/lists/partial" "$build/cache/archives/partial" "$build/headers"
  write_source_list
  local apt=(apt-get -o "APT::Sandbox::User=root" -o "Dir::Cache=$build/cache")
  local only=(-o "Dir::Etc::sourcelist=$source_list" -o "Dir::Etc::sourceparts=-" -o "Dir::State::lists=$build/lists")
  (
    cd "$build"
    quietly "${apt[@]}" "${only[@]}" update
    quietly "${apt[@]}" "${only[@]}" source --download-only pgvector
    quietly dpkg-source --no-check -x pgvector_*.dsc pgvector
    # The headers are unpacked, not installed: their package would bring a whole compiler suite along.
    quietly "${apt[@]}" download "postgresql-server-dev-$MAJOR" libpq-dev
    for package in postgresql-server-dev-*.deb libpq-dev*.deb; do quietly dpkg-deb -x "$package" headers; done
    cd pgvector
    quietly gcc -O2 -ftree-vectorize -fassociative-math -fno-signed-zeros -fno-trapping-math -fPIC -shared \
      -I"$build/headers/usr/include/postgresql/$MAJOR/server" -I"$build/headers/usr/include/postgresql" \
      -o vector.so src/*.c -lm
    local version
    version=$(sed -n "s/^default_version = '\(.*\)'/\1/p" vector.control)
    install -m 644 sql/vector.sql "$EXTENSIONS/vector--$version.sql"
    install -m 644 vector.so "$LIBRARIES/"
    install -m 644 vector.control "$EXTENSIONS/"
  )
  rm -rf "$build"
}

as_postgres() { (cd / && runuser -u postgres -- "$@"); }

start_cluster() {
  local port
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  chmod 755 "$folder"
  as_postgres test -x "$folder" || fail "the user postgres may not enter $folder: open its parent folders (chmod a+x)"
  install -d -o postgres -g postgres -m 700 "$folder/data"
  install -o postgres -m 600 /dev/null "$folder/server.log"
  as_postgres "$BIN/initdb" -D "$folder/data" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 >"$log" 2>&1 ||
    { cat "$log" >&2; fail 'initdb failed'; }
  # Nothing in it outlives a test run, so no write waits for the disk.
  local settings="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"
  as_postgres "$BIN/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 30 -o "$settings ${PGOPTS:-}" start >"$log" 2>&1 ||
    { cat "$folder/server.log" >&2; fail 'the server did not start'; }
  echo "DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres"
}

[ $# -eq 2 ] || fail 'usage: native-postgres.sh start|halt|resume|stop FOLDER'
[ "$(id -u)" = 0 ] || fail 'needs root: it installs packages and runs the server as the user postgres'
mkdir -p "$2"
folder=$(cd "$2" && pwd)
log=$folder/command.log
case $1 in
  start)
    [ ! -e "$folder/data" ] || fail "$folder holds a cluster already; stop it first"
    install_server
    install_vector
    start_cluster
    ;;
  halt) quietly as_postgres "$BIN/pg_ctl" -D "$folder/data" -m immediate -w stop ;;
  # Of a server that is not running restart only starts it, and unlike start it does so with the settings of the last time.
  resume) quietly as_postgres "$BIN/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 30 restart ;;
  stop)
    if [ -f "$folder/data/postmaster.pid" ]; then as_postgres "$BIN/pg_ctl" -D "$folder/data" -m fast -w stop >"$log" 2>&1; fi
    rm -rf "$folder"
    ;;
  *) fail "unknown command $1" ;;
esac
