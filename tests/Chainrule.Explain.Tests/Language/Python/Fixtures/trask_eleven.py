import numpy as np

# sigmoid and its slope in one function
def nonlin(x, deriv=False):
    if deriv == True:
        return x * (1 - x)
    return 1 / (1 + np.exp(-x))

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0, 1, 1, 0]]).T

np.random.seed(1)
lr = 1.0
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1

for iter in range(60000):
    l0 = X
    l1 = nonlin(np.dot(l0, syn0))
    l2 = nonlin(np.dot(l1, syn1))

    loss = 0.5 * np.sum((l2 - y) ** 2)
    if iter % 10000 == 0:
        print("Error: " + str(np.mean(np.abs(y - l2))))

    d_l2 = l2 - y
    l2_delta = d_l2 * nonlin(l2, deriv=True)
    d_l1 = l2_delta.dot(syn1.T)
    l1_delta = d_l1 * nonlin(l1, deriv=True)
    d_syn1 = l1.T.dot(l2_delta)
    d_syn0 = l0.T.dot(l1_delta)

    syn1 -= lr * d_syn1
    syn0 -= lr * d_syn0
    if iter == 0:
        break
