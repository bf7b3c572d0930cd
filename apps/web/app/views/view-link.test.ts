import { jobs } from '@apiscope/core/search/resources/jobs';
import { logs } from '@apiscope/core/search/resources/logs';
import { snapshots } from '@apiscope/core/search/resources/snapshots';
import { parseView } from '@apiscope/core/views/parse-view';
import type { ResourceName, View } from '@apiscope/core/views/schema';
import { describe, expect, it } from 'vitest';
import { readViewParts, stateOfAddress, stateOfView, viewSearch } from './view-link.ts';

const at = (text: string) => new URLSearchParams(text);
const registry = { logs, snapshots, jobs };

/** The view that saving at an address makes. */
function saved(resource: keyof typeof registry, address: string): View {
  const parts = readViewParts(registry[resource], at(address));
  const view = parseView({ ...parts, name: 'mine', resource: resource as ResourceName });
  return { ...view, id: 7, created_at: '', updated_at: '' };
}

describe('a view', () => {
  it.each<[keyof typeof registry, string]>([
    ['logs', ''],
    ['logs', 'service=shop&range=7d&level__gte=warn&search="a b" -c&order=asc&columns=time,level,message'],
    ['logs', 'from=2017-05-16T10:00:00Z&to=2017-05-16T11:00:00Z&source__in=a\\,b,c&message__ilike='],
    ['logs', 'created_at__gte=2026-01-31&traceId__isnull=true&order_by=level&order=desc'],
    ['snapshots', 'statusCode__gte=500&duration__lt=1.5&path__in='],
    ['jobs', 'status__eq=dead&task__eq=health_check&service=shop&range=6h'],
  ])('of %s at ?%s is shown by its own link, and by the address it was saved at', (resource, address) => {
    const view = saved(resource, address);
    const link = viewSearch(view, at(address));
    expect(at(link).get('view')).toBe('7');
    expect(stateOfAddress(registry[resource], at(link))).toBe(stateOfView(view));
    expect(stateOfAddress(registry[resource], at(address))).toBe(stateOfView(view));
    const again = saved(resource, link);
    expect(again).toEqual(view);
  });

  it('keeps no open row, no page and nothing of the top bar that does not narrow its page', () => {
    const view = saved('jobs', 'status__eq=dead&page=3&job=5&service=shop&range=6h');
    expect([view.filter, view.range, view.service]).toEqual([{ status__eq: 'dead' }, null, null]);
    expect(viewSearch(view, at('service=web&page=2&search=x'))).toBe('?service=web&status__eq=dead&view=7');
  });

  it('is the same however the address is written, and another once it says something else', () => {
    const view = saved('logs', 'service=shop&level__gte=warn&created_at__gte=2026-01-31');
    const state = (address: string) => stateOfAddress(logs, at(address)) === stateOfView(view);
    expect(
      state('created_at__gte=2026-01-31T01:00%2B01:00&range=1h&level__gte=warn&service=shop&log=4'),
    ).toBe(true);
    for (const other of [
      '&search=x',
      '&range=6h',
      '&level__gte=x',
      '&columns=level',
      '&order=asc',
      '&id__eq=x',
    ])
      expect(state(`service=shop&created_at__gte=2026-01-31${other}`)).toBe(false);
    expect(state('level__gte=warn&created_at__gte=2026-01-31')).toBe(false);
  });

  it('without a range is the hour that the page shows by default', () => {
    const view: View = { ...saved('logs', 'level__gte=warn'), range: null };
    expect(viewSearch(view, at('range=7d'))).toBe('?level__gte=warn&view=7');
    expect(stateOfAddress(logs, at('level__gte=warn'))).toBe(stateOfView(view));
  });

  it('of an address that its resource refuses is none', () => {
    expect(stateOfAddress(logs, at('level__gte=loud'))).toBeNull();
    expect(stateOfAddress(logs, at('nope__eq=1'))).toBeNull();
  });
});
