import type { Page } from '@apiscope/core/page';
import { type ApiProblem, readProblem } from './api-problem.ts';

/** A page of rows, or none and the reason why the API refused the filters of the URL. */
export type PageOrProblem<T> = { page: Page<T>; problem: ApiProblem | null };

/** Turns a 400 into an empty page with its reason, so that the filter bar can show it; anything else goes on. */
export async function orProblem<T>(answer: Promise<Page<T>>, limit: number): Promise<PageOrProblem<T>> {
  try {
    return { page: await answer, problem: null };
  } catch (error) {
    const problem = readProblem(error);
    if (problem.code !== 'BAD_REQUEST') throw error;
    const metadata = { limit, offset: 0, total: 0, totalIsCapped: false, nextCursor: null };
    return { page: { data: [], metadata }, problem };
  }
}
