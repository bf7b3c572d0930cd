import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunctionArgs,
  useRouteError,
} from '@remix-run/react';
import { type ReactNode, useContext } from 'react';
import styles from './app.css?url';
import { ErrorPanel } from './shell/error-panel.tsx';
import { NonceContext } from './shell/nonce-context.ts';
import { preferencesOf } from './shell/preferences.server.ts';
import { usePreferences } from './shell/use-preferences.ts';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
];

export const meta: MetaFunction = () => [{ title: 'Apiscope' }];

export async function loader({ request }: LoaderFunctionArgs) {
  return { preferences: await preferencesOf(request) };
}

/** Preferences change only when they are sent. */
export function shouldRevalidate({ formAction }: ShouldRevalidateFunctionArgs) {
  return formAction === '/preferences';
}

export function Layout({ children }: { children: ReactNode }) {
  const { theme } = usePreferences();
  const nonce = useContext(NonceContext);
  return (
    <html lang="en" className={theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {/* Before any schema is made: zod would try whether it may compile code, which the content policy refuses and reports. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant
          dangerouslySetInnerHTML={{ __html: 'globalThis.__zod_globalConfig={jitless:true}' }}
        />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPanel error={useRouteError()} />
    </main>
  );
}
