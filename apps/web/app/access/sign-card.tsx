import type { ReactNode } from 'react';

/** A page before the dashboard: one thing to do, in the middle. */
export function SignCard({
  title,
  about,
  children,
}: {
  title: string;
  about?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6">
        <p className="flex items-center gap-2">
          <img src="/favicon.svg" alt="" width="24" height="24" className="size-6" />
          <span className="font-semibold tracking-tight">Apiscope</span>
        </p>
        <h1 className="mt-5 text-lg font-semibold tracking-tight">{title}</h1>
        {about && <p className="mt-1 text-[13px] text-muted">{about}</p>}
        <div className="mt-4 space-y-3 text-[13px]">{children}</div>
      </div>
    </main>
  );
}
