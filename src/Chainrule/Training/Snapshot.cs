namespace Chainrule;

/// <summary>A copy of all that training changes in a model: parameters, and buffers such as running means.</summary>
internal sealed class Snapshot
{
    private readonly NDArray[] places;
    private readonly byte[][] copies;
    private readonly Model model;

    public Snapshot(Model model)
    {
        this.model = model;
        places =
        [
            model.Block.Values,
            .. from parameter in model.Parameters
               where !parameter.IsTrained
               select parameter.Value.AsVariable().Storage,
        ];
        copies = Array.ConvertAll(places, place => new byte[place.Bytes.Length]);
        Keep();
    }

    public void Keep()
    {
        for (int i = 0; i < places.Length; i++) places[i].Bytes.CopyTo(copies[i]);
    }

    public void Restore()
    {
        for (int i = 0; i < places.Length; i++) copies[i].CopyTo(places[i].Bytes);
        model.Touch();
    }
}
