"""How the scripts here start Chainrule and its peers: as processes that print a line of JSON for each result."""
import json, os, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
chainrule = ["dotnet", os.path.join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll"), "bench"]

# What holds every library to 256-bit vectors on a processor with wider ones (ONNX Runtime has no such setting).
AVX2 = {"DOTNET_EnableAVX512": "0", "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2",
        "MKL_ENABLE_INSTRUCTIONS": "AVX2", "OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX"}
held_to = {}

def environment():
    """As it is, but with OpenBLAS at its best: it takes AVX-512 on processors that it does not know only when it is told to."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    with open("/proc/cpuinfo") as f:
        if "avx512f" in f.read(): settings["OPENBLAS_CORETYPE"] = "SkylakeX"
    return settings | held_to

def peer(script, *arguments): return [sys.executable, os.path.join(here, script), *map(str, arguments)]

def results(command, **settings):
    """What the command prints, line by line."""
    run = subprocess.run([str(word) for word in command], env=environment() | settings, capture_output=True, text=True)
    if run.returncode: sys.exit(f"{' '.join(map(str, command))}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
