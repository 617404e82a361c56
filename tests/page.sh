#!/usr/bin/env bash
# The page: its built files are compared with what the sources give, and it is used in a browser, behind the local server and on its own.
# Installs Node and Chromium where they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if ! { command -v node && command -v npm && command -v chromium; } >/dev/null 2>&1 \
  && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm chromium >/dev/null
fi
for program in node npm chromium; do
  command -v "$program" >/dev/null || { echo "There is no $program, which the tests of the page need: install it."; exit 1; }
done
dotnet build -c Release src/Chainrule.Cli --verbosity quiet
dotnet publish src/Chainrule.Studio.Browser -c Release -o artifacts/page --verbosity quiet
cd src/Chainrule.Studio.Page
npm ci --no-audit --no-fund --silent
npm test
