/** An answer of the server that is not a success, with the text of its problem details. */
export class Problem extends Error {
  constructor(status, details, retryAfter) {
    super(details.detail ?? details.title ?? `The server answered ${status}.`);
    this.status = status;
    this.errors = details.errors ?? {};
    this.retryAfter = retryAfter;
  }
}

/** The server gave no answer, or not all of it. */
export class Unreachable extends Error {}

/** Whether the server answers that it has too much to do. */
export const isBusy = error => error instanceof Problem && (error.status === 429 || error.status === 503);

/** Waits as long as a server that is busy asks for; a second for one that cannot be reached. */
export const pause = error => new Promise(resolve => setTimeout(resolve, 1000 * (error.retryAfter ?? 1)));

/** Sends a request, and throws a Problem unless it succeeds, or Unreachable if there is no answer. */
export async function send(path, options = {}) {
  const response = await reach(fetch(path, options));
  if (!response.ok) {
    const details = await response.json().catch(() => ({}));
    throw new Problem(response.status, details, Number(response.headers.get('Retry-After')) || 1);
  }

  return response;
}

/** Sends a request for JSON. */
export async function sendForJson(path, options) {
  const response = await send(path, options);
  return reach(response.json());
}

/** Sends a request for JSON again and again until the server can answer; says each time what it waits for. */
export async function sendUntilAnswered(path, say) {
  for (;;) {
    try {
      return await sendForJson(path);
    } catch (error) {
      if (!isBusy(error) && !(error instanceof Unreachable)) {
        throw error;
      }

      say(`${isBusy(error) ? 'The server is busy.' : 'The server cannot be reached.'} Trying again.`);
      await pause(error);
    }
  }
}

/** Reads server-sent events, as [name, data], until the stream ends. */
export async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reach(reader.read()); !part.done; part = await reach(reader.read())) {
    text += part.value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event);
      yield [name, JSON.parse(data)];
    }
  }
}

// A failure of the network is a TypeError, as many faults of a program are: only here is it known to be the former.
async function reach(promise) {
  try {
    return await promise;
  } catch (error) {
    throw error instanceof TypeError ? new Unreachable(error.message, { cause: error }) : error;
  }
}
