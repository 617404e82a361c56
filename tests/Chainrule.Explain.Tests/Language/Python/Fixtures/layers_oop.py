import numpy as np


class Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.10 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0


class Loss_CategoricalCrossentropy:
    def calculate(self, logits, y_true):
        samples = len(logits)
        exp_values = np.exp(logits - np.max(logits, axis=1, keepdims=True))
        self.probabilities = exp_values / np.sum(exp_values, axis=1, keepdims=True)
        confidences = self.probabilities[range(samples), y_true]
        return np.mean(-np.log(confidences))

    def backward(self, y_true):
        samples = len(self.probabilities)
        self.dinputs = self.probabilities.copy()
        self.dinputs[range(samples), y_true] -= 1
        self.dinputs = self.dinputs / samples


X = np.random.randn(12, 2)
y = np.random.randint(0, 3, 12)
dense1 = Dense(2, 5)
activation1 = ReLU()
dense2 = Dense(5, 3)
loss_function = Loss_CategoricalCrossentropy()

dense1.forward(X)
activation1.forward(dense1.output)
dense2.forward(activation1.output)
loss = loss_function.calculate(dense2.output, y)

loss_function.backward(y)
dense2.backward(loss_function.dinputs)
activation1.backward(dense2.dinputs)
dense1.backward(activation1.dinputs)
print(dense1.dweights)
