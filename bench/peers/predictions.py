"""Predicts with Chainrule and ONNX Runtime in turn, on two threads and on one; run.py includes the table.

ONNX Runtime is called from C#, with inputs and outputs bound beforehand; its program is built when first needed.
"""
import os, statistics, subprocess
from runner import chainrule, here, results

project = os.path.join(here, "OnnxPeer")
program = os.path.join(project, "bin", "Release", "net10.0", "OnnxPeer.dll")
networks = ["784-128-10", "784-512-512-10"]
libraries = {
    "Chainrule": lambda threads: [*chainrule, "predict", "--threads", threads, "--json"],
    # What any user writes, started by a plain `dotnet run`: it should be as fast as the tool.
    "plain program": lambda threads: ["dotnet", "run", os.path.join(here, "plain_program.cs"), threads],
    "ONNX Runtime": lambda threads: ["dotnet", program, threads],
}

def build(): subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "-nologo", project], check=True)

def measure(threads, rounds):
    """Every result by (network, library); each round in the order opposite to the last one's."""
    found = {}
    for turn in range(rounds):
        for library in list(libraries)[::-1 if turn % 2 else 1]:
            for one in results(libraries[library](threads)):
                found.setdefault((one["network"], library), []).append(one)
                print(library, threads, one["network"], one["latency_us"], f"{one['samples_per_second']:,.0f}", flush=True)
    return found

def section(rounds):
    """The lines of the report."""
    build()
    found = {threads: measure(threads, rounds) for threads in (2, 1)}
    names = ", ".join(sorted({one["peer"] for runs in found.values() for all in runs.values() for one in all}))
    lines = [f"Medians of {rounds} runs in both orders; {names}. The ratio is how many times faster Chainrule is "
             "than ONNX Runtime. The plain program predicts with Chainrule as a user's own does, started by `dotnet run`.", "",
             "| threads | network | what | Chainrule | plain program | ONNX Runtime | ratio |", "| ---: | --- | --- | ---: | ---: | ---: | ---: |"]
    for threads in found:
        for network in networks:
            for what, key in (("one sample, µs", "latency_us"), ("batches of 128, samples a second", "samples_per_second")):
                ours, plain, theirs = (statistics.median(one[key] for one in found[threads][network, library]) for library in libraries)
                ratio, text = (theirs / ours, "{:.2f}") if key == "latency_us" else (ours / theirs, "{:,.0f}")
                lines.append(f"| {threads} | {network} | {what} | {text.format(ours)} | {text.format(plain)} | {text.format(theirs)} | {ratio:.2f} |")
    return lines
