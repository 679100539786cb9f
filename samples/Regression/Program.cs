using NetGen;
using NetGen.Metrics;
using NetGen.Samples.Regression;

// Measurements of a curve that the network does not know.
const int SampleCount = 200;
const double Noise = 0.2;
var random = new SeededRandom(1);
var x = new float[SampleCount];
var y = new float[SampleCount];
for (int i = 0; i < SampleCount; i++)
{
    x[i] = (float)(10 * random.NextDouble());
    y[i] = (float)(Curve.Value(x[i]) + (Noise * random.NextNormal()));
}

// The samples are in random order already, so a split needs no shuffle.
DataSet<float> all = DataSet.FromTargets(x, featureCount: 1, targets: y, targetCount: 1);
(DataSet<float> validation, DataSet<float> training) = all.Split(50);

var net = CurveNet.Create(seed: 1);

// So few samples fit into one step. With small mini-batches the curve would move up and down a little from epoch to epoch.
var options = new TrainingOptions
{
    Epochs = 2000, Patience = 100, MiniBatchSize = training.Count, Optimizer = Optimizer.Adam(0.01), Seed = 1,
};
TrainingHistory history = net.Train(training, options, validation);
Console.WriteLine($"{CurveNet.Topology}: {training.Count} samples to train with, {validation.Count} for validation");
int best = history.BestEpoch!.Epoch;
Console.WriteLine($"{history.StopReason} after {history.Epochs.Count} epochs; the parameters are those of epoch {best}");

RegressionReport errors = net.EvaluateRegression(validation);
double rootMeanSquare = errors.RootMeanSquaredError;
Console.WriteLine($"Validation: R² {errors.R2:0.000}, root mean squared error {rootMeanSquare:0.000}; the noise alone has {Noise:0.000}");
Console.WriteLine();

// The Jacobian of one output by one input is the slope of the fitted curve; one call computes it at all places.
float[] places = [.. Enumerable.Range(0, 11).Select(i => (float)i)];
float[] slopes = new float[places.Length];
float[] fitted = net.FeedForward(DataSet.FromInputs(places, featureCount: 1));
net.Jacobian(places, slopes);
Console.WriteLine("   x     true   fitted    true slope   fitted slope");
for (int i = 0; i < places.Length; i++)
{
    (double value, double slope) = (Curve.Value(places[i]), Curve.Slope(places[i]));
    Console.WriteLine($"{places[i],4:0}   {value,6:0.00}   {fitted[i],6:0.00}    {slope,10:0.00}   {slopes[i],12:0.00}");
}

CurvePicture.Write("curve.png", net, x, y);
Console.WriteLine();
Console.WriteLine("Picture: curve.png");
