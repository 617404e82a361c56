"""Trains, multiplies and predicts with Chainrule and its peers in turn, in both orders, and writes bench/results/<cpu>.md.

usage: python3 bench/peers/run.py MNIST_FOLDER [--epochs 2] [--rounds 4] [--only training products predictions] [--avx2]
       (Debian: python3-numpy python3-sklearn python3-torch; about ten minutes)
"""
import argparse, os, platform, re
import predictions, products, runner, training
from runner import root

parser = argparse.ArgumentParser()
parser.add_argument("mnist", type=os.path.abspath)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--rounds", type=int, default=4)
parser.add_argument("--workloads", nargs="*")
parser.add_argument("--only", nargs="*", default=["training", "products", "predictions"])
parser.add_argument("--avx2", action="store_true", help="hold Chainrule and its peers to 256-bit vectors")
arguments = parser.parse_args()
if arguments.avx2: runner.held_to.update(runner.AVX2)

def cpuinfo(name):
    return next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.split(":")[0].strip() == name), None)

# Virtual machines call processors of several generations by one name; their families differ.
cpu, family = cpuinfo("model name") or platform.processor(), cpuinfo("cpu family")
if family: cpu = f"{cpu} (family {family})"
cores = os.cpu_count()
peaks = {threads: products.peak(threads) for threads in sorted({1, cores})}
path = os.path.join(root, "bench", "results", f"{re.sub('[^a-z0-9]+', '-', cpu.lower()).strip('-')}-{cores}-cores{'-avx2' * arguments.avx2}.md")
sections = {}
if "training" in arguments.only:
    sections["Training"] = training.section(
        arguments.mnist, arguments.epochs, arguments.workloads, arguments.rounds, peaks[cores])
if "products" in arguments.only: sections["Matrix products"] = products.section(arguments.rounds, peaks)
if "predictions" in arguments.only: sections["Predictions"] = predictions.section(arguments.rounds)

# Sections that were not asked for stay as they are.
kept = re.split("^## ", open(path).read(), flags=re.M)[1:] if os.path.exists(path) else []
kept = {text.split("\n")[0]: text.strip().split("\n")[2:] for text in kept}
lines = [f"# {cpu}, {cores} cores{', 256-bit vectors' * arguments.avx2}", "",
         f"{platform.platform()}. Written by `bench/peers/run.py`; docs/benchmarks.md says how to read it.", "",
         "Multiply-adds from registers alone: "
         + ", ".join(f"{peak:.0f} GFLOP/s on {threads} thread{'s' * (threads > 1)}" for threads, peak in peaks.items()) + "."]
for title in ["Training", "Matrix products", "Predictions"]:
    body = sections.get(title, kept.get(title))
    if body: lines += ["", f"## {title}", "", *body]
os.makedirs(os.path.dirname(path), exist_ok=True)
with open(path, "w") as f: f.write("\n".join(lines) + "\n")
print("\n".join(lines)); print("written to", os.path.relpath(path, root))
