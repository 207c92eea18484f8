import { describe, it } from 'vitest';
import { temporaryFiles } from '../../src/checks/temporary-files.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('temporary-files', () => {
  it('finds what is in folders for temporary files', async () => {
    await expectFound(
      temporaryFiles,
      ['tmp/build/a', 'tmp/v8-compile-cache-0/x', 'var/tmp/x', 'usr/tmp/x', 'dev/shm/x'],
      ['srv/tmp/x', 'srv/app/tmp/cache/x', 'tmp/.X11-unix/', file('tmp/.lock')],
    );
  });

  it('leaves alone what the command names, and what is beside it in its folder', async () => {
    const files = ['tmp/start.sh', 'tmp/app/bin/server', 'tmp/app/lib/a.so'];
    const run = { command: ['/bin/sh', '-c', '/tmp/start.sh && exec /tmp/app/bin/server'] };
    await expectFound(temporaryFiles, ['tmp/other/x', 'tmp/start.sh.log'], files, run);
    await expectFound(temporaryFiles, files);
  });

  it('leaves alone what a variable or the working folder names', async () => {
    await expectLeft(temporaryFiles, ['tmp/agent.jar'], {
      env: { JAVA_TOOL_OPTIONS: '-javaagent:/tmp/agent.jar' },
    });
    await expectLeft(temporaryFiles, ['tmp/models/a.bin'], { env: { MODEL_HOME: '/tmp/models' } });
    await expectLeft(temporaryFiles, ['var/tmp/app/a.js'], { workingFolder: '/var/tmp/app' });
  });

  it('does not take variables for scratch space as a reason', async () => {
    await expectFound(temporaryFiles, ['tmp/pip/x', 'tmp/a'], [], {
      env: { TMPDIR: '/tmp', PIP_CACHE_DIR: '/tmp/pip', HOME: '/tmp' },
      workingFolder: '/tmp',
    });
    await expectFound(temporaryFiles, ['tmp/a'], [], { command: ['ls', '/srv/tmp/a', '/tmp/ab'] });
  });

  it('finds what is in /dev/shm whoever names it, because memory is mounted there', async () => {
    await expectFound(temporaryFiles, ['dev/shm/a'], [], { command: ['cat', '/dev/shm/a'] });
  });
});
