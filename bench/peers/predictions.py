"""Predicts with Chainrule and ONNX Runtime in turn, in both orders, on two threads and on one.

usage: python3 bench/peers/predictions.py      (Node with npm; replaces the section on prediction in bench/results/<cpu>.md)

ONNX Runtime is installed into artifacts/peers, outside version control, when first needed.
"""
import json, os, platform, re, statistics, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))
tool = os.path.join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll")
modules = os.path.join(root, "artifacts", "peers", "node_modules")
networks, title = ["784-128-10", "784-512-512-10"], "## Prediction"
peers = {
    "Chainrule": lambda threads: ["dotnet", tool, "bench", "predict", "--threads", str(threads), "--json"],
    "ONNX Runtime": lambda threads: ["node", os.path.join(here, "onnx_peer.js"), str(threads)],
}

def install():
    if os.path.isdir(os.path.join(modules, "onnxruntime-node")): return
    folder = os.path.dirname(modules)
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-save", "--prefix", folder, "onnxruntime-node"], check=True)

def measure(peer, threads):
    run = subprocess.run(peers[peer](threads), env=dict(os.environ, NODE_PATH=modules), capture_output=True, text=True)
    if run.returncode: sys.exit(f"{peer} with {threads} threads: {run.stderr}")
    results = [json.loads(line) for line in run.stdout.strip().splitlines()]
    for one in results: print(peer, threads, one["network"], one["latency_us"], f"{one['samples_per_second']:,.0f}", flush=True)
    return results

def section():
    """The lines of the report."""
    install()
    results = {}
    for order in (list(peers), list(reversed(peers))) * 2:
        for threads in (2, 1):
            for peer in order:
                for one in measure(peer, threads): results.setdefault((threads, one["network"], peer), []).append(one)
    names = ", ".join(sorted({one["peer"] for runs in results.values() for one in runs}))
    lines = [title, "", f"Medians of four runs in both orders; {names}. The ratio is how many times faster Chainrule is.", "",
             "| threads | network | what | Chainrule | ONNX Runtime | ratio |", "| ---: | --- | --- | ---: | ---: | ---: |"]
    for threads in (2, 1):
        for network in networks:
            for what, key in (("one sample, µs", "latency_us"), ("batches of 128, samples a second", "samples_per_second")):
                ours, theirs = (statistics.median(one[key] for one in results[threads, network, peer]) for peer in peers)
                ratio = theirs / ours if key == "latency_us" else ours / theirs
                text = "{:.2f}" if key == "latency_us" else "{:,.0f}"
                lines.append(f"| {threads} | {network} | {what} | {text.format(ours)} | {text.format(theirs)} | {ratio:.2f} |")
    return lines

def results_path():
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
    name = re.sub(r"[^a-z0-9]+", "-", cpu.lower()).strip("-")
    return os.path.join(root, "bench", "results", f"{name}-{os.cpu_count()}-cores.md")

if __name__ == "__main__":
    path, lines = results_path(), section()
    text = open(path).read() if os.path.exists(path) else ""
    text = re.sub(rf"\n*{title}\n.*?(?=\n## |\Z)", "", text, flags=re.S).rstrip("\n")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f: f.write((text + "\n\n" if text else "") + "\n".join(lines) + "\n")
    print("\n".join(lines)); print("written to", os.path.relpath(path, root))
