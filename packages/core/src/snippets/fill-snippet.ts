/** Puts the address of Apiscope and the name of a service in place of those that a snippet of the SDK is written with. */
export function fillSnippet(code: string, { url, service }: { url: string; service: string }): string {
  return code
    .replaceAll("'https://apiscope.example.com'", () => quote(url))
    .replaceAll("'my-service'", () => quote(service));
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
