// Class 0 is orange and class 1 blue, with white between them.
const zero = [232, 119, 34];
const one = [31, 95, 191];

const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let lastDrawn = 0;

function colorOf(level) {
  const part = level / 255;
  const end = part < 0.5 ? zero : one;
  const strength = Math.abs(part - 0.5) * 1.5;
  return end.map(value => Math.round(255 + (value - 255) * strength));
}

function drawSurface(context, levels, side, size) {
  const image = new ImageData(side, side);
  for (let i = 0; i < levels.length; i++) {
    image.data.set([...colorOf(levels[i]), 255], 4 * i);
  }
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, size, size);
}

function drawPoints(context, points, labels, size) {
  context.lineWidth = 1.5;
  context.strokeStyle = "#ffffff";
  for (let i = 0; i < labels.length; i++) {
    const x = (points[2 * i] + 1) / 2 * size;
    const y = (1 - points[2 * i + 1]) / 2 * size;
    context.fillStyle = `rgb(${labels[i] === 1 ? one : zero})`;
    context.beginPath();
    if (labels[i] === 1) {
      context.rect(x - 4, y - 4, 8, 8);
    } else {
      context.arc(x, y, 4.5, 0, 2 * Math.PI);
    }
    context.fill();
    context.stroke();
  }
}

// Draws, and returns after the browser has shown it. With reduced motion, the picture changes once a second while a network is trained.
export async function draw(canvas, levels, side, points, labels, isRunning) {
  const now = performance.now();
  if (!isRunning || !still.matches || now - lastDrawn > 1000) {
    lastDrawn = now;
    const context = canvas.getContext("2d");
    drawSurface(context, levels, side, canvas.width);
    drawPoints(context, points, labels, canvas.width);
  }
  await frame();
}
