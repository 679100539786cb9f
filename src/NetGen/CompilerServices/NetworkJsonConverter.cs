using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NetGen.CompilerServices;

/// <summary>
/// Stands on every generated network, so that <see cref="JsonSerializer"/> throws instead of writing an object without parameters.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkJsonConverter : JsonConverterFactory
{
    /// <summary>Whether this is the converter of a type: always, as it is asked only about networks.</summary>
    /// <param name="typeToConvert">The type.</param>
    /// <returns>True.</returns>
    public override bool CanConvert(Type typeToConvert) => true;

    /// <summary>Refuses.</summary>
    /// <param name="typeToConvert">The network.</param>
    /// <param name="options">Ignored.</param>
    /// <returns>Never.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(
            $"The network '{typeToConvert}' cannot be serialized as JSON. Use Save, or copy Parameters.");
}
