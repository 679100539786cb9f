// Each digit as lines through points, from 0 to 100 across and down.
const LINES = [
  [[52, 18, 36, 24, 28, 40, 27, 58, 33, 74, 47, 83, 62, 78, 72, 62, 73, 44, 67, 27, 52, 18]],
  [[42, 28, 54, 17, 53, 50, 52, 84]],
  [[30, 32, 38, 20, 54, 17, 66, 26, 66, 40, 54, 56, 38, 70, 28, 82, 48, 80, 74, 82]],
  [[30, 24, 44, 17, 60, 20, 66, 32, 58, 44, 44, 48, 60, 51, 70, 63, 64, 78, 48, 84, 30, 78]],
  [[56, 16, 42, 36, 26, 58, 50, 58, 76, 57], [60, 36, 59, 60, 58, 86]],
  [[70, 18, 52, 18, 36, 19, 34, 34, 32, 46, 48, 42, 64, 48, 70, 62, 63, 77, 46, 84, 29, 78]],
  [[62, 16, 46, 28, 35, 46, 30, 64, 36, 79, 50, 84, 64, 78, 69, 65, 60, 54, 46, 53, 35, 61]],
  [[26, 22, 48, 20, 74, 19, 62, 40, 52, 62, 45, 85]],
  [[66, 26, 52, 17, 38, 21, 34, 33, 46, 46, 60, 58, 66, 71, 57, 83, 42, 83, 33, 72, 40, 58, 56, 46, 67, 34, 66, 26]],
  [[67, 32, 56, 19, 40, 21, 32, 34, 38, 48, 54, 49, 66, 38, 68, 26, 66, 50, 62, 70, 58, 86]],
];

// A smooth curve through the points (Catmull-Rom).
function smooth(numbers) {
  const points = Array.from({ length: numbers.length / 2 }, (_, i) => ({ x: numbers[2 * i] / 100, y: numbers[(2 * i) + 1] / 100 }));
  const at = i => points[Math.min(points.length - 1, Math.max(0, i))];
  const curve = [points[0]];
  for (let i = 0; i < points.length - 1; i++) {
    for (let t = 1 / 6; t <= 1.001; t += 1 / 6) {
      curve.push({ x: bend(t, i, 'x'), y: bend(t, i, 'y') });
    }
  }

  return curve;

  function bend(t, i, axis) {
    const [a, b, c, d] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]];
    return b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));
  }
}

/** The lines of a digit. */
export function exampleOf(digit) {
  return LINES[digit].map(smooth);
}
