import { systemClock } from '@apiscope/core/clock';
import type { ActionFunctionArgs } from '@remix-run/node';
import { type Api, createApi } from '../api/api.server.ts';
import { readProblem } from '../api/api-problem.ts';

/** What came of a press of a button; `at` tells two outcomes apart. */
export type JobOutcome = { isDone: boolean; message: string; at: number };

/** Does what a form of the worker page asks: `intent` retry, cancel (with `id`) or run (with `task`). */
export async function actOnJob({ request, context }: ActionFunctionArgs): Promise<JobOutcome> {
  const form = await request.formData();
  try {
    const message = await act(createApi(context, request), form);
    return { isDone: true, message, at: systemClock.now() };
  } catch (error) {
    return { isDone: false, message: readProblem(error).message, at: systemClock.now() };
  }
}

async function act(api: Api, form: FormData): Promise<string> {
  const id = Number(form.get('id'));
  switch (form.get('intent')) {
    case 'retry':
      return done(await api.worker.retry.mutate({ id }), 'will run now');
    case 'cancel':
      return done(await api.worker.cancel.mutate({ id }), 'is cancelled');
    case 'run':
      return done(await api.worker.create.mutate({ task: String(form.get('task')) }), 'is queued');
    default:
      return 'There was nothing to do.';
  }
}

function done({ id, task }: { id: number; task: string }, outcome: string): string {
  return `Job ${id} (${task}) ${outcome}.`;
}
