import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, n_in, n_hidden, n_out):
        super().__init__()
        self.fc1 = nn.Linear(n_in, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_out, bias=False)

    def forward(self, x):
        h = torch.tanh(self.fc1(x))
        return self.fc2(h)


net = Net(6, 5, 3)
x = torch.randn(8, 6)
y = torch.randint(0, 3, (8,))
logits = net(x)
probs = F.softmax(logits, dim=1)
penalty = 0.01 * (net.fc1.weight ** 2).sum()
loss = F.cross_entropy(logits, y) + penalty
loss.backward()
