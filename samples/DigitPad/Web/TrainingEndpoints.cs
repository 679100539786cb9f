using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NetGen.Samples.DigitPad.Training;

namespace NetGen.Samples.DigitPad.Web;

/// <summary>Trains networks for visitors, and sends the results as they come.</summary>
internal static class TrainingEndpoints
{
    /// <summary>The path of the endpoints.</summary>
    public const string Path = "/api/training";

    private const string EventStream = "text/event-stream";

    // A browser can draw as often as this; what comes faster is sent together.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context, VisitorCookie cookie, TrainingData data, Settings settings) =>
            {
                cookie.Give(context);
                return TypedResults.Ok(RunRules.Describe(data, settings.MaxEpochs, settings.RunSeconds));
            })
            .ProducesProblems(429)
            .WithName("GetTrainingChoices")
            .WithSummary("The digits to train with, and what a training run may be asked for.");
        routes.MapPost(Path, TrainAsync)
            .Accepts<RunRequest>("application/json")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblems(400, 408, 409, 413, 415, 429, 503)
            .WithName("Train")
            .WithSummary("Trains a new network. The answer is a stream of server-sent events: start, progress and end.")
            .WithDescription("Closing the connection ends the training. A visitor has one training run at a time. "
                + "GET gives a visitor a signed cookie; clients without it are told apart by their addresses.")
            .AddOpenApiOperationTransformer(DescribeEventsAsync);
    }

    // OpenAPI has no place for the names of events: each is one of the forms that the data may have.
    private static async Task DescribeEventsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var forms = new List<IOpenApiSchema>();
        foreach ((string name, Type type) in new[]
        {
            ("start", typeof(RunStart)), ("progress", typeof(RunProgress)), ("end", typeof(RunEnd)),
        })
        {
            OpenApiSchema form = await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellationToken);
            form.Description = $"The data of the event {name}.";
            context.Document!.AddComponent(type.Name, form);
            forms.Add(new OpenApiSchemaReference(type.Name, context.Document));
        }

        var schema = new OpenApiSchema { Description = "The data of one event, as JSON.", OneOf = forms };
        ((OpenApiResponse)operation.Responses!["200"]).Content = new Dictionary<string, OpenApiMediaType>
        {
            [EventStream] = new OpenApiMediaType { Schema = schema },
        };
    }

    private static async Task<IResult> TrainAsync(
        HttpContext context, VisitorCookie cookie, RunSlots slots, TrainingData data, Settings settings, IHostApplicationLifetime lifetime)
    {
        long arrival = slots.NoteArrival();
        (RunRequest? request, IResult? problem) = await RequestBody.ReadJsonAsync(context, Json.Default.RunRequest);
        if (request is null)
        {
            return problem!;
        }

        Dictionary<string, string[]> errors = RunRules.FindErrors(request, data.Training.Count, settings.MaxEpochs);
        if (errors.Count > 0)
        {
            return TypedResults.ValidationProblem(errors);
        }

        // Without a cookie of this server, all clients of an address are one visitor.
        IPAddress address = ClientAddress.Of(context);
        (RunSlots.Slot? place, RunSlots.Answer answer) = await slots.TryTakeAsync(
            cookie.Find(context) ?? address.ToString(), address, arrival, context.RequestAborted);
        using RunSlots.Slot? slot = place;
        if (answer == RunSlots.Answer.VisitorHasNewer)
        {
            return Problems.Create(409, "You started another run.");
        }

        if (slot is null)
        {
            context.Response.Headers.RetryAfter = "5";
            return answer == RunSlots.Answer.AddressIsFull
                ? Problems.Create(429, $"{Describe(settings.RunsPerAddress)} for your address. Try again in a few seconds.")
                : Problems.Create(503, $"{Describe(settings.MaxRuns)} on this server. Try again in a few seconds.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping, slot.Replaced);
        await SendAsync(context, new Run(request, data, settings.RunSeconds, stop.Token), stop, lifetime.ApplicationStopping);
        return TypedResults.Empty;
    }

    private static async Task SendAsync(HttpContext context, Run run, CancellationTokenSource stop, CancellationToken stopping)
    {
        try
        {
            context.Response.ContentType = EventStream;
            context.Response.Headers.CacheControl = "no-store";
            await WriteAsync(context, "start", run.Describe(), Json.Default.RunStart);
            bool complete;
            do
            {
                await Task.WhenAny(run.Completion, Task.Delay(Interval, CancellationToken.None));

                // Asked for before the results are taken, so that none is left behind.
                complete = run.Completion.IsCompleted;
                if (run.Take() is { Count: > 0 } points)
                {
                    await WriteAsync(context, "progress", new RunProgress(points), Json.Default.RunProgress);
                }
            }
            while (!complete);

            // A server that stops leaves the end out: the training has none.
            RunEnd end = await run.Completion;
            if (end.Reason != StopReason.Cancelled || !stopping.IsCancellationRequested)
            {
                await WriteAsync(context, "end", end, Json.Default.RunEnd);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has gone.
        }
        finally
        {
            // The place is free only when the thread is.
            await stop.CancelAsync();
            await run.Completion;
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, string name, T data, JsonTypeInfo<T> type)
    {
        await context.Response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data, type)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static string Describe(int runs) => runs == 1 ? "A training run is in progress" : $"{runs} training runs are in progress";
}
