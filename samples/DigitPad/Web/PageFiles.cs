using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Serves the page, whose files lie in the assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>Adds an endpoint for each file.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (string name in typeof(PageFiles).Assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                string path = name[Prefix.Length..];
                Map(routes, path == "index.html" ? "/" : $"/{path}", Read(name), ContentType(path));
            }
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string path, byte[] content, string type)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(content), 0, 8)}\"");
        routes.MapMethods(path, Methods, (HttpContext context) =>
        {
            // Browsers ask each time, and get the file only when it has changed.
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(content, type, entityTag: tag);
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"{path}: no content type is known for {other}."),
    };
}
