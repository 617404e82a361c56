import numpy as np
np.random.seed(5)

sizes = [4, 6, 5, 2]
weights = []
biases = []
for i in range(len(sizes) - 1):
    weights.append(np.random.randn(sizes[i], sizes[i + 1]) * np.sqrt(1 / sizes[i]))
    biases.append(np.zeros((1, sizes[i + 1])))

X = np.random.randn(11, 4)
Y = np.random.randn(11, 2)
act = [X]
pre = []
for i, (W, b) in enumerate(zip(weights, biases)):
    z = act[-1] @ W + b
    pre.append(z)
    act.append(np.tanh(z) if i < len(weights) - 1 else z)
loss = ((act[-1] - Y) ** 2).mean()

grads_W = [None] * len(weights)
grads_b = [None] * len(biases)
delta = 2 * (act[-1] - Y) / Y.size
for i in reversed(range(len(weights))):
    grads_W[i] = act[i].T @ delta
    grads_b[i] = delta.sum(axis=0, keepdims=True)
    if i > 0:
        delta = (delta @ weights[i].T) * (1 - act[i] ** 2)
