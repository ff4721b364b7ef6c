#!/usr/bin/env bash
# What many jobs cost, as rows of Markdown: the first page of each order and filter, the start of a service, a job from its
# creation to its model and a write of progress, with no jobs, half of them and all; and whether a statement of a list reads
# the whole table.
#   bash benchmarks/lists.sh              100 000 jobs on H2
#   bash benchmarks/lists.sh 10000        fewer
#   PG=1 bash benchmarks/lists.sh         on PostgreSQL in a container of its own, which needs Docker
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

rows=${1:-100000}
home=$(mktemp -d)
container=
trap '[[ -z $container ]] || docker rm --force "$container" >/dev/null; rm -rf "$home"' EXIT
if [[ -n ${PG:-} ]]; then
  container=$(docker run --detach --publish 127.0.0.1:0:5432 --env POSTGRES_PASSWORD=descent "${PG_IMAGE:-postgres:17}")
  until docker exec "$container" pg_isready --host 127.0.0.1 --quiet; do sleep 0.5; done
  export SPRING_PROFILES_ACTIVE=postgres DESCENT_DB_USER=postgres DESCENT_DB_PASSWORD=descent
  DESCENT_DB_URL=jdbc:postgresql://$(docker port "$container" 5432/tcp | head -n 1)/postgres
  export DESCENT_DB_URL
fi
bash "$here/engine.sh" List "$rows" "$home"
