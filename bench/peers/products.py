"""Multiplies matrices with Chainrule and OpenBLAS in turn, in the shapes of networks; run.py includes the table."""
import math, statistics
from runner import chainrule, peer, results

def peak(threads):
    """GFLOP/s that the processor does from registers alone."""
    return results([*chainrule, "peak", "--threads", threads, "--json"])[0]["gflops"]

def shape(line): return f"{line['m']} {line['n']} {line['k']} {line['form']}"

def measure(threads, rounds):
    """GFLOP/s of both by shape: medians over the rounds, in both orders."""
    ours, theirs = {}, {}
    def run_ours():
        for line in results([*chainrule, "matmul", "--threads", threads, "--json"]):
            ours.setdefault(shape(line), []).append(line["gflops"])
    def run_theirs():
        for line in results(peer("openblas_peer.py", threads, *ours)):
            theirs.setdefault(shape(line), []).append(line["gflops"])
    for turn in range(rounds):
        for run in (run_theirs, run_ours) if turn % 2 else (run_ours, run_theirs): run()
    return {key: (statistics.median(ours[key]), statistics.median(theirs[key])) for key in ours}

def section(rounds, peaks):
    """The lines of the report: for each number of threads GFLOP/s, ratios and their geometric mean."""
    rates = {threads: measure(threads, rounds) for threads in peaks}
    head = [f"Chainrule, {n} thread{'s' * (n > 1)} | OpenBLAS | ratio | share of the peak" for n in peaks]
    lines = [f"GFLOP/s in float32, medians of {rounds} runs in both orders, OpenBLAS through NumPy (a call of which takes about half a "
             "microsecond more). NN, TN and NT say which operand is stored transposed.", "",
             "| M × N × K | " + " | ".join(head) + " |", "| --- |" + " ---: |" * (4 * len(peaks))]
    for key in rates[1]:
        m, n, k, form = key.split()
        cells = [f"{a:.1f} | {b:.1f} | {a / b:.2f} | {a / peaks[t]:.0%}" for t in peaks for a, b in [rates[t][key]]]
        lines.append(f"| {m} × {n} × {k} {form} | " + " | ".join(cells) + " |")
    for threads in peaks:
        ratios = [a / b for a, b in rates[threads].values()]
        mean, least = math.exp(statistics.mean(map(math.log, ratios))), min(ratios)
        lines += ["", f"{threads} thread{'s' * (threads > 1)}: geometric mean of the ratios {mean:.2f}, least {least:.2f}."]
    return lines
