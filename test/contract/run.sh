#!/usr/bin/env bash
# Holds the contract suites against implementations that are not ours: AWS's DynamoDB Local (Java) and moto (Python).
# Both are fetched into .build/contract; a missing tool is said loudly, and its half is left out.
set -uo pipefail
cd "$(dirname "$0")/../.."
engines=$PWD/.build/contract
mkdir -p "$engines"
processes=()
trap 'for one in "${processes[@]:-}"; do [ -n "$one" ] && kill "$one" 2>/dev/null; done' EXIT

free_port() { ./node_modules/.bin/node -e "const s=require('node:net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"; }
answers() { for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0; sleep 0.3; done; return 1; }
left_out() { echo "NOT CHECKED: $1" >&2; }

if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then
  left_out 'the tables against DynamoDB Local. Install a Java runtime (17 or newer) and Maven.'
elif ! { [ -d "$engines/java" ] || timeout 300 mvn -q -B -f test/contract/engines/pom.xml dependency:copy-dependencies "-DoutputDirectory=$engines/java"; }; then
  rm -rf "$engines/java"
  left_out 'the tables against DynamoDB Local. Maven could not fetch it.'
else
  port=$(free_port)
  # It leaves a file where it stands.
  (cd "$engines" && exec java "-Djava.library.path=$engines/java" -cp "$engines/java/*" com.amazonaws.services.dynamodbv2.local.main.ServerRunner \
    -inMemory -disableTelemetry -port "$port" >"$engines/dynamodb.log" 2>&1) &
  processes+=($!)
  if answers "$port"; then export DYNAMODB_LOCAL_ENDPOINT=http://127.0.0.1:$port; else left_out 'the tables: DynamoDB Local did not start.'; fi
fi

if ! command -v python3 >/dev/null; then
  left_out 'the buckets, the archive, the user pool, session credentials, mail and the queue against moto. Install Python 3.'
elif ! { [ -x "$engines/moto/bin/moto_server" ] ||
  { python3 -m venv "$engines/moto" && timeout 300 "$engines/moto/bin/pip" install -q 'moto[server,s3,cognitoidp,sts,kms]==5.2.5'; }; }; then
  rm -rf "$engines/moto"
  left_out 'the buckets, the archive, the user pool, session credentials, mail and the queue against moto. pip could not fetch it.'
else
  port=$(free_port)
  "$engines/moto/bin/moto_server" -H 127.0.0.1 -p "$port" >"$engines/moto.log" 2>&1 &
  processes+=($!)
  if answers "$port"; then export MOTO_ENDPOINT=http://127.0.0.1:$port; else left_out 'the buckets, the archive, the user pool, session credentials and the queue: moto did not start.'; fi
  # Letters are read out of all that a moto keeps, which fails while others write to it: they have one to themselves.
  port=$(free_port)
  "$engines/moto/bin/moto_server" -H 127.0.0.1 -p "$port" >"$engines/moto-mail.log" 2>&1 &
  processes+=($!)
  if answers "$port"; then export MOTO_MAIL_ENDPOINT=http://127.0.0.1:$port; else left_out 'mail: moto did not start.'; fi
fi

rm -f .build/contract-results.json
if [ -z "${DYNAMODB_LOCAL_ENDPOINT:-}${MOTO_ENDPOINT:-}${MOTO_MAIL_ENDPOINT:-}" ]; then
  echo 'No other implementation could be started, so nothing was compared.' >&2
  exit 0
fi
timeout 300 ./node_modules/.bin/vitest run --project unit test/contract \
  --reporter=default --reporter=json --outputFile.json=.build/contract-results.json
