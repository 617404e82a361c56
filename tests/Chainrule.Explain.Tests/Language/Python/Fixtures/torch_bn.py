import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(5, 7)
        self.bn = nn.BatchNorm1d(7)
        self.ln = nn.LayerNorm(7)
        self.fc2 = nn.Linear(7, 1)

    def forward(self, h):
        h = torch.flatten(h, 1)
        h = F.leaky_relu(self.bn(self.fc1(h)), 0.2)
        h = self.ln(h)
        return self.fc2(F.dropout(h, p=0.0, training=self.training))


net = Net()
x = torch.randn(9, 5)
y = (torch.rand(9, 1) > 0.5).double()
out = net(x)
spread = out.var() + out.std(dim=0).sum()
largest = x.max(dim=1)[0]
loss = F.binary_cross_entropy_with_logits(out, y) + 0.01 * spread
l2 = sum(p.pow(2).sum() for p in net.parameters())
loss = loss + 1e-3 * l2 + 0.0 * largest.sum()
loss.backward()
