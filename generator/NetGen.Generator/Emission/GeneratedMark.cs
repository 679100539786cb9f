namespace NetGen.Generator;

/// <summary>
/// Writes the attributes that tell tools a member is generated, so that they neither judge nor measure it. They stand on members, because
/// the class is the user's.
/// </summary>
internal static class GeneratedMark
{
    private static readonly string Version = typeof(GeneratedMark).Assembly.GetName().Version.ToString(fieldCount: 3);

    /// <summary>Writes the attributes of the member that follows.</summary>
    /// <param name="source">Where to.</param>
    /// <param name="isField">Whether it is a field or a constant, which has no code to cover.</param>
    public static void Write(SourceWriter source, bool isField = false)
    {
        source.Line($"[global::System.CodeDom.Compiler.GeneratedCode(\"NetGen.Generator\", \"{Version}\")]");
        if (!isField)
        {
            source.Line("[global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage]");
        }
    }
}
