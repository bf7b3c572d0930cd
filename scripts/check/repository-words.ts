import { lineAt, type Rule } from './source-file.ts';

// Written in parts, so that this file passes its own rule.
const HOME_FOLDERS = ['work', 'root', 'home/[a-z]+', 'Users/[a-z]+', 'mnt/[a-z]+'].join('|');
const HOSTS = [
  ['registry', 'npmjs'],
  ['registry', 'yarnpkg'],
  ['deb', 'debian'],
  ['security', 'debian'],
  ['apt', 'postgresql'],
  ['artifactory', ''],
].map((parts) => parts.join('\\.'));

const BANNED = [
  { what: 'a path of one machine', pattern: new RegExp(`(?<![\\w.~}/-])/(?:${HOME_FOLDERS})/`, 'g') },
  { what: 'the host of a package registry', pattern: new RegExp(`(?:${HOSTS.join('|')})`, 'gi') },
];

/** Words that tie the repository to one machine or one registry. */
export const findBannedWords: Rule = (files) =>
  files.flatMap(({ path, text }) =>
    BANNED.flatMap(({ what, pattern }) =>
      [...text.matchAll(pattern)].map((hit) => `${path}:${lineAt(text, hit.index)} names ${what}: ${hit[0]}`),
    ),
  );
