import numpy as np

N, H, W, C = 3, 4, 4, 2
x = np.random.randn(N, H, W, C)
K = np.random.randn(2 * 2 * C, 5)
labels = np.random.randint(0, 5, N)

pooled = x.reshape(N, H // 2, 2, W // 2, 2, C).max(axis=(2, 4))
flat = pooled.reshape(N, -1)
scores = flat @ K
scores -= scores.max(axis=1, keepdims=True)
log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
loss = -log_probs[np.arange(N), labels].mean()

dscores = np.exp(log_probs)
dscores[np.arange(N), labels] -= 1
dscores /= N
dK = flat.T @ dscores
dflat = dscores @ K.T
dpooled = dflat.reshape(pooled.shape)
