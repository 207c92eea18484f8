// A thread of a crew: does the tasks of the walk that it was told of last.
import { parentPort } from 'node:worker_threads';
import { engineRules } from '../engines/engine-rules.ts';
import { compilePlain } from '../ignore/pattern-list.ts';
import type { CrewMessage, CrewReply, CrewTask, CrewWalk } from './crew-task.ts';
import { packParts } from './pack-parts.ts';
import { TaskRunner } from './task-runner.ts';

const port = parentPort!;
let runner: TaskRunner;
let chain: Promise<void> = Promise.resolve();

port.on('message', (message: CrewMessage) => {
  chain = chain.then(async () => {
    try {
      if (message.kind === 'begin') runner = openRunner(message.walk);
      else port.postMessage(await run(message.task));
    } catch (error) {
      const text = String((error as Error)?.stack ?? error);
      port.postMessage({ kind: 'failed', message: text } satisfies CrewReply);
    }
  });
});

function openRunner({ folder, engine, excludes, includes, withIgnored, search }: CrewWalk): TaskRunner {
  const rules = engineRules(engine);
  return new TaskRunner(
    {
      folder,
      rules,
      excludes: excludes && compilePlain(excludes, rules.compiler),
      includes: includes && compilePlain(includes, rules.compiler),
      withIgnored,
    },
    search,
  );
}

async function run(task: CrewTask): Promise<CrewReply> {
  const result = await runner.run(task);
  if (result.kind === 'searched') return result;
  const { parts, searched, readings } = result;
  const failed = parts.findIndex(({ failure }) => failure !== undefined);
  return failed === -1
    ? { kind: 'walked', packed: packParts(parts), hasFailed: false, searched, readings }
    : {
        kind: 'walked',
        packed: packParts(parts.slice(0, failed)),
        hasFailed: true,
        searched: 0,
        readings: [],
      };
}
