import { expect, it } from 'vitest';
import { isPlainWord, lookupsOf, rankedWordsOf } from './lookups.ts';

it.each([
  ['blk_-1608999687919862906', ['blk_-1608999687919862906'], []],
  ['BLK_-1608999687919862906', ['blk_-1608999687919862906'], []],
  ['/10.251.42.84:57069', ['10.251.42.84', '57069'], []],
  ['req-b9000564-fe1a-409b-b8cc-1e88b294cd1d', ['b9000564-fe1a-409b-b8cc-1e88b294cd1d'], []],
  ["'admin',", ['admin'], ['admin']],
  ['root', [], ['root']],
  ['NameSystem.addStoredBlock', ['namesystem.addstoredblock'], ['NameSystem', 'addStoredBlock']],
  ['network-vif-plugged', ['network-vif-plugged'], ['network', 'vif', 'plugged']],
  ['two words', [], ['two', 'words']],
  ['200', [], []],
  ['数据库连接失败', ['数据库连接失败'], ['数据库连接失败']],
  ['—', [], []],
])('%s is looked up as %j and ranked by %j', (term, lookups, words) => {
  expect(lookupsOf(term)).toEqual(lookups);
  expect(rankedWordsOf(term)).toEqual(words);
});

it('tells plain words from what may name something', () => {
  expect(['admin', "'admin'", 'été', 'a1', 'a-b', '12', '…'].map(isPlainWord)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
