// The gate before a promotion: `check`, as its own command judges, for each image that is new.
import type { Gate } from '../../fleet/update/generations/gate.ts';
import type { CliIo } from '../cli-io.ts';
import { runCheck } from '../commands/check.ts';
import type { CheckFlags } from '../image-flags.ts';

/** What of the options concerns reading images. */
export interface GateFlags {
  readonly insecure?: boolean;
  readonly config?: string;
  readonly cacheDir?: string;
  readonly cache?: boolean;
  readonly workers?: number;
}

/** Findings of that severity or above stop an image. */
export function createCheckGate(failOn: 'error' | 'warning', flags: GateFlags, io: CliIo): Gate {
  return async ({ source, platforms }) => {
    const findings = [];
    for (const { platform } of platforms) {
      let output = '';
      const quiet: CliIo = {
        ...io,
        stdout: {
          write: (text, done) => {
            output += text;
            done?.();
            return true;
          },
        },
      };
      const wish = {
        color: false,
        quiet: true,
        cache: flags.cache ?? true,
        format: 'json',
        failOn,
        platform,
      };
      const checked = { ...flags, ...wish } as unknown as CheckFlags;
      const code = await runCheck([`docker://${source}`], checked, quiet);
      if (code !== 0) findings.push(...readFindings(output, failOn));
    }
    return findings;
  };
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly title?: string;
  readonly message?: string;
}

function readFindings(output: string, failOn: 'error' | 'warning') {
  const severities = failOn === 'error' ? ['error'] : ['error', 'warning'];
  const { findings = [] } = JSON.parse(output) as { readonly findings?: readonly JsonFinding[] };
  const failing = findings.filter(({ severity }) => severities.includes(severity));
  const told = failing.map(({ rule, title, message }) => ({ rule, message: title ?? message ?? rule }));
  // A budget that is exceeded fails without a finding.
  return told.length > 0 ? told : [{ rule: 'budget', message: 'a budget of the settings is exceeded' }];
}
