"""Trains every workload with Chainrule, NumPy, scikit-learn and PyTorch in turn; run.py includes the table."""
import statistics
from runner import chainrule, peer, results

NAMES = ["tiny", "online", "mlp", "wide", "autoencoder", "deep"]
# Small workloads run longer, so that each figure stands for some tenths of a second at least.
LONGER = {"tiny": 20, "online": 10}
WITHOUT_ZEROS = "Chainrule without zeros"

def commands(mnist):
    ours = lambda workload, epochs: [*chainrule, workload, "--data-dir", mnist, "--epochs", epochs, "--json"]
    return {
        "Chainrule": ours,
        "NumPy": lambda workload, epochs: peer("numpy_peer.py", workload, mnist, epochs),
        "scikit-learn": lambda workload, epochs: peer("sklearn_peer.py", workload, mnist, epochs),
        "PyTorch": lambda workload, epochs: peer("torch_peer.py", workload, mnist, epochs),
        # Pixels lifted above zero: what is left of the speed when there is nothing to leave out.
        WITHOUT_ZEROS: lambda workload, epochs: [*ours(workload, epochs), "--without-zeros"],
    }

def measure(mnist, epochs, workloads, rounds):
    """Every result by (workload, library); each round goes through the libraries in the order opposite to the last one's."""
    libraries, found = commands(mnist), {}
    for turn in range(rounds):
        for workload in workloads:
            for name in list(libraries)[::-1 if turn % 2 else 1]:
                result = results(libraries[name](workload, epochs * LONGER.get(workload, 1)))[-1]
                found.setdefault((workload, name), []).append(result)
                print(name, workload, f"{result['samples_per_second']:,.0f}", flush=True)
    return found

def section(mnist, epochs, workloads, rounds, peak):
    """The lines of the report; peak is that of all cores, in GFLOP/s."""
    found = measure(mnist, epochs, workloads or NAMES, rounds)
    names = [name for name in commands(mnist) if name != WITHOUT_ZEROS]
    lines = [f"Samples a second: medians of {rounds} runs, in both orders; {epochs} epochs ("
             + ", ".join(f"{name} {factor} times as many" for name, factor in LONGER.items()) + "). Chainrule leaves zeros out: "
             "the last ratio and the share of the peak are those of the same training on pixels lifted above zero. At their best: "
             "the ratio of the fastest runs.", "",
             "| workload | " + " | ".join(names) + " | Chainrule to the best other | at their best | without zeros "
             "| share of the peak | accuracy or error: " + ", ".join(names) + " |",
             "| --- |" + " ---: |" * (len(names) + 4) + " --- |"]
    for workload in workloads or NAMES:
        speed = {name: statistics.median(one["samples_per_second"] for one in found[workload, name]) for name in commands(mnist)}
        quality = [found[workload, name][0].get("accuracy", found[workload, name][0].get("mse")) for name in names]
        best = max(speed[name] for name in names if name != "Chainrule")
        fastest = {name: max(one["samples_per_second"] for one in found[workload, name]) for name in names}
        at_best = fastest["Chainrule"] / max(fastest[name] for name in names if name != "Chainrule")
        share = statistics.median(one["gflops"] for one in found[workload, WITHOUT_ZEROS]) / peak
        lines.append(f"| {workload} | " + " | ".join(f"{speed[name]:,.0f}" for name in names)
                     + f" | {speed['Chainrule'] / best:.2f} | {at_best:.2f} "
                     f"| {speed[WITHOUT_ZEROS] / best:.2f} | {share:.0%} | "
                     + ", ".join(f"{value:.4f}" for value in quality) + " |")
    return lines + ["", "Versions: " + ", ".join(sorted({one["peer"] for runs in found.values() for one in runs})) + "."]
