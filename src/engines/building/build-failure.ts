// Why a build failed, taken from what the engine complained about: one line for the message, its end as the cause.
import { PlimsollError } from '../../errors.ts';
import type { Engine } from '../engine.ts';
import type { ChildOutcome } from '../program/run-child.ts';

const CAUSE_LINES = 30;
const DAEMON_GONE =
  /cannot connect to the docker daemon|is the docker daemon running|connection refused|no such file or directory.*\.sock|failed to dial/i;
/** What engines print around the line that matters. */
const SAYS_WHY = /^(?:.*\b)?(?:error|failed|cannot|denied|unknown instruction|not found|did not complete)/i;

/** The error for a build that ended badly. */
export function buildFailure(
  engine: Engine,
  dockerfilePath: string,
  { stdout, stderr, exitCode, signalName }: ChildOutcome,
): PlimsollError {
  // The classic builder tells its progress on stdout, and there why it failed.
  const lines = `${stdout}\n${stderr}`
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const why = (lines.findLast((line) => SAYS_WHY.test(line)) ?? lines.at(-1) ?? '').trim().slice(0, 500);
  const cause = lines.slice(-CAUSE_LINES).join('\n');
  if (DAEMON_GONE.test(stderr))
    return new PlimsollError('ENGINE_UNREACHABLE', why, {
      subject: engine.program,
      hint: 'Start the engine and try again.',
      cause,
    });
  if (/entitlement \S+ is not allowed/.test(stderr))
    return new PlimsollError('ENGINE_REFUSED', why, {
      subject: engine.program,
      hint: 'Start buildkitd with --allow-insecure-entitlement network.host.',
      cause,
    });
  const how = signalName === undefined ? `exit code ${exitCode}` : signalName;
  return new PlimsollError('BUILD_FAILED', why === '' ? `the build failed (${how})` : why, {
    subject: dockerfilePath,
    hint: `Build it with ${engine.program} yourself to see all that it says.`,
    cause,
  });
}
