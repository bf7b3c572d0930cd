import { useNavigate, useSearchParams } from '@remix-run/react';
import { ArrowRightLeft, CircleCheck, Pin } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import type { ParamChanges } from '../ui/change-params.ts';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const statusKeys = ['statusCode__gte', 'statusCode__lt', 'statusCode__isnull'];

/** Classes of status as the filters they are in the URL. */
const statusClasses: readonly { value: string; label: string; filters: ParamChanges }[] = [
  { value: '', label: 'Any status', filters: {} },
  { value: 'failed', label: 'Failed (4xx, 5xx)', filters: { statusCode__gte: '400' } },
  { value: '2xx', label: '2xx success', filters: { statusCode__gte: '200', statusCode__lt: '300' } },
  { value: '3xx', label: '3xx redirect', filters: { statusCode__gte: '300', statusCode__lt: '400' } },
  { value: '4xx', label: '4xx client error', filters: { statusCode__gte: '400', statusCode__lt: '500' } },
  { value: '5xx', label: '5xx server error', filters: { statusCode__gte: '500' } },
  { value: 'none', label: 'No response', filters: { statusCode__isnull: 'true' } },
];

/** The class whose filters are exactly those of the URL. */
export function statusClassOf(params: URLSearchParams): string | null {
  const match = statusClasses.find(({ filters }) =>
    statusKeys.every((key) => params.get(key) === (filters[key] ?? null)),
  );
  return match?.value ?? null;
}

/** The filters that the controls stand for, and that need no chip. */
export function controlledFilters(params: URLSearchParams): string[] {
  const method = params.get('method__eq');
  return [
    ...(statusClassOf(params) === null ? [] : statusKeys),
    ...(method === null || methods.includes(method) ? ['method__eq'] : []),
    ...(params.get('pinned__eq') === 'true' ? ['pinned__eq'] : []),
  ];
}

/** Method, class of status, and whether it is pinned. */
export function SnapshotControls() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const none = Object.fromEntries(statusKeys.map((key) => [key, null]));
  return (
    <>
      <ChoiceMenu
        label="Method"
        icon={ArrowRightLeft}
        value={params.get('method__eq') ?? ''}
        choices={[{ value: '', label: 'Any method' }, ...methods.map((value) => ({ value, label: value }))]}
        onChoose={(method) => void navigate(linkWith({ method__eq: method, page: null }))}
      />
      <ChoiceMenu
        label="Status"
        icon={CircleCheck}
        value={statusClassOf(params) ?? 'Other status'}
        choices={statusClasses}
        onChoose={(value) => {
          const filters = statusClasses.find((one) => one.value === value)?.filters;
          void navigate(linkWith({ ...none, ...filters, page: null }));
        }}
      />
      <Button
        aria-pressed={params.get('pinned__eq') === 'true'}
        title="Only pinned requests"
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
        onClick={() =>
          void navigate(
            linkWith({ pinned__eq: params.get('pinned__eq') === 'true' ? null : 'true', page: null }),
          )
        }
      >
        <Pin aria-hidden className="size-4 text-faint" />
        Pinned
      </Button>
    </>
  );
}
