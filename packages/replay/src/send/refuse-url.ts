/** Ports that other protocols answer on and to which no browser sends HTTP either (the port blocking of the Fetch standard). */
const badPorts = new Set(
  (
    '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 135 137 139 143 161 179 ' +
    '389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 ' +
    '5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
);

/** Says why nothing is sent to a URL, whatever its address; null when something may be. */
export function refuseUrl(text: string): string | null {
  // A parser of URLs takes blanks and line breaks out in silence, and a backslash for a slash.
  if (/[\s\\\p{Cc}]/u.test(text)) return 'the URL holds a blank, a backslash or a control character';
  if (!URL.canParse(text)) return 'that is no URL';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `only http and https are sent, not ${url.protocol}`;
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text))
    return 'the URL holds a user or a password';
  if (badPorts.has(url.port)) return `port ${url.port} is one of another protocol`;
  return null;
}
