using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using NetGen.Samples.DigitPad.Networks;
using NetGen.Samples.DigitPad.Training;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Builds the server.</summary>
internal static class Server
{
    /// <summary>Where the server listens unless something else is asked for.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>Builds the server; it is not started.</summary>
    /// <param name="url">Where to listen; null for what the configuration says, or else <see cref="DefaultUrl"/>.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    /// <exception cref="InvalidDataException">The settings or the digits to train with cannot be used.</exception>
    /// <exception cref="ArgumentException">An address has no name of a host.</exception>
    public static WebApplication Build(string? url, Action<Settings>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Settings settings = builder.Configuration.GetSection(Settings.Section).Get<Settings>() ?? new Settings();
        configure?.Invoke(settings);
        if (settings.FindError() is string error)
        {
            throw new InvalidDataException(error);
        }

        if (FindUrls(url, builder.Configuration) is string urls)
        {
            CheckHosts(urls);
            builder.WebHost.UseUrls(urls);
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestBody.MaxLength;

            // A body that comes more slowly would hold a place for too long.
            options.Limits.MinRequestBodyDataRate = settings.MinBodyBytesPerSecond == 0
                ? null
                : new(settings.MinBodyBytesPerSecond, gracePeriod: TimeSpan.FromSeconds(5));
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // Why the server could not start, the command says in a line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        AddServices(builder.Services, settings);
        WebApplication app = builder.Build();
        Use(app);
        return app;
    }

    // ASP.NET knows further keys than the one for addresses, and uses them where that is not set.
    private static string? FindUrls(string? url, ConfigurationManager configuration) =>
        url ?? configuration["urls"] ?? (
            configuration["http_ports"] is null && configuration["https_ports"] is null
                && !configuration.GetSection("Kestrel:Endpoints").Exists()
                ? DefaultUrl
                : null);

    // What is not a name of a host would listen at all addresses of this machine.
    private static void CheckHosts(string urls)
    {
        foreach (string url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string host = BindingAddress.Parse(url).Host;
            if (host is not ("*" or "+") && Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                throw new ArgumentException($"Expected the name or the address of a host; found '{host}'.");
            }
        }
    }

    private static void AddServices(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.Data.Length > 0 ? TrainingData.ReadMnist(settings.Data) : TrainingData.ReadEmbedded());
        services.AddSingleton(new RunSlots(settings.MaxRuns, settings.RunsPerAddress));
        services.AddSingleton<VisitorCookie>();
        services.AddSingleton<RequestRate>();
        services.AddSingleton(CreateReader());
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default);
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddProblemDetails();
        services.AddRateLimiter(options => RequestLimits.Configure(options, settings));
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "Digit pad";
                document.Info.Description = "Reads handwritten digits with a network compiled by NetGen, and trains new ones.";
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, _, _) =>
            {
                DescribeBytes(operation);
                return Task.CompletedTask;
            });
        });
    }

    // The first call is for the compiler, so that no visitor waits for it or sees its time.
    private static DigitReader CreateReader()
    {
        var reader = new DigitReader();
        var image = new float[DigitReader.Pixels];
        DigitReader.ReadAndMeasure(image, new float[DigitReader.Classes]);
        reader.ReadHidden(image, new float[reader.HiddenUnits]);
        return reader;
    }

    // An endpoint that also takes JSON has the schema of that for both.
    private static void DescribeBytes(OpenApiOperation operation)
    {
        if (operation.RequestBody?.Content is { } content && content.TryGetValue(RequestBody.Bytes, out var bytes)
            && bytes is OpenApiMediaType type)
        {
            type.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        }
    }

    private static void Use(WebApplication app)
    {
        app.Use((context, next) =>
        {
            AddSecurityHeaders(context.Response.Headers);
            return next(context);
        });
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : 500,
        });
        app.UseStatusCodePages(pages => TypedResults.Problem(statusCode: pages.HttpContext.Response.StatusCode)
            .ExecuteAsync(pages.HttpContext));
        app.Use(app.Services.GetRequiredService<RequestRate>().InvokeAsync);
        app.UseRateLimiter();
        ReadingEndpoints.Map(app);
        TrainingEndpoints.Map(app);
        PageFiles.Map(app);
        app.MapGet(RequestRate.HealthPath, (RunSlots slots) => TypedResults.Ok(new Health("healthy", slots.Count)))
            .WithName("GetHealth")
            .WithSummary("Whether the server works.");
        app.MapOpenApi().RequireRateLimiting(RequestLimits.Work);
    }

    private static void AddSecurityHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
