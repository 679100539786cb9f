/** An answer of the server that is no success, with the text of its problem details. */
export class Problem extends Error {
  constructor(status, details, retryAfter) {
    super(details.detail ?? details.title ?? `The server answered ${status}.`);
    this.status = status;
    this.errors = details.errors ?? {};
    this.retryAfter = retryAfter;
  }
}

/** Sends a request, and throws a Problem unless it succeeds. */
export async function send(path, options = {}) {
  const response = await fetch(path, options);
  if (!response.ok) {
    const details = await response.json().catch(() => ({}));
    throw new Problem(response.status, details, Number(response.headers.get('Retry-After') ?? 1));
  }

  return response;
}

/** Reads server-sent events, as [name, data], until the stream ends. */
export async function* readEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event);
      yield [name, JSON.parse(data)];
    }
  }
}
