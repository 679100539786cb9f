import { Problem, Unreachable, isBusy, pause, sendForJson, sendUntilAnswered } from './api.js';
import { exampleOf } from './examples.js';
import { Pad } from './pad.js';

const find = id => document.getElementById(id);
const percent = value => `${(value * 100).toFixed(1)} %`;

// Several visitors may share an address, whose requests the server limits: what is drawn is read 30 times a second, on any screen.
const INTERVAL = 33;

/** Starts the first tab: what is drawn is read at once. */
export function startDrawing() {
  const view = new View();
  const reader = new Reader(view);
  const player = new Player();
  const pad = new Pad(
    find('pad'),
    () => {
      find('pad-hint').hidden = !pad.isEmpty;
      find('undo').disabled = pad.isEmpty;
      reader.read(pad);
    },
    down => {
      find('pen').textContent = down ? 'The pen is down' : 'The pen is up';
    },
    announceAfterPause('position', (row, column, count) => `Row ${row} and column ${column} of ${count}`));
  find('undo').disabled = true;
  find('pad').addEventListener('pointerdown', () => player.stop(), { capture: true });
  find('pad').addEventListener('keydown', () => player.stop(), { capture: true });
  find('clear').addEventListener('click', () => {
    player.stop();
    pad.clear();
  });
  find('undo').addEventListener('click', () => {
    player.stop();
    pad.undo();
  });
  for (let digit = 0; digit < 10; digit++) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = digit;
    button.setAttribute('aria-label', `Draw a ${digit}`);
    button.addEventListener('click', () => player.play(pad, exampleOf(digit)));
    find('examples').append(button);
  }

  describeNetwork(view);
}

async function describeNetwork(view) {
  try {
    const model = await sendUntilAnswered('api/model', () => {});
    find('network').textContent = [model.inputs, ...model.layers.map(layer => layer.units)].join(' → ');
    find('parameters').textContent = model.parameters.toLocaleString('en');
    view.setSizes(model.inputs, model.layers[0].units);
  } catch {
    find('network').textContent = 'unknown';
  }
}

/** Draws examples as a hand would. */
class Player {
  #playing = 0;

  stop() {
    this.#playing++;
  }

  play(pad, strokes) {
    const turn = ++this.#playing;
    pad.clear();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      strokes.forEach(stroke => pad.add(stroke));
      return;
    }

    const steps = strokes.flatMap(stroke => stroke.map((point, i) => i === 0 ? () => pad.add([point]) : () => pad.extend(point)));
    const next = () => {
      if (turn === this.#playing && steps.length > 0) {
        steps.splice(0, 2).forEach(step => step());
        requestAnimationFrame(next);
      }
    };
    requestAnimationFrame(next);
  }
}

/** Sends drawings: one at a time, not more often than the interval allows, and always the newest. */
class Reader {
  #view;
  #pad = null;
  #busy = false;
  #waiting = false;

  constructor(view) {
    this.#view = view;
  }

  read(pad) {
    this.#pad = pad;
    this.#waiting = true;
    if (!this.#busy) {
      this.#busy = true;
      requestAnimationFrame(() => this.#run());
    }
  }

  async #run() {
    while (this.#waiting) {
      this.#waiting = false;
      const interval = new Promise(resolve => setTimeout(resolve, INTERVAL));
      await this.#send();
      await interval;
    }

    this.#busy = false;
  }

  async #send() {
    if (this.#pad.isEmpty) {
      this.#view.clear();
      return;
    }

    try {
      const result = await sendForJson('api/drawings', {
        method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: this.#pad.toBytes(),
      });
      if (!this.#pad.isEmpty) {
        this.#view.show(result);
      }
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #fail(error) {
    if (isBusy(error) || error instanceof Unreachable) {
      this.#view.say(`${isBusy(error) ? 'The server is busy.' : 'The server cannot be reached.'} Trying again.`);
      await pause(error);
      this.#waiting = true;
    } else if (error instanceof Problem) {
      this.#view.say(error.message);
    } else {
      // Another try would fail like this one.
      this.#view.say('This page cannot read the drawing.');
      reportError(error);
    }
  }
}

/** Shows what the network says. */
class View {
  #bars = [];
  #announce = announceAfterPause('announcement', text => text);
  #result = null;
  #image = [];
  #hidden = [];

  constructor() {
    for (let digit = 0; digit < 10; digit++) {
      const item = document.createElement('li');
      item.innerHTML = `<span>${digit}</span><span class="track"><span class="fill"></span></span><span class="value">–</span>`;
      find('bars').append(item);
      this.#bars.push({ item, fill: item.querySelector('.fill'), value: item.querySelector('.value') });
    }

    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#paint());
    this.#paint();
  }

  /** Says how many pixels and hidden units there are. */
  setSizes(pixels, units) {
    this.#image = new Array(pixels).fill(0);
    this.#hidden = new Array(units).fill(0);
    this.#paint();
  }

  clear() {
    this.#result = null;
    find('digit').textContent = '–';
    find('time').textContent = '…';
    this.say('Nothing drawn yet.');
    this.#showBars(null);
    this.#paint();
    this.#announce('The pad is empty.');
  }

  say(text) {
    find('verdict').textContent = text;
  }

  show(result) {
    this.#result = result;
    const probability = result.probabilities[result.digit];
    const order = result.probabilities.map((_, i) => i).sort((a, b) => result.probabilities[b] - result.probabilities[a]);
    const sure = probability > 0.9 ? 'Almost certainly' : probability > 0.6 ? 'Probably' : 'Perhaps';
    const text = `${sure} a ${result.digit}${probability > 0.9 ? '.' : `, or a ${order[1]}.`}`;
    find('digit').textContent = result.digit;
    find('time').textContent = `${result.microseconds.toFixed(1)} µs`;
    this.say(text);
    this.#showBars(result);
    this.#paint();
    this.#announce(`${text} ${percent(probability)}.`);
  }

  #showBars(result) {
    for (const [digit, bar] of this.#bars.entries()) {
      const probability = result?.probabilities[digit] ?? 0;
      bar.fill.style.transform = `scaleX(${probability})`;
      bar.value.textContent = result ? percent(probability) : '–';
      bar.item.classList.toggle('best', result?.digit === digit);
    }
  }

  #paint() {
    const { image = this.#image, hidden = this.#hidden, digit } = this.#result ?? {};
    if (image.length === 0) {
      return;
    }

    const most = Math.max(...hidden, 1e-6);
    const active = hidden.filter(value => value > 0).length;
    paintPixels(find('seen'), image, Math.sqrt(image.length), '--pixel-high');
    paintPixels(find('hidden'), hidden.map(value => value / most), Math.ceil(Math.sqrt(hidden.length)), '--unit-high');
    find('seen').setAttribute('aria-label', `What the network sees: ${digit === undefined ? 'nothing yet' : 'your drawing, centered'}`);
    find('hidden').setAttribute('aria-label', `Hidden layer: ${active} of ${hidden.length} units are active`);
    find('hidden-text').textContent = this.#result
      ? `${active} of ${hidden.length} units are active`
      : 'One square for each unit, stronger if it is more active';
  }
}

// A screen reader speaks once the hand rests.
function announceAfterPause(id, describe) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      find(id).textContent = describe(...values);
    }, 700);
  };
}

function paintPixels(canvas, values, side, color) {
  const style = getComputedStyle(document.documentElement);
  const [low, high] = [toRgb(style.getPropertyValue('--pixel-low')), toRgb(style.getPropertyValue(color))];
  canvas.width = side;
  canvas.height = Math.ceil(values.length / side);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(canvas.width, canvas.height);
  for (const [i, value] of values.entries()) {
    for (let channel = 0; channel < 3; channel++) {
      picture.data[(i * 4) + channel] = low[channel] + (value * (high[channel] - low[channel]));
    }

    picture.data[(i * 4) + 3] = 255;
  }

  context.putImageData(picture, 0, 0);
}

function toRgb(color) {
  const number = Number.parseInt(color.trim().slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
