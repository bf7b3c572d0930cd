import { passwordLimits } from '@apiscope/core/access/member-schema';
import type { MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useRouteError } from '@remix-run/react';
import { actOnSign } from '../access/act-on-sign.server.ts';
import { loadSignUp } from '../access/load-sign.server.ts';
import { SignCard } from '../access/sign-card.tsx';
import { SignForm } from '../access/sign-form.tsx';
import { apiLoader } from '../api/api.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign up · Apiscope' }];
export const loader = apiLoader(loadSignUp);
export const action = actOnSign((api, text, params) =>
  api.auth.signUp.mutate({
    email: text('email'),
    name: text('name'),
    password: text('password'),
    invitation: params.get('invitation') ?? undefined,
  }),
);

export default function SignUpPage() {
  const { invitation, isInvited, isOpen, signedIn } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>();
  if (invitation === null && (isInvited || !isOpen)) return <Refused isInvited={isInvited} />;
  const { least, most } = passwordLimits;
  const about = invitation
    ? `You are invited to be ${invitation.role === 'viewer' ? 'a' : 'an'} ${invitation.role}.`
    : 'Nobody has signed up yet. You become the admin, and can invite others.';
  return (
    <SignCard title={invitation ? 'Join Apiscope' : 'Set up Apiscope'} about={about}>
      {signedIn !== null && (
        <Notice tone="warn">You are signed in as {signedIn}; signing up ends that here.</Notice>
      )}
      <SignForm action="Sign up" problem={problem}>
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={invitation?.email}
          readOnly={invitation !== null}
          required
        />
        <TextField label="Your name" name="name" autoComplete="name" maxLength={100} required />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={least}
          maxLength={most}
          hint={`${least} characters or more.`}
          required
        />
      </SignForm>
    </SignCard>
  );
}

function Refused({ isInvited }: { isInvited: boolean }) {
  return (
    <SignCard title={isInvited ? 'This invitation does not open' : 'You need an invitation'}>
      <p className="text-muted">
        {isInvited
          ? 'It may have been used, taken back or be too old. Ask an admin for a new one.'
          : 'Somebody has signed up already. Ask an admin for an invitation.'}
      </p>
      <Link to="/sign-in" className="text-accent underline">
        Go to sign-in
      </Link>
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
