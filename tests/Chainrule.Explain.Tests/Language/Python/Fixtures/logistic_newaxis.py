import numpy as np


class LogisticRegression:
    def __init__(self, lr=0.01, n_iters=2):
        self.lr = lr
        self.n_iters = n_iters
        self.weights = None
        self.bias = None

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0
        for _ in range(self.n_iters):
            linear_model = np.dot(X, self.weights) + self.bias
            y_predicted = self._sigmoid(linear_model)
            self.loss = -np.mean(y * np.log(y_predicted) + (1 - y) * np.log(1 - y_predicted))
            dw = (1 / n_samples) * np.dot(X.T, (y_predicted - y))
            db = (1 / n_samples) * np.sum(y_predicted - y)
            self.weights -= self.lr * dw
            self.bias -= self.lr * db

    def predict(self, X):
        y_predicted_cls = [1 if i > 0.5 else 0 for i in self._sigmoid(np.dot(X, self.weights) + self.bias)]
        return np.array(y_predicted_cls)

    def _sigmoid(self, x):
        return 1 / (1 + np.exp(-x))


X = np.random.randn(15, 4)
y = (np.random.rand(15) > 0.4).astype(float)
clf = LogisticRegression(lr=0.01)
clf.fit(X, y)
