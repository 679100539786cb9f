/** Pixels along each side of a drawing that the server reads. */
export const SIDE = 112;

// The pen, as a part of the larger side of the drawing: about as thick as in the images that the network was trained with.
const PEN = 0.1;
const SCREEN_PEN = 0.065;

// How far an arrow key moves the cursor.
const STEP = 0.05;

/** Draws lines; each is a list of points from 0 to 1. */
export class Pad {
  #canvas;
  #strokes = [];
  #stroke = null;
  #cursor = { x: 0.5, y: 0.5 };
  #keyboard = false;
  #penDown = false;
  #changed;
  #penChanged;
  #moved;

  /**
   * @param canvas The element.
   * @param changed Called after each change of the drawing.
   * @param penChanged Called with whether the pen is down.
   * @param moved Called with the row and the column of the cursor that keys move, and how many of each there are.
   */
  constructor(canvas, changed, penChanged, moved) {
    this.#canvas = canvas;
    this.#changed = changed;
    this.#penChanged = penChanged;
    this.#moved = moved;
    canvas.addEventListener('pointerdown', event => this.#start(event));
    canvas.addEventListener('pointermove', event => this.#move(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(name, event => this.#end(event));
    }

    canvas.addEventListener('keydown', event => this.#key(event));
    canvas.addEventListener('focus', () => this.#focus(canvas.matches(':focus-visible')));
    canvas.addEventListener('blur', () => this.#focus(false));
    addEventListener('resize', () => this.paint());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
    this.paint();
  }

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  clear() {
    this.#strokes = [];
    this.#stroke = null;
    this.#setPen(false);
    this.#report();
  }

  undo() {
    this.#setPen(false);
    this.#strokes.pop();
    this.#report();
  }

  /** Adds a line that is already there as a whole. */
  add(points) {
    this.#strokes.push(points);
    this.#report();
  }

  /** Adds a point to the last line. */
  extend(point) {
    this.#strokes.at(-1).push(point);
    this.#report();
  }

  /** The drawing for the server: one byte for each pixel, from 0 for paper to 255 for ink. */
  toBytes() {
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    this.#line(context, SIDE, Math.max(0.03, PEN * this.#extent()));
    const pixels = context.getImageData(0, 0, SIDE, SIDE).data;
    return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => pixels[(i * 4) + 3]);
  }

  paint() {
    const size = Math.round(this.#canvas.clientWidth * devicePixelRatio);
    if (size === 0) {
      return;
    }

    if (this.#canvas.width !== size) {
      this.#canvas.width = size;
      this.#canvas.height = size;
    }

    const style = getComputedStyle(document.documentElement);
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, size, size);
    context.strokeStyle = style.getPropertyValue('--grid');
    context.lineWidth = devicePixelRatio;
    context.beginPath();
    for (let i = 1; i < 7; i++) {
      const at = Math.round((i * size) / 7);
      context.moveTo(at, 0);
      context.lineTo(at, size);
      context.moveTo(0, at);
      context.lineTo(size, at);
    }

    context.stroke();
    context.strokeStyle = style.getPropertyValue('--ink');
    this.#line(context, size, SCREEN_PEN);
    if (this.#keyboard) {
      this.#paintCursor(context, size, style);
    }
  }

  #paintCursor(context, size, style) {
    context.beginPath();
    context.arc(this.#cursor.x * size, this.#cursor.y * size, size * 0.03, 0, 2 * Math.PI);
    context.lineWidth = size * 0.01;
    context.strokeStyle = style.getPropertyValue('--accent');
    context.fillStyle = style.getPropertyValue(this.#penDown ? '--accent' : '--card');
    context.fill();
    context.stroke();
  }

  #line(context, size, pen) {
    context.lineWidth = pen * size;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const stroke of this.#strokes) {
      context.beginPath();

      // A line without length would not be painted, so it gets a little.
      context.moveTo((stroke[0].x * size) + 0.01, stroke[0].y * size);
      for (const point of stroke) {
        context.lineTo(point.x * size, point.y * size);
      }

      context.stroke();
    }
  }

  // The larger side of the box around all lines.
  #extent() {
    const box = { left: 1, right: 0, top: 1, bottom: 0 };
    for (const stroke of this.#strokes) {
      for (const { x, y } of stroke) {
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.top = Math.min(box.top, y);
        box.bottom = Math.max(box.bottom, y);
      }
    }

    return Math.max(box.right - box.left, box.bottom - box.top);
  }

  #report() {
    this.paint();
    this.#changed();
  }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    const clamp = value => Math.min(1, Math.max(0, value));
    return { x: clamp((event.clientX - box.left) / box.width), y: clamp((event.clientY - box.top) / box.height) };
  }

  #start(event) {
    if (event.button !== 0 || this.#stroke) {
      return;
    }

    event.preventDefault();
    this.#canvas.focus({ preventScroll: true, focusVisible: false });
    this.#focus(false);
    this.#setPen(false);
    this.#canvas.setPointerCapture(event.pointerId);
    this.#stroke = [this.#point(event)];
    this.#stroke.pointer = event.pointerId;
    this.#strokes.push(this.#stroke);
    this.#report();
  }

  #move(event) {
    if (this.#stroke?.pointer !== event.pointerId) {
      return;
    }

    const events = event.getCoalescedEvents?.() ?? [];
    this.#stroke.push(...(events.length > 0 ? events : [event]).map(each => this.#point(each)));
    this.#report();
  }

  // Another finger that is lifted does not end the line.
  #end(event) {
    if (this.#stroke?.pointer === event.pointerId) {
      this.#stroke = null;
    }
  }

  #focus(byKeyboard) {
    this.#keyboard = byKeyboard;
    if (!byKeyboard && this.#penDown) {
      this.#setPen(false);
    }

    this.paint();
  }

  #setPen(down) {
    if (this.#penDown !== down) {
      this.#penDown = down;
      this.#penChanged(down);
    }
  }

  #key(event) {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    const isSpace = event.key === ' ';
    if (event.key === 'Escape') {
      this.clear();
      return;
    }

    if ((x === 0 && y === 0 && !isSpace) || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }

    event.preventDefault();
    this.#keyboard = true;
    if (isSpace) {
      this.#togglePen();
    } else {
      this.#step(x, y, event.shiftKey ? 4 : 1);
    }
  }

  #togglePen() {
    this.#setPen(!this.#penDown);
    if (this.#penDown) {
      this.#strokes.push([{ ...this.#cursor }]);
      this.#report();
    } else {
      this.paint();
    }
  }

  #step(x, y, count) {
    const clamp = value => Math.min(1 - STEP, Math.max(STEP, value));
    this.#cursor = { x: clamp(this.#cursor.x + (x * count * STEP)), y: clamp(this.#cursor.y + (y * count * STEP)) };
    this.#moved(Math.round(this.#cursor.y / STEP), Math.round(this.#cursor.x / STEP), Math.round(1 / STEP) - 1);
    if (this.#penDown) {
      this.#strokes.at(-1).push({ ...this.#cursor });
      this.#report();
    } else {
      this.paint();
    }
  }
}
