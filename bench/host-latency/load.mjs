// Puts load at a fixed rate on servers, whether they answer or not, and tells how long answers took. Told what to do over its channel.
import { Agent, request } from 'node:http';

/** Shared by all servers that are asked; each has connections of its own in it. */
const agent = new Agent({ keepAlive: true });
const write = JSON.stringify({ name: 'Grace Hopper', age: 40, password: 'secret' });

process.on('message', async ({ port, perSecond, seconds }) => {
  process.send(await load(port, perSecond, seconds));
});

/** Times from when a request was due, so that what waits behind a slow answer counts as slow too, ms. */
async function load(port, perSecond, seconds) {
  const times = [];
  const answers = new Set();
  const began = performance.now();
  const pending = [];
  const count = perSecond * seconds;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - began) * perSecond) / 1_000));
      while (pending.length < due) {
        const at = began + (pending.length * 1_000) / perSecond;
        pending.push(
          ask(port, pending.length % 10 === 9, Math.max(at, performance.now() - 1), times, answers),
        );
      }
      if (pending.length < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await Promise.all(pending);
  return { times, answers: [...answers].sort() };
}

function ask(port, isWrite, at, times, answers) {
  return new Promise((resolve) => {
    const options = isWrite
      ? { method: 'POST', path: '/users', headers: { 'content-type': 'application/json' } }
      : { path: '/users/4711' };
    const call = request({ host: '127.0.0.1', port, agent, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece) => {
        body += piece;
      });
      response.on('end', () => {
        times.push(performance.now() - at);
        const headers = response.rawHeaders.filter((_, n, all) => all[n - (n % 2)] !== 'Date');
        answers.add(`${response.statusCode} ${headers.join(' ')} ${body}`);
        resolve();
      });
    });
    call.on('error', (error) => {
      answers.add(`failed: ${error.message}`);
      resolve();
    });
    call.end(isWrite ? write : undefined);
  });
}
