using System.Numerics;

namespace NetGen.Tests.Data;

/// <summary>What is in a data set.</summary>
internal static class DataSetContent
{
    public static T[][] Inputs<T>(this DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, data.Count).Select(i =>
        {
            var input = new T[data.InputSize];
            data.CopyInput(i, input);
            return input;
        })];

    public static T[][] Targets<T>(this DataSet<T> data)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, data.Count).Select(i =>
        {
            var target = new T[data.TargetSize];
            data.CopyTarget(i, target);
            return target;
        })];

    public static int[] Labels(this DataSet data) => [.. Enumerable.Range(0, data.Count).Select(data.GetLabel)];
}
