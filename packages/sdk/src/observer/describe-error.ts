/** What is told of an error: its kind and what it says; of anything else that was thrown its type alone. */
export function describeError(error: unknown): { type: string; message?: string } {
  return error instanceof Error ? { type: error.name, message: error.message } : { type: typeof error };
}
