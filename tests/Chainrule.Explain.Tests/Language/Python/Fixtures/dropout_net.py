import numpy as np

p = 0.5
X = np.random.randn(8, 5)
W1 = np.random.randn(5, 6) * np.sqrt(2.0 / 5)
b1 = np.zeros(6)
W2 = np.random.randn(6, 1)
y = np.random.randn(8, 1)

H1 = np.maximum(0, np.dot(X, W1) + b1)
U1 = (np.random.rand(*H1.shape) < p) / p
H1 *= U1
out = np.dot(H1, W2)
loss = np.mean((out - y) ** 2)

dout = 2 * (out - y) / len(y)
dW2 = H1.T @ dout
dH1 = dout @ W2.T
