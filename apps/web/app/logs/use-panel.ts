import { useSearchParams } from '@remix-run/react';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useMedia } from '../ui/use-media.ts';

/** Tailwind's `lg`: from here on there is room beside and above the lines. */
const roomy = '(min-width: 64rem)';

/** Whether a part of the page beside the lines is shown: as the address says, else where there is room. */
export function usePanel(name: 'facets' | 'chart') {
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const isRoomy = useMedia(roomy);
  const asked = params.get(name);
  const isShown = asked === 'show' || (asked !== 'hide' && isRoomy);
  const other = isShown ? (isRoomy ? 'hide' : null) : isRoomy ? null : 'show';
  return {
    isShown,
    isRoomy,
    /** Hides it on narrow screens before the browser has told its width. */
    className: asked === 'show' ? '' : 'max-lg:hidden',
    toggleTo: linkWith({ [name]: other }),
  };
}
