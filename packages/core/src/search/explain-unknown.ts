import type { Resource } from './fields.ts';
import { operators, operatorsOf } from './operators.ts';

/** Why a parameter name is not a filter of the resource, or null when it is one. */
export function explainUnknown(resource: Pick<Resource, 'name' | 'fields'>, path: string): string | null {
  const at = path.lastIndexOf('__');
  if (at < 0) return 'unknown parameter';
  const [name, op] = [path.slice(0, at), path.slice(at + 2)];
  const field = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
  if (!field) return `unknown field ${name}; ${resource.name} has ${Object.keys(resource.fields).join(', ')}`;
  if (!(operators as readonly string[]).includes(op))
    return `unknown operator ${op}; there are ${operators.join(', ')}`;
  const takes: readonly string[] = operatorsOf[field.type];
  return takes.includes(op) ? null : `${op} does not apply to ${name}, which takes ${takes.join(', ')}`;
}
