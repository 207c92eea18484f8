// The real gitleaks over the same files.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

/** Whether there is a gitleaks to run. */
export function hasGitleaks() {
  return spawnSync('gitleaks', ['version']).status === 0;
}

/** Its findings in `folder`: `{ path, rule, line }`. */
export function runGitleaks(folder) {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-gitleaks-'));
  try {
    const report = join(work, 'report.json');
    const options = ['--no-banner', '--exit-code', '0', '--report-format', 'json', '--report-path', report];
    execFileSync('gitleaks', ['dir', folder, ...options], { stdio: ['ignore', 'ignore', 'ignore'] });
    return JSON.parse(readFileSync(report, 'utf8')).map((finding) => ({
      path: relative(folder, finding.File).split(sep).join('/'),
      rule: finding.RuleID,
      line: finding.StartLine,
    }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** How many findings gitleaks has in each case, by the case's place in the list; one file a case, under its own name. */
export function runGitleaksOnCases(cases) {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-cases-'));
  try {
    cases.forEach(({ path, content }, index) => {
      const file = join(work, String(index), path.replace(/^\/+/, ''));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    });
    const counts = new Array(cases.length).fill(0);
    for (const { path } of cases.length === 0 ? [] : runGitleaks(work)) counts[Number(path.split('/')[0])]++;
    return counts;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
