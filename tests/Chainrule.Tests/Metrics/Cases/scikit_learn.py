"""Computes metrics with scikit-learn: reads cases as JSON from a file, writes their metrics as JSON.

A case has "kind" (classes, labels or values), "outputs" (rows), "targets" and "weights" (or null).
"""
import json
import math
import sys
import warnings

import numpy as np
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve
from sklearn.preprocessing import label_binarize

warnings.simplefilter("ignore")
AVERAGES = ["micro", "macro", "weighted"]


def ratios(truth, answer, weights, averages, prefix=""):
    result = {}
    for average in averages:
        name = "" if average == "binary" else f"_{average}"
        p, r, f, _ = sk.precision_recall_fscore_support(truth, answer, average=average, sample_weight=weights)
        result |= {f"precision{name}": p, f"recall{name}": r, f"f1{name}": f}
    return result


def curves(truth, score, weights, which):
    result = {}
    fpr, tpr, _ = sk.roc_curve(truth, score, sample_weight=weights)
    precision, recall, thresholds = sk.precision_recall_curve(truth, score, sample_weight=weights)
    for name, values in [("fpr", fpr), ("tpr", tpr), ("precision", precision), ("recall", recall),
                         ("thresholds", thresholds)]:
        result[f"{which}_{name}"] = values.tolist()
    return result


def of_classes(case):
    score, truth, weights = np.array(case["outputs"]), np.array(case["targets"]), case["weights"]
    binary = score.shape[1] == 1
    count = max(2, score.shape[1])
    answer = (score[:, 0] >= 0.5).astype(int) if binary else score.argmax(axis=1)
    result = {
        "accuracy": sk.accuracy_score(truth, answer, sample_weight=weights),
        "balanced_accuracy": sk.balanced_accuracy_score(truth, answer, sample_weight=weights),
    }
    result |= ratios(truth, answer, weights, AVERAGES + (["binary"] if binary else []))
    p, r, f, s = sk.precision_recall_fscore_support(
        truth, answer, labels=range(count), sample_weight=weights)
    result |= {"class_precision": p.tolist(), "class_recall": r.tolist(), "class_f1": f.tolist()}
    result["confusion"] = sk.confusion_matrix(
        truth, answer, labels=range(count), sample_weight=weights).ravel().tolist()
    if binary:
        p = score[:, 0]
        result["log_loss"] = sk.log_loss(truth, p, sample_weight=weights, labels=[0, 1])
        result["brier_score"] = sk.brier_score_loss(truth, p, sample_weight=weights)
        result["average_precision"] = sk.average_precision_score(truth, p, sample_weight=weights)
        if len(set(truth)) == 2:
            result["roc_auc"] = sk.roc_auc_score(truth, p, sample_weight=weights)
            result |= curves(truth, p, weights, "curve")
        for strategy in ["uniform", "quantile"]:
            if weights is None and len(set(truth)) == 2:
                observed, predicted = calibration_curve(truth, p, n_bins=4, strategy=strategy)
                result |= {f"{strategy}_observed": observed.tolist(), f"{strategy}_predicted": predicted.tolist()}
        return result
    one_hot = label_binarize(truth, classes=range(count))
    result["log_loss"] = sk.log_loss(truth, score, sample_weight=weights, labels=range(count))
    result["brier_score"] = float(np.average(((score - one_hot) ** 2).sum(axis=1), weights=weights))
    for k in [1, 2, 3]:
        result[f"top_{k}_accuracy"] = sk.top_k_accuracy_score(
            truth, score, k=k, sample_weight=weights, labels=range(count))
    for average in AVERAGES:
        name = "" if average == "macro" else f"_{average}"
        result[f"average_precision{name}"] = sk.average_precision_score(
            one_hot, score, average=average, sample_weight=weights)
    if len(set(truth)) == count:
        result["roc_auc"] = sk.roc_auc_score(
            truth, score, multi_class="ovr", sample_weight=weights)
        for average in ["weighted", "micro"]:
            result[f"roc_auc_{average}"] = sk.roc_auc_score(one_hot, score, average=average, sample_weight=weights)
        result |= curves(one_hot[:, 1], score[:, 1], weights, "curve")
    return result


def of_labels(case):
    score, truth, weights = np.array(case["outputs"]), np.array(case["targets"]), case["weights"]
    answer = (score >= 0.5).astype(int)
    result = {
        "accuracy": sk.accuracy_score(truth, answer, sample_weight=weights),
        "subset_accuracy": sk.accuracy_score(truth, answer, sample_weight=weights),
        "label_accuracy": 1 - sk.hamming_loss(truth, answer, sample_weight=weights),
    }
    result |= ratios(truth, answer, weights, AVERAGES + ["samples"])
    for average in AVERAGES:
        name = "" if average == "macro" else f"_{average}"
        result[f"average_precision{name}"] = sk.average_precision_score(
            truth, score, average=average, sample_weight=weights)
        if all(0 < column.sum() < len(column) for column in truth.T):
            result[f"roc_auc{name}"] = sk.roc_auc_score(truth, score, average=average, sample_weight=weights)
    return result


def of_values(case):
    output, truth, weights = np.array(case["outputs"]), np.array(case["targets"]), case["weights"]
    result = {
        "mse": sk.mean_squared_error(truth, output, sample_weight=weights),
        "rmse": float(np.mean(np.sqrt(sk.mean_squared_error(
            truth, output, sample_weight=weights, multioutput="raw_values")))),
        "mae": sk.mean_absolute_error(truth, output, sample_weight=weights),
        "mape": sk.mean_absolute_percentage_error(truth, output, sample_weight=weights),
        "r2": sk.r2_score(truth, output, sample_weight=weights),
        "explained_variance": sk.explained_variance_score(truth, output, sample_weight=weights),
    }
    if output.shape[1] > 1:
        result["r2_variance_weighted"] = sk.r2_score(
            truth, output, sample_weight=weights, multioutput="variance_weighted")
    if output.shape[1] == 1:
        result["max_error"] = sk.max_error(truth, output)
    return result


def measured(case):
    result = {"classes": of_classes, "labels": of_labels, "values": of_values}[case["kind"]](case)
    return {name: value if isinstance(value, list) else None if math.isnan(value) else float(value)
            for name, value in result.items()}


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([measured(case) for case in json.load(file)]))
