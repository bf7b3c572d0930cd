import { CopyButton } from './copy-button.tsx';

/** A command to run in a terminal, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className="flex items-start gap-2 rounded-md border border-line bg-canvas py-1.5 pl-3 pr-1.5 text-left">
      <code className="min-w-0 flex-1 overflow-x-auto whitespace-pre py-1 font-mono text-xs text-ink">
        {command}
      </code>
      <CopyButton text={command} what="command" />
    </div>
  );
}
