import { type ImportedHar, importedHar, maxHarBytes } from '@apiscope/core/replay/import-schema';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { exactCount } from '../format/format-count.ts';

/** Sends a HAR file as it is; what is wrong with it the API says. */
export function useImportHar() {
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [result, setResult] = useState<ImportedHar | null>(null);
  const forget = () => {
    setProblem(null);
    setResult(null);
  };
  const send = async (file: File, service: string): Promise<void> => {
    forget();
    if (file.size > maxHarBytes) {
      setProblem(`The file is larger than ${maxHarBytes / 1024 / 1024} MiB. Save it without contents.`);
      return;
    }
    setIsBusy(true);
    try {
      setResult(await post(file, service));
      revalidate();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, problem, result, send, forget };
}

async function post(file: File, service: string): Promise<ImportedHar> {
  const query = service === '' ? '' : `?${new URLSearchParams({ service })}`;
  const answer = await fetch(`/import/har${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/json' },
  }).catch(() => null);
  if (answer === null) throw new Error('Apiscope’s API does not answer.');
  const { data, error } = (await answer.json().catch(() => ({ error: null }))) as {
    data?: unknown;
    error: { message: string } | null;
  };
  const read = importedHar.safeParse(data);
  if (!read.success) throw new Error(error?.message ?? `Apiscope answers ${answer.status}.`);
  return read.data;
}

/** What came of an import, in words. */
export function importedText({ imported, duplicate, skipped }: ImportedHar): string {
  if (duplicate) return 'These requests were imported before, so nothing is stored again.';
  const left = skipped === 0 ? '' : ` ${exactCount(skipped)} entries are no HTTP and left out.`;
  return `${exactCount(imported)} ${imported === 1 ? 'request is' : 'requests are'} stored.${left}`;
}

/** The page of captured requests over the time that a file covers. */
export function importLink({ services, from, to }: ImportedHar): string {
  const params = new URLSearchParams();
  if (from !== null && to !== null) {
    params.set('from', from);
    params.set('to', new Date(Date.parse(to) + 1_000).toISOString());
  }
  if (services.length === 1) params.set('service', services[0]!);
  return `/dashboard/replay?${params}`;
}
