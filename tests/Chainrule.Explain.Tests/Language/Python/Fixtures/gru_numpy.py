import numpy as np

np.random.seed(0)
T, input_dim, hidden_dim = 3, 4, 5
sigmoid = lambda x: 1 / (1 + np.exp(-x))

# Weights
Wz, Uz, bz = np.random.randn(hidden_dim, input_dim), np.random.randn(hidden_dim, hidden_dim), np.zeros(hidden_dim)
Wr, Ur, br = np.random.randn(hidden_dim, input_dim), np.random.randn(hidden_dim, hidden_dim), np.zeros(hidden_dim)
Wh, Uh, bh = np.random.randn(hidden_dim, input_dim), np.random.randn(hidden_dim, hidden_dim), np.zeros(hidden_dim)
Wy = np.random.randn(2, hidden_dim)

x = np.random.randn(T, input_dim)
target = np.random.randn(2)
h = np.zeros(hidden_dim)

for t in range(T):
    # update gate
    z = sigmoid(Wz @ x[t] + Uz @ h + bz)
    # reset gate
    r = sigmoid(Wr @ x[t] + Ur @ h + br)
    # candidate
    h_tilde = np.tanh(Wh @ x[t] + Uh @ (r * h) + bh)
    h = (1 - z) * h + z * h_tilde

y = Wy @ h
loss = 0.5 * np.sum((y - target) ** 2)

dy = y - target
dWy = np.outer(dy, h)
dh = Wy.T @ dy
