using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Reads what clients send. What cannot be read is a problem to answer with, never an exception.</summary>
internal static class RequestBody
{
    /// <summary>The type of raw bytes.</summary>
    public const string Bytes = "application/octet-stream";

    /// <summary>The longest body, in bytes.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Whether the body consists of raw bytes.</summary>
    public static bool HasBytes(HttpContext context) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
        && type.MediaType.Equals(Bytes, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a value from JSON.</summary>
    public static async Task<(T? Value, IResult? Problem)> ReadJsonAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return (null, Problems.Create(415, "Expected a body of type application/json."));
        }

        try
        {
            T? value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return value is null ? (null, Problems.Create(400, "Expected a value; found null.")) : (value, null);
        }
        catch (JsonException exception)
        {
            return (null, Describe(exception));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, Problems.Create(exception.StatusCode, exception.Message));
        }
    }

    /// <summary>Reads bytes into a buffer that is longer than what is expected.</summary>
    /// <returns>How many bytes were read; less than the buffer's length if the body ended.</returns>
    public static async Task<(int Count, IResult? Problem)> ReadBytesAsync(HttpContext context, Memory<byte> buffer)
    {
        try
        {
            Stream body = context.Request.Body;
            return (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted), null);
        }
        catch (BadHttpRequestException exception)
        {
            return (0, Problems.Create(exception.StatusCode, exception.Message));
        }
    }

    // The name of a property that is wrong is what a form needs.
    private static IResult Describe(JsonException exception)
    {
        string name = exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal)
            ? path[2..].Split('[', '.')[0]
            : "";
        return name.Length > 0
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { [name] = ["This is not a valid value."] })
            : Problems.Create(400, $"The body is not the JSON that is expected here, at {exception.Path ?? "its end"}.");
    }
}
