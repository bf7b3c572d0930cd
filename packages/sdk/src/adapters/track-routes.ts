import type { IncomingMessage } from 'node:http';
import { toTemplate } from '../observer/to-template.ts';

/** Where in the routers a request is. */
type Track = {
  /** What the routers wrote last; they may take back what was there before any of them, which is nothing. */
  baseUrl: unknown;
  /** Template of each mount point that was passed, by the part of the path it took; null while there is none. */
  mounts: Map<string, string> | null;
  route: { path?: unknown } | undefined;
  /** Template of where the route's router is mounted. */
  routeBase: string;
};

const trackKey = Symbol.for('apiscope.route');
const tracksKey = Symbol.for('apiscope.tracks');
type Tracked = IncomingMessage & {
  [trackKey]?: Track;
  baseUrl?: unknown;
  route?: { path?: unknown } | undefined;
  params?: Record<string, unknown>;
};

/**
 * Follows requests of Express through its routers. Those write where they are into `baseUrl`, as concrete path, and take it back when an
 * error passes; so the template of a mount point (`/tenants/{tenant}`) and the router of the route are known only while they write.
 * What they write is kept by accessors in the prototype that all of Express's requests share.
 */
export function trackRoutes(request: IncomingMessage): void {
  if (!(tracksKey in request)) {
    const proto = prototypeOf(request);
    if (proto === null) return;
    Object.defineProperties(proto, accessors);
    Object.defineProperty(proto, tracksKey, { value: true });
  }
  // Express 4 writes before it gives a request that prototype; own values would stand before the accessors.
  for (const name of written) {
    if (!Object.hasOwn(request, name)) continue;
    const value = Reflect.get(request, name);
    Reflect.deleteProperty(request, name);
    Reflect.set(request, name, value);
  }
}

const written = ['baseUrl', 'route'] as const;

/** The object between an application's requests and Node's own; null where there is none, and so no Express. */
function prototypeOf(request: IncomingMessage): object | null {
  let proto = Object.getPrototypeOf(request);
  while (proto !== null && !Object.hasOwn(proto, 'constructor')) {
    const above = Object.getPrototypeOf(proto);
    if (above !== null && Object.hasOwn(above, 'constructor')) return proto;
    proto = above;
  }
  return null;
}

function trackOf(request: Tracked): Track {
  request[trackKey] ??= { baseUrl: undefined, mounts: null, route: undefined, routeBase: '' };
  return request[trackKey];
}

const accessors: PropertyDescriptorMap & ThisType<Tracked> = {
  baseUrl: {
    configurable: true,
    enumerable: true,
    get() {
      return this[trackKey]?.baseUrl;
    },
    set(value: unknown) {
      const track = trackOf(this);
      const before = textOf(track.baseUrl);
      const after = textOf(value);
      if (after.length > before.length && track.mounts?.has(after) !== true) {
        track.mounts ??= new Map();
        track.mounts.set(after, baseOf(track, before) + withNames(after.slice(before.length), this.params));
      }
      track.baseUrl = value;
    },
  },
  route: {
    configurable: true,
    enumerable: true,
    get() {
      return this[trackKey]?.route;
    },
    set(value: { path?: unknown } | undefined) {
      const track = trackOf(this);
      track.route = value;
      track.routeBase = baseOf(track, textOf(track.baseUrl));
    },
  },
};

/** Template of the route that matched; of a mounted handler without routes its mount point with all below; null when neither did. */
export function routeOfExpress(request: IncomingMessage): string | null {
  const { baseUrl, route, [trackKey]: track } = request as Tracked;
  const base = textOf(baseUrl);
  if (route !== undefined) return joined(track?.routeBase ?? base, pathOf(route.path));
  return base === '' ? null : `${track === undefined ? base : baseOf(track, base)}/*`;
}

function textOf(baseUrl: unknown): string {
  return typeof baseUrl === 'string' ? baseUrl : '';
}

function baseOf({ mounts }: Track, baseUrl: string): string {
  return mounts?.get(baseUrl) ?? baseUrl;
}

function joined(base: string, template: string): string {
  return template === '/' ? base || '/' : base + template;
}

/** Template of a route's path; of several paths the first's: they name the same thing. */
function pathOf(path: unknown): string {
  const one = Array.isArray(path) ? path[0] : path;
  return typeof one === 'string' || one instanceof RegExp ? toTemplate(one) : '/';
}

/** A concrete path with the values of parameters replaced by their names, whole segments first. */
function withNames(path: string, params: Record<string, unknown> | undefined): string {
  const named = Object.entries(params ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  if (named.length === 0) return path;
  const segments = path.split('/');
  const decoded = segments.map(decode);
  for (const [name, value] of named) {
    const whole = decoded.indexOf(value);
    const at = whole === -1 ? decoded.findIndex((segment) => segment?.includes(value)) : whole;
    if (at === -1) continue;
    segments[at] = whole === -1 ? decoded[at]!.replace(value, () => `{${name}}`) : `{${name}}`;
    decoded[at] = null;
  }
  return segments.join('/');
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
