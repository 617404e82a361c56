import numpy as np
import matplotlib.pyplot as plt

np.random.seed(0)
X = 2 * np.random.rand(100, 1)
y = 4 + 3 * X + np.random.randn(100, 1)

w = np.random.randn(1, 1)
b = 0.0
lr = 0.1
losses = []

for epoch in range(200):
    y_pred = X @ w + b
    error = y_pred - y
    loss = np.mean(error ** 2)
    losses.append(loss)

    dw = 2 / len(X) * X.T @ error
    db = 2 / len(X) * np.sum(error)

    w = w - lr * dw
    b = b - lr * db

    if epoch % 20 == 0:
        print(f"epoch {epoch}: {loss:.4f}")

plt.plot(losses)
plt.show()
