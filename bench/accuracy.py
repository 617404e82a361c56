"""Trains the recipes with several seeds and prints the rows of docs/accuracy.md.

usage: python3 bench/accuracy.py MNIST_FOLDER [--recipes online network2 …] [--seeds 1 2 3] [--threads 2]
       (after dotnet build -c Release; MNIST_FOLDER has the folder mnist with the four .gz files)
"""
import argparse, json, os, statistics, subprocess, sys, tempfile

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
tool = ["dotnet", os.path.join(root, "src/Chainrule.Cli/bin/Release/net10.0/Chainrule.Cli.dll")]

parser = argparse.ArgumentParser()
parser.add_argument("mnist", type=os.path.abspath)
parser.add_argument("--recipes", nargs="*")
parser.add_argument("--seeds", nargs="*", default=[1, 2, 3])
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()

def lines(*words):
    run = subprocess.run([*tool, *map(str, words), "--json"], capture_output=True, text=True)
    if run.returncode: sys.exit(run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]

def spread(values, digits):
    """The mean, and the standard deviation where there are several."""
    several = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{several}"

for recipe in lines("recipes"):
    name = recipe["name"]
    if arguments.recipes and name not in arguments.recipes: continue
    with tempfile.TemporaryDirectory() as folder:
        ends = [lines("train", "mnist", "--recipe", name, "--data-dir", arguments.mnist, "--seed", seed,
                      "--threads", arguments.threads, "--out", folder)[-1] for seed in arguments.seeds]
    accuracies = [100 * end["test_accuracy"] for end in ends if "test_accuracy" in end]
    if accuracies: reached = f"{spread(accuracies, 2)} %"
    else: reached = f"MSE {spread([end['test_mse'] for end in ends], 4)}"
    if "test_cost" in ends[0]: reached += f", cost {spread([end['test_cost'] for end in ends], 4)}"
    seconds = statistics.mean(end["seconds"] for end in ends)
    print(f"| `{name}` | {recipe['network']} | {recipe['published']} | {reached} | {seconds:.0f} s |", flush=True)
