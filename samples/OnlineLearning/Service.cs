using NetGen.Metrics;

namespace NetGen.Samples.OnlineLearning;

/// <summary>Answers requests for the class of a point: <c>GET /class?x=1&amp;y=2</c>.</summary>
internal static class Service
{
    /// <summary>Makes the service; it listens where the variable ASPNETCORE_URLS says, or on port 5081 of this machine.</summary>
    public static WebApplication Build(LatestSnapshot latest)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // What keeps the service from starting is an exception already.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        WebApplication app = builder.Build();
        if (string.IsNullOrEmpty(app.Configuration["urls"]))
        {
            app.Urls.Add("http://127.0.0.1:5081");
        }

        app.MapGet("/class", (float x, float y) =>
        {
            if (!float.IsFinite(x) || !float.IsFinite(y))
            {
                return Results.Problem("Expected finite numbers for x and y.", statusCode: StatusCodes.Status400BadRequest);
            }

            Snapshot snapshot = latest.Value;
            Prediction prediction = snapshot.Network.Predict([x, y]);
            return Results.Json(new Answer(prediction.Label, prediction.Probability!.Value, snapshot.Learned));
        });
        return app;
    }

    private sealed record Answer(int Class, double Probability, long LearnedFrom);
}
