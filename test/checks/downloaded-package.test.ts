import { describe, it } from 'vitest';
import { downloadedPackage } from '../../src/checks/downloaded-package.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('downloaded-package', () => {
  const deb = file('root/google-chrome-stable_current_amd64.deb', HEADS.deb);
  const wheel = file('wheels/numpy-2.1.3-cp312-cp312-linux_x86_64.whl', HEADS.zip);

  it('finds packages and installers', async () => {
    await expectFound(downloadedPackage, [
      deb,
      wheel,
      file('tmp/epel-release-latest-9.noarch.rpm', HEADS.rpm),
      file('glibc-2.35-r1.apk', HEADS.gzip),
      file('root/cuda_12.2.0_linux.run', `#!/bin/sh\n${'x'.repeat(1_100_000)}`),
      'tmp/Miniconda3-latest-Linux-x86_64.sh',
      'tmp/Miniforge3-Linux-x86_64.sh',
      'root/get-pip.py',
      'tmp/rustup-init',
    ]);
  });

  it('tells packages by their content', async () => {
    await expectLeft(downloadedPackage, [
      'srv/app/fixtures/broken.deb',
      'srv/app/fixtures/broken.rpm',
      'srv/app/notes.whl',
      file('srv/app/release.apk', HEADS.zip),
      file('etc/s6/service.run', '#!/bin/sh\n'),
      'srv/app/install.sh',
    ]);
  });

  it('leaves alone packages that packages ship', async () => {
    await expectLeft(downloadedPackage, [
      file('usr/share/python-wheels/pip-23.0-py3-none-any.whl', HEADS.zip),
      file('usr/local/lib/python3.12/ensurepip/_bundled/pip-24.0-py3-none-any.whl', HEADS.zip),
      file(
        'opt/venv/lib/python3.12/site-packages/virtualenv/seed/wheels/embed/pip-24.0-py3-none-any.whl',
        HEADS.zip,
      ),
      file('usr/share/installer/app.deb', HEADS.deb),
    ]);
  });

  it('leaves alone packages in a repository', async () => {
    await expectLeft(downloadedPackage, [
      file('srv/apt/pool/a.deb', HEADS.deb),
      'srv/apt/dists/stable/Release',
    ]);
    await expectLeft(downloadedPackage, [file('srv/debs/a.deb', HEADS.deb), 'srv/debs/Packages.gz']);
    await expectLeft(downloadedPackage, [
      file('srv/rpms/x/a.rpm', HEADS.rpm),
      'srv/rpms/repodata/repomd.xml',
    ]);
    await expectLeft(downloadedPackage, [wheel, 'wheels/index.html']);
  });

  it('finds the local repositories that installers leave', async () => {
    await expectFound(downloadedPackage, [
      file('var/cuda-repo-debian12-12-2-local/cuda-12-2_12.2.0-1_amd64.deb', HEADS.deb),
      'var/cuda-repo-debian12-12-2-local/Packages',
      file('var/cudnn-local-repo-debian12-9.0.0/libcudnn9_9.0.0_amd64.deb', HEADS.deb),
      'var/cudnn-local-repo-debian12-9.0.0/Packages',
    ]);
  });
});
