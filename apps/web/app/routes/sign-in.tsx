import type { MetaFunction } from '@remix-run/node';
import { useActionData, useRouteError } from '@remix-run/react';
import { actOnSign } from '../access/act-on-sign.server.ts';
import { loadSignIn } from '../access/load-sign.server.ts';
import { SignCard } from '../access/sign-card.tsx';
import { SignForm } from '../access/sign-form.tsx';
import { apiLoader } from '../api/api.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { TextField } from '../ui/text-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign in · Apiscope' }];
export const loader = apiLoader(loadSignIn);
export const action = actOnSign((api, text) =>
  api.auth.signIn.mutate({ email: text('email'), password: text('password') }),
);

export default function SignInPage() {
  return (
    <SignCard title="Sign in">
      <SignForm action="Sign in" problem={useActionData<typeof action>()}>
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
      </SignForm>
      <p className="text-xs text-faint">
        No account, or the password is lost? An admin can invite you, again if need be.
      </p>
    </SignCard>
  );
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPanel error={useRouteError()} />
    </main>
  );
}
