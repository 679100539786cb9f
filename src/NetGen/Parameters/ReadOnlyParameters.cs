using System.Numerics;

namespace NetGen;

/// <summary>A view of a buffer that gives no way to write.</summary>
internal sealed class ReadOnlyParameters<T>(ParameterBuffer<T> parameters) : IReadOnlyParameters<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public NetworkTopology Topology => parameters.Topology;

    public IReadOnlyList<string>? FeatureNames => parameters.FeatureNames;

    public void CopyTo(Span<T> destination) => parameters.CopyTo(destination);

    public void CopyTo(string blockName, Span<T> destination) => parameters.CopyTo(blockName, destination);

    public T Norm() => parameters.Norm();

    public T Norm(string blockName) => parameters.Norm(blockName);
}
