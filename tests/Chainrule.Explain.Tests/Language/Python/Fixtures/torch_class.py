import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(6, 4)
        self.fc2 = nn.Linear(4, 3)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return self.fc2(x)


net = Net()
x = torch.randn(8, 6)
y = torch.randint(0, 3, (8,))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(100):
    optimizer.zero_grad()
    output = net(x)
    loss = F.cross_entropy(output, y)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
