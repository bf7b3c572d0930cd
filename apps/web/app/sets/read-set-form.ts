/** What the form of a set says, as the API takes it; a number that is none is sent as it is, for the API to name. */
export function readSetForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const number = (name: string) => Number(text(name) || Number.NaN);
  return {
    name: text('name'),
    filter: text('filter'),
    target: text('target') || null,
    maxRequests: number('maxRequests'),
    concurrency: number('concurrency'),
    rateLimit: number('rateLimit'),
    confirm: form.get('confirm') === 'on',
    ignoredPaths: lines(text('ignoredPaths')),
    noisePaths: lines(text('noisePaths')),
  };
}

/** What the form of a new set says: its filter is that of a saved view when one is chosen. */
export function readNewSet(form: FormData) {
  const { filter, ...rest } = readSetForm(form);
  const view = Number(form.get('view') ?? 0);
  const service = String(form.get('service') ?? '');
  return view > 0 ? { ...rest, view, ...(service !== '' && { service }) } : { ...rest, filter, service };
}

function lines(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}
