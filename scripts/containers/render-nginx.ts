import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const written = readFileSync(join(import.meta.dirname, '../../deploy/nginx.conf'), 'utf8');

/**
 * deploy/nginx.conf for this machine, in front of processes at loopback ports: without the places that only containers have, and without
 * `resolve`, which the nginx of this machine may be too old for. @throws Error for a place that is no longer in the file.
 */
export function renderNginx({
  directory,
  port,
  ports,
}: {
  directory: string;
  port: number;
  ports: readonly number[];
}): string {
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(' ');
  return [
    [/\/tmp\//g, `${directory}/`],
    [/resolver [^;]+;/, ''],
    [/server api:3000 resolve [^;]+;/, servers],
    [/listen 8080;/, `listen 127.0.0.1:${port};`],
    [/listen 127\.0\.0\.1:8081;/, `listen unix:${directory}/own.sock;`],
  ].reduce((text, [place, own]) => {
    const changed = text.replace(place as RegExp, own as string);
    if (changed === text) throw new Error(`${place} is not in the configuration`);
    return changed;
  }, written);
}
