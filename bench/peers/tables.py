"""Small tables of scikit-learn: `chainrule train` with its defaults beside MLPClassifier and MLPRegressor with theirs, and beside
logistic and ridge regression. Five splits, 80 % to train on, the same for all; accuracy or R² on the rest, mean ± standard error.

    dotnet build -c Release && /usr/bin/python3 bench/peers/tables.py [OPTION OF TRAIN ...]"""
import csv, json, os, subprocess, sys, tempfile, time, warnings
import numpy as np
from sklearn import datasets
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from runner import chainrule

warnings.filterwarnings("ignore")
splits = 5

def tables():
    """Name, features, targets; targets of classes are words."""
    for name in ("iris", "wine", "breast_cancer", "digits"):
        data = getattr(datasets, "load_" + name)()
        yield name, data.data, np.array([f"class {label}" for label in data.target])
    data = datasets.load_diabetes()
    yield "diabetes", data.data, data.target
    yield "friedman1", *datasets.make_friedman1(n_samples=1000, noise=1.0, random_state=0)

def write(path, x, y):
    with open(path, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([f"x{column}" for column in range(x.shape[1])] + ["target"])
        rows.writerows([*map(repr, map(float, row)), target if isinstance(target, str) else repr(float(target))]
                       for row, target in zip(x, y))

def ours(folder, train, test, seed, options):
    """Accuracy or R², and the seconds of the whole command."""
    for name, part in (("train.csv", train), ("test.csv", test)): write(os.path.join(folder, name), *part)
    begin = time.perf_counter()
    run = subprocess.run([*chainrule[:-1], "train", "train.csv", "--test", "test.csv", "--seed", str(seed), "--json", *options],
                         cwd=folder, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if run.returncode: sys.exit(run.stderr)
    result = json.loads(run.stdout.splitlines()[-1])
    return (result["test_accuracy"] if "test_accuracy" in result else 1 - result["test_mse"] / test[1].var()), seconds

def shown(scores): return f"{np.mean(scores):.3f} ± {np.std(scores, ddof=1) / len(scores) ** 0.5:.3f}"

print("| table | chainrule | its MLP, raw | its MLP, standardized | logistic or ridge | seconds of a command |")
print("| --- | --- | --- | --- | --- | --- |")
for name, x, y in tables():
    classes = isinstance(y[0], str)
    network = MLPClassifier if classes else MLPRegressor
    scores, seconds = [[], [], [], []], []
    for seed in range(splits):
        a, b, c, d = train_test_split(x, y, test_size=0.2, random_state=seed, stratify=y if classes else None)
        with tempfile.TemporaryDirectory() as folder:
            score, time_taken = ours(folder, (a, c), (b, d), seed + 1, sys.argv[1:])
        scores[0].append(score)
        seconds.append(time_taken)
        linear = make_pipeline(StandardScaler(), LogisticRegression() if classes else RidgeCV())
        peers = network(random_state=seed), make_pipeline(StandardScaler(), network(random_state=seed)), linear
        for peer, kept in zip(peers, scores[1:]): kept.append(peer.fit(a, c).score(b, d))
    print(f"| {name} | {' | '.join(map(shown, scores))} | {np.median(seconds):.1f} |", flush=True)
