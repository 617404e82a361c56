import numpy as np

# My autoencoder. X is m x n, one hidden layer of k units.
m, n, k = 20, 5, 3
X = np.random.rand(m, n)

W1 = np.random.rand(n, k)
b1 = np.random.rand(k)
W2 = np.random.rand(k, n)
b2 = np.random.rand(n)
W3 = np.random.rand(n, n)
b3 = np.random.rand(n)


def g(z):
    return 1 / (1 + np.exp(-z))


def gGradient(z):
    return g(z) * (1 - g(z))


# forward
z1 = np.dot(X, W1) + b1
h1 = g(z1)
z2 = np.dot(h1, W2) + b2
h2 = g(z2)
Xhat = np.dot(h2, W3) + b3
S = np.trace(np.dot(X - Xhat, (X - Xhat).T)) / (2 * m)

# backward, worked out again
dSdXhat = (Xhat - X) / m
dSdW3 = np.dot(h2.T, dSdXhat)
dSdb3 = np.sum(dSdXhat, axis=0)
dSdh2 = np.dot(dSdXhat, W3.T)
dSdz2 = dSdh2 * gGradient(z2)
dSdW2 = np.dot(h1.T, dSdz2)
dSdb2 = np.sum(dSdz2, axis=0)
dSdh1 = np.dot(dSdz2, W2.T)
dSdz1 = dSdh1 * h1 * (1 - h1)
dSdW1 = np.dot(X.T, dSdz1)
dSdb1 = np.sum(dSdz1, axis=0)
