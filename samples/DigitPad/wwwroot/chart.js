const MARGIN = { left: 46, right: 14, top: 10, bottom: 24 };

/** Draws two lines over the epochs: one of the training digits, one of those held out. */
export class Chart {
  #svg;
  #options;
  #points = [];
  #epochs = 1;
  #drawing = 0;
  #shown = 0;

  /**
   * @param svg The element.
   * @param options name; training and validation, which take the value from a point; format; and top, the end of the axis, or
   *   null if it is to be found.
   */
  constructor(svg, options) {
    this.#svg = svg;
    this.#options = options;
    addEventListener('resize', () => this.#schedule());
    this.#schedule();
  }

  start(epochs) {
    this.#points = [];
    this.#shown = 0;
    this.#epochs = epochs;
    this.#schedule();
  }

  add(points) {
    this.#points = this.#points.concat(points);
    this.#schedule();
  }

  // A training run that takes less than a second is drawn in one, so that the eye can follow it.
  #reveal() {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#shown = Math.min(this.#points.length, still ? Infinity : this.#shown + Math.max(1, Math.ceil(this.#epochs / 60)));
    if (this.#shown < this.#points.length) {
      this.#schedule();
    }

    return this.#points.slice(0, this.#shown);
  }

  #schedule() {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    if (width === 0) {
      return;
    }

    const { name, training, validation, format } = this.#options;
    const shown = this.#reveal();
    const [bottom, top] = this.#range();
    const right = Math.max(this.#epochs, 2);
    const x = epoch => MARGIN.left + ((epoch - 1) / (right - 1) * (width - MARGIN.left - MARGIN.right));
    const y = value => height - MARGIN.bottom - ((value - bottom) / (top - bottom) * (height - MARGIN.top - MARGIN.bottom));
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const last = this.#points.at(-1);
    this.#svg.replaceChildren(
      ...this.#rules(width, x, y, right, bottom, top),
      ...this.#series('training', training, shown, x, y),
      ...this.#series('validation', validation, shown, x, y));
    this.#svg.setAttribute('aria-label', last
      ? `${name} after epoch ${last.epoch}: ${format(validation(last))} for the held-out digits, `
        + `${format(training(last))} for the training digits`
      : `${name} after each epoch: no data yet`);
  }

  #range() {
    const { training, validation, top } = this.#options;
    const values = this.#points.flatMap(point => [training(point), validation(point)]).filter(Number.isFinite);
    if (top !== null) {
      const lowest = values.length > 0 ? values.reduce((a, b) => Math.min(a, b)) : 0;
      return [[0.8, 0.6, 0.2, 0].find(bottom => lowest >= bottom), top];
    }

    return [0, values.length > 0 ? roundUp(values.reduce((a, b) => Math.max(a, b))) : 1];
  }

  #rules(width, x, y, right, bottom, top) {
    const { format } = this.#options;
    const rules = [0, 0.25, 0.5, 0.75, 1].map(part => bottom + (part * (top - bottom))).flatMap(value => [
      create('line', { class: 'rule', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value) }),
      create('text', { x: MARGIN.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, format(value, true)),
    ]);
    const middle = Math.round((1 + right) / 2);
    const epochs = [...new Set([1, middle, right])].map(epoch => create(
      'text', { x: x(epoch), y: y(bottom) + 18, 'text-anchor': epoch === 1 ? 'start' : epoch === right ? 'end' : 'middle' },
      epoch === 1 ? 'epoch 1' : epoch));
    return [...rules, ...epochs];
  }

  #series(kind, value, shown, x, y) {
    const places = shown.filter(point => Number.isFinite(value(point))).map(point => [x(point.epoch), y(value(point))]);
    if (places.length === 0) {
      return [];
    }

    const [cx, cy] = places.at(-1);
    return [
      create('polyline', { class: `series ${kind}`, points: places.map(place => place.map(n => n.toFixed(1)).join(',')).join(' ') }),
      create('circle', { class: kind, cx, cy, r: 3.5 }),
    ];
  }
}

function create(name, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }

  if (text !== undefined) {
    element.textContent = text;
  }

  return element;
}

// The next number above whose quarters are short.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 4.8, 6, 8, 10].map(digit => digit * power).find(candidate => candidate >= value * 0.999);
}
