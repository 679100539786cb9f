using NetGen;
using NetGen.Data;

namespace NetGenApp;

/// <summary>The data: points with two coordinates, and where each lies.</summary>
public static class Points
{
    /// <summary>Reads <c>points.csv</c>, which lies beside the program.</summary>
    public static DataSet<float> Read() => CsvFile.ReadDataSet<float>(
        Path.Combine(AppContext.BaseDirectory, "points.csv"), new CsvOptions { LabelColumn = "where" });
}
