import numpy as np
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

digits = load_digits()
X, y = digits.data / 16.0, digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
X_train = StandardScaler().fit_transform(X_train)

n_samples, n_features = X_train.shape
n_hidden, n_classes = 32, 10
W1 = np.random.randn(n_features, n_hidden) * 0.01
b1 = np.zeros((1, n_hidden))
W2 = np.random.randn(n_hidden, n_classes) * 0.01
b2 = np.zeros((1, n_classes))

for epoch in tqdm(range(10)):
    h = np.maximum(0, X_train @ W1 + b1)
    logits = h @ W2 + b2
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n_samples), y_train]).mean()

    dlogits = p.copy()
    dlogits[np.arange(n_samples), y_train] -= 1
    dlogits /= n_samples
    dW2 = h.T @ dlogits
    db2 = dlogits.sum(axis=0, keepdims=True)
    dh = dlogits @ W2.T
    dh = dh * (h > 0)
    dW1 = X_train.T @ dh
    db1 = dh.sum(axis=0, keepdims=True)
    for param, grad in zip([W1, b1, W2, b2], [dW1, db1, dW2, db2]):
        param -= 0.1 * grad
