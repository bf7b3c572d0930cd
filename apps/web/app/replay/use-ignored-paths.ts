import { joinList, splitList } from '@apiscope/core/search/values';
import { useSearchParams } from '@remix-run/react';
import { useLinkWith } from '../ui/use-link-with.ts';

/** The paths of a diff that the address asks to ignore, and addresses of the same screen with one more or less. */
export function useIgnoredPaths() {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const ignore = splitList(params.get('ignore') ?? '').filter((path) => path !== '');
  const linkTo = (paths: string[]) => linkWith({ ignore: joinList(paths) });
  return {
    ignore,
    withIgnored: (path: string) => linkTo([...new Set([...ignore, path])]),
    without: (path: string) => linkTo(ignore.filter((one) => one !== path)),
  };
}
