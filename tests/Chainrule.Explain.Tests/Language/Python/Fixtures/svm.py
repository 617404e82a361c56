import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    loss = 0.0
    dW = np.zeros(W.shape)
    num_train = X.shape[0]
    scores = X.dot(W)
    correct_class_scores = scores[np.arange(num_train), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct_class_scores + 1)
    margins[np.arange(num_train), y] = 0
    loss = np.sum(margins) / num_train
    loss += reg * np.sum(W * W)

    mask = (margins > 0).astype(float)
    mask[np.arange(num_train), y] = -np.sum(mask, axis=1)
    dW = X.T.dot(mask) / num_train
    dW += 2 * reg * W
    return loss, dW


N, D, C = 8, 6, 4
X = np.random.randn(N, D)
y = np.random.randint(C, size=N)
W = np.random.randn(D, C) * 0.1
loss, dW = svm_loss_vectorized(W, X, y, 1e-3)
