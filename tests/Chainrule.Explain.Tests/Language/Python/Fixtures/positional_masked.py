import numpy as np

T, d = 5, 4
X = np.random.randn(T, d)
Wq = np.random.randn(d, d)
Wk = np.random.randn(d, d)
Wv = np.random.randn(d, d)
mask = np.triu(np.ones((T, T)), k=1)
S = (X @ Wq) @ (X @ Wk).T / np.sqrt(d)
S = S - 1e9 * mask
A = np.exp(S - S.max(axis=-1, keepdims=True))
A = A / A.sum(axis=-1, keepdims=True)
O = A @ (X @ Wv)
loss = (O ** 2).sum()

dO = 2 * O
dWv = X.T @ (A.T @ dO)
dA = dO @ (X @ Wv).T
dS = A * (dA - (dA * A).sum(axis=-1, keepdims=True))
dWq = X.T @ (dS @ (X @ Wk)) / np.sqrt(d)
dWk = X.T @ (dS.T @ (X @ Wq)) / np.sqrt(d)
