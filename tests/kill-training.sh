#!/bin/sh
# Kills a training at random moments, 20 times by default, and resumes it each time. Whatever is in its folder then must
# be one whole generation, and in the end the model must have the same parameters as one that was never killed.
#   tests/kill-training.sh [TIMES]      after: dotnet build -c Release src/Chainrule.Cli
set -eu
times=${1:-20}
tool="dotnet $(cd "$(dirname "$0")/.." && pwd)/src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
options='--epochs 150 --layers auto,32:relu,dropout:0.2,batchnorm,auto --validation 0.1 --schedule plateau:0.5:1 --take 3000'
$tool train digits $options --checkpoint 0 --out whole > /dev/null

kills=0 resumed=0
while :; do
    if [ -f run/model.safetensors ]; then command="--resume run"; resumed=$((resumed + 1)); else command="digits $options --out run"; fi
    # shellcheck disable=SC2086
    $tool train $command --checkpoint 0 > log 2>&1 &
    process=$!
    if [ "$kills" -lt "$times" ]; then
        # Every other one before it may have begun, the others while it trains.
        if [ $((kills % 2)) -eq 1 ]; then
            while kill -0 "$process" 2> /dev/null && ! grep -q '^network' log; do sleep 0.05; done
        fi
        sleep "$(awk -v seed="$kills$$" 'BEGIN { srand(seed); printf "%.3f", 0.1 + rand() * 1.2 }')"
        if kill -9 "$process" 2> /dev/null; then
            wait "$process" 2> /dev/null || true
            kills=$((kills + 1))
            if [ -f run/model.safetensors ]; then $tool evaluate run digits --json > /dev/null; fi
            continue
        fi
    fi
    wait "$process" || { cat log; exit 1; }
    break
done

cut -d, -f1-6,8 whole/history.csv > expected
cut -d, -f1-6,8 run/history.csv > found
cmp expected found
for run in whole run; do $tool predict $run digits --out $run.npy > /dev/null; done
cmp whole.npy run.npy
left=$(ls -A run | grep -v -e '^model.safetensors$' -e '^history.csv$' -e '^config.json$' || true)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
echo "killed $kills times, resumed $resumed times: the same model and the same history as without"
