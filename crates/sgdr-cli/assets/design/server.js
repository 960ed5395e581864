// Questions to the server. Every number on the page is an answer to one.

export class Refused extends Error {
  constructor({ error, hint }) {
    super(error);
    this.hint = hint;
  }
}

// What has come back for a question, unless it was refused.
const received = async (sent) => {
  let response;
  try {
    response = await sent;
  } catch {
    throw new Refused({ error: "the command no longer answers", hint: "start it again: sgdr design" });
  }
  if (response.ok) return response;
  throw new Refused(await response.json().catch(() => ({ error: response.statusText })));
};

const question = (path, query, body) => fetch(`/api/${path}?${new URLSearchParams(query)}`, { method: "POST", body });

export const answer = async (sent) => (await received(sent)).json();
export const ask = (path, query, body) => answer(question(path, query, body));
export const load = async (path, query, body) => (await received(question(path, query, body))).blob();

// Calls a function for the latest of its wishes only: one at a time, and none that a later one has overtaken.
export const latest = (work) => {
  let busy = false;
  let next = null;
  const run = async () => {
    busy = true;
    while (next) {
      const wish = next;
      next = null;
      await work(...wish);
    }
    busy = false;
  };
  return (...wish) => {
    next = wish;
    if (!busy) run();
  };
};
