import numpy as np


def one_hot(y, num_classes):
    result = np.zeros((y.shape[0], num_classes))
    result[np.arange(y.shape[0]), y] = 1
    return result


def softmax(z):
    z = z - z.max(axis=1)[:, np.newaxis]
    expz = np.exp(z)
    return expz / expz.sum(axis=1).reshape(-1, 1)


def cross_entropy(p, y_onehot):
    return -(y_onehot * np.log(p)).sum() / len(p)


num_features, num_classes, N = 5, 3, 12
X = np.random.rand(N, num_features)
y = np.random.randint(num_classes, size=N)
T = one_hot(y, num_classes)
W = np.random.normal(0, 0.01, (num_features, num_classes))
b = np.zeros(num_classes)
logits = X @ W + b[None, :]
P = softmax(logits)
L = cross_entropy(P, T)
dlogits = (P - T) / N
dW = X.T @ dlogits
db = dlogits.sum(axis=0)
