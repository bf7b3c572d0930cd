import { isTest, type Rule } from './source-file.ts';

const SOURCE = /\.(ts|tsx|mjs|cjs|js|css)$/;
const MAX_SOURCE_LINES = 300;
const MAX_TEST_LINES = 500;

/** Source files above 300 lines and tests above 500: a file is the one thing its name says. */
export const findLongFiles: Rule = (files) =>
  files.flatMap(({ path, text }) => {
    if (!SOURCE.test(path)) return [];
    const lines = text.replace(/\n$/, '').split('\n').length;
    const most = isTest(path) ? MAX_TEST_LINES : MAX_SOURCE_LINES;
    return lines > most ? [`${path} has ${lines} lines, ${most} is the most`] : [];
  });
