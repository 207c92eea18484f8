// A process of its own that promotes or rolls back, to be killed: what it shall do comes as JSON, how it went goes to stdout.
import { argv, stdout } from 'node:process';

const { modules, action, input, number, database, repository, keep } = JSON.parse(argv[2]);
const load = (path) => import(new URL(path, modules));
const { openStore } = await load('fleet/durable/open-store.js');
const { promote } = await load('fleet/update/generations/promote.js');
const { rollback } = await load('fleet/update/generations/rollback.js');

const store = await openStore(database);
// Whoever kills it wants to know when the generation's tag is about to move.
const tellMoving = (value) => value.phase === 'moving' && stdout.write('moving\n');
const journal = {
  readDocument: (name) => store.readDocument(name),
  writeDocument: async (name, value, version) => {
    const isWritten = await store.writeDocument(name, value, version);
    tellMoving(value);
    return isWritten;
  },
};
const options = {
  repository,
  store: journal,
  keep,
  mayMove: () => true,
  mayFail: () => false,
  signal: new AbortController().signal,
};
stdout.write('begun\n');
try {
  const { generation, mixedMs, moves, completed, isUndo } =
    action === 'promote' ? await promote(input, options) : await rollback(number, options);
  const result = { number: generation.number, mixedMs, moved: moves.length, completed, isUndo };
  stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  stdout.write(`${JSON.stringify({ code: error.code, message: `${error.message} (${error.subject})` })}\n`);
} finally {
  await store.close();
}
