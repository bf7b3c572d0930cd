const textual =
  /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml|yaml|x-yaml|javascript|graphql|x-www-form-urlencoded|x-ndjson))/i;

/** Whether a body of this type is kept as text; what is not is described by type and size. */
export function isTextual(contentType: string): boolean {
  return textual.test(contentType);
}
