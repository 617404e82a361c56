import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    """Structured SVM loss function, vectorized implementation."""
    loss = 0.0
    dW = np.zeros(W.shape)  # initialize the gradient as zero
    num_train = X.shape[0]
    scores = X.dot(W)
    correct_class_score = scores[np.arange(num_train), y].reshape(-1, 1)
    margin = np.maximum(0, scores - correct_class_score + 1)
    margin[np.arange(num_train), y] = 0
    loss = margin.sum() / num_train
    loss += reg * np.sum(W * W)

    mask = (margin > 0).astype(float)
    row_sum = np.sum(mask, axis=1)
    mask[np.arange(num_train), y] = -row_sum
    dW = X.T.dot(mask) / num_train + 2 * reg * W
    return loss, dW


W = np.random.randn(6, 4) * 0.5
X = np.random.randn(9, 6)
y = np.random.randint(0, 4, size=9)
loss, dW = svm_loss_vectorized(W, X, y, 0.1)
