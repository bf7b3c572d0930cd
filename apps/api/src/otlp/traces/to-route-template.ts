/**
 * A route as frameworks write it, with its parameters as ours are: `/users/:id(\\d+)?` and `/users/<int:id>` become `/users/{id}`. A method before it, as
 * in patterns of Go, is the request's own. Null when it is none.
 */
export function toRouteTemplate(route: string | null): string | null {
  if (route === null || !/\S/.test(route)) return null;
  const named = route.replace(/^[A-Z]+ +(?=\/)/, '');
  const path = named.startsWith('/') ? named : `/${named}`;
  return path
    .split('/')
    .map((segment) =>
      segment
        .replace(/^:(\w+)(?:\(.*\))?[?*+]?$/, '{$1}')
        .replace(/^<(?:\w+:)?(\w+)>$/, '{$1}')
        .replace(/^\[(?:\.\.\.)?(\w+)\]$/, '{$1}'),
    )
    .join('/');
}
