// @ts-check
// Says where secrets stand in a file, archives within it too: node search-secrets.mjs FILE
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { makeRuleSet, searchBytes } from 'plimsoll/secrets';

const [file = ''] = process.argv.slice(2);
const rules = makeRuleSet();
const { matches, unread } = await searchBytes(readFileSync(file), { path: basename(file), rules });
for (const { ruleId, offsetBytes, lengthBytes, member } of matches)
  console.log(
    `${ruleId} at ${offsetBytes}, ${lengthBytes} bytes${member === undefined ? '' : `, in ${member}`}`,
  );
for (const { bytes, reason } of unread) console.log(`${bytes} bytes not searched: ${reason}`);
process.exitCode = matches.length === 0 ? 0 : 1;
