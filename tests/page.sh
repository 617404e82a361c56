#!/usr/bin/env bash
# The page: its built files are compared with what the sources give, and it is used in a browser, behind the local
# server and on its own. Installs Node and Chromium where they are missing. With --built the tool is used as it was
# built last. Its last line is "N passed, N failed". With --speed what is promised of the page's speed is measured
# instead, which needs a quiet machine.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

fail() { echo "$1"; echo "0 passed, 1 failed"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

if ! { has node && has npm && { [ -n "${CHROMIUM:-}" ] || has chromium; }; } && has apt-get && [ "$(id -u)" = 0 ]; then
  (apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm chromium) >/dev/null 2>&1
fi
for program in node npm "${CHROMIUM:-chromium}"; do
  has "$program" || fail "There is no $program, which the page's tests need, and it could not be installed: install it."
done
node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' ||
  fail "Node $(node --version) is too old for the tests of the page: install 20.19 or later."

case " $* " in *" --built "*) ;; *) dotnet build -c Release src/Chainrule.Cli --verbosity quiet || fail "The build of the tool failed." ;;
esac
(cd src/Chainrule.Studio.Page && npm ci --no-audit --no-fund --silent) &
installation=$!
dotnet publish src/Chainrule.Studio.Browser -c Release -o artifacts/page --verbosity quiet ||
  fail "The page with its engine in WebAssembly could not be made."
wait "$installation" || fail "npm could not install what the page's tests need."
cd src/Chainrule.Studio.Page
case " $* " in *" --speed "*) exec node tests/speed.mjs ;; esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
npm test --silent 2>&1 | tee "$log"
count() { sed -n "s/^# $1 \([0-9][0-9]*\)$/\1/p" "$log" | tail -n 1; }
passed=$(count pass) failed=$(($(count fail) + $(count cancelled)))
[ -n "$passed" ] || fail "The tests of the page did not end."
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
