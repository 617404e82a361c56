#!/usr/bin/env python3
import numpy as np
import matplotlib.pyplot as plt

# generate data
X = 2 * np.random.rand(100, 1)
y = 4 + 3 * X + np.random.randn(100, 1)
X_b = np.c_[np.ones((100, 1)), X]  # add x0 = 1 to each instance

eta = 0.1
n_iterations = 1
m = 100
lr = 0.1
theta = np.random.randn(2, 1)  # random initialization

for iteration in range(n_iterations):
    cost = 1 / m * np.sum((X_b.dot(theta) - y) ** 2)
    gradients = 2 / m * X_b.T.dot(X_b.dot(theta) - y)
    theta = theta - lr * gradients

print(theta)
plt.plot(X, y, "b.")
plt.show()
