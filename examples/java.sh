# Finds a JDK 25 or newer where the machine's default is older. Sourced, not run.

java_version() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }

# find_java: prints the home of a Java 25 or newer, the chosen one before the found ones.
find_java() {
  local home version java
  java=$(command -v java || true)
  for home in "${JAVA_HOME:-}" "${java:+$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")}" \
    /usr/lib/jvm/* /opt/* /usr/local/* "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [[ -n $home && -x $home/bin/java ]] || continue
    version=$(java_version "$home")
    if [[ ${version:-0} -ge 25 ]]; then
      printf '%s\n' "$home"
      return
    fi
  done
  echo "No Java 25 or newer found. Install a JDK 25, or set JAVA_HOME to one." >&2
  return 1
}
