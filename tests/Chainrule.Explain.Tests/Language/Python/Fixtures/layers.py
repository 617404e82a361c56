import numpy as np


class Network:
    def __init__(self, sizes):
        self.weights = [np.random.randn(a, b) for a, b in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, b)) for b in sizes[1:]]

    def forward(self, x):
        self.activations = [x]
        for W, b in zip(self.weights, self.biases):
            z = np.matmul(self.activations[-1], W) + b
            self.activations.append(np.tanh(z))
        return self.activations[-1]


net = Network([4, 5, 3, 2])
X = np.random.normal(size=(7, 4))
Y = np.random.normal(size=(7, 2))
Yhat = net.forward(X)
cost = ((Yhat - Y) ** 2).mean()
