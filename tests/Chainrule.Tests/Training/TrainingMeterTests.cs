using System.Diagnostics.Metrics;

namespace Chainrule.Tests.Training;

/// <summary>What the meter "Chainrule" gives whoever listens.</summary>
public class TrainingMeterTests
{
    [Fact]
    public void A_listener_hears_samples_steps_and_losses()
    {
        // Other trainings of this process are heard too: those of this thread are its own.
        int thread = Environment.CurrentManagedThreadId;
        var heard = new Dictionary<string, List<double>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Chainrule") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Hear(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Hear(instrument.Name, value));
        listener.Start();
        TrainingHistory history = new Model(new Dense(2)).Fit(
            ToyData.Moons(100, seed: 1), new() { Epochs = 3, BatchSize = 30, ValidationSplit = 0.1 });
        Assert.Equal(270, heard["chainrule.training.samples"].Sum());
        Assert.Equal(history.Steps, heard["chainrule.training.steps"].Sum());
        Assert.Equal(history.Epochs.Select(epoch => epoch.Loss), heard["chainrule.training.loss"]);
        Assert.Equal(
            history.Epochs.Select(epoch => epoch.Validation!.Loss), heard["chainrule.training.validation.loss"]);
        Assert.Equal([0.001, 0.001, 0.001], heard["chainrule.training.learning_rate"]);
        Assert.Equal(3, heard["chainrule.training.epoch.duration"].Count);
        Assert.Equal([1], heard["chainrule.trainings"]);

        void Hear(string name, double value)
        {
            if (Environment.CurrentManagedThreadId != thread) return;
            if (!heard.TryGetValue(name, out List<double>? values)) heard.Add(name, values = []);
            values.Add(value);
        }
    }
}
