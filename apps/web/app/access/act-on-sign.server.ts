import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { type Api, createApi } from '../api/api.server.ts';
import { readProblem } from '../api/api-problem.ts';
import { safeNext } from './sign-in-path.ts';

/** Why nobody was signed in. */
export type SignProblem = { message: string };

/** Signs somebody in by what a form says, and goes on to where they wanted. The password is not sent back, whatever comes of it. */
export function actOnSign(
  sign: (api: Api, text: (name: string) => string, params: URLSearchParams) => Promise<unknown>,
) {
  return async ({ request, context }: ActionFunctionArgs): Promise<SignProblem | Response> => {
    const form = await request.formData();
    const params = new URL(request.url).searchParams;
    const cookies = new Headers();
    try {
      await sign(createApi(context, request, cookies), (name) => String(form.get(name) ?? ''), params);
    } catch (error) {
      const { issues, message } = readProblem(error);
      return { message: issues.length > 0 ? issues.map(wordsOf).join('; ') : message };
    }
    return redirect(safeNext(params.get('next')), { headers: cookies });
  };
}

const names: Readonly<Record<string, string>> = {
  email: 'the e-mail address',
  name: 'the name',
  password: 'the password',
};

function wordsOf({ path, message }: { path: string; message: string }): string {
  return `${names[path] ?? path}: ${message}`;
}
