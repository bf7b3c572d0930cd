// Loaded before a program: on SIGUSR2 it prints `LIVE <MiB>`, what the program holds once the garbage is collected.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`LIVE ${Math.round((heapUsed + external) / 1024 / 1024)}\n`);
});
