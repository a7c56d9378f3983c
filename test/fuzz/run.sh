#!/usr/bin/env bash
# Sends what the API describes, and what it does not, to a local stack and holds each answer against the description.
# Schemathesis (Python) is fetched into .build/fuzz; if it cannot be had, that is said loudly and nothing is tried.
set -uo pipefail
cd "$(dirname "$0")/../.."
version=4.32.5
python=$PWD/.build/fuzz/schemathesis-$version
results=$PWD/.build/fuzz-results.json
rm -f "$results"

if ! command -v python3 >/dev/null; then
  echo 'NOT CHECKED: the API against its description. Install Python 3.10 or newer.' >&2
  exit 0
fi
if ! { [ -x "$python/bin/schemathesis" ] ||
  { python3 -m venv "$python" && timeout 300 "$python/bin/pip" install -q "schemathesis==$version"; }; }; then
  rm -rf "$python"
  echo 'NOT CHECKED: the API against its description. pip could not fetch schemathesis.' >&2
  exit 0
fi
./node_modules/.bin/node test/fuzz/main.ts "$python/bin/schemathesis" "$results"
