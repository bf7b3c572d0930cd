import { logLimits } from '@apiscope/core/logs/schema';
import { plainAttributes } from './plain-value.ts';
import { readText } from './read-text.ts';
import type { Message } from './wire/message-types.ts';

/** Who sent some telemetry, from its resource. */
export type Origin = {
  service: string;
  version: string | null;
  /** Deployment stage. */
  stage: string | null;
  instance: string | null;
  /** The program that sends, as `opentelemetry-nodejs`; null when it does not say. */
  sdk: { name: string; version: string } | null;
  /** What else the resource says, but for what describes the SDK and the process and is the same on every line. */
  rest: Record<string, unknown>;
};

/** What OpenTelemetry calls a service that nobody named. */
const unnamed = 'unknown_service';

const stageNames = ['deployment.environment.name', 'deployment.environment'];
const told = new Set(['service.name', 'service.version', 'service.instance.id', ...stageNames]);

/**
 * Reads service, version, stage and instance of a resource.
 * @param ownService the service that the sender's key belongs to, which a sender without a name of its own is; null when it belongs to none
 */
export function readOrigin(resource: Message<'Resource'> | undefined, ownService: string | null): Origin {
  const attributes = plainAttributes(resource?.attributes ?? []);
  const named = readText(attributes, ['service.name'], logLimits.service);
  const isUnnamed = named === null || named === unnamed || named.startsWith(`${unnamed}:`);
  return {
    service: isUnnamed ? (ownService ?? named ?? unnamed) : named,
    version: readText(attributes, ['service.version']),
    stage: readText(attributes, stageNames),
    instance: readText(attributes, ['service.instance.id']),
    sdk: readSdk(attributes),
    rest: Object.fromEntries(
      Object.entries(attributes).filter(
        ([name]) => !told.has(name) && !/^(?:telemetry|process)\./.test(name),
      ),
    ),
  };
}

function readSdk(attributes: Record<string, unknown>): Origin['sdk'] {
  const name = readText(attributes, ['telemetry.sdk.name'], 70);
  const version = readText(attributes, ['telemetry.sdk.version'], 100);
  const language = readText(attributes, ['telemetry.sdk.language'], 29);
  if (name === null || version === null) return null;
  return { name: language === null ? name : `${name}-${language}`, version };
}
