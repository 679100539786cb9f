using NetGen.Tests.Training;

namespace NetGen.Tests.Metrics;

/// <summary>A network of two inputs, of which the first is the number of the row of a table that has the outputs.</summary>
internal sealed class TableNetwork : StubNetwork
{
    private readonly float[][] _table;

    public TableNetwork(Activation output, params float[][] table)
    {
        _table = table;
        Topology = new NetworkTopology([2, table[0].Length], [output]);
    }

    public override void FeedForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int size = Topology.OutputSize;
        for (int i = 0; i < inputs.Length / 2; i++)
        {
            _table[(int)inputs[2 * i]].CopyTo(outputs.Slice(size * i, size));
        }
    }

    /// <summary>A sample for each row, with labels.</summary>
    public DataSet<float> WithLabels(params int[] labels) => DataSet.FromLabels(Inputs(), 2, labels, Math.Max(2, Topology.OutputSize));

    /// <summary>A sample for each row, with targets.</summary>
    public DataSet<float> WithTargets(params float[] targets) => DataSet.FromTargets(Inputs(), 2, targets, Topology.OutputSize);

    private float[] Inputs() => [.. Enumerable.Range(0, _table.Length).SelectMany(row => new float[] { row, 1 })];
}
