import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { SignProblem } from './act-on-sign.server.ts';

type SignFormProps = {
  /** Words of the button. */
  action: string;
  problem: SignProblem | undefined;
  children: ReactNode;
};

/** Posts to its own page, so that nothing that is typed ever stands in an address, and works before any script is there. */
export function SignForm({ action, problem, children }: SignFormProps) {
  const { state } = useNavigation();
  return (
    <Form method="post" className="space-y-3">
      {children}
      {problem && (
        <Notice tone="bad" role="alert">
          <span className="first-letter:uppercase">{problem.message}</span>
        </Notice>
      )}
      <Button type="submit" tone="primary" className="h-9 w-full" disabled={state !== 'idle'}>
        {action}
      </Button>
    </Form>
  );
}
