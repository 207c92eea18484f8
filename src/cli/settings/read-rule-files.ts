// Reads the user's own rules for secrets, and says what of them could not be taken over.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { RuleFile } from '../../secrets/join-rule-files.ts';
import type { Settings } from './settings.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * The files that the settings name, from the folder of the settings; `onNotice` is told what of them is left out. Throws
 * FILE_UNREADABLE, and SETTINGS_INVALID where a file holds no rules.
 */
export async function readRuleFiles(
  { file, secrets }: Settings,
  onNotice: (line: string) => void,
): Promise<readonly RuleFile[]> {
  const files: RuleFile[] = [];
  for (const name of secrets.rules) {
    const path = resolve(dirname(file ?? '.'), name);
    const text = await readRules(path);
    const { readGitleaksRules } = await import('../../secrets/gitleaks/read-gitleaks-rules.ts');
    for (const note of readGitleaksRules(text, name).notes) onNotice(`${name}: ${note}`);
    files.push({ name, text });
  }
  return files;
}

async function readRules(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw invalid(path, 'it is no regular file');
    if (stats.size > LIMIT_BYTES) throw invalid(path, 'it is larger than 4 MiB');
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('FILE_UNREADABLE', 'the rules for secrets cannot be read', {
      subject: path,
      cause,
    });
  }
}

function invalid(path: string, message: string): PlimsollError {
  return new PlimsollError('SETTINGS_INVALID', message, { subject: path });
}
