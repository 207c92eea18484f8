import { describe, it } from 'vitest';
import { extractedArchive } from '../../src/checks/extracted-archive.ts';
import { expectFound, expectLeft, HEADS } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('extracted-archive', () => {
  it('finds archives beside their folder', async () => {
    await expectFound(
      extractedArchive,
      [
        file('opt/node-v20.1.0-linux-x64.tar.xz', HEADS.xz),
        file('usr/src/Python-3.12.1.tgz', HEADS.gzip),
        file('opt/apache-maven-3.9.6-bin.tar.gz', HEADS.gzip),
        file('opt/tool-linux-amd64.zip', HEADS.zip),
        file('srv/data.tar.zst', HEADS.zstd),
        file('srv/a.tar', HEADS.tar),
        file('srv/a.tar.bz2', HEADS.bzip2),
        file('srv/a.tbz', HEADS.bzip2),
        file('srv/a.tbz2', HEADS.bzip2),
        file('srv/a.txz', HEADS.xz),
        file('srv/a.tzst', HEADS.zstd),
        file('usr/local/go1.22.1.linux-amd64.tar.gz', HEADS.gzip),
        file('tmp/awscliv2.zip', HEADS.zip),
        file('opt/google-cloud-cli-460.0.0-linux-x86_64.tar.gz', HEADS.gzip),
      ],
      [
        'opt/node-v20.1.0-linux-x64/bin/node',
        'usr/src/Python-3.12.1/configure',
        'opt/apache-maven-3.9.6/bin/mvn',
        'opt/tool/tool',
        'srv/data/',
        'srv/a/x',
        'usr/local/go/bin/go',
        'tmp/aws/install',
        'opt/google-cloud-sdk/bin/gcloud',
      ],
    );
  });

  it('leaves alone archives without a folder of their name', async () => {
    await expectLeft(extractedArchive, [
      file('srv/data.tar.gz', HEADS.gzip),
      'srv/data-2/a',
      file('srv/backup.zip', HEADS.zip),
      'srv/backup',
    ]);
  });

  it('leaves alone what is no archive by its content, or a compressed file by its name', async () => {
    await expectLeft(extractedArchive, [
      'srv/a.zip',
      'srv/a/x',
      file('srv/page.html.gz', HEADS.gzip),
      'srv/page.html/x',
      file('srv/app.jar', HEADS.zip),
      'srv/app/x',
      file('srv/tool.whl', HEADS.zip),
      'srv/tool/x',
    ]);
  });

  it('leaves alone what a web server offers and what packages ship', async () => {
    await expectLeft(extractedArchive, [
      file('usr/share/nginx/html/docs.zip', HEADS.zip),
      'usr/share/nginx/html/docs/index.html',
      file('var/www/html/media.tar.gz', HEADS.gzip),
      'var/www/html/media/a.jpg',
      file('usr/lib/tool/examples.zip', HEADS.zip),
      'usr/lib/tool/examples/a',
      file('opt/venv/lib/python3.12/site-packages/tool/data.zip', HEADS.zip),
      'opt/venv/lib/python3.12/site-packages/tool/data/a',
      file('srv/app/node_modules/tool/fixture.tgz', HEADS.gzip),
      'srv/app/node_modules/tool/fixture/a',
    ]);
  });
});
