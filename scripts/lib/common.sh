# Sourced by the launchers: where the project is, which JDK runs it, how it is built.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
min_jdk=21

die() { printf '%s\n' "$*" >&2; exit 1; }

jdk_major() { # the major version of the JDK at $1, or 0
  local version
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || { echo 0; return; }
  version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  echo "${version:-0}"
}

# Sets JAVA_HOME to a JDK of at least $min_jdk: JAVA_HOME, then PATH, then the usual folders.
find_jdk() {
  local candidate on_path
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] && [ "$(jdk_major "$candidate")" -ge "$min_jdk" ] || continue
    export JAVA_HOME=$candidate
    return
  done
  die "Streetwarden needs a JDK $min_jdk or newer and found none; install one, for example: apt-get install openjdk-21-jdk-headless (or Temurin from adoptium.net), or set JAVA_HOME."
}

# Moves every --camera of the arguments into STREETWARDEN_CAMERAS, a line each, and leaves the rest in the array $arguments:
# their URLs may hold passwords, and anyone may read an argument list.
hide_cameras() {
  arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --camera=*) STREETWARDEN_CAMERAS=${STREETWARDEN_CAMERAS:-}${STREETWARDEN_CAMERAS:+$'\n'}${1#*=} ;;
      --camera)
        if [ $# -gt 1 ]; then
          STREETWARDEN_CAMERAS=${STREETWARDEN_CAMERAS:-}${STREETWARDEN_CAMERAS:+$'\n'}$2
          shift
        else
          arguments+=("$1")
        fi ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  export STREETWARDEN_CAMERAS=${STREETWARDEN_CAMERAS:-}
}

need_maven() {
  command -v mvn >/dev/null 2>&1 || die "Streetwarden is built with Maven 3.8.6 or newer and found none; install it, for example: apt-get install maven."
}

# Builds what changed since the last build, saying what it is at.
build() {
  local stamp=$root/scripts/launcher/target/built changed
  if [ -f "$stamp" ]; then
    changed=$(find "$root" \( -name target -o -name var -o -name node_modules -o -name .git \) -prune -o \
      \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print -quit)
    [ -n "$changed" ] || return 0
  fi
  need_maven
  echo "Building Streetwarden (the first build fetches its libraries and takes some minutes) …" >&2
  local log=$root/scripts/launcher/target/build.log
  mkdir -p "$(dirname "$log")"
  if ! (cd "$root" && mvn -B -DskipTests package 2>&1) | tee "$log" | build_progress; then
    tail -n 40 "$log" >&2
    die "The build failed; the whole log is in $log."
  fi
  touch "$stamp"
}

# Reads Maven's log; shows the module at work and how much was fetched; fails where the build failed.
build_progress() {
  awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { sub(/^\[INFO\] Building /, ""); printf "  %s\n", $0; fflush() }
    /^(\[INFO\] )?Downloaded from/ { if (++n % 100 == 0) { printf "  %d files fetched\n", n; fflush() } }
    /BUILD SUCCESS/ { ok = 1 }
    END { exit !ok }' >&2
}

# run_java MODULE MAIN [ARG…]: replaces this shell by a process of that module.
run_java() {
  local module=$1 main=$2
  shift 2
  if [ -t 2 ]; then export STREETWARDEN_TERMINAL=1; fi
  # Not by -cp: ONNX Runtime 1.29 crashes in a process whose command line is longer than about 4 kB.
  CLASSPATH=$root/$module/target/classes:$(cat "$root/$module/target/classpath.txt")${STREETWARDEN_CLASSPATH:+:$STREETWARDEN_CLASSPATH}
  export CLASSPATH
  # Decoders take and give back megabytes for every picture: glibc is to keep them, in few arenas.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2} MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432} \
    MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-268435456}
  # shellcheck disable=SC2086
  exec "$JAVA_HOME/bin/java" ${STREETWARDEN_JAVA_OPTS:-} --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true \
    -Dstreetwarden.root="$root" "$main" "$@"
}
