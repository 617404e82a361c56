import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class Net(nn.Module):
    def __init__(self, input_dim: int = 8, hidden: int = 16, num_classes: int = 3, p: float = 0.0):
        super(Net, self).__init__()
        self.fc1 = nn.Linear(input_dim, hidden)
        self.bn1 = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(p)
        self.fc2 = nn.Linear(hidden, num_classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.view(x.size(0), -1)
        x = F.leaky_relu(self.bn1(self.fc1(x)), 0.1)
        return F.log_softmax(self.fc2(x), dim=1)


def main():
    torch.manual_seed(0)
    net = Net(8, 16, 3)
    criterion = nn.NLLLoss()
    optimizer = optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-5)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=30)
    inputs = torch.randn(10, 8)
    labels = torch.randint(0, 3, (10,))
    for epoch in range(2):
        running_loss = 0.0
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        running_loss += loss.item()
        _, predicted = torch.max(outputs.data, 1)
        accuracy = (predicted == labels).sum().item() / labels.size(0)
        print(f"[{epoch + 1}] loss: {running_loss:.3f} accuracy: {accuracy:.1%}")


if __name__ == '__main__':
    main()
