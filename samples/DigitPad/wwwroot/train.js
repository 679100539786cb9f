import { Problem, Unreachable, readEvents, send, sendUntilAnswered } from './api.js';
import { Chart } from './chart.js';

const find = id => document.getElementById(id);
const percent = (value, short) => `${(value * 100).toFixed(short ? 0 : 1)} %`;
const cost = value => value === null ? 'infinite' : Number(value.toPrecision(3)).toString();

const NAMES = {
  Quadratic: 'Quadratic, sigmoid outputs',
  BinaryCrossEntropy: 'Cross-entropy, sigmoid outputs',
  CategoricalCrossEntropy: 'Cross-entropy, softmax outputs',
  Sgd: 'SGD',
};

const REASONS = {
  Completed: 'All epochs are done',
  TimeLimit: 'The time limit was reached',
  Diverged: 'The cost became infinite: the learning rate is too high',
  Cancelled: 'Stopped: you started another run',
};

const BOOK = {
  hidden: '30', activation: 'Sigmoid', cost: 'Quadratic', optimizer: 'Sgd', learningRate: '3', miniBatchSize: '10', epochs: '30',
  samples: '', l2: '0', seed: '1',
};

const PRESETS = [
  ['The first network',
    'One hidden layer of sigmoid units, trained by stochastic gradient descent: the network of the book’s first chapter.', {}],
  ['Rate too low', 'The same with a learning rate of 0.03. It learns, but each step is too small.', { learningRate: '0.03' }],
  ['Rate too high', 'The same with a rate of 100. The steps jump over the valley, and the units get stuck.', { learningRate: '100' }],
  ['Cross-entropy', 'A cost whose gradient stays large while the output is wrong, so learning starts faster.',
    { cost: 'BinaryCrossEntropy', learningRate: '0.5' }],
  ['Overfitting', 'Only 100 training digits. The network learns them by heart: the two curves part.',
    { samples: '100', epochs: '300', cost: 'BinaryCrossEntropy', learningRate: '0.5' }],
  ['Deep and fast', 'Two layers of ReLU units, softmax and Adam, as is usual today.',
    {
      hidden: '64, 32', activation: 'ReLU', cost: 'CategoricalCrossEntropy', optimizer: 'Adam', learningRate: '0.003',
      miniBatchSize: '32',
    }],
];

/** Starts the second tab: training runs in the server, drawn as they run. */
export async function startTraining() {
  const form = find('train-form');
  addLegends();
  fill(form, BOOK);

  // What a visitor types while the server is busy stays.
  let isChanged = false;
  form.addEventListener('input', () => {
    isChanged = true;
    markPreset(null, '');
  });
  const choices = await readChoices();
  if (!choices) {
    return;
  }

  addOptions(form.elements.activation, choices.activations, BOOK.activation);
  addOptions(form.elements.cost, choices.costs, BOOK.cost);
  addOptions(form.elements.optimizer, choices.optimizers, BOOK.optimizer);
  form.elements.samples.placeholder = `all ${choices.samples.toLocaleString('en')}`;
  find('data-text').textContent = `${choices.samples.toLocaleString('en')} ${choices.data} to train with, `
    + `${choices.validation.toLocaleString('en')} held out. At most ${choices.seconds} seconds.`;
  addPresets(form);
  if (isChanged) {
    markPreset(null, '');
  } else {
    markPreset(find('presets').firstChild, PRESETS[0][1]);
  }

  const session = new Session(form);
  form.addEventListener('submit', event => {
    event.preventDefault();
    session.start();
  });
  find('stop').addEventListener('click', () => session.stop());
}

async function readChoices() {
  const say = text => {
    find('run-status').textContent = text;
  };
  try {
    find('start').disabled = true;
    const choices = await sendUntilAnswered('api/training', say);
    find('start').disabled = false;
    say('No training run yet. Press Start.');
    return choices;
  } catch (error) {
    say('Training is unavailable. Reload the page.');
    reportError(error);
    return null;
  }
}

function addLegends() {
  for (const legend of document.querySelectorAll('.legend')) {
    legend.innerHTML = '<span class="validation"><i></i>held-out digits</span><span class="training"><i></i>training digits</span>';
  }
}

function addOptions(select, values, chosen) {
  select.replaceChildren(...values.map(value => new Option(NAMES[value] ?? value, value)));
  select.value = chosen;
}

function addPresets(form) {
  for (const [name, text, changes] of PRESETS) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => {
      fill(form, { ...BOOK, ...changes });
      markPreset(button, text);
    });
    find('presets').append(button);
  }
}

function markPreset(chosen, text) {
  find('preset-text').textContent = text;
  for (const button of find('presets').children) {
    button.setAttribute('aria-pressed', button === chosen);
  }
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    form.elements[name].value = value;
  }
}

/** A training run at a time. */
class Session {
  #form;
  #running = null;
  #accuracy = new Chart(find('accuracy-chart'), {
    name: 'Accuracy', training: point => point.trainingAccuracy, validation: point => point.validationAccuracy, format: percent, top: 1,
  });

  #cost = new Chart(find('cost-chart'), {
    name: 'Cost', training: point => point.trainingCost, validation: point => point.validationCost, format: cost, top: null,
  });

  constructor(form) {
    this.#form = form;
  }

  stop() {
    this.#running?.abort();
  }

  async start() {
    const { request, errors } = this.#read();
    this.#showErrors(errors, '');
    if (Object.keys(errors).length > 0) {
      if (!this.#running) {
        find('run-status').textContent = 'Not started.';
      }

      return;
    }

    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#setRunning(true);
    find('run-status').textContent = 'Starting.';
    const begun = performance.now();
    try {
      const response = await send('api/training', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request), signal: running.signal,
      });
      await this.#follow(response, begun, running);
    } catch (error) {
      this.#fail(error, running);
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#setRunning(false);
      }
    }
  }

  async #follow(response, begun, running) {
    let start = null;
    let ended = false;
    for await (const [name, data] of readEvents(response)) {
      // What had come before the connection was closed is not drawn any more.
      running.signal.throwIfAborted();
      if (name === 'start') {
        start = data;
        this.#begin(data);
      } else if (name === 'progress') {
        this.#show(data.points, start, begun);
      } else {
        ended = true;
        find('epoch').textContent = data.epochs;
        find('speed').textContent = data.seconds.toFixed(2);
        find('run-status').textContent = `${REASONS[data.reason] ?? data.reason}. ${this.#summary()} ${codeOf(start)}`;
      }
    }

    if (!ended) {
      find('run-status').textContent = 'The connection to the server was lost.';
    }
  }

  #begin(data) {
    this.#accuracy.start(data.epochs);
    this.#cost.start(data.epochs);
    find('accuracy').textContent = '–';
    find('epoch').textContent = '0';
    find('speed').textContent = '0.0';
    find('progress').value = 0;
    const parameters = data.parameters.toLocaleString('en');
    find('run-status').textContent = `Training ${data.topology.split(' ')[0]} with ${parameters} parameters.`;
  }

  #show(points, start, begun) {
    const last = points.at(-1);
    this.#accuracy.add(points);
    this.#cost.add(points);
    find('accuracy').textContent = percent(last.validationAccuracy);
    find('epoch').textContent = last.epoch;
    find('speed').textContent = ((performance.now() - begun) / 1000).toFixed(1);
    find('progress').value = last.epoch / start.epochs;
  }

  #summary() {
    const accuracy = find('accuracy').textContent;
    return accuracy === '–' ? '' : `The network reads ${accuracy} of the held-out digits correctly.`;
  }

  #fail(error, running) {
    if (running.signal.aborted) {
      if (this.#running === running) {
        find('run-status').textContent = `Stopped. ${this.#summary()}`;
      }

      return;
    }

    const message = error instanceof Problem ? error.message
      : error instanceof Unreachable ? 'The connection to the server was lost.'
      : 'This page cannot show the training.';
    if (!(error instanceof Problem || error instanceof Unreachable)) {
      reportError(error);
    }

    const hasErrors = error instanceof Problem && Object.keys(error.errors).length > 0;
    find('run-status').textContent = hasErrors ? 'Not started.' : message;
    this.#showErrors(error.errors ?? {}, hasErrors ? '' : message);
  }

  // What is not a number would be null in JSON, which the server takes for a default: it is named here, and not sent.
  #read() {
    const { elements } = this.#form;
    const errors = {};
    const read = (name, parse, expected) => {
      const value = parse(elements[name].value.trim());
      if (value === undefined) {
        errors[name] = [expected];
      }

      return value;
    };
    const count = name => read(name, parseCount, 'Expected a whole number.');
    const decimal = name => read(name, parseDecimal, 'Expected a number.');
    const request = {
      hidden: read('hidden', parseCounts, 'Expected whole numbers, such as 32, 16.'),
      activation: elements.activation.value,
      cost: elements.cost.value,
      optimizer: elements.optimizer.value,
      learningRate: decimal('learningRate'),
      miniBatchSize: count('miniBatchSize'),
      epochs: count('epochs'),
      samples: elements.samples.value.trim() === '' ? null : count('samples'),
      l2: decimal('l2'),
      seed: count('seed'),
    };
    return { request, errors };
  }

  #showErrors(errors, message) {
    const names = Object.keys(errors);
    for (const element of this.#form.querySelectorAll('input, select')) {
      const isWrong = names.includes(element.name);
      element.setAttribute('aria-invalid', isWrong);
      const texts = [element.closest('label').querySelector('small')?.id, isWrong ? 'form-error' : undefined].filter(id => id);
      element.toggleAttribute('aria-describedby', texts.length > 0);
      if (texts.length > 0) {
        element.setAttribute('aria-describedby', texts.join(' '));
      }
    }

    const labels = names.map(name => {
      const label = this.#form.elements[name].closest('label').firstChild.textContent.trim();
      return `${label}: ${errors[name][0]}`;
    });
    find('form-error').textContent = [...labels, message].filter(text => text !== '').join(' ');
    if (names.length > 0) {
      this.#form.elements[names[0]].focus();
    }
  }

  #setRunning(running) {
    find('start').textContent = running ? 'Start again' : 'Start';
    find('stop').disabled = !running;
  }
}

// What computes: the layers of the presets are declared in the program, others are known only now.
function codeOf(start) {
  return start.isGenerated ? 'Trained by code generated at build time.' : 'Trained by general-purpose kernels.';
}

// A whole number, whose thousands may be apart as people write them: 1000, 1,000, 1.000, 1 000. Undefined for any other text.
function parseCount(text) {
  const isCount = /^-?(\d+|\d{1,3}([,.'’\s])\d{3}(\2\d{3})*)$/.test(text);
  const value = Number(text.replace(/[,.'’\s]/g, ''));
  return isCount && Number.isSafeInteger(value) ? value : undefined;
}

// Commas are between the numbers.
function parseCounts(text) {
  const values = text.split(/[\s,;]+/).filter(part => part !== '').map(part => /^\d+$/.test(part) ? Number(part) : undefined);
  return values.includes(undefined) ? undefined : values;
}

// A number with a point or a comma before its decimals.
function parseDecimal(text) {
  const value = text === '' ? Number.NaN : Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}
