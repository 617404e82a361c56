"""Predicts with Chainrule and ONNX Runtime in turn, on two threads and on one; run.py includes the table.

ONNX Runtime needs Node with npm, and is installed into artifacts/peers, outside version control, when first needed.
"""
import os, statistics, subprocess
from runner import chainrule, here, results, root

modules = os.path.join(root, "artifacts", "peers", "node_modules")
networks = ["784-128-10", "784-512-512-10"]
libraries = {
    "Chainrule": lambda threads: [*chainrule, "predict", "--threads", threads, "--json"],
    "ONNX Runtime": lambda threads: ["node", os.path.join(here, "onnx_peer.js"), threads],
}

def install():
    if os.path.isdir(os.path.join(modules, "onnxruntime-node")): return
    folder = os.path.dirname(modules)
    os.makedirs(folder, exist_ok=True)
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-save", "--prefix", folder, "onnxruntime-node"], check=True)

def measure(threads, rounds):
    """Every result by (network, library); each round in the order opposite to the last one's."""
    found = {}
    for turn in range(rounds):
        for library in list(libraries)[::-1 if turn % 2 else 1]:
            for one in results(libraries[library](threads), NODE_PATH=modules):
                found.setdefault((one["network"], library), []).append(one)
                print(library, threads, one["network"], one["latency_us"], f"{one['samples_per_second']:,.0f}", flush=True)
    return found

def section(rounds):
    """The lines of the report."""
    install()
    found = {threads: measure(threads, rounds) for threads in (2, 1)}
    names = ", ".join(sorted({one["peer"] for runs in found.values() for all in runs.values() for one in all}))
    lines = [f"Medians of {rounds} runs in both orders; {names}. The ratio is how many times faster Chainrule is.", "",
             "| threads | network | what | Chainrule | ONNX Runtime | ratio |", "| ---: | --- | --- | ---: | ---: | ---: |"]
    for threads in found:
        for network in networks:
            for what, key in (("one sample, µs", "latency_us"), ("batches of 128, samples a second", "samples_per_second")):
                ours, theirs = (statistics.median(one[key] for one in found[threads][network, library]) for library in libraries)
                ratio, text = (theirs / ours, "{:.2f}") if key == "latency_us" else (ours / theirs, "{:,.0f}")
                lines.append(f"| {threads} | {network} | {what} | {text.format(ours)} | {text.format(theirs)} | {ratio:.2f} |")
    return lines
