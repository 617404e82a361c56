"""Trains every workload with Chainrule, NumPy, scikit-learn and PyTorch in turn, in both orders, predicts with Chainrule and
ONNX Runtime, and writes bench/results/<cpu>.md.

usage: python3 bench/peers/run.py MNIST_FOLDER [EPOCHS] [WORKLOAD ...]      (Debian: python3-numpy python3-sklearn python3-torch)
"""
import json, os, platform, re, statistics, subprocess, sys
import predictions

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
mnist, epochs = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "2"
workloads = sys.argv[3:] or ["tiny", "online", "mlp", "wide", "autoencoder", "deep"]
tool = os.path.join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll")
# OpenBLAS takes AVX-512 on processors that it does not know only when it is told to.
environment = dict(os.environ, OPENBLAS_CORETYPE="SkylakeX")
peers = {
    "Chainrule": lambda w, e: ["dotnet", tool, "bench", w, "--data-dir", mnist, "--epochs", e, "--json"],
    "NumPy": lambda w, e: [sys.executable, os.path.join(here, "numpy_peer.py"), w, mnist, e],
    "scikit-learn": lambda w, e: [sys.executable, os.path.join(here, "sklearn_peer.py"), w, mnist, e],
    "PyTorch": lambda w, e: [sys.executable, os.path.join(here, "torch_peer.py"), w, mnist, e],
}

def measure(peer, workload):
    rounds = str(int(epochs) * {"tiny": 20, "online": 5}.get(workload, 1))
    run = subprocess.run(peers[peer](workload, rounds), env=environment, capture_output=True, text=True)
    if run.returncode: sys.exit(f"{peer} {workload}: {run.stderr}")
    result = json.loads(run.stdout.strip().splitlines()[-1])
    print(peer, workload, f"{result['samples_per_second']:,.0f}", flush=True)
    return result

results = {}
for order in (list(peers), list(reversed(peers))):
    for workload in workloads:
        for peer in order: results.setdefault((workload, peer), []).append(measure(peer, workload))

cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
lines = [f"# {cpu}, {os.cpu_count()} cores", "", f"{platform.platform()}. Samples a second: the median of two runs, in both orders; "
         f"{epochs} epochs (tiny 20 times, online 5 times as many). Written by `bench/peers/run.py`.", "",
         "| workload | " + " | ".join(peers) + " | Chainrule to the best other | accuracy or error: " + ", ".join(peers) + " |",
         "| --- |" + " ---: |" * (len(peers) + 1) + " --- |"]
for workload in workloads:
    speed = {p: statistics.median(r["samples_per_second"] for r in results[workload, p]) for p in peers}
    quality = [results[workload, p][0].get("accuracy", results[workload, p][0].get("mse")) for p in peers]
    ratio = speed["Chainrule"] / max(v for p, v in speed.items() if p != "Chainrule")
    lines.append(f"| {workload} | " + " | ".join(f"{speed[p]:,.0f}" for p in peers) + f" | {ratio:.2f} | "
                 + ", ".join(f"{q:.4f}" for q in quality) + " |")
lines += ["", "Versions: " + ", ".join(sorted({r["peer"] for all in results.values() for r in all})) + "."]
lines += ["", *predictions.section()]
name = re.sub(r"[^a-z0-9]+", "-", cpu.lower()).strip("-")
path = os.path.join(root, "bench", "results", f"{name}-{os.cpu_count()}-cores.md")
os.makedirs(os.path.dirname(path), exist_ok=True)
with open(path, "w") as f: f.write("\n".join(lines) + "\n")
print("\n".join(lines)); print("written to", os.path.relpath(path, root))
